"""The shape of all business logic: pure functions of (command, state), nothing else."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Generic, TypeVar

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Decider(Generic[C, S, E]):
    """Where we start, what a fact changes, and which facts a command leads to."""

    initial: S
    evolve: Callable[[S, E], S]
    decide: Callable[[C, S], Sequence[E]]

    def fold(self, facts: Iterable[E]) -> S:
        """Return the state that these facts add up to."""
        return reduce(self.evolve, facts, self.initial)
