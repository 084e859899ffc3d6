"""
Which questions are worth asking: those whose answer could change what is proposed.

A question is tried with each of its answers, all else being equal. What changes nothing is not
asked; what was answered is never asked again, so that the questions end.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from services.routing.domain.advice.advising import advise
from services.routing.domain.advice.answer import Answer, FactMissing
from services.routing.domain.guiding.bodies import Bodies, candidates
from services.routing.domain.guiding.questions import (
    BY_ID,
    NOT_KNOWN,
    QUESTIONS,
    Question,
    Values,
)
from services.routing.domain.guiding.stating import facts_of, question_of
from services.routing.rules.advising import AdviceBook
from shared.errors import RuleMissing
from shared.legal.calendar import Calendar

_AGO = (0, 12, 20, 40, 70, 120, 400, 5_000)
"""Days before receipt that are tried: on either side of every limit of `52-limits.yaml`."""
_FIXED = (dt.date(2026, 6, 30), dt.date(2026, 7, 1))
"""Days on which a provision begins to speak of what happened before."""
_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "count": ("1", "2", "5", "11"),
    "representatives": ("1", "3", "6"),
    "agents": ("1", "2"),
    "obstacle_days": ("0", "20", "100", "5000"),
}
_OTHERS = 2
"""Bodies tried besides those that play a part: if it matters which, the answer names it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing can be proposed without the answer to a question."""

    question: str


@dataclass(frozen=True, slots=True)
class Unruled:
    """No row covers it: a person must decide without a proposal."""

    why: str


Outcome: TypeAlias = Answer | Missing | Unruled


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The law, the days and the bodies by which a petition is judged."""

    book: AdviceBook
    calendar: Calendar
    bodies: Bodies

    def outcome(self, values: Values) -> Outcome:
        """Return what is proposed on these values; total."""
        try:
            facts = facts_of(values, self.bodies)
            return advise(self.book, self.calendar, facts)
        except FactMissing as missing:
            return Missing(question_of(missing))
        except RuleMissing as gap:
            return Unruled(str(gap))

    def open(self, known: Values, answers: Values) -> tuple[Question, ...]:
        """Return the questions worth asking, in the order in which the law asks."""
        values = merged(known, answers)
        now = told(self.outcome(values))
        return tuple(
            question
            for question in QUESTIONS
            if question.id not in known
            and question.id not in answers
            and not is_moot(question, values)
            and self._matters(question, values, now)
        )

    def _matters(self, question: Question, values: Values, now: object) -> bool:
        return any(
            told(self.outcome({**values, question.id: answer})) != now
            for answer in self.tries(question, values)
        )

    def tries(self, question: Question, values: Values) -> Iterator[str]:
        """Yield answers to a question that stand for all of them."""
        match question.sort:
            case "one":
                yield from (each for each in question.choices if each != question.usual)
            case "several":
                yield from question.choices
                yield " ".join(question.choices)
            case "number":
                yield from _NUMBERS[question.id]
            case "day":
                yield from _days(dt.date.fromisoformat(values["received_on"]))
            case "body":
                yield from self._bodies(question, values)

    def _bodies(self, question: Question, values: Values) -> Iterator[str]:
        codes = candidates(question, values, self.bodies)
        if len(codes) == 1 and question.named:
            return  # there is but one: nothing to ask
        parts = [values["receiver"], *values.get("addressees", "").split()]
        parts += values.get("moves", "").replace(">", " ").split()
        yield from (code for code in dict.fromkeys(parts) if code in codes)
        yield from [code for code in codes if code not in parts][:_OTHERS]


_BEARS_ON: Mapping[str, tuple[str, ...]] = {
    "object": ("asks_review_",),
    "respondent": ("reports_official_", "reports_sector_", "reports_party_"),
    "dispute_commune": ("asks_settle_",),
    "papers": ("asks_settle_",),
    "conciliated": ("asks_settle_",),
    "organisation_party": ("asks_settle_",),
}
"""By group or question: the requests that a petition must make for it to mean anything."""
_FOLLOWS = {
    "now_kind": ("now", "moved"),
    "now_body": ("now", "moved"),
    "now_post": ("now", "moved"),
    "rank": ("now", "moved"),
    "representatives": ("representation", "elected"),
    "in_writing": ("representation", "elected"),
    "authorisation": ("representation", "authorised"),
    "agents": ("representation", "authorised"),
}
"""What is stated only where another question was answered so."""


def is_moot(question: Question, values: Values) -> bool:
    """Test whether an answer would not even be stated: spares the trying."""
    if not values.get("signals"):
        return question.id != "signals"
    bears = _BEARS_ON.get(question.id) or _BEARS_ON.get(question.group)
    if bears and not any(each.startswith(bears) for each in values["signals"].split()):
        return True
    other, wanted = _FOLLOWS.get(question.id, ("", None))
    return wanted is not None and values.get(other) != wanted


def merged(known: Values, answers: Values) -> dict[str, str]:
    """Return what is stated: the officer's word counts more than what was recorded."""
    said = {id_: value for id_, value in answers.items() if value != NOT_KNOWN}
    return {**known, **said}


def told(outcome: Outcome) -> object:
    """Return what of an outcome an officer acts on: all but the rows that led to it."""
    match outcome:
        case Answer():
            return (
                outcome.kind,
                outcome.eligible,
                frozenset(outcome.reason_codes),
                frozenset(outcome.jurisdiction.items()),
                frozenset(outcome.actions),
                outcome.form,
                frozenset(outcome.flags),
            )
        case _:
            return outcome


def unfit(guide: Guide, known: Values, answers: Values) -> str | None:
    """Return the first question whose answer is none of its own; None: all fit."""
    values = merged(known, answers)
    for id_, value in answers.items():
        question = BY_ID.get(id_)
        if question is None or not _fits(question, value, guide, values):
            return id_
    return None


def _fits(question: Question, value: str, guide: Guide, values: Values) -> bool:
    if value == NOT_KNOWN:
        return True
    match question.sort:
        case "one":
            return value in question.choices
        case "several":
            return bool(value.split()) and set(value.split()) <= set(question.choices)
        case "number":
            return value.isascii() and value.isdigit() and int(value) < 100_000  # noqa: PLR2004
        case "day":
            return _is_day(value) and value <= values["received_on"]
        case "body":
            return value in candidates(question, values, guide.bodies)


def _is_day(value: str) -> bool:
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _days(received_on: dt.date) -> Iterable[str]:
    found = [received_on - dt.timedelta(days=days) for days in _AGO]
    return [on.isoformat() for on in (*found, *_FIXED) if on <= received_on]
