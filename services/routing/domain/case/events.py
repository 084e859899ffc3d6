"""Everything a case can say."""

from typing import TypeAlias

from shared.contracts.routing import (
    CaseAccepted,
    CaseAnswered,
    CaseAssigned,
    CaseClassified,
    CaseFiled,
    CaseGuided,
    CaseOpened,
    CaseRefused,
    DecisionIssued,
    JurisdictionDecided,
    TransferConfirmed,
    TransferReturned,
    TransferSent,
)

Ending: TypeAlias = CaseRefused | CaseGuided | CaseFiled | CaseAnswered | DecisionIssued
"""Facts after which nothing more is done here."""

CaseEvent: TypeAlias = (
    CaseOpened
    | CaseClassified
    | JurisdictionDecided
    | CaseAccepted
    | TransferSent
    | TransferConfirmed
    | TransferReturned
    | CaseAssigned
    | Ending
)
