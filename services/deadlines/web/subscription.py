"""An officer's calendar: the address at which their own program asks, and what it is given."""

import hashlib
from collections.abc import Iterable
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.deadlines.deps import Collaborators, Deadlines
from services.deadlines.queries import Listed
from services.deadlines.web.ics import Due, calendar_of
from services.deadlines.web.showing import name_of
from services.deadlines.web.views import Reader
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.errors import Kind, Refusal
from shared.web.pages import NOT_KEPT, pages_of
from shared.web.showing import Showing

router = APIRouter(include_in_schema=False)
log = structlog.get_logger()
_BODIES = ("agency", "superior")


class NoSuchCalendar(Refusal):
    """No calendar stands at this address, or it was renewed since."""

    code = "no-such-calendar"
    kind = Kind.NOT_FOUND


class CalendarEnded(Refusal):
    """Whose calendar it is may see no clocks any more: they left, or lost their roles."""

    code = "calendar-ended"
    kind = Kind.GONE


@router.get("/clocks/feed")
async def show(request: Request, deadlines: Deadlines, who: Reader) -> HTMLResponse:
    """Say what the calendar is, and whether there is an address."""
    return await _page(request, deadlines, who)


@router.post("/clocks/feed")
async def renew(request: Request, deadlines: Deadlines, who: Reader) -> HTMLResponse:
    """Make a new address, which ends the old, and show it this once."""
    token = await deadlines.subscriptions.renew(who.officer, deadlines.clock.now())
    log.info("calendar_address_made", actor=who.actor)
    address = f"{_front(request)}/clocks/feed/{token}.ics"
    return await _page(request, deadlines, who, address=address)


@router.post("/clocks/feed/end")
async def end(deadlines: Deadlines, who: Reader) -> Response:
    """End the address."""
    await deadlines.subscriptions.end(who.officer)
    log.info("calendar_address_ended", actor=who.actor)
    return RedirectResponse("/clocks/feed?done=ended", status_code=303)


async def _page(
    request: Request, deadlines: Collaborators, who: Principal, *, address: str = ""
) -> HTMLResponse:
    values: dict[str, Any] = {
        "address": address,
        "made_at": await deadlines.subscriptions.made_at(who.officer),
        "ended": request.query_params.get("done") == "ended",
    }
    return pages_of(request).page(request, "subscription.html", values, headers=NOT_KEPT)


def _front(request: Request) -> str:
    """Return the address of the front door, as whoever asks sees it."""
    scheme = request.headers.get("x-forwarded-proto", request.url.scheme)
    return f"{scheme}://{request.headers.get('host', '')}"


@router.get("/clocks/feed/{token}.ics")
async def calendar(
    request: Request,
    token: Annotated[str, Path(max_length=60)],
    deadlines: Deadlines,
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """Give a calendar program what ends when. Public on purpose: the address is the key."""
    officer = await deadlines.subscriptions.officer_of(token)
    if officer is None:
        raise NoSuchCalendar("no calendar stands here; make a new address in Tiepdan")
    who = await deadlines.staff.standing(officer)
    if who is None or not who.may(Act.SEE_CASES):
        raise CalendarEnded("this calendar has ended; remove it from your program")
    today = local_date(deadlines.clock.now())
    found = await deadlines.queries.own(who, today)
    show = Showing(pages_of(request).words, "vi", today)
    body = calendar_of(show.t("subscription.name"), _dues(found, show, deadlines))
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in (each.strip() for each in if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


def _dues(
    found: Iterable[Listed], show: Showing, deadlines: Collaborators
) -> Iterable[Due]:
    for each in found:
        clock = each.clock
        if clock.party in _BODIES:
            name = name_of(clock.rule, show, deadlines.book)
            yield Due(
                clock_id=clock.clock_id,
                title=show.t("subscription.event", code=each.receipt_code, clock=name),
                on=clock.due_on,
                revision=clock.revision,
                announced_on=clock.announced_on,
            )
