"""A million random lives of clocks, the program against the oracle: no difference at all."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from rich.progress import track

from tests.benchmarks.figures import Figure, plain
from tests.law.scenarios import Disagreement, World, disagreements

SLICE = 2_000
_WORLD: list[World] = []


def _slice(start: int) -> list[Disagreement]:
    if not _WORLD:
        _WORLD.append(World())
    return list(disagreements(_WORLD[0], range(start, start + SLICE)))


def agreement(*, scenarios: int) -> Iterator[Figure]:
    """Yield how many scenarios were lived, and in how many the two parted."""
    starts = range(0, scenarios, SLICE)
    began = time.perf_counter()
    found: list[Disagreement] = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for some in track(
            pool.map(_slice, starts), description="scenarios", total=len(starts)
        ):
            found += some
    seconds = time.perf_counter() - began
    for each in found[:5]:
        print(each)
    differ = plain("scenarios that differ", f"of {scenarios:,}", [len(found)], below=1)
    yield differ
    yield plain("scenarios lived", "a second", [scenarios / seconds])
