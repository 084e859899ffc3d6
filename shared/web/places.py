"""
Where one can go: the rows of the navigation and of the command palette, by role.

A new page of staff gets a row here and its words under `place`; the shell does the rest.
That somebody sees no row is a courtesy: what they may do is decided where it is done.
"""

from dataclasses import dataclass

from shared.auth.principal import Principal
from shared.contracts.routing_bodies import Role

_READ: tuple[Role, ...] = ("reception", "processing", "head", "inspectorate", "auditor")

_CALENDARS: tuple[Role, ...] = ("administrator", "inspectorate", "head")


@dataclass(frozen=True, slots=True)
class Place:
    """A page of staff that stands in the navigation."""

    path: str
    key: str
    roles: frozenset[Role]
    deeper: bool = False
    """It stands in the palette alone: a view of another place."""
    count: str = ""
    """Where the number beside it is asked for, once the page stands; empty: it has none."""


def _row(path: str, key: str, *roles: Role, deeper: bool = False, count: str = "") -> Place:
    return Place(path, f"place.{key}", frozenset(roles), deeper, count)


PLACES: tuple[Place, ...] = (
    _row("/desk", "desk", *_READ),
    _row("/desk?show=overdue", "overdue", *_READ, deeper=True),
    _row("/desk?show=closed", "closed", *_READ, deeper=True),
    _row("/executions", "executions", *_READ),
    _row("/backlog", "backlog", *_READ),
    _row("/receptions", "receptions", "reception", "processing", "head"),
    _row("/desk/agreement", "agreement", *_READ, deeper=True),
    _row("/clocks", "clocks", *_READ, count="/clocks/count"),
    _row("/clocks/month", "clocks_month", *_READ, deeper=True),
    _row("/rules", "rules", *_READ, deeper=True),
    _row("/calendars", "calendars", *_CALENDARS),
    _row("/rules/what-if", "what_if", *_CALENDARS, deeper=True),
    _row("/dashboard", "dashboard", *_READ),
    _row("/reveals", "reveals", "processing", "head", "inspectorate", "custodian"),
    _row("/custody", "custody", "custodian"),
    _row("/people", "people", "head", "administrator"),
    _row("/directory", "directory", *_READ, "administrator", "custodian"),
    _row("/gallery", "gallery", "administrator"),
)


def places_of(who: Principal | None) -> tuple[Place, ...]:
    """Return the places of whoever asks, in the order of the navigation."""
    if who is None:
        return ()
    return tuple(place for place in PLACES if place.roles & who.roles)
