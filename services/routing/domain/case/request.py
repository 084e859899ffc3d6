"""What every request about a case says: who asks, when, and for which legal date."""

import datetime as dt
from dataclasses import dataclass

from shared.clock import local_date
from shared.ids import AgencyCode, CaseId


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What every request about an open case says."""

    case_id: CaseId
    by: AgencyCode
    """The body that acts."""
    at: dt.datetime
    on: dt.date | None = None
    """The legal date, where it is not the local day of `at`."""

    @property
    def day(self) -> dt.date:
        """The legal date of the act."""
        return self.on or local_date(self.at)
