"""
What the law says of many clocks: each question is answered once, however many clocks ask it.

Three hundred thousand open clocks ask a few thousand different questions, for many began on
the same day under the same rule; remembering the answers is most of what makes this fast.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

import msgspec

from services.deadlines.domain.announcing import Law, announce
from services.deadlines.projections.asked import question_of_row
from shared.contracts.deadlines import Announced
from shared.errors import Refusal, RuleMissing
from shared.legal.gaps import Gap
from shared.legal.policy import AS_WE_READ_IT, Policy

MOST_REMEMBERED = 200_000
Side: TypeAlias = Literal["", "in_time", "late"]
"""Empty where nobody is late or in time: nothing is owed, or nothing can be said yet."""
_BODIES = frozenset({"agency", "superior"})


class Scanned(msgspec.Struct, frozen=True, gc=False):
    """As much of a clock as counting it again takes; the names are those of `ClockRow`."""

    clock_id: str
    petition_id: str
    rule: str
    mode: str
    party: str
    against: str
    trigger_on: dt.date
    variant: str
    pauses: str
    extensions: str
    due_on: dt.date
    state: str
    stopped_on: dt.date | None
    paused_on: dt.date | None
    ground: str

    def side(self, due_on: dt.date, today: dt.date) -> Side:
        """Return on which side of a last lawful day this clock stands, or ended."""
        if self.mode != "deadline" or self.party not in _BODIES:
            return ""
        if self.state == "met" and self.stopped_on is not None:
            return "in_time" if self.stopped_on <= due_on else "late"
        if self.state == "running":
            return "in_time" if today <= due_on else "late"
        return ""


class Counted(msgspec.Struct, frozen=True, gc=False):
    """The dates of a clock, or why there are none."""

    announced: Announced | None
    trouble: str = ""
    """Code of the refusal or the gap."""


@dataclass(slots=True)
class Counting:
    """Answers the questions of clocks under one law."""

    law: Law
    policy: Policy = AS_WE_READ_IT
    _known: dict[tuple[str, dt.date, str, str, str], Counted] = field(default_factory=dict)

    def of(self, row: Scanned) -> Counted:
        """Return the dates of a clock by its inputs."""
        key = (row.rule, row.trigger_on, row.variant, row.pauses, row.extensions)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._count(row)
        return found

    def _count(self, row: Scanned) -> Counted:
        question = replace(question_of_row(row), policy=self.policy)
        try:
            _, announced = announce(self.law, question)
        except Refusal as refusal:
            return Counted(None, refusal.code)
        except Gap as gap:
            return Counted(None, gap.code)
        except RuleMissing:
            return Counted(None, "rule-missing")
        return Counted(announced)
