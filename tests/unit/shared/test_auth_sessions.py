"""What a browser holds, for how long, and where it may be sent."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.auth.sessions import SessionId, Spans, browser_family, local_path

AT = dt.datetime(2026, 7, 6, tzinfo=dt.UTC)
SPANS = Spans(idle=dt.timedelta(minutes=30), whole=dt.timedelta(hours=10))


def test_a_session_is_read_from_its_cookie() -> None:
    session = SessionId.new()
    assert SessionId.read(session.cookie) == session
    assert session.cookie not in repr(session)
    assert SessionId.new() != session


@given(st.text(max_size=60))
def test_what_is_no_session_is_nobody(cookie: str) -> None:
    session = SessionId.read(cookie)
    assert session is None or len(session.secret) == 32


def test_digest_and_word_tell_nothing_of_the_session() -> None:
    session = SessionId(bytes(32))
    assert session.digest != session.secret
    assert session.csrf not in (session.cookie, session.digest.hex())
    assert len(session.csrf) == 43


def test_a_session_ends_by_idleness_or_by_age() -> None:
    hour = dt.timedelta(hours=1)
    assert SPANS.ends(began_at=AT, seen_at=AT) == AT + dt.timedelta(minutes=30)
    assert SPANS.ends(began_at=AT, seen_at=AT + 9.75 * hour) == AT + 10 * hour


@pytest.mark.parametrize(
    "path", ["/", "/desk", "/desk?show=overdue&kind=a", "/a/b#c", "/đơn"]
)
def test_a_path_of_ours_is_gone_to(path: str) -> None:
    assert local_path(path, otherwise="/home") == path


@pytest.mark.parametrize(
    "path",
    ["", "desk", "//evil", "/\\evil", "\\/evil", "https://evil", "/a\\b", "/a\nb", "/a b",
     "/\t/evil", "/" + "x" * 501],
)  # fmt: skip
def test_anything_else_is_not(path: str) -> None:
    assert local_path(path, otherwise="/home") == "/home"


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Safari/604", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko Firefox/140", "Firefox, Windows"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_known_by_its_family(agent: str, family: str) -> None:
    assert browser_family(agent) == family
