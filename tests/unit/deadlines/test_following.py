"""What becomes of the clocks when settlement ends without a decision, after one, or is urged."""

import datetime as dt
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from services.deadlines.domain.clocks.commands import StartClock
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.reactions import REACTIONS
from services.deadlines.rules import RuleBook
from shared.contracts import routing_inquiry as inquiry
from shared.contracts import routing_settlement as said
from shared.contracts.routing import CaseNotified, DecisionIssued
from tests.unit.deadlines.test_clock_reactions import (
    BASIS,
    COMMUNE,
    IDS,
    ON,
    SETTLED,
    expired,
    heard,
    issued,
    start,
    stop,
    stop_all,
)

HELD: dict[str, Any] = {**IDS, "holder": COMMUNE}
MOOT, EFFECTIVE = "moot", ON - dt.timedelta(days=3)


def of(kind: str, instance: str = "first") -> dict[str, Any]:
    return {**HELD, "kind": kind, "instance": instance}


def ended(kind: str, on: dt.date = ON) -> said.CaseDiscontinued:
    return said.CaseDiscontinued(
        **of(kind),
        ground="withdrawn",
        discontinued_on=on,
        reason="x",
        form=None,
        basis=BASIS,
    )


def reopened(kind: str, *, remote: bool = False) -> said.CaseReopened:
    return said.CaseReopened(
        **of(kind), complex=False, remote=remote, cause="coerced", reopened_on=ON,
        reason="x", basis=BASIS,
    )  # fmt: skip


def moot(rule: str) -> Any:
    return replace(stop(rule), reason=MOOT)


def urged(kind: Any) -> inquiry.CaseUrged:
    return inquiry.CaseUrged(
        **HELD, kind=kind, by_agency=COMMUNE, number=1, urged_on=ON, reason="x", basis=BASIS
    )


remote = DecisionIssued(
    **of("complaint"), issued_on=ON, outcome="right", basis=BASIS, remote=True
)
revoked = said.DecisionRevoked(
    **of("complaint"), by_agency=COMMUNE, revoked_on=ON, cause="law", reason="x"
)
appealed = said.DecisionAppealed(**HELD, appealed_on=ON, basis=BASIS)
ordered = inquiry.ExecutionOrdered(
    **of("complaint"),
    number=1,
    items=0,
    ordered_on=ON,
    reason="x",
    basis=BASIS,
    effective_on=EFFECTIVE,
)
unsaid = msgspec.structs.replace(ordered, effective_on=None)
reported = inquiry.CaseReported(
    **HELD, kind="denunciation", number=1, reported_on=ON, progress="x", reason="x"
)
told = CaseNotified(**of("complaint"), what="discontinuance", sent_on=ON, received_on=None)
checked = said.CaseChecked(
    **HELD, checked_on=ON, finding="signs", follow_up="inspection", reason="x", basis=BASIS
)


def referred(*, ends: bool) -> said.CrimeReferred:
    return said.CrimeReferred(
        **of("denunciation"), to="investigation", referred_on=ON, file="x", reason="x",
        ends=ends, basis=BASIS,
    )  # fmt: skip


NEW = dt.date(2026, 7, 7)

# fmt: off
ROWS: list[tuple[str, Any, list[object]]] = [
    ("discontinued: settlement is over, and it is told", ended("complaint"), [*SETTLED, stop_all(MOOT), start("KN.PAUSE.SEND")]),
    ("a denunciation too", ended("denunciation"), [*SETTLED, stop_all(MOOT), start("TC.SUSPEND.SEND")]),
    ("told: the time to tell stops", told, [stop("KN.PAUSE.SEND"), stop("TC.SUSPEND.SEND")]),
    ("reopened: the time runs anew", reopened("complaint", remote=True), [moot("KN.PAUSE.SEND"), moot("TC.SUSPEND.SEND"), start("KN.L1.SETTLE", "remote")]),
    ("in a remote area it takes effect later", remote, [*SETTLED, start("KN.EFFECT.1", "remote"), start("KN.L1.SEND")]),
    ("revoked: nothing follows from it", revoked, [stop_all(MOOT), moot("KN.EFFECT.1"), moot("KN.EFFECT.2"), moot("KN.L2.FILE")]),
    ("a second complaint: it takes no effect", appealed, [moot("KN.EFFECT.1"), moot("KN.EFFECT.2"), moot("KN.ENFORCE.DIRECT"), stop("KN.L2.FILE")]),
    ("execution directed", ordered, [replace(start("KN.ENFORCE.DIRECT"), trigger_on=EFFECTIVE), stop("KN.ENFORCE.DIRECT"), stop("TC.CONCL.ACT")]),
    ("said without the day of effect", unsaid, [stop("KN.ENFORCE.DIRECT"), stop("TC.CONCL.ACT")]),
    ("urged: report", urged("denunciation"), [start("TC.OVERDUE.REPORT")]),
    ("a complaint urged: no days in the law", urged("complaint"), []),
    ("reported", reported, [stop("TC.OVERDUE.REPORT")]),
    ("information checked: nothing is owed", checked, [stop_all("met")]),
    ("signs of a crime sent on: it ends", referred(ends=True), [stop_all("met")]),
    ("of an accepted case: it is still owed in time", referred(ends=False), []),
]
# fmt: on


@pytest.mark.parametrize(
    ("fact", "commands"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_deadlines_follows(fact: Any, commands: list[object]) -> None:
    assert list(REACTIONS[type(fact)](heard(fact))) == commands


def test_before_the_new_law_nobody_had_days_to_tell_of_the_end() -> None:
    on = dt.date(2026, 6, 30)
    commands = REACTIONS[said.CaseDiscontinued](heard(ended("complaint", on)))
    assert not [each for each in commands if isinstance(each, StartClock)]


@pytest.mark.parametrize("rule", ["KN.EFFECT.1", "KN.EFFECT.2"])
def test_from_its_first_day_on_execution_is_directed(rule: str) -> None:
    (command,) = REACTIONS[type(expired(rule))](heard(expired(rule)))
    assert isinstance(command, StartClock)
    assert ("KN.ENFORCE.DIRECT", NEW, COMMUNE) == (
        command.rule_id, command.trigger_on, command.against,
    )  # fmt: skip


@pytest.mark.parametrize("fact", [r[1] for r in ROWS], ids=[r[0] for r in ROWS])
@pytest.mark.parametrize("kind", ["complaint", "denunciation"])
def test_the_clocks_of_a_case_can_take_it(fact: Any, kind: str, book: RuleBook) -> None:
    """From the decision on, each command is decided by real rows and a real calendar."""
    decider, history = clocks_decider(book, book.calendar()), []
    for each in (issued(kind), fact):
        for command in REACTIONS[type(each)](heard(each)):
            history.extend(decider.decide(command, decider.fold(history)))
    assert history
