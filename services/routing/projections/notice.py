"""
What must somebody know of, and why? One row a petition: the last thing that concerns anybody.

As with a thread of mail, a petition has one notice, which moves up when something new
happens. It is for the officer who is answerable, for the unit that was sent the petition,
or for both. Whether they may still see the petition is asked when they look.
"""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import msgspec

from shared.contracts.routing import (
    CaseAnswered,
    CaseAssigned,
    CaseFiled,
    CaseGuided,
    CaseRefused,
    DecisionIssued,
    TransferReturned,
    TransferSent,
)
from shared.envelope import Told
from shared.log.readmodel import ReadModel
from shared.registry import Fact

_ENDINGS: tuple[type[Fact], ...] = (
    CaseRefused,
    CaseGuided,
    CaseFiled,
    CaseAnswered,
    DecisionIssued,
)


class NoticeRow(msgspec.Struct, frozen=True):
    """The last thing about a petition of which somebody is told."""

    petition_id: str
    officer: str
    """Told because they are answerable, or were when it left them; empty: no officer is."""
    agency: str
    """Told because it was sent or given back to them; empty: no unit is."""
    why: str
    """`assigned`, `taken`, `left`, `sent`, `returned` or `closed`."""
    position: int
    """Of the fact in routing's log: the order of notices, and how far somebody has seen them."""
    at: dt.datetime
    answerable: str
    """Who has the case; while it is elsewhere, who had it: told when it comes back."""


def fold(row: NoticeRow | None, heard: Told) -> NoticeRow | None:
    """Return the petition's notice after the fact; None: nobody has to know of anything."""
    step = _STEPS.get(type(heard.fact))
    return row if step is None else step(row, heard)


def _assigned(_: NoticeRow | None, heard: Told) -> NoticeRow | None:
    fact: CaseAssigned = heard.fact  # type: ignore[assignment]  # by _STEPS
    if fact.officer is None:
        return None
    themselves = heard.actor == f"officer:{fact.officer}"
    why = "taken" if themselves else fact.why
    return _row(heard, officer=fact.officer, why=why, answerable=fact.officer)


def _sent(row: NoticeRow | None, heard: Told) -> NoticeRow:
    fact: TransferSent = heard.fact  # type: ignore[assignment]  # by _STEPS
    before = row.answerable if row else ""
    return _row(heard, agency=fact.to_agency, why="sent", answerable=before)


def _returned(row: NoticeRow | None, heard: Told) -> NoticeRow:
    fact: TransferReturned = heard.fact  # type: ignore[assignment]  # by _STEPS
    before = row.answerable if row and row.why == "sent" else ""
    return _row(heard, officer=before, agency=fact.to_agency, why="returned")


def _closed(row: NoticeRow | None, heard: Told) -> NoticeRow | None:
    if row is None or not row.answerable or row.why == "sent":
        return row  # it is elsewhere by now, and nobody there is answerable yet
    if heard.actor == f"officer:{row.answerable}":
        return row  # nobody is told of what they did themselves
    return _row(heard, officer=row.answerable, why="closed", answerable=row.answerable)


def _row(
    heard: Told, *, why: str, officer: str = "", agency: str = "", answerable: str = ""
) -> NoticeRow:
    fact: Any = heard.fact
    return NoticeRow(
        petition_id=fact.petition_id,
        officer=officer,
        agency=agency,
        why=why,
        position=heard.position,
        at=heard.happened_at,
        answerable=answerable,
    )


_STEPS: dict[type[Fact], Callable[[NoticeRow | None, Told], NoticeRow | None]] = {
    CaseAssigned: _assigned,
    TransferSent: _sent,
    TransferReturned: _returned,
    **dict.fromkeys(_ENDINGS, _closed),
}

NOTICE: ReadModel[NoticeRow] = ReadModel(
    table="notice",
    row=NoticeRow,
    keys=dict.fromkeys(_STEPS, attrgetter("petition_id")),
    fold=fold,
    indexes=("officer, position", "agency, position"),
)
