"""Decisions on the calendar of a year: proposed by one person, published by another."""

import datetime as dt
from typing import Any

import pytest

from services.deadlines.domain.calendar.commands import (
    ApproveCalendar,
    CalendarCommand,
    ProposeCalendar,
    PublishCalendar,
    RejectCalendar,
)
from services.deadlines.domain.calendar.decider import CALENDAR
from services.deadlines.domain.calendar.doubts import Doubt, doubts
from services.deadlines.domain.calendar.errors import (
    ApprovesOwnProposal,
    CalendarImpossible,
    CalendarKeptByPeople,
    CalendarMovedOn,
    CalendarSourceMissing,
    CalendarUnchanged,
    CalendarVersionTaken,
    ProposalUnknown,
    RejectionReasonMissing,
)
from services.deadlines.domain.calendar.events import CalendarEvent
from shared.contracts.deadlines import (
    CalendarDay,
    CalendarProposed,
    CalendarPublished,
    CalendarRejected,
)
from shared.ids import OfficerId
from shared.testing.spec import Case, check

AT = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
ANNA, BINH = OfficerId("anna"), OfficerId("binh")


def day(text: str, kind: Any = "holiday") -> CalendarDay:
    return CalendarDay(on=dt.date.fromisoformat(text), kind=kind, name="Ngày Văn hóa")


CULTURE, MONDAY = day("2026-11-24"), day("2026-11-23", "swapped")
SATURDAY, SUNDAY = day("2026-11-28", "make_up"), day("2026-11-29")
NEXT_YEAR = day("2027-01-01")
ONE, TWO = (CULTURE,), (MONDAY, CULTURE, SATURDAY)


def publish(version: int, *days: CalendarDay) -> PublishCalendar:
    return PublishCalendar(
        year=2026,
        version=version,
        days=frozenset(days),
        source="TB 1",
        confidence="primary",
        at=AT,
    )


def propose(
    *days: CalendarDay, by: OfficerId = ANNA, source: str = "TB 1"
) -> ProposeCalendar:
    return ProposeCalendar(
        year=2026, days=frozenset(days), source=source, confidence="primary", by=by, at=AT
    )


def approve(version: int, instead_of: int, by: OfficerId = BINH) -> ApproveCalendar:
    return ApproveCalendar(year=2026, version=version, instead_of=instead_of, by=by, at=AT)


def reject(version: int, reason: str = "Chưa có quyết định.") -> RejectCalendar:
    return RejectCalendar(year=2026, version=version, by=BINH, reason=reason, at=AT)


def _said(version: int, days: tuple[CalendarDay, ...]) -> dict[str, Any]:
    return {
        "year": 2026,
        "version": version,
        "days": days,
        "source": "TB 1",
        "confidence": "primary",
    }


def published(
    version: int, days: tuple[CalendarDay, ...], by: OfficerId | None = None
) -> CalendarPublished:
    return CalendarPublished(**_said(version, days), approved_by=by)


def proposed(version: int, days: tuple[CalendarDay, ...]) -> CalendarProposed:
    return CalendarProposed(**_said(version, days), proposed_by=ANNA)


first, swap = published(1, ONE), published(2, TWO)
wanted = proposed(2, TWO)
rejected = CalendarRejected(
    year=2026, version=2, rejected_by=BINH, reason="Chưa có quyết định."
)

