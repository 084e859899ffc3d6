"""Requests of an officer's day: who gets which case, notices, saved views."""

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.routing.api.assigning import (
    MOST,
    Result,
    asked_for,
    assign,
    assign_all,
    preview,
)
from services.routing.api.cases import (
    DoneOut,
    PetitionPath,
    Reader,
    Settler,
    case_or_refuse,
    wanted,
)
from services.routing.api.directory import PRINTED
from services.routing.deps import Routing
from services.routing.desk import Notice, SavedView
from services.routing.queries import Show, Wanted, Whose
from shared.auth.principal import Act
from shared.ids import OfficerId
from shared.web.service import CaughtUp, IdempotencyKey

router = APIRouter(prefix="/api/routing", tags=["desk"])

OfficerPath = Annotated[
    OfficerId, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z._-]{1,64}$")
]
Id = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
]
Code = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9A-Za-z_-]+$")]
Several = Annotated[list[Code], Field(max_length=50)]


class AssignIn(BaseModel):
    """Who is answerable from now on."""

    model_config = ConfigDict(extra="forbid")

    officer: OfficerPath | None = Field(description="null: nobody, the unit as a whole")


class FilterIn(BaseModel):
    """Filters, as those of the worklist."""

    model_config = ConfigDict(extra="forbid")

    show: Show = "open"
    whose: Whose = "all"
    holder: Several = []
    kind: Several = []
    field: Several = []
    state: Several = []

    def wanted(self) -> Wanted:
        """Return which cases are meant."""
        return wanted(self.show, self.whose, self.holder, self.kind, self.field, self.state)


class AssignmentsIn(BaseModel):
    """Many cases for one officer: named, or whatever the filters leave."""

    model_config = ConfigDict(extra="forbid")

    petition_ids: Annotated[list[Id], Field(min_length=1, max_length=MOST)] | None = None
    filter: FilterIn | None = None
    officer: OfficerPath | None

    @model_validator(mode="after")
    def one_of_both(self) -> "AssignmentsIn":
        """Refuse what names cases in two ways, or in none."""
        if (self.petition_ids is None) == (self.filter is None):
            raise ValueError("give petition_ids or filter, one of them")
        return self


class ResultOut(BaseModel):
    """What became of one case."""

    petition_id: str
    receipt_code: str
    outcome: Literal["assigned", "already", "refused"]
    code: str
    sentence: str


class AssignmentsOut(BaseModel):
    """What became of all of them, or would."""

    preview: bool
    assigned: int
    already: int
    refused: int
    results: list[ResultOut]


class NoticeOut(BaseModel):
    """Something the officer is told of, and why."""

    petition_id: str
    receipt_code: str
    why: str
    to: Literal["officer", "unit", "above", "outside"]
    rule: str | None
    """Of which clock it tells."""
    due_on: dt.date | None
    at: dt.datetime
    position: int
    unread: bool


class NoticesOut(BaseModel):
    """A page of notices, the newest first; `unread` counts all, 100 at most."""

    notices: list[NoticeOut]
    unread: int
    next_cursor: int | None
    shown: bool


class SeenIn(BaseModel):
    """How far notices were looked at."""

    model_config = ConfigDict(extra="forbid")

    upto: Annotated[int, Field(ge=0, le=2**62)]


class ViewIn(BaseModel):
    """Filters to keep under a name."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True, min_length=1, max_length=60, pattern=PRINTED
        ),
    ]
    query: Annotated[str, StringConstraints(max_length=1_000)]
    shared: bool = False


class ViewOut(BaseModel):
    """A saved view."""

    view_id: str
    name: str
    query: str
    shared: bool
    deletable: bool


@router.post(
    "/petitions/{petition_id}/assign",
    responses={400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 503: {}},
)
async def assign_case(
    petition_id: PetitionPath,
    body: AssignIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Make an officer answerable for a case: as head any of the body, else oneself."""
    row = await case_or_refuse(petition_id, routing, who, Act.SETTLE)
    done = await assign(routing, who, row, body.officer, key)
    return DoneOut(petition_id=petition_id, position=done.position, repeated=done.repeated)


