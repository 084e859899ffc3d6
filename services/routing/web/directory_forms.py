"""Forms of the directory: a file is looked at and taken; one body changes from a day on."""

from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import StringConstraints

from services.routing.api.directory import (
    PRINTED,
    ChangeIn,
    CodePath,
    DirectoryAct,
    Keeper,
    SuccessorIn,
    command_of,
)
from services.routing.deps import Collaborators, Routing, SigningIn
from services.routing.directory.files import ENDINGS, LARGEST_BYTES, rows_of_file
from services.routing.directory.keeping import Preview
from services.routing.domain.agency.errors import DatesOutOfOrder
from services.routing.domain.agency.faults import BodiesUnfit, whole
from services.routing.domain.agency.state import EVER
from services.routing.web.directory import body_page, body_values, day_of
from shared.contracts.routing import AgencyKind
from shared.errors import Conflict, Kind, Refusal
from shared.frame import Frame
from shared.ids import AgencyCode
from shared.lists import LineFault
from shared.web.pages import NOT_KEPT, Token, new_token, pages_of
from shared.web.problem import status_of

router = APIRouter(include_in_schema=False)

MOST_LINES_SHOWN = 500
Printed = Annotated[str, StringConstraints(max_length=200, pattern=PRINTED)]
Code = Annotated[str, StringConstraints(max_length=20, pattern=r"^[0-9A-Za-z-]*$")]
Codes = Annotated[list[Code] | None, Form(max_length=50)]


class DirectoryRaced(Refusal):
    """Somebody else changed the directory at the same moment."""

    code = "directory-raced"
    kind = Kind.CONFLICT


@router.get("/directory/import")
async def ask_file(request: Request, _: Keeper) -> HTMLResponse:
    """Show the form for a file."""
    return _page(request)


@router.post("/directory/import")
async def preview_file(
    request: Request,
    routing: Routing,
    _: Keeper,
    file: Annotated[UploadFile | None, File()] = None,
) -> HTMLResponse:
    """Show what a file would change, line by line, or what is wrong with it. Nothing is said."""
    try:
        content = await _content(file)
        shown = await routing.directories.preview(rows_of_file(content))
    except BodiesUnfit as unfit:
        return _page(request, faults=unfit.faults, many=unfit.many, status=400)
    return _preview(request, shown, content.decode("utf-8-sig"))


@router.post("/directory/import/take")
async def take_file(
    request: Request,
    routing: Routing,
    who: Keeper,
    content: Annotated[str, Form(max_length=LARGEST_BYTES)] = "",
    fingerprint: Annotated[str, Form(pattern=r"^[0-9a-f]{0,64}$")] = "",
    token: Annotated[Token | None, Form()] = None,
) -> Response:
    """Take what was shown; where the directory moved on, show anew what the file would change."""
    key = f"directory-import:{who.officer}:{token or new_token()}"
    try:
        rows = rows_of_file(content.encode())
        done = await routing.directories.take(who, rows, fingerprint, key)
    except BodiesUnfit as unfit:
        return _page(request, faults=unfit.faults, many=unfit.many, status=400)
    except Refusal as refusal:
        return await _again(request, routing, content, refusal)
    except Conflict:
        raced = DirectoryRaced("Người khác vừa thay đổi danh mục; xin xem trước lại.")
        return await _again(request, routing, content, raced)
    await _shown(request, done.position)
    return RedirectResponse("/directory?done=import", status_code=303)


@router.post("/directory/bodies/{code}/{act}")
async def change_body(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    code: CodePath,
    act: DirectoryAct,
    routing: Routing,
    tools: SigningIn,
    who: Keeper,
    on: Annotated[str, Form(max_length=10, pattern=r"^[0-9-]*$")] = "",
    name: Annotated[Printed, Form()] = "",
    kind: Annotated[AgencyKind | None, Form()] = None,
    parent: Annotated[str, Form(max_length=20, pattern=r"^[0-9A-Za-z-]*$")] = "",
    whole_to: Codes = None,
    part_to: Codes = None,
    title: Annotated[Printed, Form()] = "",
    officer: Annotated[str, Form(max_length=60, pattern=r"^[0-9a-f-]*$")] = "",
    token: Annotated[Token | None, Form()] = None,
) -> Response:
    """Change one body from a day on; a refusal keeps what was typed."""
    agency = AgencyCode(code)
    typed = {"on": on, "name": name, "title": title, "parent": parent, "officer": officer}
    try:
        day = day_of(on, EVER)
        if day == EVER:
            raise DatesOutOfOrder("Xin ghi một ngày có thật.", field="on")
        asked = ChangeIn(
            on=day,
            name=name,
            kind=kind,
            parent=parent,
            successors=[
                *(SuccessorIn(code=each) for each in whole_to or () if each),
                *(SuccessorIn(code=each, share="part") for each in part_to or () if each),
            ],
            title=title,
            officer=officer,
        )
        known = (await routing.directories.directory()).register.bodies.get(agency)
        command = command_of(act, agency, asked, known, routing.clock.now())
        key = f"directory-{act}:{who.officer}:{token or new_token()}"
        done = await routing.directories.change(who, command, key)
    except Refusal as refusal:
        values = await body_values(routing, tools, who, agency)
        values |= {"refusal": refusal, "typed": typed, "act": act}
        return body_page(request, values, status=status_of(refusal))
    await _shown(request, done.position)
    return RedirectResponse(f"/directory/bodies/{code}?{urlencode({'done': act})}", 303)


async def _content(file: UploadFile | None) -> bytes:
    if file is None or not file.filename:
        raise whole("file_missing")
    if PurePath(file.filename).suffix.casefold() not in ENDINGS:
        raise whole("file_unknown")
    return await file.read(LARGEST_BYTES + 1)


async def _again(
    request: Request, routing: Collaborators, content: str, refusal: Refusal
) -> HTMLResponse:
    try:
        shown = await routing.directories.preview(rows_of_file(content.encode()))
    except BodiesUnfit as unfit:
        return _page(request, faults=unfit.faults, many=unfit.many, status=400)
    return _preview(request, shown, content, refusal)


def _preview(
    request: Request,
    shown: Preview,
    content: str,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    lines = [line for line in shown.plan.lines if line.what != "unchanged"]
    held = {each.agency: each.cases for each in shown.held}
    values = {
        "plan": shown.plan,
        "lines": lines[:MOST_LINES_SHOWN],
        "more": max(0, len(lines) - MOST_LINES_SHOWN),
        "held": held,
        "names": {line.row.code: line.row.name for line in shown.plan.lines},
        "content": content,
        "refusal": refusal,
        "token": new_token(),
    }
    status = status_of(refusal) if refusal else 200
    return pages_of(request).page(
        request, "directory-preview.html", values, status=status, headers=NOT_KEPT
    )


def _page(
    request: Request,
    faults: tuple[LineFault, ...] = (),
    many: int = 0,
    status: int = 200,
) -> HTMLResponse:
    values: dict[str, Any] = {"faults": faults, "many": many}
    return pages_of(request).page(
        request, "directory-import.html", values, status=status, headers=NOT_KEPT
    )


async def _shown(request: Request, position: int) -> None:
    """Wait, not for long, until the pages show what was just decided."""
    frame: Frame = request.app.state.frame
    await frame.progress.reach("routing", position)
