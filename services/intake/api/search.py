"""Looking for petitions: by what stands on a receipt, or by who wrote. Never in an address."""

import datetime as dt
import re
from typing import Annotated

import structlog
from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from services.intake.deps import Collaborators, Intake
from services.intake.projections.tracking import Tracking
from services.intake.vault.finding import Sought
from services.intake.vault.opening import NAME
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.clock import local_date

router = APIRouter(prefix="/api/intake", tags=["search"])
log = structlog.get_logger()

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{12}")
_DIGIT = re.compile(r"\d")


def printable(text: str) -> str:
    """
    Return the text.

    Raises:
        ValueError: it holds a character that no name or number has.
    """
    if "\x00" in text or not text.isprintable():
        raise ValueError("the text holds a character that cannot be read; remove it")
    return text


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=200),
    AfterValidator(printable),
]
PetitionCursor = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
]


class SearchIn(BaseModel):
    """A receipt code, a whole name with or without tone marks, a phone or identity number."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    q: Text = Field(examples=["Nguyễn Thị Lan"])
    cursor: PetitionCursor | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class FoundOut(BaseModel):
    """A petition that was found; `refused` says why its name is not shown."""

    petition_id: str
    receipt_code: str
    kind: str
    received_on: dt.date
    holder: str
    holder_name: str
    state: str
    full_name: str
    refused: str


class SearchOut(BaseModel):
    """What was found, the latest first."""

    found: list[FoundOut]
    next_cursor: str | None


@router.post("/search", responses={401: {}, 403: {}, 503: {}})
async def search(
    body: SearchIn, intake: Intake, who: Annotated[Principal, may(Act.SEE_NAMES)]
) -> SearchOut:
    """Find petitions among those the officer may see. A denouncer is never found by name."""
    return await find(body, intake, who)


async def find(body: SearchIn, intake: Collaborators, who: Principal) -> SearchOut:
    """Find what a form or a program looks for. What it was stands in no log."""
    sought = await _sought(body.q, intake)
    rows = await intake.finding.petitions(who, sought, body.cursor, body.limit + 1)
    shown = rows[: body.limit]
    log.info("petitions_searched", actor=who.actor, found=len(shown))
    return SearchOut(
        found=await _found(shown, intake, who),
        next_cursor=shown[-1].petition_id if len(rows) > body.limit else None,
    )


async def _sought(text: str, intake: Collaborators) -> Sought:
    marks = await intake.vault.marks()
    code = re.sub(r"[\s-]", "", text.upper())
    is_code = _CODE.fullmatch(code) is not None
    if not _DIGIT.search(text):
        found = marks.name(text)
    else:
        # Whoever types a number need not say which: a mark of another kind fits nothing.
        found = marks.phone(text) + marks.id_number(text) + marks.name(text)
    grouped = "-".join(code[n : n + 4] for n in (0, 4, 8))
    return Sought(code=grouped if is_code else "", marks=found)


async def _found(
    rows: list[Tracking], intake: Collaborators, who: Principal
) -> list[FoundOut]:
    opened = await intake.opening.contents(who, [row.petition_id for row in rows], NAME)
    today = local_date(intake.clock.now())
    names = await intake.queries.known_agencies([row.holder for row in rows], today)
    return [
        FoundOut(
            petition_id=row.petition_id,
            receipt_code=row.receipt_code,
            kind=row.kind,
            received_on=row.received_on,
            holder=row.holder,
            holder_name=names.get(row.holder, row.holder),
            state=row.state,
            full_name=opened[row.petition_id].full_name,
            refused=opened[row.petition_id].refused,
        )
        for row in rows
    ]
