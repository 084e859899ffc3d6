"""Over which bodies a role reaches, among those that there are."""

import datetime as dt
from collections.abc import Mapping

from services.routing.domain.agency.state import Body, Register
from services.routing.domain.officer.grants import HeldRole
from shared.auth.principal import WHOLE_PROVINCE
from shared.ids import AgencyCode

Tree = Mapping[AgencyCode, AgencyCode | None]
"""Each body and the one above it."""


def tree_of(register: Register, day: dt.date) -> Tree:
    """
    Return which body stands under which on a day, those that ended included.

    A body that ended at the top stands under the one that took it over, with all below it:
    what it still holds must be seen by somebody.
    """
    return {code: _above(body, day) for code, body in register.bodies.items()}


def _above(body: Body, day: dt.date) -> AgencyCode | None:
    parent = body.on(day).parent
    ended = body.last_on is not None and body.last_on < day
    if parent is None and ended and len(body.successors) == 1:
        return body.successors[0].code
    return parent


def reach(held: HeldRole, tree: Tree) -> frozenset[AgencyCode]:
    """
    Return the bodies that a role reaches: its own and, where granted, all below it.

    `WHOLE_PROVINCE` alone where nothing but its own superiors is left out.
    """
    if not held.subordinates:
        return frozenset({held.agency})
    below = {code for code in tree if held.agency in superiors(code, tree)}
    covered = below | {held.agency}
    if covered | superiors(held.agency, tree) >= tree.keys():
        return frozenset({WHOLE_PROVINCE})
    return frozenset(covered)


def superiors(code: AgencyCode, tree: Tree) -> set[AgencyCode]:
    """Return every body above one; a ring, which nobody should enter, ends where it closes."""
    above: set[AgencyCode] = set()
    parent = tree.get(code)
    while parent is not None and parent not in above:
        above.add(parent)
        parent = tree.get(parent)
    return above
