"""What routing can be asked: one file a question."""

from services.routing.projections.agency import AGENCY
from services.routing.projections.worklist import WORKLIST

MODELS = (WORKLIST, AGENCY)
