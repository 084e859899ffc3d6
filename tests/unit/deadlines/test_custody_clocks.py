"""Whoever has a petition has a deadline: also after it came back, also who must say whose it is."""

from typing import Any

import pytest

from services.deadlines.reactions import REACTIONS
from shared.contracts.routing_custody import DesignationMade, DesignationRequested
from tests.unit.deadlines.test_clock_reactions import (
    BASIS,
    COMMUNE,
    DEPARTMENT,
    IDS,
    ON,
    heard,
    returned,
    start,
    stop,
    stop_all,
)

OF: dict[str, Any] = {**IDS, "instance": "first", "reason": "x", "basis": BASIS}


def asked(kind: Any) -> DesignationRequested:
    return DesignationRequested(
        **OF, kind=kind, from_agency=COMMUNE, superior=DEPARTMENT, requested_on=ON,
        why="dispute", wanted=None,
    )  # fmt: skip


def made(kind: Any) -> DesignationMade:
    return DesignationMade(
        **OF, kind=kind, by_agency=DEPARTMENT, to_agency=COMMUNE, made_on=ON
    )


# fmt: off
ROWS: list[tuple[str, Any, list[object]]] = [
    ("given back: who sent it has received it", returned, [stop_all("moot"), start("XLD.PROCESS", again=True)]),
    ("laid before the common superior", asked("complaint"), [stop_all("moot"), start("XLD.PROCESS", against=DEPARTMENT, again=True)]),
    ("a complaint is designated", made("complaint"), [stop("XLD.PROCESS"), start("KN.L1.ACCEPT", again=True)]),
    ("a denunciation is designated", made("denunciation"), [stop("XLD.PROCESS"), start("TC.INITIAL", again=True)]),
    ("a report is designated", made("feedback_report"), [stop("XLD.PROCESS"), start("TCD.NOTIFY", again=True)]),
    ("information has no day count", made("denunciation_information"), [stop("XLD.PROCESS")]),
]
# fmt: on


@pytest.mark.parametrize(
    ("fact", "commands"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_somebody_is_always_asked_by_a_day(fact: Any, commands: list[object]) -> None:
    assert list(REACTIONS[type(fact)](heard(fact))) == commands
