"""What is asked of cases: the list, one case, and who may know of it. No rule here."""

import datetime as dt
import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, StringConstraints

from services.routing.deps import Collaborators, Routing
from services.routing.domain.priority import Rank
from services.routing.projections.worklist import CaseRow
from services.routing.queries import Cursor, Order, Show, Wanted, Whose
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.auth.seeing import NoSuchMatter
from shared.clock import local_date
from shared.errors import Kind, Refusal
from shared.ids import AgencyCode
from shared.legal.running import NEVER, dates_of
from shared.web.service import CaughtUp

router = APIRouter(prefix="/api/routing", tags=["cases"])

PetitionPath = Annotated[
    str,
    Path(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", description="Petition id"),
]
Code = Annotated[AgencyCode, StringConstraints(max_length=20, pattern=r"^[0-9A-Z-]{2,20}$")]


class CursorUnreadable(Refusal):
    """A page was asked for by a cursor we did not give."""

    code = "cursor-unreadable"
    kind = Kind.INVALID


class DoneOut(BaseModel):
    """A request was carried out."""

    petition_id: str
    position: int
    repeated: bool


class CaseOut(BaseModel):
    """A case as it stands."""

    petition_id: str
    case_id: str
    receipt_code: str
    kind: str
    instance: str
    subject_field: str
    channel: str
    received_on: dt.date
    state: str
    open: bool
    holder: str
    competent: str | None
    decider_role: str
    proposed_action: str
    form: str | None
    eligible: bool
    reason_codes: list[str]
    confidential: bool
    due_rule: str | None
    due_on: dt.date | None
    """Of the clock that runs and ends first."""
    paused_on: dt.date | None
    """Since when its time stands still."""
    clocks: dict[str, dt.date]
    """The announced last day by rule, of clocks that stand still too."""


class WorklistOut(BaseModel):
    """A page of cases; `total` counts all of them."""

    cases: list[CaseOut]
    total: int
    next_cursor: str | None
    shown: bool


Reader = Annotated[Principal, may(Act.SEE_CASES)]
Settler = Annotated[Principal, may(Act.SETTLE)]
FilterCode = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9A-Za-z_-]+$")]
Codes = Annotated[list[FilterCode] | None, Query(max_length=50)]
"""`None` inside: beside the annotation it would be read from the body, and never found."""


def wanted(  # noqa: PLR0913, PLR0917 - the filters of an address, one a line
    show: Show = "open",
    whose: Whose = "all",
    holder: Codes = None,
    kind: Codes = None,
    field: Codes = None,
    state: Codes = None,
    order: Order = "due",
) -> Wanted:
    """Return which cases are asked for; a filter may be given several times."""
    return Wanted(
        show=show,
        whose=whose,
        holders=tuple(holder or ()),
        kinds=tuple(kind or ()),
        fields=tuple(field or ()),
        states=tuple(state or ()),
        order=order,
    )


@router.get("/worklist", responses={400: {}, 401: {}, 403: {}, 503: {}})
async def show_worklist(
    routing: Routing,
    who: Reader,
    caught_up: CaughtUp,
    asked: Annotated[Wanted, Depends(wanted)],
    cursor: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> WorklistOut:
    """Return the cases that the officer may see, what is due first first."""
    page = await routing.queries.worklist(
        who,
        asked,
        today=local_date(routing.clock.now()),
        after=read_cursor(cursor) if cursor else None,
        limit=limit,
    )
    return WorklistOut(
        cases=[shown(row) for row in page.rows],
        total=page.total,
        next_cursor=cursor_text(page.following) if page.following else None,
        shown=caught_up,
    )


def cursor_text(cursor: Cursor) -> str:
    """Return a place as it stands in an address."""
    text = f"{cursor.due_on}_{cursor.petition_id}"
    if cursor.rank is None:
        return text
    return (
        text + "_" + "".join(str(part) for part in (cursor.rank[0] + 1, *cursor.rank[1:]))
    )


def read_cursor(text: str) -> Cursor:
    """
    Return the place a cursor names.

    Raises:
        CursorUnreadable: it is none of ours.
    """
    day, _, rest = text.partition("_")
    petition_id, _, ranked = rest.partition("_")
    try:
        place, *others = (int(digit) for digit in ranked or "1000")
        rank = Rank(place - 1, *others) if ranked else None
        return Cursor(dt.date.fromisoformat(day), str(uuid.UUID(petition_id)), rank)
    except (TypeError, ValueError):
        raise CursorUnreadable(
            "cursor: not one that a page gave; start without it", field="cursor"
        ) from None


def shown(row: CaseRow) -> CaseOut:
    """Return a row as it is answered."""
    return CaseOut(
        petition_id=row.petition_id,
        case_id=row.case_id,
        receipt_code=row.receipt_code,
        kind=row.kind,
        instance=row.instance,
        subject_field=row.subject_field,
        channel=row.channel,
        received_on=row.received_on,
        state=row.state,
        open=row.open,
        holder=row.holder,
        competent=row.competent,
        decider_role=row.decider_role,
        proposed_action=row.proposed_action,
        form=row.form,
        eligible=row.eligible,
        reason_codes=row.reason_codes.split(),
        confidential=row.confidential,
        due_rule=row.due_rule or None,
        due_on=None if row.due_on == NEVER else row.due_on,
        paused_on=row.still_since,
        clocks=dates_of(row.running),
    )


@router.get("/petitions/{petition_id}", responses={401: {}, 403: {}, 404: {}, 503: {}})
async def show_case(
    petition_id: PetitionPath, routing: Routing, who: Reader, _: CaughtUp
) -> CaseOut:
    """Return the case of a petition."""
    return shown(await case_or_refuse(petition_id, routing, who))


async def case_or_refuse(
    petition_id: str, routing: Collaborators, who: Principal, act: Act = Act.SEE_CASES
) -> CaseRow:
    """
    Return the case of a petition, for an officer who may act so on it.

    Raises:
        NoSuchMatter: there is none, it has not come here yet, or they may not know of it.
        NotHere: they may see it and no more.
    """
    (await routing.queries.view(who, petition_id)).must(act)
    row = await routing.queries.case(petition_id)
    if row is None:
        raise NoSuchMatter("no petition has this id; check the address")
    return row
