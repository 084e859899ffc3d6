"""Signing in through the province's provider: out to it, and back with its word."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.routing.accounts.oidc_requests import COOKIE, LASTS
from services.routing.deps import SigningIn, Tools
from services.routing.web.sign_in import PRINTED, Next, begin, form
from shared.auth.oidc import Answer, NotVouched, Pending, ProviderAway, Vouched
from shared.auth.sessions import SessionId

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Query(max_length=4_000, pattern=PRINTED)]


@router.get("/sign-in/oidc")
async def go(request: Request, tools: SigningIn, wanted: Next = "") -> Response:
    """Send the browser to the provider; it comes back within ten minutes or not at all."""
    if tools.provider is None:
        return form(request, tools, wanted)
    pending = Pending.new()
    try:
        address = await tools.provider.begin(pending)
    except ProviderAway:
        return form(request, tools, wanted, said="provider_away", status=503)
    browser = await tools.oidc_requests.keep(pending, wanted)
    answer = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        COOKIE,
        browser.cookie,
        max_age=int(LASTS.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get("/sign-in/oidc/callback")
async def come_back(
    request: Request,
    tools: SigningIn,
    state: Word = "",
    code: Word = "",
    iss: Word = "",
) -> Response:
    """Ask the provider what the code is worth, and begin a session for whom it vouches."""
    browser = SessionId.read(request.cookies.get(COOKIE))
    kept = await tools.oidc_requests.take(browser) if browser else None
    if kept is None or tools.provider is None:
        return _over(form(request, tools, "", said="not_confirmed"))
    pending, wanted = kept
    try:
        vouched = await tools.provider.finish(
            pending, Answer(state=state, code=code, issuer=iss)
        )
    except NotVouched:
        return _over(form(request, tools, wanted, said="not_confirmed"))
    except ProviderAway:
        return _over(form(request, tools, wanted, said="provider_away", status=503))
    return _over(await _let_in(request, tools, vouched, wanted))


async def _let_in(
    request: Request, tools: Tools, vouched: Vouched, wanted: str
) -> Response:
    account = await tools.staff.accounts.by_subject(vouched.subject, vouched.login)
    if account is None or account.disabled:
        return form(request, tools, wanted, said="unknown_person")
    return await begin(request, tools, account.officer, wanted, by_provider=True)


def _over(answer: Response) -> Response:
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer
