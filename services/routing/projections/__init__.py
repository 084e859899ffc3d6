"""What routing can be asked: one file a question."""

from services.routing.projections.agency import AGENCY
from services.routing.projections.notice import NOTICE
from services.routing.projections.officer import OFFICER
from services.routing.projections.worklist import WORKLIST
from shared.auth.sight import EXCLUSION

MODELS = (WORKLIST, AGENCY, NOTICE, OFFICER, EXCLUSION)
