"""What deadlines can be asked: one file a question."""

from services.deadlines.projections.clock import CLOCK
from services.deadlines.projections.matter import MATTER
from shared.auth.sight import EXCLUSION

MODELS = (CLOCK, MATTER, EXCLUSION)
