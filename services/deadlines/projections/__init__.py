"""What deadlines can be asked: one file a question."""

from services.deadlines.projections.clock import CLOCK

MODELS = (CLOCK,)
