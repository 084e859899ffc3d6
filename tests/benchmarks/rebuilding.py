"""How fast and in how much memory read models are folded again."""

import asyncio
import os
import resource
import statistics
import sys
import time

from deploy.embedded.names import role_of
from deploy.houses import house
from shared.log.rebuild import Report
from shared.log.streams import SERVICES
from tests.benchmarks import bare
from tests.benchmarks.facts import fill_heard, multiplied
from tests.benchmarks.figures import Figure, compared, plain
from tests.benchmarks.ground import Ground

MEMORY_MAY_GROW_MB = 20


async def rebuild_speed(
    ground: Ground, base: list[bytes], *, facts: int, repeats: int, peer: float
) -> list[Figure]:
    """Return the speed of each service's rebuild beside the bare minimum and beside the peer."""
    figures = []
    for service in SERVICES:
        async with ground.database(service) as url:
            count = await fill_heard(url, multiplied(base, facts))
            await house(service).rebuild(url, role_of(service))  # fills the live tables
            pairs, whole = [], []
            for _ in range(repeats):
                reference = await bare.rebuild(url, count)
                started = time.perf_counter()
                report = await house(service).rebuild(url, role_of(service))
                whole.append(count / (time.perf_counter() - started))
                _must_be_whole(report)
                pairs.append((count / report.seconds, reference))
        name = f"rebuild.{service}"
        figures += [
            compared(name, "facts/s", pairs, to="read, decode, fold, COPY", at_least=0.5),
            compared(
                f"{name}.peer",
                "facts/s",
                [(ours, peer) for ours, _ in pairs],
                to="eventsourcing ProjectionRunner",
                at_least=50,
            ),
            plain(f"{name}.compared_and_swapped", "facts/s", whole),
        ]
    return figures


def _must_be_whole(report: Report) -> None:
    if not report.facts or report.differences:
        raise RuntimeError(f"rebuild went wrong: {report}")


async def rebuild_memory(
    ground: Ground, base: list[bytes], *, facts: int, repeats: int
) -> list[Figure]:
    """Return the peak memory of a rebuild of reporting, over a log and one four times as long."""
    peaks: dict[int, float] = {}
    for count in (facts, 4 * facts):
        async with ground.database("reporting") as url:
            await fill_heard(url, multiplied(base, count))
            peaks[count] = statistics.median([await _peak(url) for _ in range(repeats)])
    growth = peaks[4 * facts] - peaks[facts]
    return [
        *(plain(f"rebuild.memory.{n}", "MB", [mb]) for n, mb in peaks.items()),
        plain("rebuild.memory.growth", "MB", [growth], below=MEMORY_MAY_GROW_MB),
    ]


async def _peak(url: str) -> float:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.rebuilding",
        env={**os.environ, "BENCH_URL": url}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the rebuild failed")
    return float(out) / 1024


async def _rebuild_here() -> None:
    report = await house("reporting").rebuild(os.environ["BENCH_URL"], role_of("reporting"))
    if report.facts == 0:
        raise RuntimeError("nothing was folded")


if __name__ == "__main__":
    asyncio.run(_rebuild_here())
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
