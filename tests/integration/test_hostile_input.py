"""Input that means to be a program, and requests that mean to be another's, at the front door."""

import base64
import json
import re
import socket
from urllib.parse import urlsplit

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.auth.token import HEADER

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"{{7*7}}${7*7}%(x)s"
PAGES = ("/", "/lodge", "/track", "/sign-in", "/static/tiepdan.css", "/api/intake/agencies",
         "/api/intake/openapi.json", "/no-such-page", "/api/no-such-call")  # fmt: skip


def petition(**personal: str) -> dict[str, object]:
    """Return a petition in which every free text is hostile."""
    return {
        "channel": "online",
        "kind_claimed": "feedback_report",
        "petitioner": {"full_name": MARKUP, "address": MARKUP, **personal},
        "respondent": {"name": MARKUP},
        "subject_field": "land",
        "summary": MARKUP,
        "request": MARKUP,
    }


def test_markup_in_a_form_is_shown_as_text(door: httpx.Client) -> None:
    """What comes back on the page is what was typed, and nothing of it runs."""
    answer = door.post(
        "/lodge",
        data={"kind_claimed": "complaint", "full_name": MARKUP, "summary": MARKUP},
    )
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "{{7*7}}" in answer.text, "a template was made of input"


def test_markup_in_an_address_is_shown_as_text(door: httpx.Client) -> None:
    """Neither a page nor a problem document carries a query as markup."""
    for path in ("/track", "/api/intake/tracking/x", "/sign-in", "/lodge", "/no-such-page"):
        answer = door.get(
            path, params={"receipt_code": MARKUP, "next": MARKUP, "q": MARKUP}
        )
        assert "<script>alert" not in answer.text, path


def test_a_lodged_petition_keeps_what_was_written(door: httpx.Client) -> None:
    """Nothing is escaped when it is stored: JSON gives back the same characters."""
    answer = door.post("/api/intake/petitions", json=petition())
    assert answer.status_code in (200, 201), answer.text
    assert "<script>" not in answer.text


def test_mail_headers_cannot_be_added(door: httpx.Client) -> None:
    """An address with a line break is no address."""
    answer = door.post(
        "/api/intake/petitions", json=petition(email="a@example.vn\r\nBcc: b@example.vn")
    )
    assert 400 <= answer.status_code < 500
    assert answer.json()["field"] == "petitioner.email"


def test_no_other_site_is_let_in(door: httpx.Client) -> None:
    """No answer tells a browser that a page of another site may read it."""
    for method in ("GET", "OPTIONS", "POST"):
        for path in PAGES:
            answer = door.request(
                method, path,
                headers={"Origin": "https://evil.example",
                         "Access-Control-Request-Method": "POST"},
            )  # fmt: skip
            allowed = [h for h in answer.headers if h.startswith("access-control-allow")]
            assert allowed == [], (method, path)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND"])
def test_methods_that_nobody_needs_are_refused(door: httpx.Client, method: str) -> None:
    """TRACE would read back what a browser hides from scripts."""
    for path in ("/", "/api/intake/agencies", "/desk"):
        assert door.request(method, path).status_code >= 400


def test_the_door_shows_no_folder_and_no_file_of_ours(door: httpx.Client) -> None:
    """Neither listings, nor the repository, nor settings, nor what is above the folder."""
    for path in (
        "/static/", "/static", "/.git/config", "/.git/HEAD", "/static/../settings.py",
        "/static/..%2f..%2fsettings.py", "/static/%2e%2e/%2e%2e/settings.py", "/.env",
        "/secrets.json", "/Caddyfile", "/static/.git/config", "/server-status", "/debug",
    ):  # fmt: skip
        answer = door.get(path)
        assert answer.status_code in (301, 302, 303, 307, 308, 400, 404), path
        assert "Settings" not in answer.text
        assert "Index of" not in answer.text


def test_every_answer_says_what_it_is(door: httpx.Client) -> None:
    """A type, and a character set where it is text."""
    for path in PAGES:
        answer = door.get(path)
        kind = answer.headers["content-type"]
        assert re.match(r"(application/(problem\+)?json|text/[a-z]+; ?charset=utf-8)", kind), (
            path, kind,
        )  # fmt: skip


def test_no_answer_names_programs_or_versions(door: httpx.Client) -> None:
    """What stands behind the door is nobody's business."""
    for path in PAGES:
        answer = door.get(path)
        said = " ".join(f"{k}: {v}" for k, v in answer.headers.items()).lower()
        for word in ("uvicorn", "caddy", "fastapi", "python", "postgres", "x-powered-by"):
            assert word not in said, path
        assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Length": "5, 6"},
        {"Content-Length": "-1"},
        {"Content-Length": "5", "Transfer-Encoding": "chunked"},
        {"Transfer-Encoding": "chunked, identity"},
        {"Transfer-Encoding": "\x0bchunked"},
    ],
)
def test_a_request_in_a_request_is_not_passed_on(
    stack: Stack, headers: dict[str, str]
) -> None:
    """Whatever its length is said to be, one request reaches a service, or none."""
    where = urlsplit(stack.urls["front"])
    hidden = "GET /api/intake/agencies HTTP/1.1\r\nHost: x\r\n\r\n"
    body = f"0\r\n\r\n{hidden}"
    lines = "\r\n".join(f"{name}: {value}" for name, value in headers.items())
    raw = (
        f"POST /api/intake/petitions HTTP/1.1\r\nHost: {where.netloc}\r\n"
        f"Content-Type: application/json\r\nConnection: close\r\n{lines}\r\n\r\n{body}"
    )
    with socket.create_connection((str(where.hostname), int(where.port or 80)), 5) as wire:
        wire.sendall(raw.encode())
        said = b""
        while part := wire.recv(65_536):
            said += part
    assert said.count(b"HTTP/1.1 ") == 1, said[:300]
    assert re.match(rb"HTTP/1\.1 (4\d\d|501)", said)
    assert b"25585" not in said, "the hidden request was answered"


def test_nobody_says_by_a_header_who_he_is(door: httpx.Client) -> None:
    """What the front door sets for services, a client cannot."""
    body = base64.urlsafe_b64encode(
        json.dumps({"officer": "x", "until": "2999-01-01T00:00:00Z"}).encode()
    ).decode()
    for forged in (
        {HEADER: f"{body}.{body}"},
        {HEADER.lower(): "x"},
        {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1"},
        {
            "X-Forwarded-User": "admin",
            "X-Real-Ip": "127.0.0.1",
            "Forwarded": "for=127.0.0.1",
        },
    ):
        answer = door.get("/desk", headers=forged)
        assert answer.status_code in (302, 303, 401, 403), forged


def test_the_same_parameter_twice_is_not_two_petitions(door: httpx.Client) -> None:
    """A key given twice has one meaning: the last, as in every JSON parser we use."""
    good = json.dumps(petition())
    twice = good[:-1] + ', "kind_claimed": "pigeon"}'
    answer = door.post(
        "/api/intake/petitions", content=twice, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.json()["field"] == "kind_claimed"
