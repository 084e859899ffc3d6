"""Bad input gets a sentence that names the field; nothing is recorded; never a 5xx."""

import copy
import json
from typing import Any

import httpx
import pytest

GOOD: dict[str, Any] = {
    "channel": "online",
    "kind_claimed": "complaint",
    "petitioner": {"full_name": "Nguyễn Văn A", "address": "Ấp 1"},
    "respondent": {"name": "UBND xã", "agency_code": "25585"},
    "subject_field": "land",
    "summary": "x",
    "request": "y",
}


def changed(path: str, value: object) -> bytes:
    body = copy.deepcopy(GOOD)
    at = body
    *parents, last = path.split(".")
    for part in parents:
        at = at[part]
    at[last] = value
    return json.dumps(body).encode()


def said(door: httpx.Client) -> int:
    return int(door.get("/api/intake/readyz").json()["said"])


# fmt: off
ROWS = [
    ("malformed JSON",         b'{"channel": ',                                     "body"),
    ("not an object",          b"[1, 2, 3]",                                        "body"),
    ("no body",                b"",                                                 "body"),
    ("not UTF-8",              b'{"summary": "\xff\xfe"}',                          "body"),
    ("a wrong type",           changed("summary", {"a": 1}),                        "summary"),
    ("a number for a list",    changed("addressees", 7),                            "addressees"),
    ("an unknown channel",     changed("channel", "pigeon"),                        "channel"),
    ("an unknown kind",        changed("kind_claimed", "grudge"),                   "kind_claimed"),
    ("an unknown field",       changed("subject_fields", "land"),                   "subject_fields"),
    ("an unknown body",        changed("respondent.agency_code", "99999"),          "respondent.agency_code"),
    ("an unreadable code",     changed("respondent.agency_code", "'; drop"),        "respondent.agency_code"),
    ("an unknown addressee",   changed("addressees", ["25585", "00000"]),           "addressees.1"),
    ("an unknown receiver",    changed("receiving_agency", "NOWHERE"),              "receiving_agency"),
    ("a day in the future",    changed("received_on", "2999-01-01"),                "received_on"),
    ("a day long ago",         changed("received_on", "1900-01-01"),                "received_on"),
    ("a day that is none",     changed("received_on", "2026-02-30"),                "received_on"),
    ("1 MB of text",           changed("summary", "a" * 1_000_000),                 "summary"),
    ("a NUL character",        changed("summary", "a\x00b"),                        "summary"),
    ("a NUL in the name",      changed("petitioner.full_name", "a\x00b"),           "petitioner.full_name"),
    ("half a surrogate pair",  changed("request", "\ud800"),                        "request"),
    ("half a pair in a code",  changed("receiving_agency", "\udfff"),               "receiving_agency"),
    ("a phone of letters",     changed("petitioner.phone", "call me"),              "petitioner.phone"),
    ("too many senders",       changed("senders", 10**30),                          "senders"),
    ("a nest of brackets",     b"[" * 50_000,                                       "body"),
]
# fmt: on


@pytest.mark.parametrize(("title", "body", "field"), ROWS, ids=[row[0] for row in ROWS])
def test_bad_input_is_refused_by_name(
    door: httpx.Client, title: str, body: bytes, field: str
) -> None:
    """A 4xx problem document that names the field, and no fact."""
    before = said(door)
    answer = door.post(
        "/api/intake/petitions", content=body, headers={"Content-Type": "application/json"}
    )
    assert 400 <= answer.status_code < 500, (title, answer.text)
    assert "application/problem+json" == answer.headers["content-type"]
    problem = answer.json()
    assert field == problem.get("field", "body"), problem
    assert problem["detail"]
    assert "Nguyễn" not in answer.text
    assert before == said(door)


def test_a_body_over_the_limit_is_refused_at_the_door(door: httpx.Client) -> None:
    """3 MB are not read at all."""
    answer = door.post("/api/intake/petitions", content=b"x" * 3_000_000)
    assert 413 == answer.status_code


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/routing/petitions/not-an-id", 422),
        ("/api/routing/petitions/01a1fc82-6647-7125-a543-bff97a6da59b", 404),
        ("/api/routing/worklist?cursor=nonsense", 400),
        ("/api/routing/worklist?cursor=2026-01-01_%00", 400),
        ("/api/routing/worklist?holder=%00", 422),
        ("/api/routing/executions?cursor=2026-01-01_%00", 422),
        ("/api/routing/backlog?cursor=2026-01-01_%00", 422),
        ("/executions?cursor=2026-01-01_%00", 422),
        ("/api/routing/worklist?limit=100000", 422),
        ("/api/reporting/dashboard?at_least=soon", 400),
        ("/api/reporting/dashboard?at_least=moon:4", 400),
        ("/api/intake/tracking/%00%00", 404),
        ("/api/nowhere", 404),
    ],
)
def test_a_bad_address_is_answered_in_kind(
    desk: httpx.Client, path: str, status: int
) -> None:
    """Reads are refused as clearly as writes."""
    answer = desk.get(path)
    assert status == answer.status_code, answer.text


def test_a_view_has_a_name_that_can_be_kept(desk: httpx.Client) -> None:
    """A NUL, which no database keeps, is refused by the field."""
    view = {"name": "a\x00b", "query": "show=open"}
    answer = desk.post("/api/routing/views", json=view)
    assert (422, "name") == (answer.status_code, answer.json().get("field")), answer.text
    page = desk.get("/desk").text
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    assert 422 == desk.post("/views", data={**view, "csrf": csrf}).status_code
    assert "a" not in {each["name"][:1] for each in desk.get("/api/routing/views").json()}


def test_a_word_of_who_asks_is_believed_from_routing_alone(
    door: httpx.Client, desk: httpx.Client
) -> None:
    """What a client claims to be is thrown away at the door; without a session it is nobody."""
    asked = {"Tiepdan-Principal": "eyJvZmZpY2VyIjoieCJ9.AAAA"}
    claimed = door.get("/api/routing/worklist", headers=asked)
    assert (401, "sign-in-needed") == (claimed.status_code, claimed.json()["code"])
    assert 200 == desk.get("/api/routing/worklist", headers=asked).status_code
