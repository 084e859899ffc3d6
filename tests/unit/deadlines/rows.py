"""Rows and readers that tests of pages share: one clock as it stands after its first fact."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec

from services.deadlines.projections.clock import ClockRow, fold
from services.deadlines.web import views
from shared.contracts.deadlines import Announced, ClockStarted
from shared.legal.citation import Citation, RuleApplied
from shared.web.showing import Showing
from shared.web.words import OURS, Language, Words

WORDS = Words([OURS, Path(views.__file__).parent / "words.yaml"])
PETITION = "01900000-0000-7000-8000-000000000001"
MON, TUE, WED, THU, FRI, SAT, SUN = (dt.date(2026, 11, day) for day in range(16, 23))
"""A week without holidays; the Tuesday after it, 24 November, is one."""


def show(today: dt.date, language: Language = "vi") -> Showing:
    """A reader of a day."""
    return Showing(WORDS, language, today)


def row(rule: str = "KN.L1.SETTLE", **changes: Any) -> ClockRow:
    """A clock of settlement that was started on a Monday, 12 October 2026; then as it is said."""
    began = dt.date(2026, 10, 12)
    fact = ClockStarted(
        clock_id=f"{PETITION}/{rule}/1",
        petition_id=PETITION,
        rule=RuleApplied(
            rule=rule, version=2, basis=Citation("LKN", "Đ28"), confidence="primary"
        ),
        mode="deadline",
        party="agency",
        trigger_on=began,
        length=30,
        unit="calendar_day",
        variant=(),
        announced=Announced(
            nominal_on=dt.date(2026, 11, 11),
            due_on=dt.date(2026, 11, 11),
            half_on=dt.date(2026, 10, 27),
            most_on=dt.date(2026, 11, 5),
            calendar_version="2026.2",
        ),
        against="25585",
    )
    heard = SimpleNamespace(
        fact=fact, recorded_at=dt.datetime(2026, 10, 12, 3, tzinfo=dt.UTC)
    )
    plain = fold(None, heard)
    assert plain is not None
    return msgspec.structs.replace(plain, **changes)
