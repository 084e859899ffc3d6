"""What the officers of the demonstration do next with a case, and when."""

import datetime as dt
import random
from typing import Any

from services.routing.domain.case.commands import (
    AcceptCase,
    AnswerCase,
    CaseRequest,
    ConfirmTransfer,
    FileCase,
    GuideCase,
    IssueDecision,
    TransferPetition,
)
from services.routing.domain.case.state import Accepted, AwaitingAction, Case, InTransfer
from shared.contracts.routing import Outcome

COMPLAINT_OUTCOMES: dict[Outcome, int] = {
    "right": 4, "partly_right": 4, "withdrawn": 27, "wrong": 65,
}  # fmt: skip
DENUNCIATION_OUTCOMES: dict[Outcome, int] = {
    "right": 9, "partly_right": 14, "withdrawn": 10, "wrong": 67,
}  # fmt: skip
PROMPT = 0.86
"""Share of acts done within their time; the others are late by days or never done."""
FORGOTTEN = 0.05


def next_act(case: Case, at: dt.datetime, chance: random.Random) -> CaseRequest | None:
    """Return the act that the present state asks for; None when nothing is left to do."""
    match case:
        case AwaitingAction(dossier=dossier):
            common: dict[str, Any] = {
                "case_id": dossier.opened.case_id,
                "by": dossier.holder,
                "at": at,
            }
            return _proposed(dossier.decided.proposed_action, common, chance)
        case InTransfer(dossier=dossier, sent=sent):
            return ConfirmTransfer(case_id=dossier.opened.case_id, by=sent.to_agency, at=at)
        case Accepted(dossier=dossier):
            kind = dossier.classified.kind
            table = COMPLAINT_OUTCOMES if kind == "complaint" else DENUNCIATION_OUTCOMES
            outcome = chance.choices(list(table), list(table.values()))[0]
            return IssueDecision(
                case_id=dossier.opened.case_id, by=dossier.holder, at=at, outcome=outcome
            )
    return None


def _proposed(
    action: str, common: dict[str, Any], chance: random.Random
) -> CaseRequest | None:
    match action:
        case "ACCEPT":
            return AcceptCase(**common, complex=chance.random() < 0.15)  # noqa: PLR2004
        case "GUIDE":
            return GuideCase(**common)
        case "TRANSFER":
            return TransferPetition(**common)
        case "FILE":
            return FileCase(**common)
        case "ANSWER":
            return AnswerCase(**common)
    return None


def delay(case: Case | None, chance: random.Random) -> dt.timedelta | None:
    """Return how long the next act takes; None when it is never done."""
    if chance.random() < FORGOTTEN:
        return None
    usual = 27.0 if isinstance(case, Accepted) else 5.0
    days = chance.triangular(0.5, usual, usual * 0.6)
    if chance.random() > PROMPT:
        days = usual + chance.expovariate(1 / usual)
    return dt.timedelta(days=days)
