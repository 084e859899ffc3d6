"""What the calendar of a year refuses."""

from typing import ClassVar

from shared.errors import Kind, Refusal
from shared.legal.citation import Citation


class CalendarImpossible(Refusal):
    """The days are not of the year, or close a weekend, or make up on no Saturday."""

    code = "calendar-impossible"
    kind = Kind.INVALID
    basis: ClassVar[Citation | None] = Citation("BLLD", "Đ112")


class CalendarSourceMissing(Refusal):
    """Nobody says where the days come from."""

    code = "calendar-source-missing"
    kind = Kind.INVALID


class CalendarYearApart(Refusal):
    """Between the years that are known and this one lies one that is not."""

    code = "calendar-year-apart"
    kind = Kind.INVALID


class RejectionReasonMissing(Refusal):
    """A proposal is laid aside without a word to whoever made it."""

    code = "calendar-reason-missing"
    kind = Kind.INVALID


class CalendarMovedOn(Refusal):
    """Another version came into use since the consequences were looked at."""

    code = "calendar-moved-on"
    kind = Kind.CONFLICT


class CalendarVersionTaken(Refusal):
    """Another publication has this version or a higher one."""

    code = "calendar-version-taken"
    kind = Kind.CONFLICT


class CalendarKeptByPeople(Refusal):
    """The province decided on this year's days; a newer program does not decide otherwise."""

    code = "calendar-kept-by-people"
    kind = Kind.CONFLICT


class CalendarUnchanged(Refusal):
    """The proposal says what the calendar in use says."""

    code = "calendar-unchanged"
    kind = Kind.CONFLICT


class ProposalUnknown(Refusal):
    """No proposal of this version waits for a decision."""

    code = "calendar-proposal-unknown"
    kind = Kind.NOT_FOUND


class ApprovesOwnProposal(Refusal):
    """Whoever proposed a calendar does not approve it: a date moves people's rights."""

    code = "calendar-own-proposal"
    kind = Kind.FORBIDDEN
