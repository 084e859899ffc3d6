"""
Worked cases as a lawyer reads them: this clock, begun on this day, ends then, by this provision.

Days are day/month/year. "Nominal" is the last day before it moves for a day off, "due" the
last lawful day. Numbers in front of a title (C02 …) are those of the cases the figures come from.
"""

import datetime as dt
from dataclasses import dataclass

from services.deadlines.domain.reckoning import Answer, Question, explain, reckon
from services.deadlines.rules import RuleBook
from services.deadlines.rules.loader import load
from shared.legal.calendar import Calendar
from shared.legal.counting import Extension, Pause

BOOK: RuleBook = load()
CALENDAR: Calendar = BOOK.calendar()


@dataclass(frozen=True)
class Row:
    """A worked case."""

    title: str
    clock: str
    trigger: str
    nominal: str
    due: str
    provision: str
    variant: str = ""
    pauses: str = ""
    """`10/03/2025-15/03/2025`: the last day is the first one that is counted again."""
    extensions: str = ""
    """`28/01/2026+30`: decided on, days."""
    effective: str = ""

    def __str__(self) -> str:
        """Return the title, for the test report."""
        return self.title

    def question(self) -> Question:
        """Return the case as the program is asked."""
        return Question(
            rule_id=self.clock,
            trigger_on=day(self.trigger),
            variant=frozenset(self.variant.split()),
            pauses=[paused(text) for text in self.pauses.split()],
            extensions=[extended(text) for text in self.extensions.split()],
        )


def day(text: str) -> dt.date:
    """Return the day a lawyer writes as 02/09/2026."""
    return dt.datetime.strptime(text, "%d/%m/%Y").date()


def paused(text: str) -> Pause:
    """Return the days a lawyer writes as `10/03/2025-15/03/2025`."""
    begin, _, end = text.partition("-")
    return Pause(from_on=day(begin), until_on=day(end))


def extended(text: str) -> Extension:
    """Return the decision a lawyer writes as `28/01/2026+30`."""
    on, _, days = text.partition("+")
    return Extension(granted_on=day(on), days=int(days))


def check(row: Row) -> None:
    """Fail unless both ways of counting give the dates of the case, by its provision."""
    for answer in (answer_to(row, reckon), answer_to(row, explain)):
        found = (answer.due.nominal_on, answer.due.due_on, answer.due.effective_on)
        effective = day(row.effective) if row.effective else None
        assert found == (day(row.nominal), day(row.due), effective)
        assert answer.due.rolled == (row.nominal != row.due)
        assert str(answer.rule.basis) == row.provision


def answer_to(row: Row, ask: object = reckon) -> Answer:
    """Return what the program says of a case."""
    return ask(BOOK, CALENDAR, row.question())
