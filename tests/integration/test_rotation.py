"""The master key changes under running services, and at any crash nothing is lost."""

import asyncio
import base64
import json
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.embedded.supervisor import Stack
from services.intake.vault import rewrapping
from services.intake.vault.boxes import VaultUnfit
from services.intake.vault.codes import Codes
from services.intake.vault.keys import Vault
from services.intake.vault.remarking import remark_what_is_old
from services.intake.vault.ring import KeyRing
from tests.integration.desk import ask, cli, everywhere, facts_of, lodge, signed
from tests.integration.keeping import CRASHES, Crash, province


@pytest.mark.parametrize("crash", CRASHES)
async def test_a_rotation_may_end_anywhere(database_url: str, crash: str) -> None:
    """Running processes and new ones open everything and lodge; the next run goes on."""
    async with province(database_url) as one:
        await one.lodge()
        with pytest.raises(Crash):
            await one.rotate(crash)
        await one.check()
        await one.lodge()
        one.start()
        await one.check()
        await one.lodge()
        await one.rotate()
        await one.check()
        one.start()
        await one.check()
        assert [one.key_file] == list(one.key_file.parent.iterdir())
        said = [heard.fact for heard in await one.log.load(rewrapping.STREAM)]
        assert 1 == len([fact for fact in said if fact.generation == 2])


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from([*CRASHES, "", "lodge", "start"]), min_size=1, max_size=7))
def test_no_history_of_rotations_loses_anything(servers, steps: list[str]) -> None:
    """Crashes, lodgings, restarts and whole rotations in any order."""
    name = f"rotation_{os.urandom(6).hex()}"

    async def run() -> None:
        admin = await asyncpg.connect(servers.url("postgres"))
        await admin.execute(f"create database {name}")
        async with province(servers.url(name)) as one:
            await one.lodge()
            for step in steps:
                if step == "lodge":
                    await one.lodge()
                elif step == "start":
                    one.start()
                else:
                    with suppress(Crash):
                        await one.rotate(step)
                await one.check()
        await admin.execute(f"drop database {name} with (force)")
        await admin.close()

    asyncio.run(run())


async def test_the_old_master_key_opens_nothing(database_url: str) -> None:
    """Neither a key nor a secret; its file is gone."""
    async with province(database_url) as one:
        petition = await one.lodge()
        folder = Path(tempfile.mkdtemp(prefix="tiepdan-test-"))
        stolen = Path(shutil.copy(one.key_file, folder / "stolen.key"))
        await one.rotate()
        thief = Vault(one.database, KeyRing(str(stolen)))
        with pytest.raises(VaultUnfit):
            await thief.key(petition)
        with pytest.raises(VaultUnfit):
            await thief.secrets()
        await one.check()


async def test_petitions_are_lodged_while_keys_are_wrapped(database_url: str) -> None:
    """Two services write all the time; three rotations; nothing is lost and nothing is late."""
    async with province(database_url) as one:
        await one.lodge()
        ended = asyncio.Event()

        async def write() -> None:
            while not ended.is_set():
                await one.lodge()

        writer = asyncio.create_task(write())
        for _ in range(3):
            await one.rotate()
        ended.set()
        await writer
        await one.check()
        async with one.database.connection() as connection:
            assert [4] == [
                row[0]
                for row in await connection.fetch(
                    "select distinct generation from vault.key"
                )
            ]


async def test_receipts_of_an_older_folder_stay_good(database_url: str) -> None:
    """What was made from the master key itself still is, through rotations; marks are made."""
    async with province(database_url) as one:
        raw = base64.urlsafe_b64decode(one.key_file.read_bytes())
        petition = await one.lodge()
        async with one.database.connection() as connection:
            await connection.execute("delete from vault.secret; delete from vault.mark")
        one.start()
        old = Codes(raw)
        for _ in range(2):
            codes = await one.vault.codes()
            assert old.receipt_code(petition) == codes.receipt_code(petition)
            assert old.tracking_secret(petition) == codes.tracking_secret(petition)
            await one.rotate()
            one.start()
        await remark_what_is_old(one.database, one.vault, one.ring)
        async with one.database.connection() as connection:
            assert 2 < await connection.fetchval("select count(*) from vault.mark")


async def test_the_command_rotates_under_the_running_province(
    stack: Stack, tmp_path: Path
) -> None:
    """Lodged before, between and after: all open; keys are backed up, and put back again."""
    who = everywhere("seer", "inspectorate")
    petitions = [lodge(stack)["petition_id"]]
    for _ in range(2):
        answer = await asyncio.to_thread(cli, stack, "keys", "rotate")
        assert 0 == answer.returncode, answer.stderr
        petitions.append(lodge(stack)["petition_id"])
    generation = json.loads(answer.stdout)["generation"]
    assert ("vault.rotated.v1", generation) >= ("vault.rotated.v1", 3)
    assert len(await facts_of(stack, "vault")) >= 2
    words = tmp_path / "passphrase"
    words.write_text("bốn chữ dài và một con số 91")
    to, by = tmp_path / "keys.backup", ["--passphrase-file", str(words)]
    made = await asyncio.to_thread(cli, stack, "keys", "backup", "--to", str(to), *by)
    assert 0 == made.returncode, made.stderr
    assert 0o600 == to.stat().st_mode & 0o777
    back = await asyncio.to_thread(cli, stack, "keys", "restore", str(to), *by)
    assert 0 == back.returncode, back.stderr
    words.write_text("ngắn")
    short = await asyncio.to_thread(cli, stack, "keys", "backup", "--to", str(to), *by)
    assert "keys-unfit" == json.loads(short.stdout)["error"]["code"]
    wrong = await asyncio.to_thread(cli, stack, "keys", "restore", str(to), *by)
    assert "keys-unfit" == json.loads(wrong.stdout)["error"]["code"]
    asked = {"petition_ids": petitions, "principal": signed(stack, who), "parts": ["name"]}
    opened = (await ask(stack, "rpc.intake.unseal", asked))["contents"]
    assert [{"full_name": "Trần Thị Gửi"}] * 3 == [opened[each] for each in petitions]
