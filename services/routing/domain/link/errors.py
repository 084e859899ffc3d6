"""When two petitions are not linked, or not unlinked."""

from typing import ClassVar

from shared.errors import Kind, Refusal
from shared.legal.citation import Citation


class LinkedToItself(Refusal):
    """A petition is always the same as itself."""

    code = "linked-to-itself"
    kind = Kind.INVALID


class SealedWithOpen(Refusal):
    """A denunciation beside an open petition would tell who denounced."""

    code = "sealed-with-open"
    kind = Kind.CONFLICT
    basis: ClassVar[Citation | None] = Citation("LTC", "Đ56")


class NotLinked(Refusal):
    """There is nothing between the two that could be undone."""

    code = "not-linked"
    kind = Kind.CONFLICT
