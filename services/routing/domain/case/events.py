"""Everything a case can say."""

from typing import TypeAlias

from services.routing.domain.case.aftermath import AftermathEvent
from services.routing.domain.case.signers import SignerEvent
from shared.contracts.routing import (
    CaseAccepted,
    CaseAnswered,
    CaseAssigned,
    CaseClassified,
    CaseComplexityFound,
    CaseExtended,
    CaseExtensionStruck,
    CaseFiled,
    CaseGuided,
    CaseNotified,
    CaseOpened,
    CasePaused,
    CasePauseStruck,
    CaseRefused,
    CaseResumed,
    DecisionIssued,
    DecisionPublished,
    JurisdictionDecided,
    TransferConfirmed,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_custody import (
    CustodySealed,
    DesignationMade,
    DesignationRequested,
    LevelSkipped,
)
from shared.contracts.routing_settlement import (
    CaseChecked,
    CaseDiscontinued,
    CaseReopened,
    CrimeReferred,
)

Ending: TypeAlias = (
    CaseRefused
    | CaseGuided
    | CaseFiled
    | CaseAnswered
    | CaseChecked
    | CrimeReferred
    | DecisionIssued
    | CaseDiscontinued
)
"""Facts after which nothing more is done here; of signs of a crime, where nobody accepted it."""

SettlingEvent: TypeAlias = (
    CasePaused
    | CaseResumed
    | CasePauseStruck
    | CaseExtended
    | CaseExtensionStruck
    | CaseComplexityFound
    | CaseNotified
    | DecisionPublished
)
"""Facts about the time of a case, from its acceptance to what must follow the decision."""

CustodyEvent: TypeAlias = (
    TransferSent
    | TransferConfirmed
    | TransferReturned
    | DesignationRequested
    | DesignationMade
)
"""Facts by which a petition comes into other hands, or is taken there for good."""

CaseEvent: TypeAlias = (
    CaseOpened
    | CaseClassified
    | JurisdictionDecided
    | CaseAccepted
    | LevelSkipped
    | CustodyEvent
    | CustodySealed
    | CaseAssigned
    | SettlingEvent
    | SignerEvent
    | AftermathEvent
    | CaseReopened
    | Ending
)