# fmt: off
CASES: list[Case[CalendarCommand, CalendarEvent]] = [
    Case("a year is published", [], publish(1, CULTURE), [first]),
    Case("a swap is a higher version", [first], publish(2, *TWO), [swap]),
    Case("the same publication twice is one", [first], publish(1, CULTURE), []),
    Case("a late repeat of an old publication changes nothing", [first, swap], publish(1, CULTURE), []),
    Case("a version says one thing only", [first], publish(1, MONDAY), CalendarVersionTaken),
    Case("an older version does not come later", [swap], publish(1, CULTURE), CalendarVersionTaken),
    Case("a program takes no version that a proposal has", [first, wanted], publish(2, CULTURE), CalendarVersionTaken),
    Case("what people decided is not undone by a program", [first, wanted, published(2, TWO, BINH)], publish(3, CULTURE), CalendarKeptByPeople),
    Case("weekends are closed anyway", [], publish(1, SUNDAY), CalendarImpossible),
    Case("only Saturdays make up", [], publish(1, day("2026-11-29", "make_up")), CalendarImpossible),
    Case("a year speaks of its own days", [], publish(1, NEXT_YEAR), CalendarImpossible),
    Case("a day stands once", [], publish(1, CULTURE, day("2026-11-24", "local")), CalendarImpossible),

    Case("days are proposed under the next version", [first], propose(*TWO), [wanted]),
    Case("days of a year that nobody knows are proposed too", [], propose(CULTURE), [proposed(1, ONE)]),
    Case("a version that was rejected is not used again", [first, wanted, rejected], propose(*TWO), [proposed(3, TWO)]),
    Case("what waits is not proposed twice", [first, wanted], propose(*TWO, by=BINH), []),
    Case("what is in use needs no proposal", [first], propose(CULTURE), CalendarUnchanged),
    Case("a proposal says where it comes from", [first], propose(*TWO, source="  "), CalendarSourceMissing),
    Case("an impossible day is not proposed", [first], propose(SUNDAY), CalendarImpossible),

    Case("another person publishes it", [first, wanted], approve(2, 1), [published(2, TWO, BINH)]),
    Case("the first days of a year follow no version", [proposed(1, ONE)], approve(1, 0), [published(1, ONE, BINH)]),
    Case("nobody publishes their own", [first, wanted], approve(2, 1, by=ANNA), ApprovesOwnProposal),
    Case("published is published", [first, wanted, published(2, TWO, BINH)], approve(2, 1), []),
    Case("what nobody proposed is not published", [first], approve(2, 1), ProposalUnknown),
    Case("what was rejected is not published", [first, wanted, rejected], approve(2, 1), ProposalUnknown),
    Case("an old proposal does not follow a newer calendar", [first, wanted, published(3, ONE, BINH)], approve(2, 3), CalendarVersionTaken),
    Case("whoever looked at other consequences looks again", [first, wanted, proposed(3, ()), published(2, TWO, BINH)], approve(3, 1), CalendarMovedOn),

    Case("a proposal is laid aside", [first, wanted], reject(2), [rejected]),
    Case("it is laid aside once", [first, wanted, rejected], reject(2), []),
    Case("a word is due to whoever made it", [first, wanted], reject(2, " "), RejectionReasonMissing),
    Case("what is in use is not laid aside", [first], reject(1), ProposalUnknown),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_calendar_decides(case: Case[CalendarCommand, CalendarEvent]) -> None:
    check(CALENDAR, case)


FULL = frozenset(
    [
        *(day(f"2026-{each}") for each in ("01-01", "04-30", "05-01", "09-02", "11-24")),
        *(day(f"2026-02-{each}") for each in (16, 17, 18, 19, 20)),
    ]
)


def test_what_looks_wrong_is_asked_about() -> None:
    """Nothing of it is forbidden: a notice may really say so."""
    assert doubts(2026, FULL) == []
    assert doubts(2025, frozenset()) == [
        Doubt(code="holiday-worked", on=dt.date(2025, 1, 1)),
        Doubt(code="holiday-worked", on=dt.date(2025, 4, 30)),
        Doubt(code="holiday-worked", on=dt.date(2025, 5, 1)),
        Doubt(code="holiday-worked", on=dt.date(2025, 9, 2)),
        Doubt(code="few-days", closed=0),
    ]
    assert doubts(2026, FULL | {MONDAY}) == [Doubt(code="swap-uneven", closed=1, made_up=0)]
    assert doubts(2026, FULL | {MONDAY, SATURDAY}) == []
    nameless = CalendarDay(on=dt.date(2026, 6, 1), kind="local", name=" ")
    assert doubts(2026, FULL | {nameless}) == [
        Doubt(code="name-missing", on=dt.date(2026, 6, 1))
    ]
