"""Visitors who were not received, through intake's own port: recorded once, of bodies that are."""

import datetime as dt
from typing import Any

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.ids import new_id
from tests.integration.desk import as_officer, everywhere

BOARD = everywhere("turns-away", "reception", agency="TN-BTCD")
ENDED = "703"
"""A district of before July 2025."""


def refuse(stack: Stack, key: str = "", **more: Any) -> httpx.Response:
    now = dt.datetime.now(dt.UTC).isoformat()
    body = {"ground": "REFUSE_9_1", "refused_at": now, **more}
    with as_officer(stack, BOARD) as client:
        return client.post(
            "/api/intake/receptions/refusals",
            json=body,
            headers={"Idempotency-Key": key or new_id()},
        )


def test_a_refusal_is_recorded_once(stack: Stack) -> None:
    key, moment = new_id(), dt.datetime.now(dt.UTC).isoformat()
    first = refuse(stack, key, agency="25585", refused_at=moment)
    again = refuse(stack, key, agency="25585", refused_at=moment)
    assert (first.status_code, again.status_code) == (201, 201), first.text
    assert (first.json()["repeated"], again.json()["repeated"]) == (False, True)
    assert first.json()["reception_id"] == again.json()["reception_id"]


@pytest.mark.parametrize(
    ("agency", "code"), [("NO-BODY", "unknown-agency"), (ENDED, "agency-not-in-force")]
)
def test_nobody_is_turned_away_where_there_is_no_body(
    stack: Stack, agency: str, code: str
) -> None:
    refused = refuse(stack, agency=agency)
    told = refused.json()
    assert (refused.status_code, told["code"], told["field"]) == (400, code, "agency")
