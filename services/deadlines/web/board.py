"""What the board shows: one page of clocks, and the figures around it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from services.deadlines.queries import Counts, Cursor, Group, Wanted, Whose
from shared.auth.principal import Principal

WHOSE: tuple[Whose, ...] = ("mine", "unit", "all")
MOST_BODIES = 40
"""Rows of the table by body, what is overdue first: the filter finds the rest."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a board; every one is how many rows its list shows."""

    tabs: Counts
    whose: Mapping[Whose, int]
    """Of the tab that is open."""
    bodies: Sequence[tuple[str, Counts]]
    """By the body that must act."""
    officers: Sequence[tuple[str, Counts]]
    """Of one body alone: by who is answerable; an empty name is nobody."""


def figures(groups: Sequence[Group], who: Principal, wanted: Wanted) -> Figures:
    """Return the figures of a list from its groups."""
    lists = {whose: _of(groups, who, whose) for whose in WHOSE}
    here = lists[wanted.whose]
    bodies = _by(here, lambda group: group.against)
    return Figures(
        tabs=_sum(here),
        whose={whose: _sum(found).of(wanted.show) for whose, found in lists.items()},
        bodies=bodies,
        officers=_by(here, lambda group: group.officer) if len(bodies) == 1 else (),
    )


def _of(groups: Iterable[Group], who: Principal, whose: Whose) -> list[Group]:
    match whose:
        case "mine":
            return [group for group in groups if group.officer == who.officer]
        case "unit":
            return [group for group in groups if group.against == who.agency]
    return list(groups)


def _sum(groups: Iterable[Group]) -> Counts:
    return reduce(add, (group.counts for group in groups), Counts())


def _by(groups: Iterable[Group], key: Callable[[Group], str]) -> list[tuple[str, Counts]]:
    found: dict[str, Counts] = defaultdict(Counts)
    for group in groups:
        found[key(group)] += group.counts
    return sorted(
        found.items(), key=lambda each: (-each[1].overdue, -each[1].open, each[0])
    )


def pairs_of(wanted: Wanted) -> list[tuple[str, str]]:
    """Return the filters as they stand in an address, but for the tab."""
    return [
        ("whose", wanted.whose),
        *(("rule", code) for code in wanted.rules),
        *(("agency", code) for code in wanted.agencies),
        *(("officer", code) for code in wanted.officers),
        *([("day", wanted.day.isoformat())] if wanted.day else []),
    ]


def cursor_text(cursor: Cursor) -> str:
    """Return a place as it stands in an address."""
    return f"{cursor.due_on}_{cursor.clock_id}"
