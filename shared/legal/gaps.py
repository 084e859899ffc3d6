"""
Gaps in what we know of the law, with a code: whoever asks is told, a reaction stops.

A gap is no refusal of the domain: a clock that cannot be started for want of a calendar must
raise an alarm, not be passed over.
"""

from collections.abc import Mapping
from typing import ClassVar

from shared.errors import RuleMissing


class Gap(RuleMissing):
    """Something needed for an answer is not in our books; `field` is what led there."""

    code: ClassVar[str]

    def __init__(
        self, sentence: str, *, field: str, values: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.values: Mapping[str, object] = values or {}
        """What the sentence names, as a refusal has it."""


class CalendarMissing(Gap):
    """The days of a year that must be looked at were not published."""

    code = "calendar-missing"

    @classmethod
    def of(cls, year: int) -> "CalendarMissing":
        """Return the gap of one year."""
        return cls(
            f"Chưa có lịch ngày nghỉ, ngày làm bù của năm {year}; không đoán ngày. "
            f"Hãy công bố lịch năm {year} rồi tính lại.",
            field="started_on",
            values={"year": year},
        )


class ClockUnknown(Gap):
    """No rule row has this id."""

    code = "clock-unknown"


class NoRowInForce(Gap):
    """The clock exists, but no row of it is in force on the day of the trigger."""

    code = "no-row-in-force"
