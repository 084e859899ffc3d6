"""One officer, as an administrator governs them: roles over their days, account, leaving."""

import datetime as dt
from collections.abc import Awaitable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import RedirectResponse, Response

from services.routing.accounts.accounts import Account
from services.routing.deps import Collaborators, Routing, SigningIn, Tools
from services.routing.domain.officer.commands import (
    AppointOfficer,
    GrantRole,
    LeaveOffice,
    WithdrawRole,
)
from services.routing.domain.officer.errors import OfficerUnknown
from services.routing.domain.officer.state import Gone, Serving
from services.routing.web.account import Said, marks_of
from services.routing.web.people import Governor, first_password
from services.routing.web.sign_in import PRINTED
from shared.clock import local_date
from shared.contracts.routing_bodies import OfficerPost, Role
from shared.errors import Refusal
from shared.frame import Frame
from shared.ids import AgencyCode, OfficerId
from shared.web.pages import NOT_KEPT, pages_of
from shared.web.problem import status_of

router = APIRouter(prefix="/people/{officer}", include_in_schema=False)
T = TypeVar("T")
OfficerPath = Annotated[
    OfficerId, Path(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
]
Agency = Annotated[AgencyCode, Form(max_length=20, pattern=PRINTED)]
RoleName = Annotated[Role, Form()]
Short = Annotated[str, Form(max_length=200, pattern=PRINTED)]
SHOWN = 200
"""Results of a handover on one page; those that need somebody come first."""


@router.get("")
async def show(
    request: Request,
    officer: OfficerPath,
    _: Governor,
    tools: SigningIn,
    routing: Routing,
    done: str = "",
) -> Response:
    """Show an officer; after leaving, what became of their cases."""
    known = done if done in _DONE else ""
    return await _page(request, officer, tools, routing, Said(done=known))


_DONE = (
    "granted",
    "withdrawn",
    "disabled",
    "enabled",
    "moved",
    "linked",
    "factor_reset",
)


@router.post("/roles")
async def grant(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    officer: OfficerPath,
    who: Governor,
    tools: SigningIn,
    routing: Routing,
    role: RoleName,
    agency: Agency,
    below: Annotated[bool, Form()] = False,  # noqa: FBT002 - a box that is ticked
    from_on: Annotated[dt.date | None, Form()] = None,
    until_on: Annotated[dt.date | None, Form()] = None,
) -> Response:
    """Grant a role over its days."""
    at = tools.staff.now()
    command = GrantRole(
        officer=officer,
        role=role,
        agency=agency,
        subordinates=below,
        from_on=from_on or local_date(at),
        until_on=until_on,
        by=who.officer,
        at=at,
    )
    work = tools.staff.grant(command)
    return await _do(request, officer, tools, routing, work, "granted")


@router.post("/roles/withdraw")
async def withdraw(  # noqa: PLR0913, PLR0917
    request: Request,
    officer: OfficerPath,
    who: Governor,
    tools: SigningIn,
    routing: Routing,
    role: RoleName,
    agency: Agency,
) -> Response:
    """Withdraw a role, from now on."""
    command = WithdrawRole(
        officer=officer, role=role, agency=agency, by=who.officer, at=tools.staff.now()
    )
    work = tools.staff.withdraw(command)
    return await _do(request, officer, tools, routing, work, "withdrawn")


@router.post("/move")
async def move(  # noqa: PLR0913, PLR0917
    request: Request,
    officer: OfficerPath,
    who: Governor,
    tools: SigningIn,
    routing: Routing,
    agency: Agency,
    post: Annotated[OfficerPost, Form()],
    id_number: Annotated[str, Form(max_length=20, pattern=PRINTED)] = "",
) -> Response:
    """Move an officer to another body or post; an identity number given makes new marks."""
    return await _do(
        request, officer, tools, routing,
        _move(tools, officer, who.officer, agency, post, id_number), "moved",
    )  # fmt: skip


async def _move(
    tools: Tools,
    officer: OfficerId,
    by: OfficerId,
    agency: AgencyCode,
    post: OfficerPost,
    id_number: str,
) -> None:
    state, account = await tools.staff.of(officer), await _account(tools, officer)
    marks = state.appointed.marks if isinstance(state, Serving) else ()
    if id_number.strip() or not marks:
        marks = await marks_of(tools, account.name, id_number)
    await tools.staff.move(
        AppointOfficer(
            officer=officer,
            agency=agency,
            post=post,
            marks=marks,
            by=by,
            at=tools.staff.now(),
        )
    )


@router.post("/password")
async def reset_password(
    request: Request, officer: OfficerPath, who: Governor, tools: SigningIn
) -> Response:
    """Give somebody a new first password; the page shows it this once."""
    account = await _account(tools, officer)
    password = await tools.staff.reset_password(officer, by=who.officer)
    return first_password(request, officer, account.login, password)


@router.post("/factor")
async def reset_factor(
    request: Request,
    officer: OfficerPath,
    who: Governor,
    tools: SigningIn,
    routing: Routing,
) -> Response:
    """Take off a second factor that its owner lost; they are told when they next sign in."""
    await _account(tools, officer)
    work = tools.staff.reset_factor(officer, by=who.officer)
    return await _do(request, officer, tools, routing, work, "factor_reset")


@router.post("/disable")
async def disable(
    request: Request,
    officer: OfficerPath,
    who: Governor,
    tools: SigningIn,
    routing: Routing,
) -> Response:
    """Let somebody in no longer; roles and cases stay."""
    await _account(tools, officer)
    work = tools.staff.disable(officer, by=who.officer)
    return await _do(request, officer, tools, routing, work, "disabled")


@router.post("/enable")
async def enable(
    request: Request,
    officer: OfficerPath,
    who: Governor,
    tools: SigningIn,
    routing: Routing,
) -> Response:
    """Let somebody in again."""
    await _account(tools, officer)
    work = tools.staff.enable(officer, by=who.officer)
    return await _do(request, officer, tools, routing, work, "enabled")


@router.post("/oidc")
async def link(
    request: Request,
    officer: OfficerPath,
    _: Governor,
    tools: SigningIn,
    routing: Routing,
    oidc_login: Short = "",
) -> Response:
    """Say what the province's provider calls somebody."""
    await _account(tools, officer)
    work = tools.staff.accounts.set_oidc_login(officer, oidc_login.strip())
    return await _do(request, officer, tools, routing, work, "linked")


@router.post("/leave")
async def leave(
    request: Request,
    officer: OfficerPath,
    who: Governor,
    tools: SigningIn,
    routing: Routing,
    successor: Short = "",
) -> Response:
    """End somebody's work here; their open cases go to the successor, named by login."""
    work = _leave(tools, officer, who.officer, successor)
    return await _do(request, officer, tools, routing, work, "left")


async def _leave(tools: Tools, officer: OfficerId, by: OfficerId, successor: str) -> None:
    to: OfficerId | None = None
    if successor.strip():
        account = await tools.staff.accounts.by_login(successor)
        if account is None:
            raise OfficerUnknown("Không có ai mang tên đăng nhập này.", field="successor")
        to = account.officer
    command = LeaveOffice(officer=officer, successor=to, by=by, at=tools.staff.now())
    await tools.staff.leave(command)


async def _do(
    request: Request,
    officer: OfficerId,
    tools: Tools,
    routing: Collaborators,
    work: Awaitable[object],
    done: str,
) -> Response:
    try:
        await work
    except Refusal as refusal:
        return await _page(request, officer, tools, routing, Said(refusal=refusal))
    return RedirectResponse(f"/people/{officer}?done={done}", status_code=303)


async def _account(tools: Tools, officer: OfficerId) -> Account:
    account = await tools.staff.accounts.of(officer)
    if account is None:
        raise OfficerUnknown("no officer has this id; look in the list of people")
    return account


async def _page(
    request: Request, officer: OfficerId, tools: Tools, routing: Collaborators, said: Said
) -> Response:
    account, state = await _account(tools, officer), await tools.staff.of(officer)
    if not isinstance(state, Serving | Gone):
        raise OfficerUnknown("no officer has this id; look in the list of people")
    serving = state.served if isinstance(state, Gone) else state
    handed, left = (
        await tools.handovers.count(officer) if isinstance(state, Gone) else (0, 0)
    )
    successor = state.left.successor if isinstance(state, Gone) else None
    after = await tools.staff.accounts.of(successor) if successor else None
    frame: Frame = request.app.state.frame
    today = local_date(frame.clock.now())
    agencies = await routing.queries.agencies(today)
    values = {
        "account": account,
        "factor": await tools.staff.factors.of(officer),
        "officer": officer,
        "appointed": serving.appointed,
        "held": serving.held,
        "left": state.left if isinstance(state, Gone) else None,
        "successor": after,
        "agencies": [(each.code, each.name) for each in agencies if each.in_force(today)],
        "names": {each.code: each.name for each in agencies},
        "handed": handed,
        "remaining": left,
        "results": await tools.handovers.results(officer, SHOWN) if handed else [],
        "said": said,
        "today": today,
    }
    status = status_of(said.refusal) if said.refusal else 200
    return pages_of(request).page(
        request, "officer.html", values, status=status, headers=NOT_KEPT
    )
