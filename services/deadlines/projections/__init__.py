"""What deadlines can be asked: one file a question; `stages` is the order of what is said."""

from services.deadlines.projections.calendar import CALENDAR
from services.deadlines.projections.clock import CLOCK
from services.deadlines.projections.custody import CUSTODY
from services.deadlines.projections.matter import MATTER
from shared.auth.sight import EXCLUSION
from shared.contracts.bodies import AGENCY

MODELS = (CALENDAR, CLOCK, CUSTODY, MATTER, EXCLUSION, AGENCY)
