"""Whose key is destroyed is gone for good: from pages, searches, copies and old backups."""

import asyncio
import datetime as dt
import json
from typing import Any

import asyncpg
import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.auth.principal import Principal
from shared.contracts.intake import PetitionErased
from shared.envelope import Context
from shared.ids import OfficerId, PetitionId
from shared.log.saying import Saying, append_on
from shared.log.streams import source_of
from tests.integration.canary import in_clear
from tests.integration.desk import (
    CSRF,
    appoint,
    as_officer,
    ask,
    cli,
    close_case,
    everywhere,
    facts_of,
    lodge,
    number,
    principal,
    signed,
    until,
)

SERIAL = number()[-6:]
NAME = f"Lò Văn Xóa {SERIAL}"
CHI, DUC = everywhere("chi", "custodian"), everywhere("duc", "custodian")
SEER = everywhere("seer", "inspectorate")
LONG_AGO = dt.datetime(2024, 3, 1, 4, tzinfo=dt.UTC)
REQUEST = {"ground": "lawful_request", "reference": "12/QĐ-UBND"}
ENDED = {"ground": "retention_ended"}


def post(
    stack: Stack, who: Principal, petition: str, what: str, body: Any = None
) -> httpx.Response:
    with as_officer(stack, who) as client:
        return client.post(f"/api/intake/petitions/{petition}/{what}", json=body or {})


async def unsealed(stack: Stack, petition: str) -> dict[str, str]:
    asked = {
        "petition_ids": [petition],
        "principal": signed(stack, SEER),
        "parts": ["name"],
    }
    return dict((await ask(stack, "rpc.intake.unseal", asked))["contents"][petition])


async def has_key(stack: Stack, petition: str) -> bool:
    connection = await asyncpg.connect(stack.dsn("intake", "owner"))
    found = await connection.fetchval(
        "select exists (select from vault.key where name = $1)"
        " or exists (select from vault.mark where petition_id = $1)",
        petition,
    )
    await connection.close()
    return bool(found)


async def lodged(
    stack: Stack, *, closed_at: dt.datetime | None = None, kind: str = "complaint"
) -> dict[str, Any]:
    receipt = lodge(stack, kind, petitioner={"full_name": NAME})
    await asyncio.sleep(0.3)  # its case is opened first
    await close_case(stack, receipt["petition_id"], at=closed_at)
    return receipt


async def test_two_custodians_erase_and_nothing_is_left(stack: Stack) -> None:
    """Asked by one, confirmed by another; the story stays, the person is gone."""
    receipt = await lodged(stack)
    petition = receipt["petition_id"]
    assert {"full_name": NAME} == await unsealed(stack, petition)
    assert 202 == post(stack, CHI, petition, "erasure", REQUEST).status_code
    again = post(stack, CHI, petition, "erasure/confirm")
    assert (409, "same-custodian") == (again.status_code, again.json()["code"])
    assert await has_key(stack, petition)
    assert 200 == post(stack, DUC, petition, "erasure/confirm").status_code
    assert not await has_key(stack, petition)
    assert {"refused": "content-gone"} == await unsealed(stack, petition)
    late = post(stack, DUC, petition, "erasure/confirm")
    assert (410, "content-gone") == (late.status_code, late.json()["code"])
    with as_officer(stack, SEER) as client:
        assert [] == client.post("/api/intake/search", json={"q": NAME}).json()["found"]
        found = client.post(
            "/api/intake/search", json={"q": receipt["receipt_code"]}
        ).json()
        assert "content-gone" == found["found"][0]["refused"]
        tracked = client.get(
            f"/api/intake/tracking/{receipt['receipt_code']}",
            headers={"tracking-secret": receipt["tracking_secret"]},
        )
        assert 200 == tracked.status_code
        page = client.post(
            "/search",
            data={"q": receipt["receipt_code"], "csrf": CSRF},
            headers={"accept": "text/html"},
        )
        assert "đã xóa theo quy định" in page.text
    assert "petition.erased.v1" == (await facts_of(stack, petition))[-1][0]
    for command in (["verify"], ["rebuild", "intake", "--compare-only"]):
        answer = await asyncio.to_thread(cli, stack, *command)
        assert 0 == answer.returncode, answer.stdout


async def test_what_must_be_kept_is_not_erased(stack: Stack) -> None:
    """An open case, a file in its time, a request without its paper; and a name is no paper."""
    open_one = lodge(stack)["petition_id"]
    said = post(stack, CHI, open_one, "erasure", REQUEST)
    assert (409, "case-still-open") == (said.status_code, said.json()["code"])
    young = (await lodged(stack))["petition_id"]
    said = post(stack, CHI, young, "erasure", ENDED)
    assert (409, "retention-runs") == (said.status_code, said.json()["code"])
    said = post(stack, CHI, young, "erasure", {"ground": "lawful_request"})
    assert (400, "reference-missing") == (said.status_code, said.json()["code"])
    named = REQUEST | {"reference": "theo đơn của ông A"}
    assert 422 == post(stack, CHI, young, "erasure", named).status_code
    said = post(stack, DUC, young, "erasure/confirm")
    assert (409, "erasure-not-asked") == (said.status_code, said.json()["code"])


