"""What routing can be asked: one file a question."""

from services.routing.projections.backlog import BACKLOG
from services.routing.projections.calendar import CALENDAR
from services.routing.projections.execution import EXECUTION, ITEM
from services.routing.projections.guidance import GUIDANCE
from services.routing.projections.link import LINK
from services.routing.projections.notice import NOTICE
from services.routing.projections.officer import OFFICER
from services.routing.projections.outside import OUTSIDE
from services.routing.projections.worklist import WORKLIST
from shared.auth.sight import EXCLUSION
from shared.contracts.bodies import AGENCY

MODELS = (
    *(WORKLIST, LINK, AGENCY, NOTICE, OUTSIDE, OFFICER, EXCLUSION),
    *(EXECUTION, ITEM, BACKLOG),
    *(CALENDAR, GUIDANCE),
)
