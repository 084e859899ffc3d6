"""
What a fact of deadlines makes of the clocks of a petition: one reading for every service.

Followed are those with which a body can be late: a citizen's own time, or the day on which a
decision takes effect, make nobody overdue.
"""

from collections.abc import Callable, Mapping
from typing import Any

from shared.contracts.deadlines import (
    ClockExpired,
    ClockExtended,
    ClockExtensionStruck,
    ClockMoved,
    ClockPaused,
    ClockPauseStruck,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockVariantFound,
)
from shared.legal.running import (
    announced,
    paused,
    resumed,
    rule_of,
    started,
    stopped,
    unpaused,
)
from shared.registry import Fact

_BODIES = ("agency", "superior")


def counted(clock: ClockStarted | ClockExpired) -> bool:
    """Test whether a body is late when the clock runs out."""
    return clock.mode == "deadline" and clock.party in _BODIES


def _started(running: str, fact: ClockStarted) -> str:
    if fact.mode == "deadline" and fact.party in _BODIES:  # `counted`, without a call
        return started(running, fact.rule.rule, fact.announced.due_on)
    return running


def _stopped(running: str, fact: ClockStopped) -> str:
    return stopped(running, rule_of(fact.clock_id))


def _paused(running: str, fact: ClockPaused) -> str:
    return paused(running, rule_of(fact.clock_id), fact.paused_on)


def _resumed(running: str, fact: ClockResumed) -> str:
    return resumed(running, rule_of(fact.clock_id), fact.announced.due_on)


def _unpaused(running: str, fact: ClockPauseStruck) -> str:
    rule, due_on = rule_of(fact.clock_id), fact.announced.due_on
    return unpaused(running, rule, fact.paused_on, due_on)


def _announced(running: str, fact: ClockMoved) -> str:
    return announced(running, rule_of(fact.clock_id), fact.announced.due_on)


TICKING: Mapping[type[Fact], Callable[[str, Any], str]] = {
    ClockStarted: _started,
    ClockStopped: _stopped,
    ClockPaused: _paused,
    ClockResumed: _resumed,
    ClockPauseStruck: _unpaused,
    ClockExtended: _announced,
    ClockExtensionStruck: _announced,
    ClockVariantFound: _announced,
    ClockMoved: _announced,
}
"""
By kind of fact: the clocks of a petition, as `shared.legal.running` writes them, after it.

Besides the first, none brings a clock back that is not followed.
"""
