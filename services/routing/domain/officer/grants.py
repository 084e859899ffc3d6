"""
Roles an officer was granted, each over its days: from the first, to before the last.

The same two functions serve the decider's state and the read model, so that what is refused
and what is shown can never differ.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import msgspec

from shared.contracts.routing_bodies import Role, RoleGranted, RoleWithdrawn
from shared.ids import AgencyCode

_CASE_ROLES: Final[frozenset[Role]] = frozenset(
    ("reception", "processing", "head", "inspectorate", "auditor")
)
_CLASHES: Final = MappingProxyType[Role, frozenset[Role]](
    {
        "administrator": _CASE_ROLES | {"custodian"},
        "custodian": frozenset[Role](("processing", "head")),
    }
)
"""Who runs accounts sees no content; who agrees to a reveal is never the one who wants it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role in a body over its days."""

    role: Role
    agency: AgencyCode
    subordinates: bool
    from_on: dt.date
    until_on: dt.date | None
    """First day on which it does not hold; None: until it is withdrawn."""
    withdrawn: bool = False

    def holds(self, day: dt.date) -> bool:
        """Test whether it holds on a day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def meets(self, other: "HeldRole") -> bool:
        """Test whether there is a day on which both hold."""
        starts = max(self.from_on, other.from_on)
        ends = min((e for e in (self.until_on, other.until_on) if e), default=None)
        return ends is None or starts < ends

    def clashes(self, other: "HeldRole") -> bool:
        """Test whether no one person may hold both, on some day."""
        nothing = frozenset[Role]()
        never = other.role in _CLASHES.get(self.role, nothing) or (
            self.role in _CLASHES.get(other.role, nothing)
        )
        return never and self.meets(other)


Held = tuple[HeldRole, ...]


def held_by(fact: RoleGranted) -> HeldRole:
    """Return the role that a fact grants."""
    return HeldRole(
        role=fact.role,
        agency=fact.agency,
        subordinates=fact.subordinates,
        from_on=fact.from_on,
        until_on=fact.until_on,
    )


def after_grant(held: Held, fact: RoleGranted) -> Held:
    """Return the roles after one more was granted; the same fact twice is one."""
    granted = held_by(fact)
    return held if granted in held else (*held, granted)


def after_withdrawal(held: Held, fact: RoleWithdrawn) -> Held:
    """Return the roles after one was withdrawn: those that ended before stay as they were."""

    def end(one: HeldRole) -> HeldRole:
        ended = one.until_on is not None and one.until_on <= fact.withdrawn_on
        if (one.role, one.agency) != (fact.role, fact.agency) or ended:
            return one
        return replace(one, until_on=fact.withdrawn_on, withdrawn=True)

    return tuple(end(one) for one in held)


def written(held: Iterable[HeldRole]) -> str:
    """Return the roles as one text, for a column."""
    return msgspec.json.encode(list(held)).decode()


def read(text: str) -> Held:
    """Return the roles that `written` wrote."""
    return msgspec.json.decode(text, type=Held)
