"""What an officer can do while a petition is between bodies, or when they disagree about it."""

import datetime as dt
from collections.abc import Sequence

from services.routing.domain.case.state import (
    AwaitingAction,
    Case,
    Dossier,
    InDesignation,
    InTransfer,
)
from services.routing.rules import RuleBook
from services.routing.web.ways import Act
from shared.contracts.routing import TransferSent


def custody_acts(case: Case, book: RuleBook, *, today: dt.date, heads: bool) -> list[Act]:
    """Return the acts on custody; what the common superior says, its head says."""
    match case:
        case InTransfer(dossier=dossier, sent=TransferSent()):
            return [Act(name="confirm", proposed=True), _return(dossier, book, today)]
        case InTransfer(sent=sent):
            return [Act(name="confirm", proposed=True, basis=sent.basis)]
        case InDesignation(requested=requested) if heads:
            return [
                Act(
                    name="designate",
                    inputs=("designated", "reason"),
                    proposed=True,
                    basis=requested.basis,
                )
            ]
        case AwaitingAction(dossier=dossier) if _disputed(dossier):
            rule = book.custody.designation(dossier.classified.kind, today)
            basis = rule.basis if rule else None
            return [Act(name="request-designation", inputs=("reason",), basis=basis)]
    return []


def _disputed(dossier: Dossier) -> bool:
    disagreed = bool(dossier.returns) or dossier.transferred
    return disagreed and dossier.designated is None


def _return(dossier: Dossier, book: RuleBook, today: dt.date) -> Act:
    rules = book.custody.grounds(dossier.classified.kind, today)
    codes: Sequence[str] = [rule.ground for rule in rules]
    return Act(
        name="return",
        inputs=("ground", "reason"),
        options={"ground": codes},
        laws={rule.ground: rule.basis for rule in rules},
    )
