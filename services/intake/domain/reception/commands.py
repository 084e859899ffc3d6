"""What can be asked about a visitor who was not received."""

import datetime as dt
from dataclasses import dataclass

from shared.contracts.intake import ReceptionGround
from shared.ids import AgencyCode


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseReception:
    """Record that a visitor was not received. There is no room in it for a name."""

    reception_id: str
    agency: AgencyCode
    ground: ReceptionGround
    refused_at: dt.datetime
    there: bool
    """The body was there on that day: whoever asks must look first."""
    at: dt.datetime
