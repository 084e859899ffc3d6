"""
Signing in and out. Whatever is wrong with a sign-in, the answer is one and the same.

Nobody learns here whether a login exists, is disabled or is locked: the sentence, the status
and the work done (a hash is checked in any case) are equal.
"""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.routing.deps import SigningIn, Tools
from shared.auth.asking import Officer, principal_of, same_origin
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
PRINTED = r"^[^\x00]*$"
"""What PostgreSQL can keep, and a person can type."""
Next = Annotated[str, Query(alias="next", max_length=500, pattern=PRINTED)]


@router.get("/sign-in")
async def ask(request: Request, tools: SigningIn, wanted: Next = "") -> Response:
    """Show the form; whoever is signed in already goes on."""
    principal = principal_of(request)
    if principal is not None:
        return _go_on(principal, wanted)
    return form(request, tools, wanted)


@router.post("/sign-in", dependencies=[Depends(same_origin)])
async def sign_in(
    request: Request,
    tools: SigningIn,
    login: Annotated[str, Form(max_length=200, pattern=PRINTED)] = "",
    password: Annotated[str, Form(max_length=2_000, pattern=PRINTED)] = "",
    wanted: Annotated[str, Form(alias="next", max_length=500, pattern=PRINTED)] = "",
) -> Response:
    """Begin a session under a new id, or say that it was not right."""
    officer = await _officer(tools, login, password, address_of(request))
    if officer is None:
        return form(request, tools, wanted, login=login, said="failed")
    return await begin(request, tools, officer, wanted)


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
    request: Request, tools: Tools, officer: OfficerId, wanted: str
) -> Response:
    """Begin a session in this browser; one that was open in it ends."""
    before = SessionId.read(request.cookies.get(COOKIE))
    if before is not None:
        await tools.sessions.end(before)
    browser = browser_family(request.headers.get("user-agent", ""))
    session = await tools.sessions.begin(officer, browser)
    log.info("signed_in", officer=officer)
    principal = await tools.principals.of(session)
    answer = _go_on(principal, wanted) if principal else RedirectResponse("/sign-in", 303)
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


def give(answer: Response, session: SessionId) -> None:
    """Put a session into the browser: for this host alone, out of reach of scripts."""
    answer.set_cookie(
        COOKIE, session.cookie, path="/", secure=True, httponly=True, samesite="lax"
    )


def address_of(request: Request) -> str:
    """Return where a request came from, as the front door, and it alone, wrote it down."""
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return forwarded or (request.client.host if request.client else "")


def _go_on(principal: Principal, wanted: str) -> Response:
    if not principal.grants:
        return RedirectResponse(_ACCOUNT, status_code=303)
    home = next((path for act, path in _HOMES if principal.may(act)), _ACCOUNT)
    return RedirectResponse(local_path(wanted, otherwise=home), status_code=303)


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
