"""
What must somebody know of, and why? One row a petition: the last thing that concerns anybody.

As with a thread of mail, a petition has one notice, which moves up when something new
happens. It is for the officer who is answerable, for the unit that was sent the petition,
or for both. A clock that runs out is told to the officer who is answerable, else to the unit;
what is escalated also to the head, to those of the superior body or to the inspectorate.
Whether they may still see the petition is asked when they look.
"""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import msgspec

from shared.contracts.deadlines import ClockEscalated, ClockExpired, ClockReminded
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
from shared.contracts.routing_custody import DesignationMade, DesignationRequested
from shared.contracts.routing_settlement import (
    CaseChecked,
    CaseDiscontinued,
    CrimeReferred,
)
from shared.contracts.ticking import counted
from shared.envelope import Told
from shared.legal.running import rule_of
from shared.log.readmodel import ReadModel
from shared.registry import Fact

_ENDINGS: tuple[type[Fact], ...] = (
    CaseRefused,
    CaseGuided,
    CaseFiled,
    CaseAnswered,
    CaseChecked,
    CrimeReferred,
    DecisionIssued,
    CaseDiscontinued,
)


_PLACES = 14
"""Bits for facts of the same hundredth of a second."""


class NoticeRow(msgspec.Struct, frozen=True):
    """The last thing about a petition of which somebody is told."""

    petition_id: str
    officer: str
    """Told because they are answerable, or were when it left them; empty: no officer is."""
    agency: str
    """
    The unit that is told; empty: none is. `head:<code>` is the head of that body alone,
    `superior:<code>` the head of the body above it, `inspectorate` the province's inspectors.
    """
    why: str
    """
    `assigned`, `taken`, `left`, `sent`, `returned`, `disputed` (the common superior must say
    whose it is), `designated` or `closed`; of a clock `half`, `most`,
    `last` or `expired`; of one that was told above `unassigned` or `overdue`.
    """
    position: int
    """Among all notices, see `in_time`: their order, and how far somebody has seen them."""
    at: dt.datetime
    answerable: str
    """Who has the case; while it is elsewhere, who had it: told when it comes back."""
    elsewhere: bool = False
    """It was sent on, and nobody there is answerable yet."""
    rule: str = ""
    """Of which clock it tells; empty: of none."""
    due_on: dt.date | None = None
    """The last lawful day of that clock."""


def in_time(heard: Told) -> int:
    """
    Return the place of a fact among those of all services: below 2^53 until the year 2144.

    By when it was recorded, in hundredths of a second; of the same, by its place in its
    service's log. Two logs have no positions that could be compared.
    """
    return int(heard.recorded_at.timestamp() * 100) << _PLACES | (
        heard.position & ((1 << _PLACES) - 1)
    )


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
    return _row(heard, agency=fact.to_agency, why="sent", answerable=before, elsewhere=True)


def _disputed(row: NoticeRow | None, heard: Told) -> NoticeRow:
    fact: DesignationRequested = heard.fact  # type: ignore[assignment]  # by _STEPS
    superior = f"head:{fact.superior}"
    before = row.answerable if row else ""
    return _row(heard, agency=superior, why="disputed", answerable=before, elsewhere=True)


def _designated(_: NoticeRow | None, heard: Told) -> NoticeRow:
    fact: DesignationMade = heard.fact  # type: ignore[assignment]  # by _STEPS
    return _row(heard, agency=fact.to_agency, why="designated", elsewhere=True)


def _returned(row: NoticeRow | None, heard: Told) -> NoticeRow:
    fact: TransferReturned = heard.fact  # type: ignore[assignment]  # by _STEPS
    before = row.answerable if row and row.elsewhere else ""
    return _row(heard, officer=before, agency=fact.to_agency, why="returned")


def _closed(row: NoticeRow | None, heard: Told) -> NoticeRow | None:
    if row is None or (isinstance(heard.fact, CrimeReferred) and not heard.fact.ends):
        return row
    if row.elsewhere or not row.answerable:
        # Nobody is answerable; what was told to the unit of a clock matters no more.
        return None if row.rule else row
    if heard.actor == f"officer:{row.answerable}":
        return row  # nobody is told of what they did themselves
    return _row(heard, officer=row.answerable, why="closed", answerable=row.answerable)


def _reminded(row: NoticeRow | None, heard: Told) -> NoticeRow:
    fact: ClockReminded = heard.fact  # type: ignore[assignment]  # by _STEPS
    return _of_clock(row, heard, fact, why=fact.stage)


def _expired(row: NoticeRow | None, heard: Told) -> NoticeRow | None:
    fact: ClockExpired = heard.fact  # type: ignore[assignment]  # by _STEPS
    return _of_clock(row, heard, fact, why="expired") if counted(fact) else row


def _escalated(row: NoticeRow | None, heard: Told) -> NoticeRow:
    fact: ClockEscalated = heard.fact  # type: ignore[assignment]  # by _STEPS
    above = "inspectorate" if fact.to == "inspectorate" else f"{fact.to}:{fact.against}"
    return _of_clock(row, heard, fact, why=fact.why, above=above)


def _of_clock(
    row: NoticeRow | None,
    heard: Told,
    fact: ClockReminded | ClockExpired | ClockEscalated,
    *,
    why: str,
    above: str = "",
) -> NoticeRow:
    elsewhere = row is not None and row.elsewhere
    answerable = row.answerable if row else ""
    officer = "" if elsewhere else answerable
    return _row(
        heard,
        why=why,
        officer=officer,
        agency=above or ("" if officer else fact.against),
        answerable=answerable,
        elsewhere=elsewhere,
        rule=rule_of(fact.clock_id),
        due_on=fact.due_on,
    )


def _row(heard: Told, *, why: str, officer: str = "", **more: Any) -> NoticeRow:  # noqa: ANN401 - fields of the row
    fact: Any = heard.fact
    return NoticeRow(
        petition_id=fact.petition_id,
        officer=officer,
        agency=more.pop("agency", ""),
        why=why,
        position=in_time(heard),
        at=heard.happened_at,
        answerable=more.pop("answerable", ""),
        **more,
    )


_STEPS: dict[type[Fact], Callable[[NoticeRow | None, Told], NoticeRow | None]] = {
    CaseAssigned: _assigned,
    TransferSent: _sent,
    TransferReturned: _returned,
    DesignationRequested: _disputed,
    DesignationMade: _designated,
    **dict.fromkeys(_ENDINGS, _closed),
    ClockReminded: _reminded,
    ClockExpired: _expired,
    ClockEscalated: _escalated,
}

NOTICE: ReadModel[NoticeRow] = ReadModel(
    table="notice",
    row=NoticeRow,
    keys=dict.fromkeys(_STEPS, attrgetter("petition_id")),
    fold=fold,
    indexes=("officer, position", "agency, position"),
)
