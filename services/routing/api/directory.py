"""Requests about the directory: who there is on a day, what a file would change, and changes."""

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.routing.deps import Routing
from services.routing.directory.files import LARGEST_BYTES, MEDIA_TYPES, rows_of_file
from services.routing.directory.keeping import Preview
from services.routing.domain.agency.commands import (
    AbolishAgency,
    AgencyCommand,
    AppointHead,
    HeadLeaves,
    MoveAgency,
    RenameAgency,
)
from services.routing.domain.agency.faults import BodiesUnfit
from services.routing.domain.agency.names import is_found
from services.routing.domain.agency.state import EVER, Body, Version
from services.routing.domain.case.errors import AgencyUnknown
from services.routing.domain.directory import Directory
from shared.auth.asking import Officer, may
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.contracts.routing import AgencyKind
from shared.contracts.routing_bodies import Successor
from shared.errors import Kind, Refusal
from shared.ids import AgencyCode, OfficerId
from shared.web.problem import list_problem
from shared.web.service import IdempotencyKey, command_id

router = APIRouter(prefix="/api/routing/directory", tags=["directory"])

PRINTED = r"^[^\x00-\x1f\x7f]*$"
Keeper = Annotated[Principal, may(Act.ADMINISTER)]
CodePath = Annotated[str, Path(max_length=20, pattern=r"^[0-9A-Za-z-]+$")]
Search = Annotated[str, Query(max_length=100, pattern=PRINTED)]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Named = Annotated[str, StringConstraints(max_length=200, pattern=PRINTED)]
Code = Annotated[str, StringConstraints(max_length=20, pattern=r"^[0-9A-Za-z-]*$")]
DirectoryAct = Literal["rename", "move", "abolish", "head", "head-left"]


class DirectoryFormatUnknown(Refusal):
    """A file of a kind that we do not read."""

    code = "directory-format-unknown"
    kind = Kind.INVALID


class AgencyOut(BaseModel):
    """A body as it is on a day."""

    code: str
    name: str
    kind: str
    level: str
    parent: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    confidence: str


class VersionOut(BaseModel):
    """What a body was from a day on; `on` null: longer than anybody wrote down."""

    on: dt.date | None
    name: str
    kind: str
    parent: str | None


class HeirOut(BaseModel):
    """A body that took over, or from which another did."""

    code: str
    name: str
    share: str
    function: str


class HeadOut(BaseModel):
    """Who leads a body."""

    title: str
    officer: str | None
    from_on: dt.date
    last_on: dt.date | None


class BodyOut(AgencyOut):
    """A body, all its days."""

    in_force: bool
    """On the day that was asked about."""
    versions: list[VersionOut]
    heads: list[HeadOut]
    children: list[str]
    successors: list[HeirOut]
    """Who stands in its place on that day; several: a person looks at the case and chooses."""
    sole_successor: str | None
    predecessors: list[HeirOut]


class LineOut(BaseModel):
    """What a line of a file leads to."""

    line: int
    code: str
    name: str
    what: str
    parts: list[str]


class HeldOut(BaseModel):
    """A body that would end, and how many open cases it holds."""

    agency: str
    cases: int


class PreviewOut(BaseModel):
    """What a file would do. Nothing is said yet."""

    fingerprint: str
    """To be sent with the import."""
    new: int
    changed: int
    ended: int
    unchanged: int
    facts: int
    lines: list[LineOut]
    held: list[HeldOut]


class DirectoryDoneOut(BaseModel):
    """A change of the directory was carried out; `repeated`: it said nothing new."""

    position: int
    repeated: bool


class SuccessorIn(BaseModel):
    """Who takes over."""

    model_config = ConfigDict(extra="forbid")

    code: Code
    share: Literal["whole", "part"] = "whole"
    function: Annotated[str, StringConstraints(max_length=80, pattern=PRINTED)] = ""


class ChangeIn(BaseModel):
    """A change of one body; which fields it needs, the act says."""

    model_config = ConfigDict(extra="forbid")

    on: dt.date
    """The first day of the change; of `abolish` and `head-left` the last day before it."""
    name: Named = ""
    kind: AgencyKind | None = None
    parent: Code = ""
    successors: Annotated[list[SuccessorIn], Field(max_length=50)] = []
    title: Named = ""
    officer: Annotated[str, StringConstraints(max_length=60, pattern=r"^[0-9a-f-]*$")] = ""


@router.get("", responses={401: {}, 503: {}})
async def list_bodies(
    routing: Routing, _: Officer, q: Search = "", on: dt.date | None = None
) -> list[AgencyOut]:
    """Return the bodies there are on a day, today where none is named."""
    day = on or local_date(routing.clock.now())
    bodies = (await routing.directories.directory()).register.bodies
    return [
        _agency(body, body.on(day))
        for body in sorted(bodies.values(), key=lambda body: body.code)
        if body.in_force(day)
        and (not q.strip() or is_found(q, body.on(day).name, body.code))
    ]


@router.get("/{code}", responses={401: {}, 404: {}, 503: {}})
async def show_body(
    routing: Routing, _: Officer, code: CodePath, on: dt.date | None = None
) -> BodyOut:
    """Return a body, all its days, and who stands in its place on one."""
    day = on or local_date(routing.clock.now())
    directory = await routing.directories.directory()
    body = directory.register.bodies.get(AgencyCode(code))
    if body is None:
        raise AgencyUnknown("Danh mục cơ quan không có cơ quan này.", field="code")
    return _body(directory, body, day)


