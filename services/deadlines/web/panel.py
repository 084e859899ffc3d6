"""Why the dates of a petition are what they are: inside its case, or as a page of its own."""

from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import HTMLResponse

from services.deadlines.api.clocks import PetitionPath
from services.deadlines.deps import Deadlines
from services.deadlines.projections.asked import explained
from services.deadlines.web.strip import Told, strip_of
from services.deadlines.web.views import Reader
from shared.auth.principal import Act
from shared.web.pages import NOT_KEPT, pages_of

router = APIRouter(include_in_schema=False)
_BY_PART = {**NOT_KEPT, "Vary": "Cookie, HX-Request"}


@router.get("/clocks/of/{petition_id}")
async def panel(
    request: Request,
    petition_id: PetitionPath,
    deadlines: Deadlines,
    who: Reader,
    hx_request: Annotated[str, Header()] = "",
) -> HTMLResponse:
    """Show every clock of a petition with its day-by-day strip; a part alone where a page asks."""
    (await deadlines.queries.view(who, petition_id)).must(Act.SEE_CASES)
    pages = pages_of(request)
    show = pages.showing(request)
    calendar = await deadlines.calendar()
    told = Told(
        show=show,
        book=deadlines.book,
        calendar=calendar,
        names=await deadlines.queries.agencies(show.today),
        story=await deadlines.queries.story(petition_id),
    )
    rows = await deadlines.queries.clocks(petition_id)
    values = {
        "strips": [
            strip_of(explained(row, deadlines.book, calendar, show.today), told)
            for row in rows
        ],
        "petition_id": petition_id,
        "receipt_code": await deadlines.queries.receipt_code(petition_id),
        "inside": bool(hx_request),
    }
    template = "strips.html" if hx_request else "panel.html"
    return pages.page(request, template, values, headers=_BY_PART)
