"""Readings of the law that a province may switch: every date is counted under one of each."""

from typing import Literal

import msgspec

Actor = Literal["agency", "citizen"]
"""Whose time runs: that of a body of the State, or that of a person against it."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """How the open questions of counting are answered; the defaults are our reading."""

    roll_last_day: bool = True
    """
    A period whose last day is a day off ends on the next working day.

    Basis: BLDS Đ148.5; adopted expressly for lawsuits (LTTHC Đ116.5), elsewhere by BLDS Đ145.1
    as long as no other law provides otherwise. No act on petitions has a rule of its own.
    """
    swapped_day_off_is_rest_for_roll: bool = True
    """
    A weekday exchanged for a Saturday is a day off at the end of a period.

    Basis: BLDS Đ148.5 speaks of weekly rest and holidays; the yearly notices of exchanged days
    make the weekday a day of weekly rest for public servants (BLLD Đ111.2). Interpretation.
    """
    make_up_saturday_is_working_for: frozenset[Actor] = frozenset({"agency", "citizen"})
    """
    Whose periods treat a make-up Saturday as a working day.

    Basis: the same notices; they bind public servants, so leaving out `citizen` is the reading
    that is kinder to people.
    """
    culture_day_24_11: bool = True
    """
    24 November, Ngày Văn hóa Việt Nam, is a holiday.

    Basis: NQ28, in force from 1 July 2026; its text was not read (secondary).
    """


AS_WE_READ_IT = Policy()
