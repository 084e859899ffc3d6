"""
Signing in and out. Whatever is wrong with a sign-in, the answer is one and the same.

Nobody learns here whether a login exists, is disabled or is locked: the sentence, the status
and the work done (a hash is checked in any case) are equal. Who gave the right password and
has a second factor gets no session yet, but a page that asks for it (`web/second_step.py`).
"""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.routing.accounts.half_sessions import COOKIE as HALF_COOKIE
from services.routing.accounts.half_sessions import LASTS
from services.routing.deps import SigningIn, Tools
from shared.auth.asking import Officer, address_of, principal_of, same_origin
from shared.auth.principal import Act, Principal
from shared.auth.sessions import COOKIE, SessionId, browser_family, local_path
from shared.ids import OfficerId
from shared.web.pages import NOT_KEPT, pages_of

log = structlog.get_logger()
router = APIRouter(include_in_schema=False)
_HOMES = (
    (Act.SEE_CASES, "/desk"),
    (Act.ADMINISTER, "/people"),
    (Act.APPROVE_REVEAL, "/custody"),
)
_ACCOUNT = "/account"
_SECOND_STEP = "/sign-in/code"
FACTOR = "/account/factor"
PRINTED = r"^[^\x00]*$"
"""What PostgreSQL can keep, and a person can type."""
Next = Annotated[str, Query(alias="next", max_length=500, pattern=PRINTED)]


@router.get("/sign-in")
async def ask(
    request: Request,
    tools: SigningIn,
    wanted: Next = "",
    over: Annotated[str, Query(max_length=1)] = "",
) -> Response:
    """Show the form; whoever is signed in goes on. `over`: a second step came too late."""
    principal = principal_of(request)
    if principal is not None:
        return RedirectResponse(_place(principal, wanted), status_code=303)
    return form(request, tools, wanted, said="step_over" if over else "", status=200)


@router.post("/sign-in", dependencies=[Depends(same_origin)])
async def sign_in(
    request: Request,
    tools: SigningIn,
    login: Annotated[str, Form(max_length=200, pattern=PRINTED)] = "",
    password: Annotated[str, Form(max_length=2_000, pattern=PRINTED)] = "",
    wanted: Annotated[str, Form(alias="next", max_length=500, pattern=PRINTED)] = "",
) -> Response:
    """Begin a session under a new id, ask for the second step, or say that it was not right."""
    officer = await _officer(tools, login, password, address_of(request))
    if officer is None:
        return form(request, tools, wanted, login=login, said="failed")
    if await tools.second_step.factors.of(officer) is None:
        return await begin(request, tools, officer, wanted)
    browser = await tools.half_sessions.begin(officer, wanted)
    answer = RedirectResponse(_SECOND_STEP, status_code=303, headers=NOT_KEPT)
    give(answer, browser, HALF_COOKIE, lasts_s=int(LASTS.total_seconds()))
    return answer


async def _officer(
    tools: Tools, login: str, password: str, address: str
) -> OfficerId | None:
    attempt = await tools.attempts.count(login, address)
    account = await tools.staff.accounts.by_login(login)
    kept = account.password_hash if account and not account.disabled else None
    right, renewed = await tools.staff.passwords.check(
        password, None if attempt.locked else kept
    )
    if account is None or not right:
        # No login: what people type there by mistake is sometimes their password.
        log.warning("sign_in_failed", locked=attempt.locked, known=account is not None)
        return None
    await tools.attempts.forgive(attempt)
    if renewed is not None:
        await tools.staff.accounts.renew_hash(account.officer, renewed)
    return account.officer


async def begin(
    request: Request,
    tools: Tools,
    officer: OfficerId,
    wanted: str,
    *,
    by_provider: bool = False,
) -> Response:
    """
    Begin a session in this browser; one that was open in it ends.

    Who has not seen what happened to their account meanwhile is led there first.
    """
    before = SessionId.read(request.cookies.get(COOKIE))
    if before is not None:
        await tools.sessions.end(before)
    browser = browser_family(request.headers.get("user-agent", ""))
    session = await tools.sessions.begin(officer, browser, by_provider=by_provider)
    log.info("signed_in", officer=officer)
    principal = await tools.principals.of(session)
    told = await tools.staff.tellings.of(officer)
    place = _place(principal, _ACCOUNT if told else wanted) if principal else "/sign-in"
    answer = RedirectResponse(place, status_code=303)
    give(answer, session)
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, _: Officer, tools: SigningIn) -> Response:
    """End the session that asks."""
    session = SessionId.read(request.cookies.get(COOKIE))
    if session is not None:
        await tools.sessions.end(session)
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer


def give(
    answer: Response, session: SessionId, name: str = COOKIE, *, lasts_s: int | None = None
) -> None:
    """Put a session into the browser: for this host alone, out of reach of scripts."""
    answer.set_cookie(
        name,
        session.cookie,
        max_age=lasts_s,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )


def home_of(principal: Principal) -> str:
    """Return where somebody begins to work; before that, what they must do first."""
    if principal.first == "factor":
        return FACTOR
    return next((path for act, path in _HOMES if principal.may(act)), _ACCOUNT)


def _place(principal: Principal, wanted: str) -> str:
    home = home_of(principal)
    return local_path(wanted, otherwise=home) if principal.grants else home


def form(
    request: Request,
    tools: Tools,
    wanted: str,
    *,
    login: str = "",
    said: str = "",
    status: int = 401,
) -> Response:
    """Return the page, and on it what went wrong."""
    values = {
        "next": wanted,
        "login": login,
        "said": said,
        "elsewhere": tools.provider is not None,
    }
    return pages_of(request).page(
        request, "sign-in.html", values, status=status if said else 200, headers=NOT_KEPT
    )