@router.post("/assignments", responses={400: {}, 401: {}, 403: {}, 503: {}})
async def assign_many(
    body: AssignmentsIn,
    routing: Routing,
    who: Settler,
    preview_only: Annotated[bool, Query(alias="preview")] = False,  # noqa: FBT002 - a query
    key: IdempotencyKey = None,
) -> AssignmentsOut:
    """Give many cases to an officer, with a result for each; or say what would come of it."""
    asked = body.filter.wanted() if body.filter else body.petition_ids or []
    rows, missing = await asked_for(routing, who, asked)
    if preview_only:
        results = await preview(routing, who, rows, body.officer)
    else:
        results = await assign_all(routing, who, rows, body.officer, key)
    return _results([*results, *missing], preview_only=preview_only)


def _results(results: list[Result], *, preview_only: bool) -> AssignmentsOut:
    outcomes = [result.outcome for result in results]
    return AssignmentsOut(
        preview=preview_only,
        assigned=outcomes.count("assigned"),
        already=outcomes.count("already"),
        refused=outcomes.count("refused"),
        results=[
            ResultOut(
                petition_id=result.petition_id,
                receipt_code=result.receipt_code,
                outcome=result.outcome,
                code=result.code,
                sentence=result.sentence,
            )
            for result in results
        ],
    )


@router.get("/notices", responses={400: {}, 401: {}, 403: {}, 503: {}})
async def show_notices(
    routing: Routing,
    who: Reader,
    caught_up: CaughtUp,
    cursor: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> NoticesOut:
    """Return what the officer is told of, and why, the newest first."""
    found = await routing.desk.notices(who, before=cursor, limit=limit + 1)
    return NoticesOut(
        notices=[_notice(notice) for notice in found[:limit]],
        unread=await routing.desk.unread(who),
        next_cursor=found[limit - 1].row.position if len(found) > limit else None,
        shown=caught_up,
    )


def _notice(notice: Notice) -> NoticeOut:
    return NoticeOut(
        petition_id=notice.row.petition_id,
        receipt_code=notice.receipt_code,
        why=notice.row.why,
        to=notice.to,
        rule=notice.row.rule or None,
        due_on=notice.row.due_on,
        at=notice.row.at,
        position=notice.row.position,
        unread=notice.unread,
    )


@router.post("/notices/seen", status_code=204, responses={401: {}, 403: {}, 503: {}})
async def see_notices(body: SeenIn, routing: Routing, who: Reader) -> None:
    """Remember that everything up to a position was looked at."""
    await routing.desk.see(who, body.upto)


@router.get("/views", responses={401: {}, 403: {}, 503: {}})
async def show_views(routing: Routing, who: Reader) -> list[ViewOut]:
    """Return the officer's saved views, and those of the unit."""
    return [_view(view) for view in await routing.desk.views(who)]


@router.post(
    "/views", status_code=201, responses={400: {}, 401: {}, 403: {}, 409: {}, 503: {}}
)
async def keep_view(body: ViewIn, routing: Routing, who: Reader) -> dict[str, str]:
    """Keep filters under a name, for oneself or for the unit."""
    kept = await routing.desk.keep(
        who, name=body.name, query=body.query, shared=body.shared
    )
    return {"view_id": kept}


@router.post(
    "/views/{view_id}/delete",
    status_code=204,
    responses={401: {}, 403: {}, 404: {}, 503: {}},
)
async def drop_view(view_id: PetitionPath, routing: Routing, who: Reader) -> None:
    """Delete a view: its maker, or the head one of the unit."""
    await routing.desk.drop(who, view_id)


def _view(view: SavedView) -> ViewOut:
    return ViewOut(
        view_id=view.view_id,
        name=view.name,
        query=view.query,
        shared=view.shared,
        deletable=view.deletable,
    )
