"""Over which bodies a role reaches, among those that there are."""

from collections.abc import Mapping

from services.routing.domain.officer.grants import HeldRole
from shared.auth.principal import WHOLE_PROVINCE
from shared.ids import AgencyCode

Tree = Mapping[AgencyCode, AgencyCode | None]
"""Each body and the one above it."""


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