@router.post(
    "/preview",
    response_model=PreviewOut,
    responses={400: {}, 401: {}, 403: {}, 503: {}},
)
async def preview_file(
    request: Request, routing: Routing, _: Keeper
) -> PreviewOut | JSONResponse:
    """Return what a CSV file would change; every line that cannot be taken is answered."""
    try:
        rows = rows_of_file(await _content(request))
        return preview_out(await routing.directories.preview(rows))
    except BodiesUnfit as unfit:
        return list_problem(unfit)


@router.post(
    "/import",
    response_model=DirectoryDoneOut,
    responses={400: {}, 401: {}, 403: {}, 409: {}, 503: {}},
)
async def import_file(
    request: Request,
    routing: Routing,
    who: Keeper,
    fingerprint: Annotated[Fingerprint, Query()],
    key: IdempotencyKey = None,
) -> DirectoryDoneOut | JSONResponse:
    """Take a CSV file as it was shown; refused where the directory moved on since."""
    try:
        rows = rows_of_file(await _content(request))
        wanted = command_id(f"directory-import:{who.officer}", key)
        done = await routing.directories.take(who, rows, fingerprint, wanted)
    except BodiesUnfit as unfit:
        return list_problem(unfit)
    return DirectoryDoneOut(position=done.position, repeated=done.repeated)


@router.post(
    "/{code}/{act}", responses={400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 503: {}}
)
async def change_body(
    routing: Routing,
    who: Keeper,
    code: CodePath,
    act: DirectoryAct,
    body: ChangeIn,
    key: IdempotencyKey = None,
) -> DirectoryDoneOut:
    """Change one body from a day on."""
    known = (await routing.directories.directory()).register.bodies.get(AgencyCode(code))
    if known is None:
        raise AgencyUnknown("Danh mục cơ quan không có cơ quan này.", field="code")
    command = command_of(act, AgencyCode(code), body, known, routing.clock.now())
    wanted = command_id(f"directory-{act}:{who.officer}", key)
    done = await routing.directories.change(who, command, wanted)
    return DirectoryDoneOut(position=done.position, repeated=done.repeated)


def command_of(
    act: DirectoryAct,
    code: AgencyCode,
    asked: ChangeIn,
    known: Body | None,
    at: dt.datetime,
) -> AgencyCommand:
    """Return what a change asks for. Only a name comes with a kind: else it stays."""
    match act:
        case "rename":
            kind = asked.kind or (known.versions[-1].kind if known else "commune")
            return RenameAgency(code=code, name=asked.name, kind=kind, on=asked.on, at=at)
        case "move":
            parent = AgencyCode(asked.parent) if asked.parent else None
            return MoveAgency(code=code, parent=parent, on=asked.on, at=at)
        case "abolish":
            return AbolishAgency(
                code=code, last_on=asked.on, successors=_successors(asked), at=at
            )
        case "head":
            return AppointHead(
                code=code,
                title=asked.title,
                officer=OfficerId(asked.officer) if asked.officer else None,
                from_on=asked.on,
                at=at,
            )
        case "head-left":
            return HeadLeaves(code=code, last_on=asked.on, at=at)


def _successors(asked: ChangeIn) -> tuple[Successor, ...]:
    return tuple(
        Successor(code=AgencyCode(each.code), share=each.share, function=each.function)
        for each in asked.successors
    )


def preview_out(preview: Preview) -> PreviewOut:
    """Return a preview as it is answered; lines that change nothing are counted, not listed."""
    plan = preview.plan
    return PreviewOut(
        fingerprint=plan.fingerprint,
        new=plan.count("new"),
        changed=plan.count("changed"),
        ended=plan.count("ended"),
        unchanged=plan.count("unchanged"),
        facts=len(plan.facts),
        lines=[
            LineOut(
                line=each.row.line,
                code=each.row.code,
                name=each.row.name,
                what=each.what,
                parts=list(each.parts),
            )
            for each in plan.lines
            if each.what != "unchanged"
        ],
        held=[HeldOut(agency=held.agency, cases=held.cases) for held in preview.held],
    )


async def _content(request: Request) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind not in MEDIA_TYPES:
        raise DirectoryFormatUnknown(
            "Gửi tệp với Content-Type text/csv.", field="content-type"
        )
    return (await request.body())[: LARGEST_BYTES + 1]


def _agency(body: Body, version: Version) -> AgencyOut:
    return AgencyOut(
        code=body.code,
        name=version.name,
        kind=version.kind,
        level=body.level,
        parent=version.parent,
        valid_from=None if body.since == EVER else body.since,
        valid_to=body.last_on,
        confidence=body.confidence,
    )


def _body(directory: Directory, body: Body, day: dt.date) -> BodyOut:
    heirs = directory.successors(body.code, day)
    others = [heir for heir in heirs.all if heir.agency.code != body.code]
    sole = heirs.sole
    return BodyOut(
        **_agency(body, body.on(day)).model_dump(),
        in_force=body.in_force(day),
        versions=[
            VersionOut(
                on=None if each.on == EVER else each.on,
                name=each.name,
                kind=each.kind,
                parent=each.parent,
            )
            for each in body.versions
        ],
        heads=[
            HeadOut(title=h.title, officer=h.officer, from_on=h.from_on, last_on=h.last_on)
            for h in body.heads
        ],
        children=sorted(c.code for c in directory.register.children(body.code, day)),
        successors=[
            HeirOut(
                code=h.agency.code, name=h.agency.name, share=h.share, function=h.function
            )
            for h in others
        ],
        sole_successor=sole.code if sole and sole.code != body.code else None,
        predecessors=[
            HeirOut(
                code=h.agency.code, name=h.agency.name, share=h.share, function=h.function
            )
            for h in directory.predecessors(body.code)
        ],
    )
