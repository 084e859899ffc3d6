"""Where files stand: in a folder and in an S3 spoken to over HTTP; what is left over goes."""

import asyncio
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import asyncpg
import httpx
import pytest

from deploy.commands.doctor import examine
from deploy.embedded.ports import choose
from deploy.embedded.supervisor import Stack
from services.intake.attachments.errors import ObjectMissing, ObjectsAway
from services.intake.attachments.store import Objects, ObjectsUnfit, Place
from services.intake.attachments.sweeping import sweep
from services.intake.queries import Queries
from shared.postgres.pool import Database
from tests.integration.desk import lodge
from tests.integration.papers import Sender, pdf

CONTENT = os.urandom(12_000_000)
SOON = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
TOMORROW = dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)


@pytest.fixture(name="s3", scope="module")
def _s3() -> Iterator[str]:
    """The address of an S3 with an empty bucket."""
    port = choose(None)
    program = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.put(f"{url}/papers").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield url
    finally:
        program.terminate()
        program.wait(20)


@pytest.fixture(name="objects", params=["folder", "s3"])
def _objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    if request.param == "folder":
        return Objects(Place(url=(tmp_path / "papers").as_uri()))
    return in_s3(request.getfixturevalue("s3"), tmp_path)


def in_s3(url: str, tmp_path: Path, prefix: str = "") -> Objects:
    key_file = tmp_path / "s3.key"
    key_file.write_text("test-id\ntest-secret\n")
    prefix = prefix or tmp_path.name
    return Objects(Place(url=f"s3://papers/{prefix}", endpoint=url, key_file=str(key_file)))


async def parts(content: bytes, step: int = 1_000_000) -> AsyncIterator[bytes]:
    for n in range(0, len(content), step):
        yield content[n : n + step]


async def breaking(content: bytes) -> AsyncIterator[bytes]:
    yield content
    raise ConnectionResetError("the line broke")


async def whole(objects: Objects, petition: str, digest: str) -> bytes:
    return b"".join([part async for part in await objects.get(petition, digest)])


async def names(objects: Objects, petition: str = "") -> set[tuple[str, str]]:
    return {(kept.petition_id, kept.digest) async for kept in objects.every(petition)}


async def test_a_file_is_kept_whole(objects: Objects) -> None:
    """Put, listed, fetched, deleted; deleting twice changes nothing."""
    await objects.put("p1", "d1", parts(CONTENT))
    await objects.put("p1", "d2", parts(b"small"))
    await objects.put("p2", "d1", parts(b""))
    assert CONTENT == await whole(objects, "p1", "d1")
    assert b"" == await whole(objects, "p2", "d1")
    assert {("p1", "d1"), ("p1", "d2"), ("p2", "d1")} == await names(objects)
    assert await objects.has("p1", "d2")
    for _ in range(2):
        await objects.delete("p1", "d2")
    assert not await objects.has("p1", "d2")
    with pytest.raises(ObjectMissing):
        await objects.get("p1", "d2")


async def test_a_file_that_breaks_off_is_not_there(objects: Objects) -> None:
    """Neither whole nor in part, however much of it had come."""
    with pytest.raises(ObjectsAway):
        await objects.put("p1", "d1", breaking(CONTENT))
    assert not await objects.has("p1", "d1")
    assert set() == await names(objects)
    assert objects.folder is None or not list(objects.folder.glob("*/*"))


async def test_nothing_is_there_before_all_of_it_is(objects: Objects) -> None:
    """Who looks while it is being put sees nothing."""
    seen = []

    async def slowly() -> AsyncIterator[bytes]:
        async for part in parts(CONTENT):
            seen.append(await objects.has("p1", "d1"))
            yield part

    await objects.put("p1", "d1", slowly())
    assert [False] * 12 == seen


async def test_a_petition_is_forgotten(objects: Objects) -> None:
    """Its own files go, those of a petition whose id begins the same stay."""
    for petition, digest in (("p1", "d1"), ("p1", "d2"), ("p11", "d1")):
        await objects.put(petition, digest, parts(b"x"))
    assert 2 == await objects.forget("p1")
    assert {("p11", "d1")} == await names(objects)
    assert 0 == await objects.forget("p1")


async def test_a_store_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    """Soon, and in the same words for folder and S3."""
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    began = time.monotonic()
    for objects in (
        in_s3("http://127.0.0.1:1", tmp_path),
        Objects(Place(url=blocked.as_uri())),
    ):
        for asking in (objects.put("p", "d", parts(b"x")), objects.get("p", "d")):
            with pytest.raises(ObjectsAway, match="does not answer"):
                await asking
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("url", ["", "papers", "ftp://host/x", "s3:///x"])
def test_a_place_that_is_none_is_refused(url: str) -> None:
    """At the start, by the name of the setting."""
    with pytest.raises(ObjectsUnfit, match="TIEPDAN_ATTACHMENTS_URL"):
        Objects(Place(url=url))


