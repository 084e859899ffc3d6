"""What routing says of the bodies of the province and who works in them."""

import datetime as dt
from typing import Literal

import msgspec

from shared.contracts.routing import (
    AgencyKind,
    Confidence,
    Level,
)
from shared.ids import AgencyCode, OfficerId
from shared.registry import Fact, RawFact, fact, upcast

Role = Literal[
    "reception",
    "processing",
    "head",
    "inspectorate",
    "auditor",
    "administrator",
    "custodian",
]
OfficerPost = Literal["head", "deputy", "official"]
Relation = Literal["spouse", "parent", "child", "sibling", "other"]


@fact("agency.established", v=2)
class AgencyEstablished(Fact, frozen=True, kw_only=True):
    """
    A body exists and can hold cases from `valid_from` on.

    Said again of a body that is there: it was there from an earlier day, or is better attested.
    """

    code: AgencyCode
    name: str
    kind: AgencyKind
    level: Level
    parent: AgencyCode | None
    valid_from: dt.date | None
    """None: longer than anybody wrote down."""
    confidence: Confidence


@upcast("agency.established.v1", "agency.established.v2")
def _of_unsaid_confidence(old: RawFact) -> RawFact:
    return {**old, "confidence": "unsaid"}


@fact("agency.restated", v=1)
class AgencyRestated(Fact, frozen=True, kw_only=True):
    """From this day on a body is called so, is of this kind and stands under that one."""

    code: AgencyCode
    on: dt.date
    name: str
    kind: AgencyKind
    parent: AgencyCode | None
    confidence: Confidence


class Successor(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes over from a body that ends."""

    code: AgencyCode
    share: Literal["whole", "part"]
    """`part`: it took over from others too; what came from whom is found case by case."""
    function: str = ""
    """Which task it takes over; empty: none in particular."""


@fact("agency.abolished", v=1)
class AgencyAbolished(Fact, frozen=True, kw_only=True):
    """A body is no more after this day; what it held goes to these."""

    code: AgencyCode
    last_on: dt.date
    successors: tuple[Successor, ...]
    confidence: Confidence


@fact("agency.head_appointed", v=1)
class AgencyHeadAppointed(Fact, frozen=True, kw_only=True):
    """Somebody leads a body from this day on, under this title; whoever did, does no longer."""

    code: AgencyCode
    title: str
    officer: OfficerId | None
    """None: nobody who works with this program."""
    from_on: dt.date


@fact("agency.head_left", v=1)
class AgencyHeadLeft(Fact, frozen=True, kw_only=True):
    """After this day nobody leads a body, until somebody is appointed."""

    code: AgencyCode
    last_on: dt.date


@fact("officer.appointed", v=1)
class OfficerAppointed(Fact, frozen=True, kw_only=True):
    """Somebody works for a body from now on. What they may do is another matter."""

    officer: OfficerId
    agency: AgencyCode
    post: OfficerPost
    marks: tuple[str, ...]
    """Keyed marks of name and identity number, from intake: equal only for the same person."""
    appointed_on: dt.date


@fact("officer.left", v=1)
class OfficerLeft(Fact, frozen=True, kw_only=True):
    """Somebody works here no longer; from this day no role of theirs holds."""

    officer: OfficerId
    left_on: dt.date
    successor: OfficerId | None
    """Who took over their open cases."""


@fact("relative.declared", v=1)
class RelativeDeclared(Fact, frozen=True, kw_only=True):
    """An officer named a relative: in matters about that person they take no part."""

    officer: OfficerId
    relation: Relation
    marks: tuple[str, ...]


@fact("role.granted", v=1)
class RoleGranted(Fact, frozen=True, kw_only=True):
    """An officer may do what the role says, in the body and, where said, below it."""

    officer: OfficerId
    role: Role
    agency: AgencyCode
    subordinates: bool
    from_on: dt.date
    until_on: dt.date | None
    """First day on which it no longer holds; None: until it is withdrawn."""


@fact("role.withdrawn", v=1)
class RoleWithdrawn(Fact, frozen=True, kw_only=True):
    """From this day on the role no longer holds."""

    officer: OfficerId
    role: Role
    agency: AgencyCode
    withdrawn_on: dt.date
