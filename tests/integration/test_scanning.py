"""Files on their way through the real scanner: what it finds, and what happens without it."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from deploy.embedded.supervisor import Stack
from services.intake.attachments.errors import FileInfected, ScannerAway
from services.intake.attachments.scanning import Scanner, ScannerUnfit
from services.intake.attachments.taking import Taker
from shared.errors import Refusal
from tests.integration.desk import lodge
from tests.integration.papers import Sender, docx, pdf
from tests.integration.scanner import HARMFUL, Clamd, running


@pytest.fixture(name="clamd", scope="module")
def _clamd() -> Iterator[Clamd]:
    with running() as clamd:
        yield clamd


async def scanned(scanner: Scanner, content: bytes, step: int = 100_000) -> None:
    async with scanner.scan() as scan:
        for n in range(0, len(content), step):
            await scan.feed(content[n : n + step])
        await scan.verdict()


@pytest.mark.parametrize("way", ["port", "path"])
async def test_the_scanner_is_asked(clamd: Clamd, way: str) -> None:
    """By a port of this machine, or by a socket in the file system."""
    setting = f"localhost:{clamd.port}" if way == "port" else str(clamd.path)
    scanner = Scanner.at(setting)
    assert scanner is not None
    await scanned(scanner, os.urandom(3_000_000))
    await scanned(scanner, b"")
    for step in (1, 7, 10_000):
        with pytest.raises(FileInfected, match="it was not kept"):
            await scanned(scanner, b"x" * 50 + HARMFUL + b"y" * 20_000, step)


async def test_a_document_is_looked_into(clamd: Clamd) -> None:
    """What is packed in it, too."""
    scanner = Scanner.at(str(clamd.path))
    assert scanner is not None
    await scanned(scanner, docx())
    with pytest.raises(FileInfected):
        await scanned(scanner, docx() + HARMFUL)


async def test_a_scanner_that_does_not_answer_is_away(clamd: Clamd) -> None:
    """Nobody there; nobody who speaks its language; a file over its own limit."""
    for setting in ("127.0.0.1:1", str(clamd.folder / "nobody.sock")):
        nobody = Scanner.at(setting)
        assert nobody is not None
        with pytest.raises(ScannerAway, match="nothing was kept"):
            await scanned(nobody, b"x")
    scanner = Scanner.at(str(clamd.path))
    assert scanner is not None
    with pytest.raises(ScannerAway):
        await scanned(scanner, bytes(70_000_000), 1_000_000)


@pytest.mark.parametrize("setting", ["scanner.example:3310", "10.0.0.7:3310", "3310", ":1"])
def test_a_scanner_elsewhere_is_refused(setting: str) -> None:
    """The file would cross the network in clear."""
    with pytest.raises(ScannerUnfit, match="this machine"):
        Scanner.at(setting)
    assert Scanner.at("") is None


async def body(content: bytes) -> AsyncIterator[bytes]:
    for n in range(0, len(content), 60_000):
        yield content[n : n + 60_000]


def _in(folder: str) -> list[Path]:
    return list(Path(folder).iterdir())


@pytest.mark.parametrize("content", [pdf(HARMFUL), pdf(HARMFUL, 3_000_000)])
async def test_an_infected_file_leaves_nothing(clamd: Clamd, content: bytes) -> None:
    """It is read to its end, so that its sender hears why; nothing of it is in any folder."""
    with tempfile.TemporaryDirectory() as folder:
        taker = Taker(
            scanner=Scanner.at(str(clamd.path)), folder=folder, most_bytes=10_000_000
        )
        coming = body(content)
        with pytest.raises(Refusal) as refused:
            async with taker.taken(
                coming, key=bytes(32), petition_id="p", attachment_id="a"
            ):
                raise AssertionError("it was taken")
        assert "attachment-infected" == refused.value.code
        assert [] == [part async for part in coming]
        assert [] == _in(folder)
        async with taker.taken(
            body(pdf()), key=bytes(32), petition_id="p", attachment_id="a"
        ) as taken:
            assert taken.scanned


@pytest.fixture(name="guarded")
def _guarded(
    stack: Stack, clamd: Clamd, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stack]:
    monkeypatch.setenv("TIEPDAN_CLAMAV", f"127.0.0.1:{clamd.port}")
    stack.restart("intake")
    yield stack
    monkeypatch.undo()
    stack.restart("intake")


def test_the_province_with_a_scanner(guarded: Stack, clamd: Clamd) -> None:
    """Clean: kept, and said to be scanned. Infected: refused. Away: 503, and later well again."""
    receipt = lodge(guarded)
    sender = Sender.citizen(guarded.urls["front"], receipt)
    assert sender.put(pdf()).json()["scanned"]
    bad = sender.put(pdf(HARMFUL, 400_000))
    assert (400, "attachment-infected") == (bad.status_code, bad.json()["code"])
    clamd.stop()
    away = sender.put(pdf(size=400_000))
    assert (503, "scanner-away") == (away.status_code, away.json()["code"])
    assert int(away.headers["retry-after"]) > 0
    clamd.start()
    assert 200 == (last := sender.put(pdf())).status_code
    assert 2 == len(sender.list(last.json()["position"]).json())
    folder = guarded.workspace.attachments_folder / receipt["petition_id"]
    assert 2 == len(list(folder.iterdir()))