class Facts:
    """What the facts say, as a list."""

    def __init__(self, *files: tuple[str, str]) -> None:
        self.files = set(files)

    async def recorded(self, files: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        return self.files & set(files)

    async def openable(self) -> AsyncIterator[tuple[str, str]]:
        for file in sorted(self.files):
            yield file


async def test_a_sweep_finds_what_does_not_agree(objects: Objects) -> None:
    """A file without a fact goes after a day; a fact without a file is told."""
    for digest in ("kept", "orphan"):
        await objects.put("p1", digest, parts(b"x"))
    facts = Facts(("p1", "kept"), ("p1", "lost"))
    swept = await sweep(objects, facts, SOON)
    assert (0, (("p1", "lost"),)) == (swept.orphans, swept.missing)
    assert 1 == (await sweep(objects, facts, TOMORROW)).orphans
    assert {("p1", "kept")} == await names(objects)


async def test_what_a_killed_process_left_goes(tmp_path: Path) -> None:
    """The folder's own half-written files, which no list shows."""
    objects = Objects(Place(url=tmp_path.as_uri()))
    await objects.put("p1", "d1", parts(b"x"))
    (tmp_path / "p1" / "d2#1").write_bytes(b"half")
    facts = Facts(("p1", "d1"))
    assert 0 == (await sweep(objects, facts, SOON)).orphans
    assert 1 == (await sweep(objects, facts, TOMORROW)).orphans
    assert ["d1"] == sorted(path.name for path in (tmp_path / "p1").iterdir())


async def test_the_province_is_swept(stack: Stack) -> None:
    """By its own facts: what is recorded stays, though the read model knew nothing of it."""
    receipt = await asyncio.to_thread(lodge, stack)
    sender = Sender.citizen(stack.services["intake"].url, receipt)
    told = (await asyncio.to_thread(sender.put, pdf())).json()
    await asyncio.to_thread(sender.list, told["position"])
    objects = Objects(Place(url=stack.workspace.attachments_folder.as_uri()))
    petition = receipt["petition_id"]
    await objects.put(petition, "0" * 64, parts(b"orphan"))
    database = Database(stack.dsn("intake"), name="test")
    await database.open()
    queries = Queries(database)
    owner = await asyncpg.connect(stack.dsn("intake", "owner"))
    try:
        async with owner.transaction():
            await sweep(objects, queries, TOMORROW)
        (digest,) = [d for p, d in await names(objects) if p == petition]
        assert 64 == len(digest) != "0" * 64
        await objects.delete(petition, digest)
        swept = await sweep(objects, queries, TOMORROW)
        assert (petition, digest) in swept.missing
        told = await asyncio.to_thread(_doctor, stack)
        assert not told[0]
        assert "missing, the first" in told[1]
        # Erased: nobody can open it, nobody misses it.
        for table, petition_of in (("key", "name"), ("likeness", "petition_id")):
            await owner.execute(
                f"delete from vault.{table} where {petition_of} = $1", petition
            )
        swept = await sweep(objects, queries, TOMORROW)
        assert (petition, digest) not in swept.missing
    finally:
        await owner.close()
        await database.close()


def _doctor(stack: Stack) -> tuple[bool, str]:
    (found,) = (
        finding
        for finding in examine(stack.workspace.folder)
        if finding.what == "Files of petitions"
    )
    return found.ok, found.found


def test_the_province_keeps_its_files_in_s3(
    stack: Stack, s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same answers, and nothing on this machine's disk."""
    key_file = tmp_path / "s3.key"
    key_file.write_text("test-id\ntest-secret\n")
    monkeypatch.setenv("TIEPDAN_ATTACHMENTS_URL", "s3://papers/province")
    monkeypatch.setenv("TIEPDAN_ATTACHMENTS_ENDPOINT", s3)
    monkeypatch.setenv("TIEPDAN_ATTACHMENTS_KEY_FILE", str(key_file))
    stack.restart("intake")
    try:
        receipt = lodge(stack)
        sender = Sender.citizen(stack.urls["front"], receipt)
        content = pdf(size=11_000_000)
        told = sender.put(content).json()
        assert content == sender.get(told["attachment_id"], told["position"]).content
        objects = in_s3(s3, tmp_path, "province")
        assert 1 == len(asyncio.run(names(objects, receipt["petition_id"])))
        assert not (stack.workspace.attachments_folder / receipt["petition_id"]).exists()
    finally:
        monkeypatch.undo()
        stack.restart("intake")


def test_a_folder_of_its_own_is_closed_to_others() -> None:
    """Sealed, and still nobody else's."""
    folder = Path(tempfile.mkdtemp()) / "papers"
    asyncio.run(Objects(Place(url=folder.as_uri())).put("p", "d", parts(b"x")))
    assert 0o700 == folder.stat().st_mode & 0o777
