"""What the clocks of a petition refuse."""

from typing import ClassVar

from shared.errors import Kind, Refusal
from shared.legal.citation import Citation


class VariantUnknown(Refusal):
    """Asked to count under a circumstance that the rule row does not know."""

    code = "variant-unknown"
    kind = Kind.INVALID


class ExtensionNotAllowed(Refusal):
    """Asked to extend a period more often, or by more, than its rule row allows."""

    code = "extension-not-allowed"
    kind = Kind.CONFLICT
    basis: ClassVar[Citation | None] = Citation("LTC", "Đ30")
