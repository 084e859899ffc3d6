"""Cases of clocks as JSON: what is asked, and the answer as one document."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from services.deadlines.domain.errors import ClockRefused
from services.deadlines.domain.reckoning import Answer, Question, asked
from services.deadlines.rules import RuleBook
from shared.legal import acts
from shared.legal.calendar import Calendar
from shared.legal.citation import Citation
from shared.legal.counting import Extension, Pause, Step

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day(value: object) -> dt.date:
    """
    Read a day as people write it in data: `2026-07-01`, a day that exists.

    Raises:
        ValueError: it is anything else.
    """
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("write the day as YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is no day of the calendar") from None


Day = Annotated[dt.date, BeforeValidator(_day)]


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.]{1,64}$")]
"""A name of the rule book; what cannot be one is not repeated in an answer."""


class PauseIn(_Asked):
    """Days that stood still; `until` is the day on which counting went on."""

    from_: Annotated[Day, Field(alias="from")]
    until: Day
    ground: Code | Literal[""] = ""


class ExtensionIn(_Asked):
    """A written decision that added days."""

    granted_on: Day
    days: int


class ClockCase(_Asked):
    """A clock, the day it began on, and what happened to it."""

    clock: Code
    started_on: Day
    variant: list[Code] = []
    pauses: list[PauseIn] = []
    extensions: list[ExtensionIn] = []
    actor: Literal["agency", "citizen"] | None = None

    def question(self) -> Question:
        """Return the case as the domain asks it."""
        return Question(
            rule_id=self.clock,
            trigger_on=self.started_on,
            variant=frozenset(self.variant),
            pauses=[
                Pause(from_on=each.from_, until_on=each.until, ground=each.ground)
                for each in self.pauses
            ],
            extensions=[
                Extension(granted_on=each.granted_on, days=each.days)
                for each in self.extensions
            ],
            actor=self.actor,
        )


class _Malformed(Exception):
    """The input is not the JSON we read."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class Desk:
    """Answers cases under the rules and calendars that were shipped."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._calendar: Calendar = book.calendar()

    def line(self, text: bytes) -> dict[str, Any]:
        """Return the answer to a JSON text: a case, or a line of cases with its `input`."""
        echoed: dict[str, Any] = {}
        try:
            found = _object(text)
            if isinstance(found.get("id"), str | int):
                echoed["id"] = found["id"]
            plain = {key: value for key, value in found.items() if key != "id"}
            answer = self.case(_input(found) if "input" in found else plain)
        except _Malformed as wrong:
            answer = _error("malformed-input", str(wrong), wrong.field)
        return {**echoed, **answer}

    def case(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a case, or why there is none; null is as if left out."""
        given = {key: value for key, value in found.items() if value is not None}
        try:
            question = ClockCase.model_validate(given).question()
            answer = asked(self._book, self._calendar, question)
        except ValidationError as wrong:
            first = wrong.errors(include_url=False)[0]
            field = ".".join(str(part) for part in first["loc"])
            said = first.get("ctx", {}).get("error", first["msg"])
            return _error("malformed-input", f"{field}: {said}; correct it", field)
        except ClockRefused as refusal:
            return _error(refusal.code, refusal.sentence, refusal.field, refusal.basis)
        return _shown(answer)


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _Malformed("this is not JSON in UTF-8; write one object a line") from None
    if not isinstance(found, dict):
        raise _Malformed("write a JSON object: a case, or a line of cases with its input")
    return found


def _input(found: Mapping[str, Any]) -> dict[str, Any]:
    inner = found["input"]
    if not isinstance(inner, dict):
        raise _Malformed("input: write a JSON object", field="input")
    return inner


def _error(
    code: str, message: str, field: str | None, basis: Citation | None = None
) -> dict[str, Any]:
    error: dict[str, Any] = {"code": code, "message": message}
    if field:
        error["field"] = field
    if basis is not None:
        error["basis"] = _cited(basis)
    return {"error": error}


def _shown(answer: Answer) -> dict[str, Any]:
    due, rule = answer.due, answer.rule
    document: dict[str, Any] = {
        "nominal_on": due.nominal_on.isoformat(),
        "due_on": due.due_on.isoformat(),
        "rolled": due.rolled,
    }
    if due.effective_on is not None:
        document["effective_on"] = due.effective_on.isoformat()
    act = acts.load()[rule.basis.act]
    document["rule"] = {
        "id": rule.id,
        "version": rule.version,
        "act": f"{act.title} {act.number}",
        "article": rule.basis.provision,
        "confidence": rule.confidence,
        "mode": rule.mode,
        "name": rule.name._asdict(),
        "length": answer.length,
        "unit": rule.unit,
        "local": rule.local,
    }
    document["basis"] = _basis(answer)
    document["steps"] = [_step(each) for each in due.steps]
    return document


def _basis(answer: Answer) -> str:
    """Return every provision that the answer rests on, each once."""
    cited = [answer.rule.basis, *answer.rule.also]
    cited += [step.basis for step in answer.due.steps if step.basis is not None]
    return "; ".join(dict.fromkeys(_cited(each) for each in cited))


def _cited(citation: Citation) -> str:
    act = acts.load()[citation.act]
    return f"{act.title} {act.number} {citation.provision}"


def _step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "from_on": step.from_on.isoformat(),
        "until_on": step.until_on.isoformat(),
        "days": step.days,
        "total": step.total,
        "sentence": step.sentence,
        "sentence_en": step.sentence_en,
        "basis": None if step.basis is None else _cited(step.basis),
    }
