"""
What must a body know of a petition that it does not hold? One row a petition and cause.

A body whose head must decide first is told the same day that it was gone over; the province's
reception board is told of everything that was answered with "not ours". They are told that it
is so, with the receipt code: to read the petition itself is another matter.
"""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

import msgspec

from services.routing.projections.notice import in_time
from shared.contracts.routing import CaseGuided, TransferSent
from shared.contracts.routing_custody import LevelSkipped
from shared.envelope import Told
from shared.log.readmodel import ReadModel
from shared.registry import Fact

BOARD: Final = "board"
"""The province's reception board, whichever body that is."""


class OutsideRow(msgspec.Struct, frozen=True):
    """Something that a body is told of a petition which it does not hold."""

    key: str
    petition_id: str
    told: str
    """The body whose head is told; or `BOARD`."""
    why: str
    """`skipped`, `guided_away` or `sent_away`."""
    by_agency: str
    """The body that did it: it need not be told."""
    position: int
    """Among all notices, see `in_time`."""
    at: dt.datetime


_TELLS: dict[type[Fact], tuple[str, Callable[[Any], tuple[str, str]]]] = {
    LevelSkipped: ("skipped", attrgetter("skipped", "receiver")),
    CaseGuided: ("guided_away", lambda fact: (BOARD, fact.holder)),
    TransferSent: ("sent_away", lambda fact: (BOARD, fact.from_agency)),
}
"""By fact: why somebody is told, and who, and by whom it was done."""


CAUSES: Final = frozenset(why for why, _ in _TELLS.values())


def _key(fact: Any) -> str:  # noqa: ANN401 - a fact of `_TELLS`
    return f"{fact.petition_id}/{_TELLS[type(fact)][0]}"


def fold(row: OutsideRow | None, heard: Told) -> OutsideRow | None:
    """Return the notice after the fact: the last of its cause stands."""
    fact: Any = heard.fact
    if isinstance(fact, CaseGuided) and fact.manner != "elsewhere":
        return row  # to write it apart, or to complete it: nobody said that it is not ours
    why, of = _TELLS[type(fact)]
    told, by = of(fact)
    return OutsideRow(
        key=_key(fact),
        petition_id=fact.petition_id,
        told=told,
        why=why,
        by_agency=by,
        position=in_time(heard),
        at=heard.happened_at,
    )


OUTSIDE: ReadModel[OutsideRow] = ReadModel(
    table="outside_notice",
    row=OutsideRow,
    keys=dict.fromkeys(_TELLS, _key),
    fold=fold,
    indexes=("told, position",),
)