async def test_when_retention_has_ended_the_rule_is_the_reference(stack: Stack) -> None:
    """Filed for more than a year: listed as due, asked, taken back, asked again, confirmed."""
    petition = (await lodged(stack, closed_at=LONG_AGO))["petition_id"]
    listed = json.loads((await asyncio.to_thread(cli, stack, "keys", "expired")).stdout)
    (due,) = [each for each in listed["expired"] if each["petition_id"] == petition]
    assert ("2025-03-01", "LUU.FILED v1") == (due["kept_until"], due["rule"])
    asked = post(stack, CHI, petition, "erasure", ENDED)
    assert "LUU.FILED v1" == asked.json()["reference"]
    assert 204 == post(stack, DUC, petition, "erasure/withdraw").status_code
    assert 409 == post(stack, DUC, petition, "erasure/confirm").status_code
    post(stack, CHI, petition, "erasure", ENDED)
    with as_officer(stack, DUC) as client:
        waiting = client.get("/api/intake/erasures").json()
        assert petition in [each["petition_id"] for each in waiting]
        client.headers["accept"] = "text/html"
        assert "LUU.FILED" in client.get("/custody").text
        done = client.post(f"/custody/erasures/{petition}/confirm", data={"csrf": CSRF})
        assert "/custody?done=confirmed" == done.headers["location"]
    assert not await has_key(stack, petition)


async def test_only_custodians_in_no_conflict_erase(stack: Stack) -> None:
    """Other roles may not; whoever must not know of a petition meets nothing."""
    her, officer = f"Hà Thị Giấu {SERIAL}", f"hidden-{SERIAL}"
    await appoint(stack, officer, her, agency="25585")
    petition = lodge(stack, "denunciation", respondent={"name": her})["petition_id"]
    for what in ("erasure", "erasure/confirm", "erasure/withdraw"):
        for role in ("inspectorate", "head", "auditor", "administrator"):
            refused = post(stack, everywhere("x", role), petition, what, REQUEST)
            assert 403 == refused.status_code
        for who in (
            everywhere(officer, "custodian"),
            principal("far", "custodian", agency="25459"),
        ):
            body = REQUEST if what == "erasure" else None
            assert 404 == post(stack, who, petition, what, body).status_code


async def test_whoever_dies_between_fact_and_deletion_has_erased(stack: Stack) -> None:
    """The fact alone is enough: the vault is held to it, and again when a key comes back."""
    petition = (await lodged(stack))["petition_id"]
    connection = await asyncpg.connect(stack.workspace.service_dsn("intake"))
    key = await connection.fetchrow("select * from vault.key where name = $1", petition)
    await say_erased(connection, petition)

    async def gone() -> bool:
        return not await has_key(stack, petition)

    await until(gone)
    await connection.execute("insert into vault.key values ($1, $2, $3)", *key.values())
    assert {"refused": "content-gone"} == await unsealed(stack, petition)
    lodge(stack)  # something moves
    await until(gone)
    await connection.close()


async def say_erased(connection: asyncpg.Connection, petition: str) -> None:
    now = dt.datetime.now(dt.UTC)
    fact = PetitionErased(
        petition_id=PetitionId(petition), ground="lawful_request", reference="1/QĐ",
        asked_by=OfficerId("chi"), confirmed_by=OfficerId("duc"),
    )  # fmt: skip
    context = Context(actor="test", recorded_at=now, correlation_id=petition)
    (position,) = await append_on(
        connection,
        [
            Saying(
                stream=petition,
                after_version=1,
                facts=[fact],
                happened_at=now,
                context=context,
            )
        ],
        source_of("intake", "80"),
    )
    assert position


async def test_a_reveal_of_an_erased_petition_shows_nothing(stack: Stack) -> None:
    """Neither one that was open, nor a new one."""
    petition = (await lodged(stack, kind="denunciation"))["petition_id"]
    end = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()
    body = {
        "reason_code": "VERIFY",
        "reason": "Cần xác minh lại",
        "scope": ["name"],
        "until": end,
    }
    reveal = post(stack, SEER, petition, "reveals", body).json()["reveal_id"]
    with as_officer(stack, CHI) as client:
        assert (
            200 == client.post(f"/api/intake/reveals/{reveal}/approve", json={}).status_code
        )
    with as_officer(stack, DUC) as client:
        assert (
            200 == client.post(f"/api/intake/reveals/{reveal}/approve", json={}).status_code
        )
    assert 202 == post(stack, CHI, petition, "erasure", REQUEST).status_code
    assert 200 == post(stack, DUC, petition, "erasure/confirm").status_code
    with as_officer(stack, SEER) as client:
        shown = client.post(f"/api/intake/reveals/{reveal}/view", json={})
    assert (410, "content-gone") == (shown.status_code, shown.json()["code"])
    assert 410 == post(stack, SEER, petition, "reveals", body).status_code
    kinds = [kind for kind, _ in await facts_of(stack, f"reveal-{reveal}")]
    assert "identity.viewed.v1" not in kinds


@pytest.mark.parametrize("path", ["/custody", "/api/intake/erasures"])
def test_the_page_of_custodians_is_theirs(stack: Stack, path: str) -> None:
    """Nobody else's."""
    with as_officer(stack, SEER) as client:
        assert 403 == client.get(path).status_code


def test_no_name_stands_anywhere_before_or_after(stack: Stack) -> None:
    """Nor do the words of a request that was refused for naming somebody."""
    assert [] == in_clear(stack, [NAME, f"Hà Thị Giấu {SERIAL}", "theo đơn của ông A"])
