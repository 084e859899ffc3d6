"""However large a file is: the memory of the process that takes it in does not grow with it."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from tests.integration.desk import lodge
from tests.integration.papers import Sender, pdf, photo

MEGABYTE = 1_000_000
SIZE = 200 * MEGABYTE
ROOM = 32 * MEGABYTE


@pytest.fixture(name="roomy")
def _roomy(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    monkeypatch.setenv("TIEPDAN_ATTACHMENT_MB", "250")
    stack.restart("intake")
    yield stack
    monkeypatch.undo()
    stack.restart("intake")


def large(start: bytes, end: bytes, block: bytes) -> Iterator[bytes]:
    """A file of 200 MB that nobody holds in memory."""
    yield start
    for _ in range(SIZE // len(block)):
        yield block
    yield end


def _large_pdf() -> Iterator[bytes]:
    start, end = pdf().split(b"endobj")
    return large(start + b"endobj\n%", b"\n" + end, b"." * (MEGABYTE // 4))


def _large_photo() -> Iterator[bytes]:
    """200 MB of thumbnails and comments behind a small picture's header, then the picture."""
    whole = photo(side=64)
    segment = b"\xff\xed\xff\xff" + bytes(65_533)
    return large(whole[:2], whole[2:], segment)


class Memory:
    """The most that a process held since it was last asked."""

    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")

    def now(self) -> int:
        return self._status("VmRSS")

    def forget(self) -> None:
        (self._folder / "clear_refs").write_text("5")

    def most(self) -> int:
        return self._status("VmHWM")

    def _status(self, name: str) -> int:
        for line in (self._folder / "status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
        raise AssertionError(name)


@pytest.mark.parametrize("content", [_large_pdf, _large_photo], ids=["pdf", "photo"])
def test_a_large_file_needs_no_memory(roomy: Stack, content) -> None:
    """200 MB in and out: at most 32 MB more than before."""
    receipt = lodge(roomy)
    sender = Sender.citizen(roomy.urls["front"], receipt)
    for _ in range(3):
        sender.put(photo())  # what is loaded once is loaded
    pid = roomy.services["intake"].pid
    assert pid is not None
    memory = Memory(pid)
    before = memory.now()
    memory.forget()
    began = time.monotonic()
    sent = sender.put(content())
    took_s = time.monotonic() - began
    assert 200 == sent.status_code, sent.text
    grown_in = memory.most() - before
    memory.forget()
    told = sent.json()
    fetched, digest = 0, hashlib.sha256()
    began = time.monotonic()
    with httpx.stream(
        "GET",
        f"{sender.url}/{told['attachment_id']}",
        headers=sender.headers,
        params={"at_least": f"intake:{told['position']}"},
        timeout=60,
    ) as answer:
        for part in answer.iter_raw():
            fetched += len(part)
            digest.update(part)
    back_s = time.monotonic() - began
    grown_out = memory.most() - before
    assert told["size_bytes"] == fetched
    if content is _large_pdf:
        wanted = hashlib.sha256()
        for part in content():
            wanted.update(part)
        assert wanted.digest() == digest.digest()
    else:
        assert fetched < MEGABYTE
    print(
        f"in {SIZE / MEGABYTE / took_s:.0f} MB/s, {grown_in / MEGABYTE:.1f} MB more;"
        f" out {fetched / MEGABYTE / back_s:.0f} MB/s, {grown_out / MEGABYTE:.1f} MB more"
    )
    assert grown_in < ROOM
    assert grown_out < ROOM
