"""The page on which officers look for petitions; what they typed stands in no address."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from services.intake.api.search import SearchIn, SearchOut, find
from services.intake.deps import Intake
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.web.pages import NOT_KEPT, pages_of

router = APIRouter(include_in_schema=False)
Seeker = Annotated[Principal, may(Act.SEE_NAMES)]


@router.get("/search")
async def empty_search(request: Request, _: Seeker) -> HTMLResponse:
    """Show the form."""
    return _page(request, "", None)


@router.post("/search")
async def search_by_form(request: Request, intake: Intake, who: Seeker) -> HTMLResponse:
    """Show what was found. It names people: no cache keeps it."""
    form = await request.form()
    typed, cursor = str(form.get("q", ""))[:200], str(form.get("cursor", ""))
    try:
        body = SearchIn(q=typed, cursor=cursor or None)
    except ValidationError:
        return _page(request, typed, None, wrong=True)
    return _page(request, typed, await find(body, intake, who), first=not cursor)


def _page(
    request: Request,
    typed: str,
    answer: SearchOut | None,
    *,
    wrong: bool = False,
    first: bool = True,
) -> HTMLResponse:
    values = {"typed": typed, "answer": answer, "wrong": wrong, "first": first}
    return pages_of(request).page(
        request,
        "search.html",
        values,
        status=400 if wrong else 200,
        headers=NOT_KEPT,
    )
