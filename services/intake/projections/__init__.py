"""What intake can be asked: one file a question."""

from services.intake.projections.attachment import ATTACHMENT
from services.intake.projections.erasure import ERASURE
from services.intake.projections.officer import OFFICER, RELATIVE
from services.intake.projections.reception import RECEPTION
from services.intake.projections.reveal import REVEAL
from services.intake.projections.tracking import TRACKING
from shared.auth.sight import EXCLUSION
from shared.contracts.bodies import AGENCY

MODELS = (
    TRACKING,
    AGENCY,
    OFFICER,
    RELATIVE,
    REVEAL,
    ERASURE,
    EXCLUSION,
    ATTACHMENT,
    RECEPTION,
)
