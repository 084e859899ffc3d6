"""From a row of the table back to the question, and to the answer, of when that clock ends."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from services.deadlines.domain.errors import ClockRefused
from services.deadlines.domain.reckoning import Answer, Question, asked
from services.deadlines.projections.clock import ClockRow
from services.deadlines.rules import RuleBook
from shared.legal.calendar import Calendar
from shared.legal.counting import Extension, Pause


class Inputs(Protocol):
    """What the dates of a clock follow from; see `ClockRow` for how each is written."""

    @property
    def rule(self) -> str:
        """Id of the rule."""

    @property
    def trigger_on(self) -> dt.date:
        """The day that is not counted."""

    @property
    def variant(self) -> str:
        """Circumstances."""

    @property
    def pauses(self) -> str:
        """Those that ended."""

    @property
    def extensions(self) -> str:
        """Those that stand."""

    @property
    def paused_on(self) -> dt.date | None:
        """Since when it stands still."""

    @property
    def ground(self) -> str:
        """Why it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A clock, counted again from its inputs by the rules and calendars of now."""

    row: ClockRow
    question: Question
    answer: Answer | None
    """None where there is no date: `refusal` says why."""
    refusal: ClockRefused | None = None

    @property
    def differs(self) -> bool:
        """Test whether people were told another day than is counted now."""
        if self.answer is None or self.row.state == "paused":
            return False
        return self.answer.due.due_on != self.row.due_on


def explained(
    row: ClockRow, book: RuleBook, calendar: Calendar, today: dt.date
) -> Explained:
    """Return why a clock ends when it does; of one that stands still, if it went on today."""
    question = question_of_row(row, as_if_resumed_on=today)
    try:
        answer = asked(book, calendar, question)
    except ClockRefused as refusal:
        return Explained(row=row, question=question, answer=None, refusal=refusal)
    return Explained(row=row, question=question, answer=answer)


def question_of_row(row: Inputs, *, as_if_resumed_on: dt.date | None = None) -> Question:
    """
    Return the question of a clock.

    A clock that stands still has no end; with `as_if_resumed_on` it is asked as if it went
    on that day, which is what the law would say then.
    """
    pauses, since = pauses_of(row), row.paused_on
    if since is not None and as_if_resumed_on is not None and since < as_if_resumed_on:
        still = Pause(from_on=since, until_on=as_if_resumed_on, ground=row.ground)
        pauses = (*pauses, still)
    return Question(
        rule_id=row.rule,
        trigger_on=row.trigger_on,
        variant=frozenset(row.variant.split()),
        pauses=pauses,
        extensions=tuple(each for _, each in extensions_of(row)),
    )


def pauses_of(row: Inputs) -> tuple[Pause, ...]:
    """Return the pauses that ended, in the order in which they ended."""
    entries = (entry.split("/") for entry in row.pauses.split())
    return tuple(
        Pause(from_on=_day(start), until_on=_day(until), ground=ground)
        for start, until, ground in entries
    )


def extensions_of(row: Inputs) -> tuple[tuple[int, Extension], ...]:
    """Return the extensions that stand, each with its number, in the order of granting."""
    entries = (entry.split("/") for entry in row.extensions.split())
    return tuple(
        (int(number), Extension(granted_on=_day(on), days=int(days)))
        for number, on, days in entries
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
