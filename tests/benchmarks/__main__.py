"""`make bench`: figures as ratios to references measured in the same run."""

import argparse
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
import uvloop

from tests.benchmarks import (
    appending,
    crowded,
    likeness,
    listening,
    peer,
    province,
    rebuilding,
    rederiving,
    scenarios,
    ticking,
    worklist,
)
from tests.benchmarks.facts import taken_from
from tests.benchmarks.figures import Figure, told
from tests.benchmarks.ground import Ground, ground

T = TypeVar("T")
PARTS = (
    "province",
    "worklist",
    "crowded",
    "rebuild",
    "memory",
    "hear",
    "append",
    "rederive",
    "scenarios",
    "tick",
    "likeness",
)


def main() -> int:
    """
    Measure; return 1 where a target was missed.

    Read the ratios: shared cores move every absolute figure by a third and more.
    """
    asked = _arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    figures: list[Figure] = []
    tell = told(figures)
    started = time.perf_counter()
    with ground(with_services=True) as whole:
        base = _province(whole, tell, asked)
    with ground() as servers:
        _parts(servers, base, tell, asked)
    print(f"{time.perf_counter() - started:.0f} s in all; written to benchmarks.json")
    return 1 if any(figure.met is False for figure in figures) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smoke run, under two minutes")
    parser.add_argument(
        "--only", nargs="*", choices=PARTS, default=PARTS, help="these parts"
    )
    return parser.parse_args()


def _province(
    whole: Ground, tell: Callable[[Figure], None], asked: argparse.Namespace
) -> list[bytes]:
    """Load the demonstration; its facts are what everything else is measured with."""
    tell(_run(province.demo_load(whole, petitions=100 if asked.quick else 300)))
    tell(_run(province.rebuild_equals_live(whole)))
    base = _run(taken_from(whole.stack.dsn("reporting")))
    if "province" in asked.only:
        seconds = 5 if asked.quick else 20
        for rate, limit in ((20, 500), (100, 1_000)):
            _each(
                tell,
                _run(province.latency(whole, rate=rate, seconds=seconds, p99_ms=limit)),
            )
    if "worklist" in asked.only:
        pages, repeats = (50, 1) if asked.quick else (200, 5)
        _each(tell, _run(worklist.names_on_the_page(whole, pages=pages, repeats=repeats)))
    if "crowded" in asked.only:  # last: what it adds is nobody's
        few = 20_000 if asked.quick else 1_000_000
        _each(tell, _run(crowded.crowded(whole, petitions=few, pages=100)))
    return base


def _parts(
    servers: Ground,
    base: list[bytes],
    tell: Callable[[Figure], None],
    asked: argparse.Namespace,
) -> None:
    size = 0.1 if asked.quick else 1.0
    repeats = 1 if asked.quick else 3
    if "rebuild" in asked.only:
        runner = _peer(servers, repeats)
        _each(tell, _run(rebuilding.rebuild_speed(
            servers, base, facts=int(100_000 * size), repeats=repeats, peer=runner,
        )))  # fmt: skip
    if "memory" in asked.only:
        _each(tell, _run(rebuilding.rebuild_memory(
            servers, base, facts=int(100_000 * size), repeats=repeats
        )))  # fmt: skip
    if "hear" in asked.only:
        _each(tell, _run(listening.hearing_speed(
            servers, base, facts=int(50_000 * size), repeats=repeats
        )))  # fmt: skip
    if "scenarios" in asked.only:
        _each(tell, list(scenarios.agreement(scenarios=int(1_000_000 * size))))
    if "append" in asked.only:
        tell(_run(appending.append_speed(
            servers, base, facts=int(10_000 * size), repeats=repeats
        )))  # fmt: skip
    if "rederive" in asked.only:
        _each(tell, _run(rederiving.rederiving_speed(
            servers, clocks=int(300_000 * size), repeats=repeats
        )))  # fmt: skip
    if "likeness" in asked.only:
        _each(tell, _run(likeness.likeness(
            servers, petitions=int(100_000 * size), queries=200 if asked.quick else 1_000
        )))  # fmt: skip
    if "tick" in asked.only:
        few = 2_000 if asked.quick else 100_000
        tell(_run(ticking.tick_cost(
            servers, most=100 * few, few=few, repeats=3 * repeats
        )))  # fmt: skip


def _peer(servers: Ground, repeats: int) -> float:
    speeds = [
        peer.projection_runner(servers.url(), events=1_600, number=number)
        for number in range(repeats)
    ]
    return statistics.median(speeds)


def _each(tell: Callable[[Figure], None], figures: list[Figure]) -> None:
    """Tell several figures."""
    for figure in figures:
        tell(figure)


def _run(work: Awaitable[T]) -> T:
    return uvloop.run(work)  # type: ignore[arg-type]  # the loop that services run on


raise SystemExit(main())
