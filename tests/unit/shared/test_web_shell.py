"""The frame of a page: who sees which place, and what the reader chose."""

import datetime as dt

import pytest
from fastapi import Request, Response

from shared.auth.principal import Grant, Principal
from shared.ids import AgencyCode, OfficerId
from shared.web.headers import SECURE, STRICT_TRANSPORT, secure_headers
from shared.web.places import PLACES, places_of
from shared.web.shell import keep_choices, shell_of, theme_of


def principal(*roles: str) -> Principal:
    agency = AgencyCode("25585")
    return Principal(
        officer=OfficerId("o-1"),
        name="Trần Thị Mẫu",
        agency=agency,
        post="official",
        grants=tuple(
            Grant(role=r, agency=agency, covers=frozenset({agency})) for r in roles
        ),
        csrf="word",
        until=dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
    )


def asked(
    path: str = "/desk", query: str = "", method: str = "GET", **headers: str
) -> Request:
    request = Request(
        {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode())
                for name, value in {"host": "tiepdan.test", **headers}.items()
            ],
        }
    )
    request.state.principal = principal("processing")
    return request


def framed(request: Request):
    return shell_of(request, as_of="10:42:07", lag_s=0, stopped_at=None)


CASES = ["/desk", "/executions", "/backlog"]


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        ("reception", [*CASES, "/receptions", "/clocks", "/dashboard"]),
        ("processing", [*CASES, "/receptions", "/clocks", "/dashboard", "/reveals"]),
        ("inspectorate", [*CASES, "/clocks", "/calendars", "/dashboard"]),
        ("auditor", [*CASES, "/clocks", "/dashboard"]),
        ("custodian", ["/reveals", "/custody"]),
        ("administrator", ["/calendars", "/people", "/directory", "/gallery"]),
    ],
)
def test_each_role_sees_its_places(role: str, paths: list[str]) -> None:
    assert [p.path for p in places_of(principal(role)) if not p.deeper][
        : len(paths)
    ] == paths


def test_a_visitor_sees_none_and_two_roles_see_both() -> None:
    assert places_of(None) == ()
    both = {p.path for p in places_of(principal("administrator", "custodian"))}
    assert {"/people", "/custody"} <= both
    assert len({p.path for p in PLACES}) == len(PLACES)


def test_an_address_keeps_what_was_asked_for() -> None:
    shell = framed(asked(query="kind=complaint&kind=denunciation&lang=vi"))
    assert shell.address(lang="en") == "/desk?kind=complaint&kind=denunciation&lang=en"
    assert shell.at("/desk")
    assert not shell.at("/des")
    assert shell.sees("/reveals")
    assert not shell.sees("/people")


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://tiepdan.test/desk/petitions/1?done=accept", "/desk/petitions/1?lang=en"),
        ("http://evil.example/desk", "/?lang=en"),
        ("", "/?lang=en"),
    ],
)
def test_from_the_answer_to_a_form_one_goes_back_to_its_page(
    came_from: str, back: str
) -> None:
    """Its own address answers no GET."""
    request = asked(path="/desk/petitions/1/accept", method="POST", referer=came_from)
    assert framed(request).address(lang="en") == back


def test_a_choice_is_kept_and_nonsense_is_not() -> None:
    answer = Response()
    keep_choices(asked(query="lang=en&theme=dark"), answer)
    cookies = " ".join(answer.headers.getlist("set-cookie"))
    assert "lang=en" in cookies
    assert "theme=dark" in cookies
    nothing = Response()
    keep_choices(asked(query="lang=xx&theme=<b>"), nothing)
    assert nothing.headers.getlist("set-cookie") == []
    assert theme_of("pink", "dark") == "dark"
    assert theme_of(None, None) == "auto"
    assert not framed(asked(cookie="keys=off")).keys


def test_only_https_is_told_to_stay_so() -> None:
    assert secure_headers(asked().scope) == dict(SECURE)
    assert STRICT_TRANSPORT[0] in secure_headers(asked(x_forwarded_proto="https").scope)
