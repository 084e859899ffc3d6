"""The dates of a clock as people are told them, from its inputs, the rules and a calendar."""

from dataclasses import dataclass

from services.deadlines.domain.clocks.state import Inputs
from services.deadlines.domain.reckoning import Answer, Question, reckon, reminder_days
from services.deadlines.rules import RuleBook
from shared.contracts.deadlines import Announced
from shared.legal.calendar import Calendar
from shared.legal.counting import calendars_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """What every date is counted under."""

    book: RuleBook
    calendar: Calendar


def question_of(inputs: Inputs) -> Question:
    """Return the question whose answer is when this clock ends."""
    return Question(
        rule_id=inputs.rule_id,
        trigger_on=inputs.trigger_on,
        variant=inputs.variant,
        pauses=inputs.pauses,
        extensions=tuple(inputs.extensions.values()),
    )


def announce(law: Law, question: Question) -> tuple[Answer, Announced]:
    """
    Return what the law says of a clock, and the dates people are told.

    Raises:
        Refusal: the law does not provide for what is asked; see `reckon`.
        RuleMissing: no row covers the trigger, or a calendar is not published.
    """
    answer = reckon(law.book, law.calendar, question)
    due = answer.due
    half_on, most_on = reminder_days(law.book, law.calendar, question)
    read = calendars_read(question.trigger_on, answer.rule.unit, due, law.calendar)
    announced = Announced(
        nominal_on=due.nominal_on,
        due_on=due.due_on,
        half_on=half_on,
        most_on=most_on,
        calendar_version=read,
    )
    return answer, announced
