"""What names cost: a page of the worklist with those of fifty senders, and the same without."""

import asyncio
import datetime as dt
import math
import time

from shared.auth.principal import WHOLE_PROVINCE, Grant, Principal
from shared.auth.token import HEADER, Signer
from shared.contracts.routing_bodies import Role
from shared.ids import AgencyCode, OfficerId
from tests.benchmarks.figures import Figure, compared, plain
from tests.benchmarks.ground import Ground

PAGE = "/desk?show=closed&kind=complaint&kind=recommendation&kind=feedback_report"
"""Nobody sees who denounced: such rows would cost nothing."""
ROWS = 50
NAMES = 40
"""At least; some people write without saying who they are."""
WARM_UP = 20
AT_MOST = 1.5
_SENDER = "Người gửi".encode()
_NAMELESS = "trong hồ sơ".encode()


async def names_on_the_page(ground: Ground, *, pages: int, repeats: int) -> list[Figure]:
    """Return the p95 of the page with names, and beside it without; asked in turn."""
    with_names = await Reader.open(ground, "inspectorate")
    without = await Reader.open(ground, "auditor")
    _must_differ(await with_names.page(), await without.page())
    pairs: list[tuple[float, float]] = []
    for _ in range(repeats):
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(WARM_UP + pages):
            for reader, taken in zip((with_names, without), times, strict=True):
                started = time.perf_counter()
                await reader.page()
                taken.append(1_000 * (time.perf_counter() - started))
        named, bare = (p95(taken[WARM_UP:]) for taken in times)
        pairs.append((named, bare))
    return [
        compared("worklist.names.p95", "ms", pairs, to="without names", at_most=AT_MOST),
        plain("worklist.plain.p95", "ms", [bare for _, bare in pairs]),
    ]


def p95(times: list[float]) -> float:
    """Return what nineteen of twenty take at most."""
    ordered = sorted(times)
    return ordered[math.ceil(0.95 * len(ordered)) - 1]


def _must_differ(named: bytes, bare: bytes) -> None:
    rows = [page.count(b'<td class="code">') for page in (named, bare)]
    if rows != [ROWS, ROWS]:
        raise RuntimeError(f"{rows} rows instead of {ROWS}: load more petitions")
    nameless = named.count(_NAMELESS)
    if nameless > ROWS - NAMES or _SENDER not in named or _SENDER in bare:
        raise RuntimeError(f"{nameless} rows without a name on the page with names")


class Reader:
    """An officer with one kept-alive connection, as lean as can be."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, signed: str
    ) -> None:
        self._reader, self._writer, self._signed = reader, writer, signed

    @classmethod
    async def open(cls, ground: Ground, role: Role) -> "Reader":
        """Connect to routing as somebody with a role over the whole province."""
        port = ground.stack.services["routing"].port
        signer = Signer.read(str(ground.stack.workspace.principal_key_file))
        streams = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        return cls(*streams, signer.sign(_officer(role)))

    async def page(self, address: str = PAGE) -> bytes:
        """
        Return the page.

        Raises:
            RuntimeError: it was not shown.
        """
        request = (
            f"GET {address} HTTP/1.1\r\nHost: bench\r\n{HEADER}: {self._signed}\r\n\r\n"
        )
        self._writer.write(request.encode())
        lines = (await self._reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
        headers = dict(line.lower().split(b": ", 1) for line in lines[1:] if line)
        body = await self._reader.readexactly(int(headers[b"content-length"]))
        if b" 200 " not in lines[0]:
            raise RuntimeError(f"the worklist answered {lines[0].decode()}")
        return body


def _officer(role: Role) -> Principal:
    return Principal(
        officer=OfficerId(f"bench-{role}"),
        name="Cán bộ Đo",
        agency=AgencyCode("TN-TTT"),
        post="official",
        grants=(
            Grant(
                role=role, agency=AgencyCode("TN-TTT"), covers=frozenset({WHOLE_PROVINCE})
            ),
        ),
        csrf="bench",
        until=dt.datetime.now(dt.UTC) + dt.timedelta(hours=1),
    )
