"""The answer while it is being found: what the rows applied so far have said."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.routing.domain.advice.answer import Answer
from services.routing.domain.advice.seats import Bench, Seat
from services.routing.rules.advising import AdviceBook, AdviceRule, SeatRule, Value
from shared.legal.citation import Citation
from shared.legal.rules import Rule


@dataclass(slots=True, kw_only=True)
class Draft:
    """Filled by one matter's tables, then closed into an `Answer`; never shared."""

    book: AdviceBook
    on: dt.date
    observed: dict[str, Value]
    bench: Bench
    kinds: list[str] = field(default_factory=list)
    eligible: bool | None = None
    reasons: list[str] = field(default_factory=list)
    seats: dict[str, Seat] = field(default_factory=dict)
    external: str | None = None
    actions: list[str] = field(default_factory=list)
    form: str | None = None
    flags: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    cited: list[Citation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stopped: bool = False

    def ask(self, table: str, on: dt.date | None = None) -> tuple[AdviceRule, ...]:
        """
        Apply the rows of a table that hold; return them.

        Raises:
            RuleMissing: a row names the head of a body that no row covers.
        """
        rows = self.book.tables[table].hits(self.observed, on or self.on)
        for row in rows:
            self._apply(row)
        return rows

    def applied(self, rules: Iterable[Rule]) -> None:
        """Record rows that took part."""
        for rule in rules:
            if rule not in self.rules:
                self.rules.append(rule)
            if rule.basis not in self.cited:
                self.cited.append(rule.basis)
            if isinstance(rule, SeatRule | AdviceRule) and rule.note:
                self.notes.append(rule.note)

    def found(self, seen: Mapping[str, Value]) -> None:
        """Add what was found so far to what rows can ask."""
        self.observed.update(seen)

    def answer(self, kind: str) -> Answer:
        """Return what was found; rows below primary never decide alone (NEEDS_HUMAN)."""
        flags = list(dict.fromkeys(self.flags))
        if any(rule.confidence != "primary" for rule in self.rules):
            flags.append("NEEDS_HUMAN")
        slots = {slot: seat.role for slot, seat in self.seats.items() if seat.role}
        if self.external is not None:
            slots["external"] = self.external
        return Answer(
            kind=kind,
            eligible=self.eligible,
            reason_codes=tuple(dict.fromkeys(self.reasons)),
            jurisdiction=slots,
            actions=tuple(dict.fromkeys(self.actions)),
            form=self.form,
            flags=tuple(dict.fromkeys(flags)),
            basis=tuple(self.cited),
            rules=tuple(rule.applied() for rule in self.rules),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _apply(self, row: AdviceRule) -> None:
        says = row.says
        self.applied([row])
        self.cited += [each for each in row.also if each not in self.cited]
        for slot, value in says.jurisdiction.items():
            self._seat(slot, value)
        if says.kind is not None:
            self.kinds.append(says.kind)
        if says.eligible is not None:
            self.eligible = says.eligible
        self.reasons += says.reasons
        self.actions += says.actions
        self.flags += says.flags
        self.form = self.form or says.form
        self.stopped |= says.stop
        self.observed["eligible"] = _said(self.eligible)
        self.observed["actions"] = frozenset(self.actions)
        self.observed["reasons"] = frozenset(self.reasons)

    def _seat(self, slot: str, value: str) -> None:
        if slot == "external":
            self.external = value
            return
        seat, rows = self.bench.seat(value)
        self.applied(rows)
        self.seats[slot] = seat
        if slot in ("decider", "lead"):
            self.seats["decider"] = seat
            self.external = seat.external or self.external


def _said(answer: bool | None) -> Value:  # noqa: FBT001 - three answers
    return "none" if answer is None else answer
