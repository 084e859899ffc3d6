"""Given these facts, when this is asked, then those: the shape of every decision test."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import pytest

from shared.decider import Decider

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Case(Generic[C, E]):
    """A row of a decision table; its title reads as a sentence of law or practice."""

    title: str
    given: Sequence[E]
    when: C
    then: Sequence[E] | type[Exception]

    def __str__(self) -> str:
        """Return the title, for the test report."""
        return self.title


def check(decider: Decider[C, S, E], case: Case[C, E]) -> None:
    """
    Assert that the decider answers as the row says, and that a repeat changes nothing.

    Raises:
        AssertionError: it does not.
    """
    state = decider.fold(case.given)
    if isinstance(case.then, type):
        with pytest.raises(case.then):
            decider.decide(case.when, state)
        return
    facts = decider.decide(case.when, state)
    assert list(facts) == list(case.then)
    again = decider.decide(case.when, decider.fold([*case.given, *facts]))
    assert list(again) == [], "a repeated command must change nothing"
