"""Which bodies are there, from when to when, and under whom? One reading for every service."""

import datetime as dt

import msgspec

from shared.contracts.routing_bodies import (
    AgencyAbolished,
    AgencyEstablished,
    AgencyRestated,
)
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class BodyRow(msgspec.Struct, frozen=True):
    """A body of the province, as last known."""

    code: str
    name: str
    kind: str
    level: str
    parent: str | None
    valid_from: dt.date | None
    """None: longer than anybody wrote down."""
    valid_to: dt.date | None
    """The last day on which it is there; None: no end is known."""
    stated_on: dt.date
    """From when it is called so; what is entered in advance lies ahead."""
    was: str
    """What it was called until then; where nothing earlier is known, the same."""
    was_on: dt.date | None = None
    """From when it was called so; None: nothing earlier is known."""

    def name_on(self, day: dt.date) -> str:
        """Return what it is called on a day about now."""
        return self.name if self.stated_on <= day else self.was

    def named_on(self, day: dt.date) -> "BodyRow":
        """Return it as it is called on a day about now."""
        return msgspec.structs.replace(self, name=self.name_on(day))

    def in_force(self, day: dt.date) -> bool:
        """Test whether it is there on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


def _after(row: BodyRow | None, heard: Told) -> BodyRow | None:
    fact = heard.fact
    match fact:
        case AgencyEstablished() if row is None:
            since = fact.valid_from or dt.date.min
            return BodyRow(
                code=fact.code,
                name=fact.name,
                kind=fact.kind,
                level=fact.level,
                parent=fact.parent,
                valid_from=fact.valid_from,
                valid_to=None,
                stated_on=since,
                was=fact.name,
            )
        case AgencyEstablished() if row is not None:
            since = fact.valid_from or dt.date.min
            earlier = since < (row.valid_from or dt.date.min)
            begun = (
                row
                if not earlier
                else msgspec.structs.replace(row, valid_from=fact.valid_from)
            )
            return _stated(begun, since, fact)
        case AgencyRestated() if row is not None:
            return _stated(row, fact.on, fact)
        case AgencyAbolished() if row is not None:
            return msgspec.structs.replace(row, valid_to=fact.last_on)
    return row


def _stated(row: BodyRow, on: dt.date, fact: AgencyEstablished | AgencyRestated) -> BodyRow:
    change = msgspec.structs.replace
    if on < row.stated_on:
        # Lists of the past come in any order: what was before the name before is routing's.
        if row.was_on is not None and on < row.was_on:
            return row
        return change(row, was=fact.name, was_on=on)
    stated = change(row, name=fact.name, kind=fact.kind, parent=fact.parent, stated_on=on)
    if on > row.stated_on:
        return change(stated, was=row.name, was_on=row.stated_on)
    return stated if row.was_on is not None else change(stated, was=fact.name)


AGENCY: ReadModel[BodyRow] = ReadModel(
    table="agency",
    row=BodyRow,
    keys={
        AgencyEstablished: lambda fact: fact.code,
        AgencyRestated: lambda fact: fact.code,
        AgencyAbolished: lambda fact: fact.code,
    },
    fold=_after,
)
"""Every service keeps it: to name bodies, to offer them, to find the one above."""
