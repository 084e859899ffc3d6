"""
Who is asking, as endpoints name it in their signatures.

`Officer` is whoever is signed in; `may(Act.X)` whoever is signed in and may do X somewhere.
Over which bodies is the endpoint's own question: `principal.reach`, and `shared.auth.sight`.
An endpoint that names neither is public on purpose and stands in the list of such.
"""

import hmac
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency

from shared.auth.principal import Act, Principal
from shared.auth.token import HEADER, NotSigned, Verifier
from shared.clock import Clock
from shared.errors import Kind, Refusal

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "Csrf-Token"
CSRF_FIELD = "csrf"
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_OUR_PAGES = frozenset({"same-origin", "none", ""})


class SignInNeeded(Refusal):
    """Nobody is signed in; pages send the visitor to `/sign-in`."""

    code = "sign-in-needed"
    kind = Kind.UNKNOWN_CALLER


class NotYourRole(Refusal):
    """Whoever is signed in holds no role for this, anywhere."""

    code = "not-your-role"
    kind = Kind.FORBIDDEN


class SecondFactorMissing(Refusal):
    """A role of theirs holds only with a second factor, and they have none yet."""

    code = "second-factor-missing"
    kind = Kind.FORBIDDEN


class ForeignForm(Refusal):
    """A page of another site asked for this, or a form of ours that is too old."""

    code = "foreign-form"
    kind = Kind.FORBIDDEN


def principal_of(request: Request) -> Principal | None:
    """Return who is signed in; None for a visitor, and for a word that is not routing's."""
    if not hasattr(request.state, "principal"):
        request.state.principal = _read(request)
    found: Principal | None = request.state.principal
    return found


def signed_principal_of(request: Request) -> str:
    """Return routing's signed word about who asks, for services that are asked on their behalf."""
    return request.headers.get(HEADER, "") if principal_of(request) else ""


def address_of(request: Request) -> str:
    """Return where a request came from, as the front door, and it alone, wrote it down."""
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return forwarded or (request.client.host if request.client else "")


def _read(request: Request) -> Principal | None:
    signed = request.headers.get(HEADER)
    if not signed:
        return None
    verifier: Verifier = request.app.state.verifier
    clock: Clock = request.app.state.frame.clock
    try:
        return verifier.read(signed, clock.now())
    except NotSigned:
        return None


def same_origin(request: Request) -> None:
    """
    Let only our own pages, and programs that are no browser, change anything.

    Raises:
        ForeignForm: the browser says that another site asked.
    """
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("origin")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.headers.get(
        "host"
    )
    if elsewhere or request.headers.get("sec-fetch-site", "") not in _OUR_PAGES:
        raise ForeignForm("a page of another site asked for this; open it from Tiepdan")


async def officer(request: Request) -> Principal:
    """
    Return the officer who asks.

    Raises:
        SignInNeeded: nobody is signed in.
        ForeignForm: the request did not come from a page of this session.
    """
    same_origin(request)
    principal = principal_of(request)
    if principal is None:
        raise SignInNeeded("sign in first, then ask again")
    if request.method not in SAFE_METHODS and not await _is_of_session(request, principal):
        raise ForeignForm("this form is not of your present session; open the page again")
    return principal


async def _is_of_session(request: Request, principal: Principal) -> bool:
    """Test for the session's own word; JSON needs none: no form of another site can send it."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    given = request.headers.get(CSRF_HEADER)
    if given is None and kind in _FORMS:
        given = str((await request.form()).get(CSRF_FIELD, ""))
    if given is None:
        return kind == "application/json"
    return hmac.compare_digest(given.encode(), principal.csrf.encode())


Officer = Annotated[Principal, Depends(officer)]


def may(*acts: Act) -> Dependency:
    """Return the dependency of an endpoint for those who may do one of these somewhere."""
    wanted = " or ".join(act.value for act in acts)

    def allowed(principal: Officer) -> Principal:
        if not any(principal.may(act) for act in acts):
            if principal.first == "factor":
                raise SecondFactorMissing("set up a second factor first: /account/factor")
            raise NotYourRole(f"your roles do not include {wanted}; ask who grants them")
        return principal

    dependency: Dependency = Depends(allowed)
    return dependency
