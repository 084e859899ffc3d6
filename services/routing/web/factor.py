"""One's own second factor: set up, given new recovery codes, taken off; the password each time."""

from typing import Annotated, Literal

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.routing.accounts.accounts import Account
from services.routing.accounts.second_step import NewSecret, Proof, WrongCode
from services.routing.deps import SigningIn, Tools
from services.routing.web.account import account_of, must_know
from services.routing.web.people import Typed
from services.routing.web.sign_in import FACTOR, PRINTED, give, home_of
from shared.auth.asking import Officer, address_of
from shared.auth.one_time import address_of as otpauth
from shared.auth.one_time import readable
from shared.auth.principal import Principal
from shared.auth.sessions import browser_family
from shared.errors import Refusal
from shared.web.pages import NOT_KEPT, pages_of
from shared.web.problem import status_of

router = APIRouter(prefix=FACTOR, include_in_schema=False)
ISSUER = "Tiepdan"
"""How authenticators call us, above the login."""
Word = Annotated[str, Form(max_length=2_000, pattern=PRINTED)]
Code = Annotated[str, Form(max_length=40, pattern=PRINTED)]


@router.get("")
async def show(request: Request, who: Officer, tools: SigningIn) -> Response:
    """Show one's second factor; without one, a secret for an authenticator."""
    account = await account_of(tools, who)
    if _not_here(account):
        return RedirectResponse("/account", status_code=303)
    return await _page(request, who, tools, account)


@router.post("")
async def turn_on(
    request: Request,
    who: Officer,
    tools: SigningIn,
    present: Word = "",
    code: Code = "",
    sealed: Annotated[str, Form(max_length=200, pattern=PRINTED)] = "",
) -> Response:
    """Ask for a second step from now on; every session ends, and this browser gets a new one."""
    account = await account_of(tools, who)
    if _not_here(account):
        return RedirectResponse("/account", status_code=303)
    new: NewSecret | None = None
    try:
        new = tools.second_step.offered(who.officer, sealed)
        await must_know(tools, account, present, address_of(request))
        codes = await tools.second_step.turn_on(who.officer, new, code)
    except Refusal as refusal:
        return await _page(request, who, tools, account, refusal=refusal, new=new)
    if codes is None:  # there is one already: the answer that set it up had the codes
        return RedirectResponse(FACTOR, status_code=303)
    return await _with_new_session(request, who, tools, codes)


@router.post("/change")
async def change(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    who: Officer,
    tools: SigningIn,
    what: Annotated[Literal["codes", "off"], Form()],
    present: Word = "",
    code: Code = "",
    recovery: Code = "",
) -> Response:
    """Give new recovery codes, or take the second factor off: both need it, and the password."""
    account = await account_of(tools, who)
    try:
        await must_know(tools, account, present, address_of(request))
        proof = Proof(code=code, recovery=recovery)
        await tools.second_step.must_prove(who.officer, proof)
    except Refusal as refusal:
        return await _page(request, who, tools, account, refusal=refusal)
    if what == "codes":
        codes = await tools.second_step.new_recovery(who.officer)
        return _shown_once(request, who, codes)
    await tools.second_step.turn_off(who.officer)
    return RedirectResponse("/account?done=factor_off", status_code=303)


def _not_here(account: Account) -> bool:
    """Test whether a given password comes first, or the province's provider decides alone."""
    return account.must_change or account.password_hash is None


async def _with_new_session(
    request: Request, who: Principal, tools: Tools, codes: tuple[str, ...]
) -> Response:
    await tools.sessions.end_all(who.officer)
    browser = browser_family(request.headers.get("user-agent", ""))
    session = await tools.sessions.begin(who.officer, browser)
    # The page is the new session's: its forms carry its word, and with the factor roles hold.
    request.state.principal = now = await tools.principals.of(session) or who
    answer = _shown_once(request, now, codes)
    give(answer, session)
    return answer


def _shown_once(request: Request, who: Principal, codes: tuple[str, ...]) -> Response:
    values = {"codes": codes, "home": home_of(who)}
    return pages_of(request).page(request, "recovery-codes.html", values, headers=NOT_KEPT)


async def _page(
    request: Request,
    who: Principal,
    tools: Tools,
    account: Account,
    *,
    refusal: Refusal | None = None,
    new: NewSecret | None = None,
) -> Response:
    factor = await tools.second_step.factors.of(who.officer)
    if factor is None and new is None:
        new = tools.second_step.offer(who.officer)
    show = pages_of(request).showing(request)
    wrong = {refusal.field or "code": show.refusal(refusal)} if refusal else {}
    values = {
        "who": who,
        "account": account,
        "factor": factor,
        "form": Typed({}, wrong),
        "recovering": isinstance(refusal, WrongCode) and refusal.field == "recovery",
        "told": await tools.staff.tellings.of(who.officer),
    }
    if factor is None and new is not None:
        secret = new.secret
        values |= {
            "sealed": new.sealed,
            "secret": readable(secret),
            "qr": _qr(otpauth(secret, login=account.login, issuer=ISSUER)),
        }
    status = status_of(refusal) if refusal else 200
    return pages_of(request).page(
        request, "factor.html", values, status=status, headers=NOT_KEPT
    )


def _qr(text: str) -> str:
    """Return a QR code as an image that stands in the page itself: nothing else asks for it."""
    code = segno.make(text, error="m", micro=False)
    return code.svg_data_uri(border=4, light="#fff", omitsize=True)
