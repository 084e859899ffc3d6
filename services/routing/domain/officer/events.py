"""Everything an officer's stream can say."""

from typing import TypeAlias

from shared.contracts.routing_bodies import (
    OfficerAppointed,
    OfficerLeft,
    RelativeDeclared,
    RoleGranted,
    RoleWithdrawn,
)

OfficerEvent: TypeAlias = (
    OfficerAppointed | RoleGranted | RoleWithdrawn | RelativeDeclared | OfficerLeft
)
