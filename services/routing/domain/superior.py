"""Who stands above whom: the common superior of bodies that disagree, and who was skipped."""

from collections.abc import Iterable, Sequence

from services.routing.domain.directory import Agency, Law
from shared.ids import AgencyCode

_DESIGNATES = frozenset({"peoples_committee", "ward", "commune"})
"""Whose head may say whose a petition is: chairs; the head of a department may not."""


def chain_above(law: Law, code: AgencyCode) -> Sequence[Agency]:
    """
    Return every body above one, the nearest first.

    The province itself is no body that acts: its People's Committee stands for it.
    """
    above: dict[AgencyCode, Agency] = {}
    agency = law.directory.get(code)
    while agency is not None and agency.parent is not None:
        agency = law.directory.get(agency.parent)
        if agency is None or (acting := _acting(law, agency)).code in above:
            break
        above[acting.code] = acting
    return [each for each in above.values() if each.code != code]


def common_superior(law: Law, bodies: Iterable[AgencyCode]) -> Agency | None:
    """
    Return the nearest body above all of these whose head may say whose a petition is.

    A seat of the provincial chair is the chair, above whom there is nobody in the province:
    where it is one of those that disagree, the chair says. None: the bodies have no common
    superior here.

    Legal source: LKN Đ21.3; LTC Đ41.2.
    """
    chains = [_superiors(law, code) for code in dict.fromkeys(bodies)]
    if not chains:
        return None
    for agency in chains[0]:
        if all(any(each.code == agency.code for each in chain) for chain in chains[1:]):
            return agency
    return None


def is_above(law: Law, higher: AgencyCode, lower: AgencyCode) -> bool:
    """Test whether a body, or another seat of its head, stands above another."""
    if law.same_seat(higher, lower):
        return False
    return any(law.same_seat(higher, each.code) for each in chain_above(law, lower))


def watches(law: Law, higher: AgencyCode, lower: AgencyCode) -> bool:
    """Test whether the head of a body answers for what another does: a chair above it."""
    return any(each.code == higher for each in _superiors(law, lower))


def _superiors(law: Law, code: AgencyCode) -> Sequence[Agency]:
    above = [each for each in chain_above(law, code) if each.kind in _DESIGNATES]
    agency = law.directory.get(code)
    own = agency is not None and agency.kind == "peoples_committee"
    return [agency, *above] if own and agency is not None else above


def _acting(law: Law, agency: Agency) -> Agency:
    return law.directory.provincial_committee() if agency.kind == "province" else agency
