"""Every endpoint, every role, four places: allowed, refused, or as if there were no such petition."""

import datetime as dt
import itertools
import re
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.auth.principal import WHOLE_PROVINCE, Grant, Principal
from shared.auth.token import HEADER, Signer
from tests.apps import routes
from tests.architecture.test_endpoints import OF_THE_MACHINERY, PUBLIC
from tests.integration.matrix import MATRIX, ROLES, STREAMS, Row
from tests.integration.signed import somebody

OWN, BELOW, ELSEWHERE = "TN-UBND", "25585", "TN-S-NV"
"""The officer's body, one below it that the role reaches, and one that it does not."""
_TOKEN = re.compile(r'name="token" value="[^"]+"|lúc \d\d:\d\d:\d\d')
"""What every page has anew."""
PLACES = ("own", "subordinate", "other", "conflicted")
REFUSED, HIDDEN, UNKNOWN = {403}, {404}, {401}


@pytest.fixture(name="staff", scope="module")
def _staff(stack: Stack) -> dict[str, Principal]:
    """By letter: an officer of the committee whose one role reaches one commune too."""
    return {letter: _officer(stack, role) for letter, role in ROLES.items()}


def _officer(stack: Stack, role: str) -> Principal:
    known = somebody(stack, role, agency=OWN, name=f"Người Thử {role}")
    return Principal(
        officer=known.officer,
        name="Người Thử",
        agency=OWN,
        post="official",
        grants=(Grant(role=role, agency=OWN, covers=frozenset({OWN, BELOW})),),
        csrf="word-of-the-session",
        until=dt.datetime.now(dt.UTC) + dt.timedelta(days=1),
    )


@pytest.fixture(name="petitions", scope="module")
def _petitions(stack: Stack) -> dict[str, str]:
    """One petition in each place. The conflicted one denounces the head of the officer's body."""
    return {
        "own": _lodged(stack, OWN),
        "subordinate": _lodged(stack, BELOW),
        "other": _lodged(stack, ELSEWHERE),
        "conflicted": _lodged(stack, OWN, kind="denunciation", against=OWN),
    }


def _lodged(
    stack: Stack, receiver: str, kind: str = "complaint", against: str = BELOW
) -> str:
    answer = httpx.post(
        f"{stack.urls['front']}/api/intake/petitions",
        json={
            "channel": "post",
            "kind_claimed": kind,
            "petitioner": {"full_name": "Trần Thị Ma Trận", "address": "Ấp 1"},
            "respondent": {"name": "Chủ tịch", "agency_code": against, "post": "head"},
            "subject_field": "land",
            "summary": "Việc",
            "request": "Yêu cầu",
            "receiving_agency": receiver,
        },
    )
    assert answer.status_code == 201
    petition, position = answer.json()["petition_id"], answer.json()["position"]
    inspector = _headers(stack, _everywhere())
    for service in ("routing", "deadlines", "reporting"):
        path = {"routing": "", "deadlines": "/clocks", "reporting": "/timeline"}[service]
        shown = httpx.get(
            f"{stack.services[service].url}/api/{service}/petitions/{petition}{path}",
            params={"at_least": f"intake:{position}"},
            headers=inspector,
        )
        assert shown.status_code == 200, f"{service} does not know it"
    return petition


def _everywhere() -> Principal:
    grant = Grant(role="inspectorate", agency="TN-TTT", covers=frozenset({WHOLE_PROVINCE}))
    return Principal(
        officer="matrix-everywhere",
        name="Người Thử",
        agency="TN-TTT",
        post="official",
        grants=(grant,),
        csrf="word",
        until=dt.datetime.now(dt.UTC) + dt.timedelta(days=1),
    )


def _headers(stack: Stack, who: Principal | None) -> dict[str, str]:
    if who is None:
        return {}
    signer = Signer.read(str(stack.workspace.principal_key_file))
    return {HEADER: signer.sign(who)}


