"""What a decision orders is measured in: VND, square metres, persons, cases, or done or not."""

from decimal import Decimal
from typing import Final

from shared.contracts.routing_inquiry import Measure

RECOVERED: Final = frozenset[Measure]({"money", "land"})
"""Paid or given to the state, or back to somebody."""
OF_PEOPLE: Final = frozenset[Measure]({"discipline", "prosecution"})
COUNTED: Final = RECOVERED | OF_PEOPLE
"""There may be more than one."""
_DM2 = 100
"""Square decimetres in a square metre: what is summed is whole."""


def measured(measure: str, amount: int | Decimal) -> Decimal:
    """Return an amount as people say it: land in square metres, of square decimetres."""
    return Decimal(amount) / _DM2 if measure == "land" else Decimal(amount)


def kept(measure: str, said: Decimal) -> int:
    """Return an amount that people say as facts keep it: whole."""
    return int(said * _DM2 if measure == "land" else said)


def figure(measure: str, amount: int) -> str:
    """Return an amount as a field takes it, without an empty fraction: 2025 dm² is `20.25`."""
    return f"{measured(measure, amount):.2f}".removesuffix(".00")
