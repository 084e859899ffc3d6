"""Who works here: the list, and somebody new. Administrators govern; heads see their own unit."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.routing.accounts.staff import NewOfficer
from services.routing.deps import Collaborators, Routing, SigningIn, Tools
from services.routing.domain.officer.grants import read
from services.routing.web.account import Said, marks_of
from services.routing.web.sign_in import PRINTED
from shared.auth.asking import NotYourRole, Officer, may
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.contracts.routing_bodies import OfficerPost
from shared.errors import Kind, Refusal
from shared.ids import AgencyCode, OfficerId, derived_id
from shared.web.pages import NOT_KEPT, Token, new_token, pages_of
from shared.web.problem import status_of

router = APIRouter(include_in_schema=False)
Governor = Annotated[Principal, may(Act.ADMINISTER)]
ROWS = 50
_LOGIN = re.compile(r"[^\s\x00-\x1f/\\<>\"']{3,60}")
Short = Annotated[str, Form(max_length=200, pattern=PRINTED)]
Code = Annotated[str, Query(max_length=60, pattern=r"^[0-9A-Za-z-]*$")]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form, and what is wrong with it, by field."""

    values: dict[str, str]
    wrong: dict[str, str]


class LoginUnfit(Refusal):
    """A login of blanks or signs, or too short or long."""

    code = "login-unfit"
    kind = Kind.INVALID


class NameMissing(Refusal):
    """Pages must call an officer something."""

    code = "name-missing"
    kind = Kind.INVALID


@router.get("/people")
async def show_people(
    request: Request,
    who: Officer,
    tools: SigningIn,
    routing: Routing,
    agency: Code = "",
    after: Code = "",
) -> Response:
    """List people by login. Whom one looks for by name is posted: no name in an address."""
    return await _list(request, who, tools, routing, agency=agency, after=after)


@router.post("/people/search")
async def find_people(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    who: Officer,
    tools: SigningIn,
    routing: Routing,
    q: Short = "",
    agency: Annotated[str, Form(max_length=20, pattern=PRINTED)] = "",
    after: Annotated[str, Form(max_length=60, pattern=PRINTED)] = "",
) -> Response:
    """List people whose name or login holds what is searched for, with or without tone marks."""
    return await _list(request, who, tools, routing, q=q, agency=agency, after=after)


async def _list(  # noqa: PLR0913 - what is listed, by name
    request: Request,
    who: Principal,
    tools: Tools,
    routing: Collaborators,
    *,
    q: str = "",
    agency: str = "",
    after: str = "",
) -> Response:
    governs = who.may(Act.ADMINISTER)
    if not governs:
        if not who.may(Act.ASSIGN, who.agency):
            raise NotYourRole("only administrators and heads see who works here")
        agency = who.agency
    people, following = await tools.staff.accounts.page(
        search=q, agency=agency, after=after, limit=ROWS
    )
    today = local_date(tools.staff.now())
    rows = [
        {
            "person": person,
            "roles": sorted({one.role for one in read(person.grants) if one.holds(today)}),
        }
        for person in people
    ]
    agencies = await routing.queries.agencies(today)
    values = {
        "rows": rows,
        "q": q,
        "agency": agency,
        "agencies": [(each.code, each.name) for each in agencies],
        "names": {each.code: each.name for each in agencies},
        "following": following,
        "first": not after,
        "governs": governs,
    }
    return pages_of(request).page(request, "people.html", values, headers=NOT_KEPT)


@router.get("/people/new")
async def ask_who(request: Request, _: Governor, routing: Routing) -> Response:
    """Show the form for somebody new."""
    return await _form(request, routing, {}, Said())


@router.post("/people/new")
async def add(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    who: Governor,
    tools: SigningIn,
    routing: Routing,
    agency: Annotated[AgencyCode, Form(max_length=20, pattern=PRINTED)],
    post: Annotated[OfficerPost, Form()],
    login: Short = "",
    name: Short = "",
    id_number: Annotated[str, Form(max_length=20, pattern=PRINTED)] = "",
    oidc_login: Short = "",
    token: Annotated[Token | None, Form()] = None,
) -> Response:
    """Add somebody; the page shows their first password, this once."""
    try:
        _check(login, name)
        new = NewOfficer(
            officer=OfficerId(derived_id("officer", who.officer, token or new_token())),
            login=login.strip(),
            name=name.strip(),
            agency=agency,
            post=post,
            marks=await marks_of(tools, name, id_number),
            oidc_login=oidc_login.strip(),
        )
        password, _ = await tools.staff.add(new, by=who.officer)
    except Refusal as refusal:
        typed = {"login": login, "name": name, "agency": agency, "post": post}
        typed |= {"id_number": id_number, "oidc_login": oidc_login}
        return await _form(request, routing, typed, Said(refusal=refusal))
    if password is None:  # sent twice: the first answer had it
        return RedirectResponse(f"/people/{new.officer}", status_code=303)
    return first_password(request, new.officer, new.login, password)


def first_password(
    request: Request, officer: OfficerId, login: str, password: str
) -> Response:
    """Return the page that shows a password this once."""
    values = {"officer": officer, "login": login, "password": password}
    return pages_of(request).page(request, "password.html", values, headers=NOT_KEPT)


def _check(login: str, name: str) -> None:
    if not _LOGIN.fullmatch(login.strip()):
        raise LoginUnfit(
            "Tên đăng nhập có từ 3 đến 60 ký tự, không có khoảng trắng.", field="login"
        )
    if not name.strip():
        raise NameMissing("Xin ghi họ và tên.", field="name")


async def _form(
    request: Request, routing: Collaborators, typed: dict[str, str], said: Said
) -> Response:
    today = local_date(routing.clock.now())
    agencies = await routing.queries.agencies(today)
    wrong: dict[str, str] = {}
    if said.refusal is not None and said.refusal.field:
        show = pages_of(request).showing(request)
        wrong = {said.refusal.field: show.refusal(said.refusal)}
    values = {
        "form": Typed(typed, wrong),
        "said": said,
        "agencies": [(each.code, each.name) for each in agencies if each.in_force(today)],
        "token": new_token(),
    }
    status = status_of(said.refusal) if said.refusal else 200
    return pages_of(request).page(
        request, "new-officer.html", values, status=status, headers=NOT_KEPT
    )
