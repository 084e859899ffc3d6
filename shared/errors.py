"""What can go wrong, in kinds: the domain refuses, a writer loses a race, a store is away."""

import enum
from collections.abc import Mapping
from typing import ClassVar

from shared.legal.citation import Citation


class Kind(enum.Enum):
    """Why a command was refused; only `shared/web/problem.py` knows HTTP."""

    INVALID = "invalid"
    """What was asked makes no sense; asking again will not help."""
    NOT_FOUND = "not-found"
    CONFLICT = "conflict"
    """It made sense once, but not in the present state."""
    FORBIDDEN = "forbidden"
    UNKNOWN_CALLER = "unknown-caller"
    """Nobody is signed in, and somebody must be."""
    TOO_OFTEN = "too-often"
    """It was asked too often; asking later may help."""
    GONE = "gone"
    """It was there and was erased for good."""


class Refusal(Exception):
    """
    A command the domain will not carry out. Anticipated: nobody is paged for it.

    `code` is part of the public API; the sentence is for people. `field` names the
    part of the request to mend, where one is to blame; `retry_after_s` when asking again
    helps, where that is known.
    """

    code: ClassVar[str]
    kind: ClassVar[Kind]
    basis: ClassVar[Citation | None] = None

    def __init__(
        self,
        sentence: str,
        *,
        field: str | None = None,
        retry_after_s: int | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.retry_after_s = retry_after_s
        self.values: Mapping[str, object] = values or {}
        """What the sentence names, for pages that say it in other words; days as days."""


class Conflict(Exception):
    """Somebody else wrote to the same stream first: load, decide and try again."""


class StoreUnavailable(Exception):
    """PostgreSQL cannot be reached now; nothing was recorded."""


class Unfit(Exception):
    """A setting, a key or a certificate does not do; the sentence names it and says what to do."""

    code = "unfit"


class RuleMissing(Exception):
    """No rule row covers the case or the day. A gap in our law books, never the caller's fault."""
