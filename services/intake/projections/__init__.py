"""What intake can be asked: one file a question."""

from services.intake.projections.agency import AGENCY
from services.intake.projections.tracking import TRACKING

MODELS = (TRACKING, AGENCY)
