"""The page of the worklist: filters, rows with names, and the way to the next page."""

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.routing.api.cases import cursor_text
from services.routing.deps import Collaborators
from services.routing.queries import Page, Wanted
from shared.auth.asking import signed_principal_of
from shared.auth.principal import Act, Principal
from shared.web.pages import NOT_KEPT, pages_of


async def worklist_page(
    request: Request,
    routing: Collaborators,
    who: Principal,
    asked: Wanted,
    page: Page,
    *,
    first: bool,
) -> HTMLResponse:
    """Return the page. It may name senders: no cache keeps it."""
    agencies = await routing.queries.agencies()
    contents = {}
    if who.may(Act.SEE_NAMES):
        shown = [row.petition_id for row in page.rows if not row.confidential]
        contents = await routing.unsealing.contents(shown, signed_principal_of(request))
    filters: list[tuple[str, str]] = [("show", asked.show), ("whose", asked.whose)]
    filters += [("holder", code) for code in asked.holders]
    filters += [("kind", code) for code in asked.kinds]
    filters += [("field", code) for code in asked.fields]
    filters += [("state", code) for code in asked.states]
    following = ""
    if page.following:
        following = urlencode([*filters, ("cursor", cursor_text(page.following))])
    values = {
        "page": page,
        "asked": asked,
        "tab": asked.show,
        "holder": asked.holders[0] if asked.holders else "",
        "contents": contents,
        "first": first,
        "agencies": agencies,
        "names": {agency.code: agency.name for agency in agencies},
        "following": following,
    }
    return pages_of(request).page(request, "desk.html", values, headers=NOT_KEPT)
