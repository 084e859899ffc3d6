"""Where second factors are kept sealed, and of whom they are demanded."""

import asyncio
import base64
import os
from collections.abc import Iterator

import asyncpg
import httpx
import pytest

from deploy.embedded.secrets import FACTOR_KEY_FILE
from deploy.embedded.supervisor import Stack
from tests.integration.factors import (
    Guarded,
    change,
    cookie_of,
    csrf,
    desk,
    first_step,
    guarded,
    second_step,
    set_up,
    signed_in,
    sql,
)
from tests.integration.signed import somebody


@pytest.fixture(name="one")
def _one(door: httpx.Client, stack: Stack) -> Guarded:
    sql(stack, "delete from people.attempt")
    return guarded(door, stack)


def test_secrets_are_sealed_and_codes_hashed(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    """A copy of the database, or of the logs, makes no code and holds none."""
    signed_in(door, one)

    async def everything() -> bytes:
        connection = await asyncpg.connect(stack.dsn("routing"))
        tables = await connection.fetch(
            "select format('%I.%I', schemaname, tablename) as name from pg_tables"
            " where schemaname in ('people', 'public', 'live', 'desk')"
        )
        found = [
            await connection.fetch(f"select t::text from {table['name']} t")
            for table in tables
        ]
        await connection.close()
        return "\n".join(str(tuple(row)) for rows in found for row in rows).encode()

    places = [asyncio.run(everything())]
    places += [path.read_bytes() for path in (stack.workspace.folder / "log").iterdir()]
    secret = one.app.secret
    words = [secret, secret.hex().encode(), base64.b32encode(secret)]
    words += [base64.b64encode(secret), base64.urlsafe_b64encode(secret)]
    words += [code.encode() for code in one.paper]
    words += [code.replace("-", "").encode() for code in one.paper]
    assert not [word for word in words for place in places if word in place]
    hashes = sql(
        stack,
        "select hash from people.recovery_code where officer_id = $1",
        one.who.officer,
    )
    assert all(row[0].startswith("$argon2id$") for row in hashes)
    assert len({row[0] for row in hashes}) == 10


def test_a_secret_moved_to_another_account_opens_nothing(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    """Who can write the table cannot put their own authenticator in another's place."""
    mine = guarded(door, stack)
    sql(
        stack,
        "update people.factor set secret = (select secret from people.factor"
        " where officer_id = $2) where officer_id = $1",
        one.who.officer, mine.who.officer,
    )  # fmt: skip
    half = first_step(door, one)
    assert second_step(door, half, code=mine.app.code()).status_code == 401
    assert cookie_of(second_step(door, half, recovery=one.paper[0]))


def test_the_key_can_be_changed_while_everything_runs(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    """A new line before the old one: what is used is sealed anew; then the old line may go."""
    file = stack.workspace.folder / FACTOR_KEY_FILE
    old, new = file.read_text(), base64.urlsafe_b64encode(os.urandom(32)).decode()

    def sealed() -> bytes:
        found = sql(
            stack, "select secret from people.factor where officer_id = $1",
            one.who.officer,
        )  # fmt: skip
        return bytes(found[0][0])

    before = sealed()
    try:
        file.write_text(f"{new}\n{old}")
        stack.restart("routing")
        assert signed_in(door, one)
        assert sealed() != before
        file.write_text(f"{new}\n")
        stack.restart("routing")
        assert signed_in(door, one)
    finally:
        file.write_text(f"{old.strip()}\n{new}\n")
        stack.restart("routing")


def test_it_is_demanded_where_others_can_come_in(stack: Stack) -> None:
    """A demonstration that answers its own machine alone asks nobody for a phone."""
    ports = {"port": 1, "postgres_port": 1, "nats_port": 1}
    near = stack.workspace.service_environment("routing", **ports)
    far = stack.workspace.service_environment("routing", **ports, others=True)
    assert near["TIEPDAN_SECOND_FACTOR"] == "off"
    assert far["TIEPDAN_SECOND_FACTOR"] == "administrator,custodian,inspectorate"


@pytest.fixture(name="demanding")
def _demanding(stack: Stack) -> Iterator[None]:
    """Demand it of custodians, as a province would."""
    os.environ["TIEPDAN_SECOND_FACTOR"] = "administrator,custodian"
    stack.restart("routing")
    yield
    del os.environ["TIEPDAN_SECOND_FACTOR"]
    stack.restart("routing")


def test_whose_role_demands_it_does_nothing_before(
    door: httpx.Client, stack: Stack, demanding: None
) -> None:
    """Led to the set-up right after the sign-in; with it the role holds, without it no more."""
    who, other = somebody(stack, "custodian", fresh=True), somebody(stack, "processing")
    answer = door.post(
        "/sign-in",
        data={"login": who.login, "password": who.password, "next": "/custody"},
    )
    assert answer.headers["location"] == "/account/factor"
    headers = csrf(door, cookie_of(answer), "/account/factor")
    browser = {**headers, "Accept": "text/html"}
    refused = door.get("/custody", headers=browser)
    assert refused.status_code == 403
    assert 'href="/account/factor"' in refused.text
    api = door.get("/api/intake/erasures", headers=headers)
    assert (api.status_code, api.json()["code"]) == (403, "second-factor-missing")
    assert "đòi hỏi xác thực hai bước" in door.get("/account", headers=headers).text

    app, answer = set_up(door, headers, who.password)
    assert 'href="/custody"' in answer.text
    session = cookie_of(answer)
    assert door.get("/custody", headers=session).status_code == 200
    one = Guarded(who, app, [], csrf(door, session, "/account"))
    change(door, one, "off", code=app.code())
    assert door.get("/custody", headers=session).status_code == 403
    # Nobody else is asked, and sessions begun before are bound by it too.
    assert desk(door, other.headers) == 200
    assert (
        door.get("/people", headers=somebody(stack, "administrator").headers).status_code
        == 403
    )
