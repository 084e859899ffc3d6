"""
The page between password and session: it asks for the second step, and for nothing else.

Whatever is wrong with a code, the answer is one and the same. What the browser holds
meanwhile opens nothing but this page; the session that follows has an id of its own.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.routing.accounts.half_sessions import COOKIE
from services.routing.accounts.second_step import Proof
from services.routing.deps import SigningIn
from services.routing.web.sign_in import PRINTED, begin
from shared.auth.asking import same_origin
from shared.auth.sessions import SessionId
from shared.web.pages import NOT_KEPT, pages_of

router = APIRouter(include_in_schema=False)
_AGAIN = "/sign-in?over=1"
Code = Annotated[str, Form(max_length=40, pattern=PRINTED)]


@router.get("/sign-in/code")
async def ask(request: Request, tools: SigningIn) -> Response:
    """Ask for the code; without a right password a moment ago one begins again."""
    if await tools.half_sessions.of(_browser(request)) is None:
        return RedirectResponse("/sign-in", status_code=303)
    return _page(request)


@router.post("/sign-in/code", dependencies=[Depends(same_origin)])
async def prove(
    request: Request, tools: SigningIn, code: Code = "", recovery: Code = ""
) -> Response:
    """Begin the session under a new id, or say that it was not right."""
    browser = _browser(request)
    half = await tools.half_sessions.of(browser)
    if half is None:  # too late, or sent twice: then the first answer brought a session
        return RedirectResponse(_AGAIN, status_code=303)
    proof = Proof(code=code, recovery=recovery)
    if not await tools.second_step.prove(half.officer, proof):
        return _page(request, status=401)
    await tools.half_sessions.end(browser)
    answer = await begin(request, tools, half.officer, half.wanted)
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer


def _browser(request: Request) -> SessionId | None:
    return SessionId.read(request.cookies.get(COOKIE))


def _page(request: Request, status: int = 200) -> Response:
    values = {"failed": status != 200}  # noqa: PLR2004
    return pages_of(request).page(
        request, "sign-in-code.html", values, status=status, headers=NOT_KEPT
    )
