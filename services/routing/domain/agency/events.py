"""Everything that can be said of a body."""

from typing import TypeAlias

from shared.contracts.routing_bodies import (
    AgencyAbolished,
    AgencyEstablished,
    AgencyHeadAppointed,
    AgencyHeadLeft,
    AgencyRestated,
)

AgencyEvent: TypeAlias = (
    AgencyEstablished
    | AgencyRestated
    | AgencyAbolished
    | AgencyHeadAppointed
    | AgencyHeadLeft
)
EVENTS: tuple[type[AgencyEvent], ...] = (
    AgencyEstablished,
    AgencyRestated,
    AgencyAbolished,
    AgencyHeadAppointed,
    AgencyHeadLeft,
)
