"""Gives cases to officers: one, or hundreds with an answer for each. No rule of law here."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.routing.deps import Collaborators
from services.routing.domain.case.commands import AssignCase
from services.routing.domain.case.errors import (
    CannotBeAssigned,
    CaseIsClosed,
    TakenAlready,
)
from services.routing.projections.worklist import CaseRow
from services.routing.queries import Wanted
from shared.auth.principal import Act, Principal
from shared.auth.seeing import NoSuchMatter, NotHere
from shared.clock import local_date
from shared.errors import Conflict, Kind, Refusal, StoreUnavailable
from shared.ids import AgencyCode, OfficerId, PetitionId, case_of
from shared.log.handling import Done
from shared.web.service import command_id

MOST = 500
"""Cases that are given in one go."""
AT_ONCE = 8
"""Of them at a time: the others of the house want connections too."""

Outcome = Literal["assigned", "already", "refused"]


class TooManyCases(Refusal):
    """More cases match than are given in one go."""

    code = "too-many-cases"
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one case, or would."""

    petition_id: str
    receipt_code: str = ""
    outcome: Outcome
    code: str = ""
    """Why it was refused; empty: it was not."""
    sentence: str = ""
    position: int = 0
    """Of the fact in routing's log, where there is one."""


def why_of(
    who: Principal, row: CaseRow, officer: OfficerId | None
) -> Literal["assigned", "taken"]:
    """
    Return in which right somebody gives a case: as head to anybody, or to themself.

    Raises:
        NotHere: they have no such right in the body that holds it.
    """
    holder = AgencyCode(row.holder)
    if who.may(Act.ASSIGN, holder):
        return "assigned"
    if who.may(Act.SETTLE, holder) and officer == who.officer:
        return "taken"
    raise NotHere("officer: only the head of the body gives its cases to others")


async def assign(
    routing: Collaborators,
    who: Principal,
    row: CaseRow,
    officer: OfficerId | None,
    key: str | None,
) -> Done:
    """
    Give one case to an officer, or to nobody.

    Raises:
        NotHere: they have no right to.
        Refusal, Conflict, StoreUnavailable: see `CaseStore.carry_out`.
    """
    why = why_of(who, row, officer)
    barred = await _barred(routing, officer, [row])
    command = AssignCase(
        case_id=case_of(PetitionId(row.petition_id)),
        by=AgencyCode(row.holder),
        at=routing.store.now(),
        officer=officer,
        why=why,
        barred=row.petition_id in barred,
    )
    return await routing.store.carry_out(
        command,
        petition_id=PetitionId(row.petition_id),
        actor=who.actor,
        command_id=command_id(f"assign:{row.petition_id}:{who.officer}", key),
    )


async def asked_for(
    routing: Collaborators, who: Principal, asked: Sequence[str] | Wanted
) -> tuple[list[CaseRow], list[Result]]:
    """
    Return the cases that are meant, and what cannot be found among them.

    Raises:
        TooManyCases: the filters leave more than are given in one go.
    """
    if isinstance(asked, Wanted):
        today = local_date(routing.clock.now())
        rows = await routing.queries.matching(who, asked, today=today, limit=MOST + 1)
        missing: list[str] = []
    else:
        rows = await routing.queries.cases(who, asked)
        found = {row.petition_id for row in rows}
        missing = [one for one in dict.fromkeys(asked) if one not in found]
    if len(rows) + len(missing) > MOST:
        raise TooManyCases(f"filter: more than {MOST} cases; narrow it", field="filter")
    nothing = NoSuchMatter("no petition has this id; check the address")
    return rows, [_refused(petition_id, "", nothing) for petition_id in missing]


async def assign_all(
    routing: Collaborators,
    who: Principal,
    rows: Sequence[CaseRow],
    officer: OfficerId | None,
    key: str | None,
) -> list[Result]:
    """Give the cases, each for itself: one that is refused holds up no other."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(row: CaseRow) -> Result:
        async with room:
            try:
                done = await assign(routing, who, row, officer, key)
            except Refusal as refusal:
                return _refused(row.petition_id, row.receipt_code, refusal)
            except (Conflict, StoreUnavailable) as fault:
                return _waits(row, fault)
            return Result(
                petition_id=row.petition_id,
                receipt_code=row.receipt_code,
                outcome="already" if done.repeated else "assigned",
                position=done.position,
            )

    return list(await asyncio.gather(*(one(row) for row in rows)))


async def preview(
    routing: Collaborators,
    who: Principal,
    rows: Sequence[CaseRow],
    officer: OfficerId | None,
) -> list[Result]:
    """Return what would become of the cases as they stand now; nothing is done."""
    barred = await _barred(routing, officer, rows)
    return [_foreseen(who, row, officer, barred) for row in rows]


async def _barred(
    routing: Collaborators, officer: OfficerId | None, rows: Sequence[CaseRow]
) -> set[str]:
    if officer is None:
        return set()
    today = local_date(routing.clock.now())
    return await routing.desk.barred(officer, [row.petition_id for row in rows], today)


def _foreseen(
    who: Principal, row: CaseRow, officer: OfficerId | None, barred: set[str]
) -> Result:
    try:
        why = why_of(who, row, officer)
    except NotHere as refusal:
        return _refused(row.petition_id, row.receipt_code, refusal)
    outcome: Outcome = "refused"
    code = ""
    if not row.open and row.state not in ("closed_decided", "closed_discontinued"):
        code = CaseIsClosed.code
    elif row.petition_id in barred:
        code = CannotBeAssigned.code
    elif row.officer == (officer or ""):
        outcome = "already"
    elif why == "taken" and row.officer:
        code = TakenAlready.code
    else:
        outcome = "assigned"
    return Result(
        petition_id=row.petition_id,
        receipt_code=row.receipt_code,
        outcome=outcome,
        code=code,
    )


def _refused(petition_id: str, receipt_code: str, refusal: Refusal) -> Result:
    return Result(
        petition_id=petition_id,
        receipt_code=receipt_code,
        outcome="refused",
        code=refusal.code,
        sentence=refusal.sentence,
    )


def _waits(row: CaseRow, fault: Conflict | StoreUnavailable) -> Result:
    code = "raced" if isinstance(fault, Conflict) else "store-unavailable"
    return Result(
        petition_id=row.petition_id,
        receipt_code=row.receipt_code,
        outcome="refused",
        code=code,
        sentence="nothing was recorded of this one; send it again shortly",
    )
