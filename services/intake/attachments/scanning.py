"""
ClamAV: the bytes of a file go to the scanner while they come in, and nowhere else in clear.

`clamd` listens on this machine: a socket in the file system, or the loopback interface.
Protocol: `zINSTREAM`, then parts each after its length, then a length of zero.
"""

import asyncio
import contextlib
import ipaddress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import structlog

from services.intake.attachments.errors import FileInfected, ScannerAway
from shared.errors import Unfit

log = structlog.get_logger()

CONNECT_TIMEOUT_S = 3.0
ANSWER_TIMEOUT_S = 120.0
"""A large archive takes its time."""
_ANSWER_BYTES = 4096


class ScannerUnfit(Unfit):
    """`TIEPDAN_CLAMAV` names no scanner on this machine."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where the scanner listens."""

    host: str = ""
    port: int = 0
    path: str = ""

    @classmethod
    def at(cls, setting: str) -> "Scanner | None":
        """
        Return the scanner of a setting: `host:port` or a path; none when it is empty.

        Raises:
            ScannerUnfit: it is neither, or another machine: files would cross the network.
        """
        if not setting:
            return None
        if setting.startswith("/"):
            return cls(path=setting)
        host, _, port = setting.rpartition(":")
        host = "127.0.0.1" if host == "localhost" else host.strip("[]")
        with contextlib.suppress(ValueError):
            if port.isdigit() and ipaddress.ip_address(host).is_loopback:
                return cls(host=host, port=int(port))
        raise ScannerUnfit(
            "TIEPDAN_CLAMAV must be the path of a socket or a port of this machine,"
            " such as 127.0.0.1:3310"
        )

    def scan(self) -> "Scan":
        """Return a scan of one file."""
        return Scan(self)


class Scan:
    """One file on its way through the scanner."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def __aenter__(self) -> Self:
        """
        Begin.

        Raises:
            ScannerAway: it does not answer.
        """
        scanner = self._scanner
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                self._reader, self._writer = await (
                    asyncio.open_unix_connection(scanner.path)
                    if scanner.path
                    else asyncio.open_connection(scanner.host, scanner.port)
                )
        except (OSError, TimeoutError) as error:
            raise _away(type(error).__name__) from None
        self._writer.write(b"zINSTREAM\0")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the scanner go, whether it has answered or not."""
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def feed(self, part: bytes) -> None:
        """
        Send more of the file.

        Raises:
            ScannerAway: it went away, or takes no file of this size.
        """
        if not part:
            return  # a length of zero would end the file
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                self._writer.write(len(part).to_bytes(4, "big") + part)
                await self._writer.drain()
        except (OSError, TimeoutError) as error:
            raise await self._gave_up(type(error).__name__) from None

    async def verdict(self) -> None:
        """
        End the file and wait for what the scanner says of it.

        Raises:
            FileInfected: it found something.
            ScannerAway: it did not say.
        """
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                self._writer.write(bytes(4))
                await self._writer.drain()
                answer = await self._reader.readuntil(b"\0")
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise await self._gave_up(type(error).__name__) from None
        if answer.endswith(b" FOUND\0"):
            log.warning("attachment_infected", signature=_signature(answer))
            raise FileInfected(
                "the scanner found harmful code in this file; it was not kept."
                " Clean your computer, or bring the paper to the desk"
            )
        if answer != b"stream: OK\0":
            raise _away(answer.decode("ascii", "replace").strip("\0 \n"))

    async def _gave_up(self, why: str) -> ScannerAway:
        """Return why it let go: it may have said so first, as when a file is over its limit."""
        said = b""
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1.0):
                said = await self._reader.read(_ANSWER_BYTES)
        return _away(said.decode("ascii", "replace").strip("\0 \n") or why)


def _signature(answer: bytes) -> str:
    return (
        answer.decode("ascii", "replace").removeprefix("stream: ").removesuffix(" FOUND\0")
    )


def _away(why: str) -> ScannerAway:
    log.error("scanner_away", why=why[:200])
    return ScannerAway(
        "files are scanned before they are taken, and the scanner does not answer;"
        " nothing was kept: send it again in a minute"
    )
