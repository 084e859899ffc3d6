"""Everything a case can say."""

from typing import TypeAlias

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

Ending: TypeAlias = CaseRefused | CaseGuided | CaseFiled | CaseAnswered | DecisionIssued
"""Facts after which nothing more is done here."""

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

CaseEvent: TypeAlias = (
    CaseOpened
    | CaseClassified
    | JurisdictionDecided
    | CaseAccepted
    | TransferSent
    | TransferConfirmed
    | TransferReturned
    | CaseAssigned
    | SettlingEvent
    | Ending
)
