"""Who asks: an officer, the roles they hold today, and over which bodies each role reaches."""

import datetime as dt
from enum import Enum
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import msgspec

from shared.contracts.routing_bodies import OfficerPost, Role
from shared.ids import AgencyCode, OfficerId

First: TypeAlias = Literal["", "password", "factor"]
"""What must be done before any role holds: a given password changed, a second factor set up."""
WHOLE_PROVINCE: Final = AgencyCode("*")
"""A role that reaches everywhere names no bodies: a list of 124 would travel with each request."""


class Act(Enum):
    """What may be asked of the program, as one may be allowed it or not."""

    SEE_CASES = "see-cases"
    SEE_NAMES = "see-names"
    """Of petitioners; never of who denounced."""
    RECEIVE = "receive"
    """Type in what came by post or was said at the desk; add papers to it."""
    SETTLE = "settle"
    """Accept, refuse, guide, transfer, answer, decide."""
    ASSIGN = "assign"
    SEE_FIGURES = "see-figures"
    SEE_STORY = "see-story"
    """Every fact about a petition, across services."""
    ASK_REVEAL = "ask-reveal"
    APPROVE_REVEAL = "approve-reveal"
    LIST_REVEALS = "list-reveals"
    ERASE = "erase"
    ADMINISTER = "administer"
    """Accounts and roles; no content of any petition."""
    PROPOSE_CALENDAR = "propose-calendar"
    APPROVE_CALENDAR = "approve-calendar"
    """Let due dates follow from what another person proposed: over the whole province only."""


_READ: tuple[Role, ...] = ("reception", "processing", "head", "inspectorate", "auditor")
_WORK: tuple[Role, ...] = ("processing", "head", "inspectorate")

ROLES_FOR: Final = MappingProxyType(
    {
        Act.SEE_CASES: frozenset[Role](_READ),
        Act.SEE_NAMES: frozenset[Role](("reception", *_WORK)),
        Act.RECEIVE: frozenset[Role](("reception", "processing", "head")),
        Act.SETTLE: frozenset[Role](("processing", "head")),
        Act.ASSIGN: frozenset[Role](("head",)),
        Act.SEE_FIGURES: frozenset[Role](_READ),
        Act.SEE_STORY: frozenset[Role](("processing", "head", "inspectorate", "auditor")),
        Act.ASK_REVEAL: frozenset[Role](_WORK),
        Act.APPROVE_REVEAL: frozenset[Role](("custodian",)),
        Act.LIST_REVEALS: frozenset[Role](("inspectorate", "auditor", "custodian")),
        Act.ERASE: frozenset[Role](("custodian",)),
        Act.ADMINISTER: frozenset[Role](("administrator",)),
        # Whoever keeps the machine types the notice in; that people's dates move is decided
        # by whoever answers for the province, or watches over its deadlines.
        Act.PROPOSE_CALENDAR: frozenset[Role](("administrator", "inspectorate")),
        Act.APPROVE_CALENDAR: frozenset[Role](("head", "inspectorate")),
    }
)
"""Which roles each act is open to. The one table; pages and endpoints only name acts."""


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A role that holds today, and the bodies over which it reaches."""

    role: Role
    agency: AgencyCode
    covers: frozenset[AgencyCode]
    """The body and, where granted, all below it; or `WHOLE_PROVINCE` alone."""


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever is signed in. `repr` shows no name."""

    officer: OfficerId
    name: str
    """For the pages and for tests of kinship; never in a fact, a log or an address."""
    agency: AgencyCode
    """The body they work for."""
    post: OfficerPost
    grants: tuple[Grant, ...]
    csrf: str
    """What a form of theirs must carry; of this session alone."""
    until: dt.datetime
    """From then on this is worth nothing: UTC, a minute from its making."""
    first: First = ""
    """Until it is done there are no grants."""

    def __repr__(self) -> str:
        return f"Principal({self.officer})"

    @property
    def actor(self) -> str:
        """How they stand in facts and logs."""
        return f"officer:{self.officer}"

    @property
    def roles(self) -> frozenset[Role]:
        """Every role they hold anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def reach(self, act: Act) -> frozenset[AgencyCode]:
        """Return the bodies over which they may act so; empty: nowhere."""
        codes = frozenset[AgencyCode]().union(
            *(grant.covers for grant in self.grants if grant.role in ROLES_FOR[act])
        )
        return frozenset({WHOLE_PROVINCE}) if WHOLE_PROVINCE in codes else codes

    def may(self, act: Act, agency: AgencyCode | None = None) -> bool:
        """Test whether they may act so in a body; without one, anywhere at all."""
        reach = self.reach(act)
        if agency is None:
            return bool(reach)
        return WHOLE_PROVINCE in reach or agency in reach
