"""Everything a body can say of itself."""

from typing import TypeAlias

from shared.contracts.routing import AgencyEstablished

AgencyEvent: TypeAlias = AgencyEstablished
