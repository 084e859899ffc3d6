"""Reporting's pages, for staff: figures as they stand, told to the page when they move."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from services.reporting.deps import Collaborators, Reporting
from services.reporting.queries import Dashboard
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.web.live import Hub
from shared.web.pages import pages_of

router = APIRouter(include_in_schema=False)

Reader = Annotated[Principal, may(Act.SEE_FIGURES)]


@router.get("/dashboard")
async def dashboard(request: Request, reporting: Reporting, _: Reader) -> HTMLResponse:
    """Show the province today."""
    values = await _figures(reporting)
    return pages_of(request).page(request, "dashboard.html", values)


@router.get("/dashboard/figures")
async def figures(request: Request, reporting: Reporting, _: Reader) -> HTMLResponse:
    """Return the figures alone, for the page that heard that they moved."""
    values = await _figures(reporting)
    return pages_of(request).page(request, "figures.html", values)


@router.get("/dashboard/live")
async def live(request: Request, _: Reader) -> StreamingResponse:
    """Tell the page that figures moved, once a second at most, until it goes away."""
    hub: Hub = request.app.state.hub
    return StreamingResponse(
        hub.listen(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _figures(reporting: Collaborators) -> dict[str, Any]:
    found = await reporting.queries.dashboard(local_date(reporting.clock.now()))
    return {
        "figures": found,
        "in_time": _percent_in_time(found),
        "sentinel": reporting.sentinel.finding,
    }


def _percent_in_time(found: Dashboard) -> int | None:
    ended = found.kept_in_time + found.kept_late
    return round(100 * found.kept_in_time / ended) if ended else None
