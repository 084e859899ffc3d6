"""Matters as JSON: what is stated of them, and what the law says, as one document."""

import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import inspect

from services.routing.domain.advice.advising import advise
from services.routing.domain.advice.answer import Answer, FactMissing
from services.routing.domain.advice.checking import out_of_order
from services.routing.domain.advice.facts import Facts
from services.routing.rules.advising import AdviceBook
from shared.errors import RuleMissing
from shared.legal import acts
from shared.legal.calendar import Calendar
from shared.legal.citation import Citation, RuleApplied
from shared.legal.gaps import Gap

_AT = re.compile(r"(?P<said>.*) - at `\$(?P<path>.*)`", re.DOTALL)
_FIELD = re.compile(r"`(?P<name>[^`]*)`")
_LONGEST = 60
"""Of what was given, so much is repeated in a sentence."""


class _Malformed(Exception):
    """The input is not what we read."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class Desk:
    """Answers matters under the rules and calendars that were shipped."""

    def __init__(self, book: AdviceBook, calendar: Calendar) -> None:
        self._book = book
        self._calendar = calendar

    def line(self, text: bytes) -> dict[str, Any]:
        """Return the answer to a JSON text: facts, or a line of cases with its `facts`."""
        echoed: dict[str, Any] = {}
        try:
            found = _object(text)
            if isinstance(found.get("id"), str | int):
                echoed["id"] = found["id"]
            plain = {key: value for key, value in found.items() if key != "id"}
            answer = self.matter(_inner(found) if "facts" in found else plain)
        except _Malformed as wrong:
            answer = _error("malformed-input", str(wrong), wrong.field)
        return {**echoed, **answer}

    def matter(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the law says, or why it cannot be said; null is as if left out."""
        try:
            facts = _facts(found)
            return _shown(advise(self._book, self._calendar, facts))
        except _Malformed as wrong:
            return _error("malformed-input", str(wrong), wrong.field)
        except FactMissing as missing:
            return _error("fact-missing", missing.sentence, missing.field)
        except Gap as gap:
            return _error(gap.code, gap.sentence, None)
        except RuleMissing as gap:
            return _error("rule-missing", str(gap), "received_on")


def _facts(found: Mapping[str, Any]) -> Facts:
    given = _without_nulls(dict(found))
    history = given.get("history")
    if isinstance(history, dict):
        # An empty or false entry is the default, whatever its shape would be.
        given["history"] = {key: value for key, value in history.items() if value}
    try:
        facts = msgspec.convert(given, Facts)
    except msgspec.ValidationError as wrong:
        raise _explained(str(wrong)) from None
    disorder = out_of_order(facts)
    if disorder is not None:
        field, sentence = disorder
        raise _Malformed(sentence, field=field)
    return facts


def _without_nulls(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {
            key: _without_nulls(each) for key, each in value.items() if each is not None
        }
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    return value


def _explained(said: str) -> _Malformed:
    """Return the complaint of the decoder as a sentence that names field and way out."""
    match = _AT.fullmatch(said)
    path = match["path"] if match else ""
    what = match["said"] if match else said
    parts = re.findall(r"[^.\[\]]+", path.replace("[...]", ".0"))
    unknown = "unknown field" in what or "required field" in what
    named = _FIELD.search(what)
    if unknown and named is not None:
        field = ".".join([*parts, named["name"]])
        if "required" in what:
            return _Malformed(f"{field}: missing; state it", field=field)
        known = ", ".join(_allowed(parts)) or "nothing"
        return _Malformed(
            f"{field}: nobody reads this; the keys there are: {known}", field=field
        )
    field = ".".join(parts)
    allowed = _allowed(parts)
    if allowed and ("Invalid enum value" in what or "Invalid value" in what):
        given = what.partition("'")[2].rpartition("'")[0][:_LONGEST]
        return _Malformed(
            f"{field}: {given!r} is no answer here; write one of {', '.join(allowed)}",
            field=field,
        )
    if "RFC3339" in what:
        return _Malformed(
            f"{field}: write a day of the calendar as YYYY-MM-DD", field=field
        )
    return _Malformed(f"{field or 'facts'}: {what}; correct it", field=field or None)


def _allowed(parts: list[str]) -> list[str]:
    """Return what may stand at a path: the values of a word, or the keys of an object."""
    kinds: list[inspect.Type] = [inspect.type_info(Facts)]
    for part in parts:
        kinds = [inner for kind in kinds for inner in _inside(kind, part)]
    found: list[str] = []
    for kind in _flat(kinds):
        if isinstance(kind, inspect.LiteralType):
            found += [str(value) for value in kind.values]
        elif isinstance(kind, inspect.StructType):
            found += [field.encode_name for field in kind.fields]
    return found


def _inside(kind: inspect.Type, part: str) -> list[inspect.Type]:
    inner: list[inspect.Type] = []
    for each in _flat([kind]):
        if isinstance(each, inspect.StructType):
            inner += [field.type for field in each.fields if field.encode_name == part]
            if part == each.tag_field:
                inner.append(inspect.LiteralType(values=(each.tag,)))
        elif isinstance(each, inspect.VarTupleType):
            inner.append(each.item_type)
    return inner


def _flat(kinds: list[inspect.Type]) -> list[inspect.Type]:
    return [
        each
        for kind in kinds
        for each in (kind.types if isinstance(kind, inspect.UnionType) else (kind,))
    ]


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _Malformed("this is not JSON in UTF-8; write one object a line") from None
    if not isinstance(found, dict):
        raise _Malformed("write a JSON object: facts, or a line of cases with its facts")
    return found


def _inner(found: Mapping[str, Any]) -> dict[str, Any]:
    inner = found["facts"]
    if not isinstance(inner, dict):
        raise _Malformed("facts: write a JSON object", field="facts")
    return inner


def _error(code: str, message: str, field: str | None) -> dict[str, Any]:
    error: dict[str, Any] = {"code": code, "message": message}
    if field:
        error["field"] = field
    return {"error": error}


def _shown(answer: Answer) -> dict[str, Any]:
    return {
        "kind": answer.kind,
        "eligible": answer.eligible,
        "reason_codes": list(answer.reason_codes),
        "jurisdiction": dict(answer.jurisdiction),
        "actions": list(answer.actions),
        "form": answer.form,
        "flags": list(answer.flags),
        "basis": [_cited(each) for each in answer.basis],
        "rules": [_rule(each) for each in answer.rules],
        "notes": list(answer.notes),
    }


def _rule(rule: RuleApplied) -> dict[str, Any]:
    return {
        "id": rule.rule,
        "version": rule.version,
        "basis": _cited(rule.basis),
        "confidence": rule.confidence,
    }


def _cited(citation: Citation) -> str:
    act = acts.load()[citation.act]
    return f"{act.title} {act.number} {citation.provision}"
