"""Files that come with a petition: sent, listed and fetched by officers and by the petitioner."""

import re
import uuid
from http import HTTPStatus
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, FastAPI, Header, Path, Request
from fastapi.responses import JSONResponse, Response

from services.intake.api.papers import (
    AttachmentOut,
    Coming,
    ListedOut,
    given,
    listed,
    take,
)
from services.intake.api.petitions import PUBLIC, Own
from services.intake.attachments.errors import FileTooLarge, NotNow
from services.intake.deps import Collaborators, Intake
from services.intake.domain.petition.errors import IdentitySealed
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.auth.seeing import View
from shared.web.problem import RETRY_AFTER_S, problem
from shared.web.service import CaughtUp

log = structlog.get_logger()
router = APIRouter(prefix="/api/intake", tags=["attachments"])

STREAMED: Final = re.compile(r"/api/intake/(petitions|tracking)/[^/]+/attachments/[^/]+")
"""Paths to which files are put."""
_OUTSIDE = "/petitions/{petition_id}/attachments"
_INSIDE = "/tracking/{receipt_code}/attachments"
_REFUSED: Final[dict[int | str, dict[str, Any]]] = {
    400: {},
    404: {},
    409: {},
    410: {},
    413: {},
    429: {},
    503: {},
}

PetitionUuid = Annotated[uuid.UUID, Path()]
AttachmentUuid = Annotated[
    uuid.UUID, Path(description="Chosen by the client: the same one again is the same file")
]
FileName = Annotated[
    str,
    Header(
        alias="File-Name",
        max_length=2000,
        description="Percent-encoded UTF-8",
        examples=["%C4%90%C6%A1n.pdf"],
    ),
]
Receiver = Annotated[Principal, may(Act.RECEIVE)]
Reader = Annotated[Principal, may(Act.SEE_NAMES)]


def install(app: FastAPI) -> None:
    """Answer what goes wrong with files as problem documents."""
    app.add_exception_handler(NotNow, _not_now)
    app.add_exception_handler(FileTooLarge, _too_large)


async def _not_now(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, NotNow):
        raise error
    headers = {"Retry-After": str(RETRY_AFTER_S)}
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, error.code, str(error), headers=headers)


async def _too_large(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, FileTooLarge):
        raise error
    return problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error.code, error.sentence, field=error.field
    )


@router.put(_OUTSIDE + "/{attachment_id}", responses={401: {}, 403: {}, **_REFUSED})
async def add_attachment(
    petition_id: PetitionUuid,
    attachment_id: AttachmentUuid,
    request: Request,
    intake: Intake,
    who: Receiver,
    _: CaughtUp,
    file_name: FileName = "",
) -> AttachmentOut:
    """Add a file to a petition; its bytes are the body, as they are."""
    await intake.seeing.must(who, Act.RECEIVE, str(petition_id))
    file = Coming(str(petition_id), str(attachment_id), file_name, who.actor)
    return await take(file, request, intake)


@router.get(_OUTSIDE, responses={401: {}, 403: {}, 404: {}, 410: {}, 503: {}})
async def list_attachments(
    petition_id: PetitionUuid, intake: Intake, who: Reader, _: CaughtUp
) -> list[ListedOut]:
    """List the files of a petition."""
    await check_may_open(intake, who, str(petition_id))
    return await listed(intake, str(petition_id))


@router.get(
    _OUTSIDE + "/{attachment_id}",
    response_class=Response,
    responses={401: {}, 403: {}, 404: {}, 410: {}, 503: {}},
)
async def fetch_attachment(
    petition_id: PetitionUuid,
    attachment_id: AttachmentUuid,
    intake: Intake,
    who: Reader,
    _: CaughtUp,
) -> Response:
    """Return a file, to be saved."""
    await check_may_open(intake, who, str(petition_id))
    log.info(
        "attachment_opened",
        petition=str(petition_id),
        attachment=str(attachment_id),
        actor=who.actor,
    )
    return await given(intake, str(petition_id), str(attachment_id))


@router.put(_INSIDE + "/{attachment_id}", responses=_REFUSED)
async def add_own_attachment(
    row: Own,
    attachment_id: AttachmentUuid,
    request: Request,
    intake: Intake,
    file_name: FileName = "",
) -> AttachmentOut:
    """Add a file to one's own petition. Public on purpose: the secret is the key."""
    file = Coming(row.petition_id, str(attachment_id), file_name, PUBLIC)
    return await take(file, request, intake)


@router.get(_INSIDE, responses={404: {}, 410: {}, 429: {}, 503: {}})
async def list_own_attachments(row: Own, intake: Intake) -> list[ListedOut]:
    """List the files of one's own petition. Public on purpose: the secret is the key."""
    return await listed(intake, row.petition_id)


@router.get(
    _INSIDE + "/{attachment_id}",
    response_class=Response,
    responses={404: {}, 410: {}, 429: {}, 503: {}},
)
async def fetch_own_attachment(
    row: Own, attachment_id: AttachmentUuid, intake: Intake
) -> Response:
    """Return a file of one's own petition. Public on purpose: the secret is the key."""
    return await given(intake, row.petition_id, str(attachment_id))


async def check_may_open(intake: Collaborators, who: Principal, petition_id: str) -> None:
    """
    Let those go on who may open what came with a petition.

    Raises:
        NoSuchMatter: there is no such petition, or none that they may know of.
        IdentitySealed: a denunciation, and no reveal of the letter is open to them.
    """
    view = await intake.seeing.must(who, Act.SEE_NAMES, petition_id)
    if not await may_look(intake, who, view, petition_id):
        raise IdentitySealed(
            "the papers of a denunciation are sealed: they could tell who wrote it"
        )


async def may_look(
    intake: Collaborators, who: Principal, view: View, petition_id: str
) -> bool:
    """
    Test whether an officer who sees a petition may open its papers.

    Those of a denunciation could tell who wrote it: they need an open reveal of the letter,
    and each look is recorded before anything is shown.
    """
    if view.matter is not None and not view.matter.denunciation:
        return True
    reveals = await intake.queries.open_letters(who.officer, petition_id)
    return await intake.reveals.looks(who, reveals)
