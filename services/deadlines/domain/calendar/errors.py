"""What the calendar of a year refuses."""

from shared.errors import Kind, Refusal


class CalendarImpossible(Refusal):
    """The days are not of the year, or close a weekend, or make up on no Saturday."""

    code = "calendar-impossible"
    kind = Kind.INVALID


class CalendarVersionTaken(Refusal):
    """Another publication has this version or a higher one."""

    code = "calendar-version-taken"
    kind = Kind.CONFLICT
