"""Somebody who is signed in, as tests that speak to the front door or to a service need them."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from deploy.embedded.supervisor import Stack
from deploy.staffing import staff_and_sessions_at
from services.routing.accounts.staff import NewOfficer
from services.routing.domain.officer.commands import GrantRole
from shared.auth.sessions import COOKIE
from shared.clock import local_date
from shared.contracts.routing_bodies import OfficerPost, Role
from shared.ids import AgencyCode, OfficerId, new_id

T = TypeVar("T")
COMMUNE = "25585"
PROVINCE = "80"
_WHOLE = {"inspectorate", "auditor", "administrator", "custodian"}
_OPEN_S = 600
"""How long a session is handed out again: less than one may stay idle."""
_made: dict[tuple[object, ...], tuple["Signed", float]] = {}


@dataclass(frozen=True)
class Signed:
    """An officer with an open session."""

    officer: OfficerId
    login: str
    password: str
    cookie: str
    csrf: str
    roles: tuple[str, ...] = field(default=())

    @property
    def headers(self) -> dict[str, str]:
        """What a browser of theirs sends, and the word that a form would carry."""
        return {"Cookie": f"{COOKIE}={self.cookie}", "Csrf-Token": self.csrf}


def signed_in(
    stack: Stack, *roles: Role, agency: str = COMMUNE, **more: Any
) -> dict[str, str]:
    """
    Return the headers of an officer with these roles; the same officer for the same question.

    `reception`, `processing` and `head` reach the body alone, the other roles the whole
    province; `below=True` adds the bodies below.
    """
    return somebody(stack, *roles, agency=agency, **more).headers


def somebody(
    stack: Stack,
    *roles: Role,
    agency: str = COMMUNE,
    post: OfficerPost = "official",
    below: bool = False,
    name: str = "Cán bộ Thử",
    marks: tuple[str, ...] = (),
    fresh: bool = False,
) -> Signed:
    """Return an officer with these roles and an open session; `fresh`: one more, not the same."""
    key = (stack.workspace.folder, roles, agency, post, below, name, marks)
    one, since = _made.get(key, (None, 0.0))
    if one is not None and not fresh and time.monotonic() - since < _OPEN_S:
        return one
    if one is None or fresh:
        one = _now(_make(stack, roles, agency, post, below, name, marks))
    else:
        one = _now(_again(stack, one))
    if not fresh:
        _made[key] = one, time.monotonic()
    return one


async def _make(
    stack: Stack,
    roles: tuple[Role, ...],
    agency: str,
    post: OfficerPost,
    below: bool,
    name: str,
    marks: tuple[str, ...],
) -> Signed:
    officer = OfficerId(new_id())
    login = f"thu-{officer[-12:]}"
    dsn = stack.workspace.service_dsn("routing", port=stack.postgres.port)
    async with staff_and_sessions_at(dsn) as (staff, sessions):
        new = NewOfficer(
            officer=officer,
            login=login,
            name=name,
            agency=AgencyCode(agency),
            post=post,
            marks=marks,
        )
        password, _ = await staff.add(new, by=None, must_change=False)
        for role in roles:
            at = staff.now()
            await staff.grant(
                GrantRole(
                    officer=officer,
                    role=role,
                    agency=AgencyCode(PROVINCE if role in _WHOLE else agency),
                    subordinates=below or role in _WHOLE,
                    from_on=local_date(at),
                    by=None,
                    at=at,
                )
            )
        session = await sessions.begin(officer, "test")
    assert password is not None
    return Signed(officer, login, password, session.cookie, session.csrf, roles)


async def _again(stack: Stack, one: Signed) -> Signed:
    """Return the same officer in a session that has just begun."""
    dsn = stack.workspace.service_dsn("routing", port=stack.postgres.port)
    async with staff_and_sessions_at(dsn) as (_, sessions):
        session = await sessions.begin(one.officer, "test")
    return replace(one, cookie=session.cookie, csrf=session.csrf)


def _now(work: Coroutine[Any, Any, T]) -> T:
    """Do it here and now, even where a loop runs already: in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work)).result()


def until(seen: Callable[[], bool], patience_s: float = 20) -> None:
    """Wait until something is so: facts take a moment to come round."""
    end = time.monotonic() + patience_s
    while not seen():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.1)
