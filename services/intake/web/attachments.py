"""
The papers of a petition on pages: listed and fetched without script, sent with one.

Without script a browser can only send a form, which would have to be held in memory whole to
be taken apart; who has none is told to bring the papers to the desk.
"""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from services.intake.api.attachments import may_look
from services.intake.api.papers import ListedOut, given, listed
from services.intake.api.petitions import tracked
from services.intake.attachments.kinds import extensions
from services.intake.deps import Collaborators, Intake, Network
from services.intake.domain.petition.attaching import MOST_FILES
from services.intake.domain.petition.errors import ContentErased, NoSuchAttachment
from services.intake.projections.tracking import Tracking
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.web.pages import NOT_KEPT, pages_of

router = APIRouter(include_in_schema=False)
_ENDINGS = ",".join(extensions())
SENTENCES = (
    "attachment-kind",
    "attachment-unreadable",
    "attachment-empty",
    "attachment-too-large",
    "attachment-too-many-pixels",
    "attachment-infected",
    "attachment-stalled",
    "attachments-too-often",
    "too-many-attachments",
    "attachments-too-large",
    "no-such-petition",
    "too-many-wrong-codes",
    "content-gone",
    "foreign-form",
    "sign-in-needed",
)
"""Refusals that the pages say in words of their own, in the reader's language."""
OTHERS = (
    "attachment-name",
    "attachment-id-reused",
    "identity-sealed",
    "not-your-body",
    "not-your-role",
    "second-factor-missing",
)
"""Refusals that they say as every page does; any other with the sentence of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The papers of one petition, for who looks at them."""

    path: str
    """Where they are sent to."""
    rows: tuple[ListedOut, ...] = ()
    sealed: bool = False
    """They would tell who denounced."""
    gone: bool = False
    """Erased."""
    may_send: bool = True
    code: str = ""
    secret: str = ""
    """Of the petitioner; officers have their session."""
    csrf: str = ""
    most_bytes: int
    most_files: int = MOST_FILES
    endings: str = _ENDINGS
    codes: tuple[str, ...] = SENTENCES
    others: tuple[str, ...] = OTHERS


async def own_papers(intake: Collaborators, row: Tracking, secret: str) -> Papers:
    """Return the papers of a petition for who sent it."""
    found, gone = await _rows(intake, row.petition_id)
    return Papers(
        path=f"/api/intake/tracking/{row.receipt_code}/attachments",
        rows=found,
        gone=gone,
        may_send=not gone,
        code=row.receipt_code,
        secret=secret,
        most_bytes=intake.taker.most_bytes,
    )


async def _rows(
    intake: Collaborators, petition_id: str
) -> tuple[tuple[ListedOut, ...], bool]:
    try:
        return tuple(await listed(intake, petition_id)), False
    except ContentErased:
        return (), True


@router.get("/papers/{petition_id}")
async def show_papers(
    petition_id: uuid.UUID,
    request: Request,
    intake: Intake,
    who: Annotated[Principal, may(Act.SEE_NAMES)],
) -> HTMLResponse:
    """Show an officer the papers of a petition, and let them add some."""
    view = await intake.seeing.must(who, Act.SEE_NAMES, str(petition_id))
    row = await intake.queries.petition(str(petition_id))
    sealed = not await may_look(intake, who, view, str(petition_id))
    found, gone = ((), False) if sealed else await _rows(intake, str(petition_id))
    papers = Papers(
        path=f"/api/intake/petitions/{petition_id}/attachments",
        rows=found,
        sealed=sealed,
        gone=gone,
        may_send=view.may(Act.RECEIVE) and not gone,
        csrf=who.csrf,
        most_bytes=intake.taker.most_bytes,
    )
    values = {"papers": papers, "receipt_code": row.receipt_code if row else ""}
    return pages_of(request).page(request, "papers.html", values, headers=NOT_KEPT)


@router.post("/track/papers")
async def fetch_own_paper(request: Request, intake: Intake, network: Network) -> Response:
    """Return a file to who holds the receipt; the codes stay out of the address."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    code, secret = form.get("code", "")[:40], form.get("secret", "")[:60]
    row = await tracked(intake, network, code, secret)
    try:
        wanted = uuid.UUID(form.get("paper", ""))
    except ValueError:
        raise NoSuchAttachment("paper: this is no id of a file", field="paper") from None
    return await given(intake, row.petition_id, str(wanted))
