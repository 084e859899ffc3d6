"""What the law says of a matter, and every row that says so."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.errors import RuleMissing
from shared.legal.citation import Citation, RuleApplied


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The outcome of all tables. Only officers decide: this is what they are told."""

    kind: str
    eligible: bool | None
    """For processing, which is not acceptance; None where the question does not arise."""
    reason_codes: tuple[str, ...]
    jurisdiction: Mapping[str, str]
    """By slot, `role` or `role@body`; only the slots that apply."""
    actions: tuple[str, ...]
    form: str | None
    flags: tuple[str, ...]
    basis: tuple[Citation, ...]
    rules: tuple[RuleApplied, ...]
    """In the order in which they were applied."""
    notes: tuple[str, ...]
    """What the rows say of themselves: alternatives, and why a human must look."""


class FactMissing(RuleMissing):
    """The law asks for something that the facts do not state; `field` says what."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence
