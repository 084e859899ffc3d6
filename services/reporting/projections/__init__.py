"""What reporting can be asked: one file a question."""

from services.reporting.projections.deadline import DEADLINE
from services.reporting.projections.petition import PETITION
from shared.auth.sight import EXCLUSION
from shared.contracts.bodies import AGENCY

MODELS = (PETITION, DEADLINE, AGENCY, EXCLUSION)
