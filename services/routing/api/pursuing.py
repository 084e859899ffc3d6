"""What is asked of execution and of old cases: two lists, with their sums. No rule here."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from services.routing.api.cases import CaseOut, CursorUnreadable, Reader, shown
from services.routing.deps import Routing
from services.routing.domain.execution.measures import measured
from services.routing.queries import Carried, Old, Owed, Place, Recovered
from shared.clock import local_date
from shared.web.service import CaughtUp

router = APIRouter(prefix="/api/routing", tags=["execution and backlog"])
Limit = Annotated[int, Query(ge=1, le=200)]
After = Annotated[str, Query(max_length=80, pattern=r"^[0-9A-Za-z_/-]*$")]


class ItemOut(BaseModel):
    """One thing that must be done: money in VND, land in square metres."""

    petition_id: str
    receipt_code: str
    kind: str
    holder: str
    item: int
    measure: str
    beneficiary: str
    amount: Decimal
    fulfilled: Decimal
    officials: int
    owner: str
    due_on: dt.date
    ordered_on: dt.date
    what: str
    done: bool


class SumOut(BaseModel):
    """What was ordered of a measure for somebody, and how much of it is done."""

    measure: str
    beneficiary: str
    items: int
    done: int
    amount: Decimal
    fulfilled: Decimal


class ExecutionsOut(BaseModel):
    """A page of items; the sums are those of all of them."""

    items: list[ItemOut]
    sums: list[SumOut]
    next_cursor: str | None
    shown: bool


class PlanOut(BaseModel):
    """How an old case is to be settled."""

    planned_on: dt.date
    cause: str
    difficulties: str
    direction: str
    due_on: dt.date
    leader: str


class OldOut(BaseModel):
    """An old case and its plan."""

    case: CaseOut
    plan: PlanOut | None


class BacklogOut(BaseModel):
    """A page of old cases, and how many there are and have a plan."""

    cases: list[OldOut]
    total: int
    planned: int
    next_cursor: str | None
    shown: bool


@router.get("/executions", responses={400: {}, 401: {}, 403: {}, 503: {}})
async def show_executions(
    routing: Routing,
    who: Reader,
    caught_up: CaughtUp,
    show: Carried = "open",
    cursor: After = "",
    limit: Limit = 50,
) -> ExecutionsOut:
    """Return what must be carried out, what is due first first, with what was recovered."""
    today = local_date(routing.clock.now())
    items, sums = await routing.queries.executions(
        who, show, today=today, after=place_of(cursor), limit=limit
    )
    last = items[-1].item if len(items) == limit else None
    return ExecutionsOut(
        items=[_item(each) for each in items],
        sums=[_sum(each) for each in sums],
        next_cursor=f"{last.item_due_on}_{last.item_id}" if last else None,
        shown=caught_up,
    )


@router.get("/backlog", responses={400: {}, 401: {}, 403: {}, 503: {}})
async def show_backlog(
    routing: Routing,
    who: Reader,
    caught_up: CaughtUp,
    cursor: After = "",
    limit: Limit = 50,
) -> BacklogOut:
    """Return the open cases older than three months, the oldest first, each with its plan."""
    today = local_date(routing.clock.now())
    cases, total, planned = await routing.queries.backlog(
        who, today=today, after=place_of(cursor), limit=limit
    )
    last = cases[-1].case if len(cases) == limit else None
    return BacklogOut(
        cases=[_old(each) for each in cases],
        total=total,
        planned=planned,
        next_cursor=f"{last.received_on}_{last.petition_id}" if last else None,
        shown=caught_up,
    )


def place_of(cursor: str) -> Place:
    """
    Return the place a cursor names; None where it is empty.

    Raises:
        CursorUnreadable: it is none of ours.
    """
    if not cursor:
        return None
    day, _, key = cursor.partition("_")
    try:
        return dt.date.fromisoformat(day), key
    except ValueError:
        raise CursorUnreadable(
            "cursor: not one that a page gave; start without it", field="cursor"
        ) from None


def _item(owed: Owed) -> ItemOut:
    row = owed.item
    return ItemOut(
        petition_id=row.petition_id,
        receipt_code=owed.receipt_code,
        kind=owed.kind,
        holder=owed.holder,
        item=row.item,
        measure=row.measure,
        beneficiary=row.beneficiary,
        amount=measured(row.measure, row.amount),
        fulfilled=measured(row.measure, row.fulfilled),
        officials=row.officials,
        owner=row.owner,
        due_on=row.item_due_on,
        ordered_on=owed.ordered_on,
        what=row.what,
        done=row.done,
    )


def _sum(each: Recovered) -> SumOut:
    return SumOut(
        measure=each.measure,
        beneficiary=each.beneficiary,
        items=each.items,
        done=each.done,
        amount=measured(each.measure, each.amount),
        fulfilled=measured(each.measure, each.fulfilled),
    )


def _old(old: Old) -> OldOut:
    plan, told = old.plan, None
    if plan is not None:
        told = PlanOut(
            planned_on=plan.planned_on,
            cause=plan.cause,
            difficulties=plan.difficulties,
            direction=plan.direction,
            due_on=plan.plan_due_on,
            leader=plan.leader,
        )
    return OldOut(case=shown(old.case), plan=told)
