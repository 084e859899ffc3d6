"""Who holds a session, for the front door alone: it hands the answer on with the request."""

from fastapi import APIRouter, Request, Response

from services.routing.deps import SigningIn
from shared.auth.sessions import COOKIE, SessionId
from shared.auth.token import HEADER

router = APIRouter(prefix="/api/routing", tags=["sign-in"])


@router.get("/session", responses={503: {}})
async def show_session(request: Request, signing_in: SigningIn) -> Response:
    """
    Say who holds the session of the cookie: a signed principal, worth a minute; or nobody.

    Public on purpose: it tells the holder of a session who they are, and others nothing.
    """
    session = SessionId.read(request.cookies.get(COOKIE))
    principal = await signing_in.principals.of(session) if session else None
    answer = Response(headers={"Cache-Control": "no-store"})
    if principal is not None:
        answer.headers[HEADER] = signing_in.signer.sign(principal)
    return answer
