"""One's own account: who I am here, what I may do, where I am signed in, who my relatives are."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.routing.accounts.accounts import Account
from services.routing.deps import Routing, SigningIn, Tools
from services.routing.domain.officer.commands import DeclareRelative
from services.routing.domain.officer.grants import HeldRole
from services.routing.domain.officer.state import Serving
from services.routing.web.sign_in import PRINTED, give
from shared.auth.asking import Officer, SignInNeeded, address_of
from shared.auth.passwords import LONGEST, SHORTEST
from shared.auth.principal import Principal
from shared.auth.sessions import COOKIE, SessionId, browser_family
from shared.clock import local_date
from shared.contracts.routing_bodies import Relation
from shared.errors import Kind, Refusal
from shared.web.pages import NOT_KEPT, new_token, pages_of
from shared.web.problem import status_of
from shared.web.service import command_id

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Form(max_length=2_000, pattern=PRINTED)]
Done = Annotated[str, Form(max_length=64, pattern=PRINTED)]


class WrongPassword(Refusal):
    """The present password was asked for, and another was given."""

    code = "wrong-password"
    kind = Kind.INVALID


class MarkingAway(Refusal):
    """Intake, which alone can make marks of a person, does not answer."""

    code = "marking-away"
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says about what was just asked for."""

    done: str = ""
    refusal: Refusal | None = None


_DONE = ("password", "relative", "ended", "factor_off")


@router.get("/account")
async def show(
    request: Request, who: Officer, tools: SigningIn, routing: Routing, done: str = ""
) -> Response:
    """Show one's own account."""
    known = done if done in _DONE else ""
    return await _page(request, who, tools, routing, Said(done=known))


@router.post("/account/password")
async def change_password(
    request: Request,
    who: Officer,
    tools: SigningIn,
    routing: Routing,
    present: Word = "",
    password: Word = "",
) -> Response:
    """Change one's password; every session ends, and this browser gets a new one."""
    try:
        account = await account_of(tools, who)
        await must_know(tools, account, present, address_of(request))
        await tools.staff.change_password(account, password)
    except Refusal as refusal:
        return await _page(request, who, tools, routing, Said(refusal=refusal))
    browser = browser_family(request.headers.get("user-agent", ""))
    session = await tools.sessions.begin(who.officer, browser)
    answer = RedirectResponse("/account?done=password", status_code=303)
    give(answer, session)
    return answer


async def must_know(tools: Tools, account: Account, present: str, address: str) -> None:
    """
    Check the present password, as seldom as at sign-in: a session may be somebody else's.

    Raises:
        WrongPassword: it is another, or was tried too often.
    """
    attempt = await tools.attempts.count(account.login, address)
    kept = None if attempt.locked else account.password_hash
    right, _ = await tools.staff.passwords.check(present, kept)
    if not right:
        raise WrongPassword("Mật khẩu hiện tại không đúng.", field="present")
    await tools.attempts.forgive(attempt)


@router.post("/account/sessions")
async def end_sessions(
    request: Request, who: Officer, tools: SigningIn, key: Done = ""
) -> Response:
    """End one of one's sessions; without a key all but this one."""
    if key:
        await tools.sessions.end_one(who.officer, key)
    else:
        await tools.sessions.end_all(who.officer, but=_present(request))
    return RedirectResponse("/account?done=ended", status_code=303)


@router.post("/account/told")
async def seen_told(
    who: Officer, tools: SigningIn, upto: Annotated[dt.datetime, Form()]
) -> Response:
    """Remember that one has seen what happened to one's account up to a moment."""
    if upto.tzinfo is not None:
        await tools.staff.tellings.seen(who.officer, upto)
    return RedirectResponse("/account", status_code=303)


@router.post("/account/relatives")
async def declare_relative(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    who: Officer,
    tools: SigningIn,
    routing: Routing,
    relation: Annotated[Relation, Form()],
    full_name: Annotated[str, Form(max_length=200, pattern=PRINTED)] = "",
    id_number: Annotated[str, Form(max_length=20, pattern=PRINTED)] = "",
    token: Done = "",
) -> Response:
    """Name a relative. Only keyed marks are kept: nobody can read the name again, here or later."""
    try:
        marks = await marks_of(tools, full_name, id_number)
        command = DeclareRelative(
            officer=who.officer,
            by=who.officer,
            at=tools.staff.now(),
            relation=relation,
            marks=marks,
        )
        key = command_id(f"relative:{who.officer}", token)
        await tools.staff.declare(command, key)
    except Refusal as refusal:
        return await _page(request, who, tools, routing, Said(refusal=refusal))
    return RedirectResponse("/account?done=relative", status_code=303)


async def marks_of(tools: Tools, full_name: str, id_number: str) -> tuple[str, ...]:
    """
    Return the marks of a person.

    Raises:
        MarkingAway: intake does not answer; nothing was recorded.
    """
    marks = await tools.marking.marks(full_name.strip(), id_number.strip())
    if marks is None:
        raise MarkingAway(
            "Bộ phận tiếp nhận chưa trả lời nên chưa ghi được; xin thử lại sau ít phút."
        )
    return marks


async def account_of(tools: Tools, who: Principal) -> Account:
    """Return the account of whoever is signed in."""
    account = await tools.staff.accounts.of(who.officer)
    if account is None:
        raise SignInNeeded("sign in first, then ask again")
    return account


def _present(request: Request) -> SessionId | None:
    return SessionId.read(request.cookies.get(COOKIE))


async def _page(
    request: Request, who: Principal, tools: Tools, routing: Routing, said: Said
) -> Response:
    account = await account_of(tools, who)
    state = await tools.staff.of(who.officer)
    today = local_date(tools.staff.now())
    agencies = await routing.queries.agencies(today)
    names = {agency.code: agency.name for agency in agencies}
    values = {
        "who": who,
        "account": account,
        "roles": _holding(state.held, today) if isinstance(state, Serving) else (),
        "relatives": state.relatives if isinstance(state, Serving) else (),
        "sessions": await tools.sessions.of(who.officer, _present(request)),
        "factor": await tools.second_step.factors.of(who.officer),
        "told": await tools.staff.tellings.of(who.officer),
        "names": names,
        "said": said,
        "token": new_token(),
        "shortest": SHORTEST,
        "longest": LONGEST,
    }
    status = status_of(said.refusal) if said.refusal else 200
    return pages_of(request).page(
        request, "account.html", values, status=status, headers=NOT_KEPT
    )


def _holding(held: tuple[HeldRole, ...], today: dt.date) -> list[HeldRole]:
    return [
        one
        for one in held
        if one.holds(today) or (one.from_on > today and not one.withdrawn)
    ]