def _cases() -> Iterator[tuple[Row, str, str]]:
    for row in MATRIX:
        for letter in ROLES:
            for place in PLACES if row.petition else ("anywhere",):
                yield row, letter, place


def test_the_matrix_names_every_endpoint_there_is() -> None:
    """What is not in the table is public on purpose, or a stream, or nobody has thought of it."""
    there_is = {
        f"{service} {method} {path}"
        for service, method, path, _ in routes()
        if path.rpartition("/")[2] not in OF_THE_MACHINERY
        and f"{method} {path}" not in PUBLIC
    }
    assert {f"{row.service} {row.endpoint}" for row in MATRIX} | STREAMS == there_is


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: f"{row.service} {row.endpoint}")
def test_every_role_in_every_place(
    stack: Stack, staff: dict[str, Principal], petitions: dict[str, str], row: Row
) -> None:
    """One endpoint against all roles and places; every wrong answer is listed."""
    wrong = []
    places = PLACES if row.petition else ("anywhere",)
    with httpx.Client(base_url=stack.services[row.service].url, timeout=20) as client:
        for letter, place in itertools.product(ROLES, places):
            status = _ask(client, stack, row, staff[letter], petitions.get(place, ""))
            if not _is_right(row, letter, place, status):
                wrong.append(f"{ROLES[letter]}, {place}: {status}")
        if _ask(client, stack, row, None, petitions["own"]) not in UNKNOWN | {303}:
            wrong.append("a visitor was let in")
    assert wrong == []


def _is_right(row: Row, letter: str, place: str, status: int) -> bool:
    if letter not in row.roles:
        return status in REFUSED  # whatever the petition: the role tells nothing of it
    if place in ("other", "conflicted") or row.missing:
        return status in HIDDEN
    return status not in REFUSED | HIDDEN | UNKNOWN and status < 500


def _ask(
    client: httpx.Client, stack: Stack, row: Row, who: Principal | None, petition: str
) -> int:
    method, _, path = row.endpoint.partition(" ")
    path = path.format(petition_id=petition, **row.path)
    headers = _headers(stack, who)
    if row.form is not None:
        form = {"csrf": "word-of-the-session", "token": uuid.uuid4().hex, **row.form}
        given = _of(form, who, petition)
        return client.request(method, path, data=given, headers=headers).status_code
    return client.request(
        method, path, json=_of(row.body, who, petition), params=row.query, headers=headers
    ).status_code


def _of(body: Any, who: Principal | None, petition: str) -> Any:
    """Put the officer's own id where a body names whoever sends it, and the petition's."""
    if isinstance(body, dict):
        return {key: _of(value, who, petition) for key, value in body.items()}
    if body == "{petition}":
        return petition
    return (who.officer if who else "nobody") if body == "{self}" else body


@pytest.mark.parametrize("row", [r for r in MATRIX if r.petition], ids=lambda r: r.endpoint)
def test_a_hidden_petition_is_answered_like_one_that_is_not_there(
    stack: Stack, staff: dict[str, Principal], petitions: dict[str, str], row: Row
) -> None:
    """Word for word, header for header: nothing tells that there is something to hide."""
    letter = row.roles[0]
    method, _, path = row.endpoint.partition(" ")
    answers, who = [], staff[letter]
    for petition in (petitions["other"], petitions["conflicted"], str(uuid.uuid4())):
        answer = httpx.request(
            method,
            stack.services[row.service].url + path.format(petition_id=petition, **row.path),
            json=_of(row.body, who, petition),
            data=None
            if row.form is None
            else _of({"csrf": "word-of-the-session", **row.form}, who, petition),
            headers=_headers(stack, who),
        )
        text = _TOKEN.sub("", answer.text.replace(petition, "…"))
        kept = {
            k: v for k, v in answer.headers.items() if k not in ("date", "content-length")
        }
        answers.append((answer.status_code, text, kept))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404
