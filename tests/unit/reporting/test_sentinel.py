"""The sentinel finds what is wrong with a date, and is silent when nothing is."""

import datetime as dt

import msgspec
import pytest

from services.reporting.sentinel.recount import CannotCount, Days, Span, recount
from services.reporting.sentinel.watching import Watch
from shared.contracts.deadlines import (
    Announced,
    CalendarDay,
    CalendarPublished,
    ClockExpired,
    ClockExtended,
    ClockExtensionStruck,
    ClockMoved,
    ClockPaused,
    ClockPauseStruck,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockVariantFound,
)
from shared.ids import AgencyCode, PetitionId
from shared.legal.citation import Citation, RuleApplied

AT = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
PETITION = PetitionId("01a1fc82-6615-7bf7-bf73-b9347d66ebe3")
CLOCK = f"{PETITION}/KN.L1.SETTLE/1"
LAW = Citation("LKN", "Đ28")
OFF = {
    dt.date(2026, 8, 31): "swapped",
    dt.date(2026, 9, 1): "holiday",
    dt.date(2026, 9, 2): "holiday",
}
BACK = dt.date(2026, 8, 22)
YEARS = {2026: Days(closed=frozenset(OFF), make_up=frozenset({BACK}))}


def d(text: str) -> dt.date:
    day, month = text.split("/")
    return dt.date(2026, int(month), int(day))


def pauses(text: str) -> list[tuple[dt.date, dt.date]]:
    return [
        (d(pair.split("-")[0]), d(pair.split("-")[1])) for pair in text.split(",") if pair
    ]


COUNTED = [
    # trigger, length, unit, pauses, nominal, due, why
    ("06/7", 30, "calendar_day", "", "05/8", "05/8", "a working day at the end"),
    ("03/8", 30, "calendar_day", "", "02/9", "03/9", "the end is a holiday"),
    ("06/7", 30, "calendar_day", "20/7-17/8", "02/9", "03/9", "28 days not counted, then rolled"),
    ("06/7", 30, "calendar_day", "20/7-22/7,22/7-24/7", "09/8", "10/8", "two pauses that touch"),
    ("23/7", 30, "calendar_day", "", "22/8", "22/8", "a make-up Saturday is worked"),
    ("20/8", 3, "working_day", "", "25/8", "25/8", "Friday, the make-up Saturday, … no: Mon, Tue"),
    ("28/8", 2, "working_day", "", "04/9", "04/9", "three closed days between"),
    ("31/1", 1, "month", "", "28/2", "02/3", "a month without the day; the end is a Saturday"),
    ("30/1", 2, "month", "", "30/3", "30/3", "the shorter month between does not matter"),
]  # fmt: skip
COUNTED[5] = (
    "20/8",
    3,
    "working_day",
    "",
    "24/8",
    "24/8",
    "Friday, make-up Saturday, Monday",
)


@pytest.mark.parametrize(
    ("trigger", "length", "unit", "paused", "nominal", "due", "why"), COUNTED
)
def test_counts_as_on_a_wall_calendar(trigger, length, unit, paused, nominal, due, why):
    """Each row can be checked by hand."""
    span = Span(
        trigger_on=d(trigger), length=length, unit=unit, rolls=True, pauses=pauses(paused)
    )
    assert recount(span, YEARS) == (d(nominal), d(due)), why


def test_a_leap_day_has_its_year():
    """29/02 and one year: the last day of February."""
    span = Span(trigger_on=dt.date(2024, 2, 29), length=1, unit="year", rolls=False)
    assert recount(span, {})[0] == dt.date(2025, 2, 28)


@pytest.mark.parametrize("unit", ["week", "calendar_day"])
def test_what_is_not_known_is_not_guessed(unit: str) -> None:
    """An unknown unit, a year without calendar."""
    with pytest.raises(CannotCount):
        recount(Span(trigger_on=d("01/7"), length=5, unit=unit, rolls=True), {})


def told(nominal: str, due: str, calendar: str = "2026.1") -> Announced:
    return Announced(
        nominal_on=d(nominal),
        due_on=d(due),
        half_on=d(due),
        most_on=d(due),
        calendar_version=calendar,
    )


def published(version: int, *more: dt.date) -> CalendarPublished:
    closed = [CalendarDay(on=on, kind=kind, name="") for on, kind in OFF.items()]
    closed += [CalendarDay(on=on, kind="holiday", name="") for on in more]
    return CalendarPublished(
        year=2026,
        version=version,
        days=(*closed, CalendarDay(on=BACK, kind="make_up", name="")),
        source="x",
        confidence="primary",
        approved_by=None,
    )


def started(nominal: str = "05/8", due: str = "05/8", length: int = 30) -> ClockStarted:
    return ClockStarted(
        clock_id=CLOCK,
        petition_id=PETITION,
        rule=RuleApplied(rule="KN.L1.SETTLE", version=2, basis=LAW, confidence="primary"),
        mode="deadline",
        party="agency",
        trigger_on=d("06/7"),
        length=length,
        unit="calendar_day",
        variant=(),
        announced=told(nominal, due),
        against=AgencyCode("TN-X"),
    )


SAME = {"clock_id": CLOCK, "petition_id": PETITION}
paused = ClockPaused(**SAME, paused_on=d("20/7"), ground="other_body", basis=LAW)
stopped = ClockStopped(**SAME, stopped_on=d("01/8"), reason="met")

RIGHT = {
    "started": [started()],
    "rolled": [started("02/9", "03/9", length=58)],
    "paused": [started(), paused],
    "resumed": [started(), paused,
                ClockResumed(**SAME, resumed_on=d("17/8"), announced=told("02/9", "03/9"))],
    "pause struck while it stands": [started(), paused,
                ClockPauseStruck(**SAME, paused_on=d("20/7"), announced=told("05/8", "05/8"))],
    "pause struck afterwards": [started(), paused,
                ClockResumed(**SAME, resumed_on=d("17/8"), announced=told("02/9", "03/9")),
                ClockPauseStruck(**SAME, paused_on=d("20/7"), announced=told("05/8", "05/8"))],
    "extended": [started(), ClockExtended(**SAME, number=1, granted_on=d("20/7"), days=7,
                 variant=("complex",), announced=told("12/8", "12/8"))],
    "extension struck": [started(), ClockExtended(**SAME, number=1, granted_on=d("20/7"), days=7,
                 variant=("complex",), announced=told("12/8", "12/8")),
                 ClockExtensionStruck(**SAME, number=1, announced=told("05/8", "05/8"))],
    "variant": [started(), ClockVariantFound(**SAME, variant=("complex",), length=45,
                announced=told("20/8", "20/8"))],
    "moved": [started(), published(2, d("05/8")),
              ClockMoved(**SAME, earlier=d("05/8"), announced=told("05/8", "06/8", "2026.2"))],
    "stopped": [started(), stopped],
}  # fmt: skip


def watched(*facts) -> tuple[Watch, list]:
    watch = Watch()
    watch.hear(published(1), AT)
    return watch, [found for fact in facts if (found := watch.hear(fact, AT))]


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_let_pass(name: str) -> None:
    """Nothing is wrong, nothing is out of date."""
    watch, wrong = watched(*RIGHT[name])
    assert wrong == []
    assert watch.stale(CLOCK) is None


@pytest.mark.parametrize("name", [n for n in RIGHT if n not in ("paused", "stopped")])
def test_a_day_too_many_is_found(name: str) -> None:
    """The last date announced, one day later than it should be."""
    *before, last = RIGHT[name]
    day = last.announced.due_on + dt.timedelta(days=1)
    announced = msgspec.structs.replace(last.announced, due_on=day)
    _, wrong = watched(*before, msgspec.structs.replace(last, announced=announced))
    assert [(each.fault, each.told_on) for each in wrong] == [("wrong", day)]
    assert wrong[0].counted_on == last.announced.due_on


def test_a_calendar_that_nobody_followed_is_found() -> None:
    """The holiday came, the clock kept its date."""
    watch, _ = watched(started(), published(2, d("05/8")))
    found = watch.stale(CLOCK)
    assert found is not None
    assert (found.fault, found.told_on, found.counted_on) == ("stale", d("05/8"), d("06/8"))


def test_a_paused_clock_is_never_late() -> None:
    """Its end is unknown until it resumes."""
    watch, _ = watched(started(), paused, published(2, d("05/8")))
    assert watch.stale(CLOCK) is None
    assert list(watch.unsaid(d("30/12"))) == []


def test_an_end_without_a_word_is_found() -> None:
    """Silence is a fault from the day after the last lawful day; saying it ends the fault."""
    watch, _ = watched(started())
    assert list(watch.unsaid(d("05/8"))) == []
    assert [each.fault for each in watch.unsaid(d("06/8"))] == ["unsaid"]
    expired = ClockExpired(
        **SAME,
        due_on=d("05/8"),
        mode="deadline",
        party="agency",
        against=AgencyCode("TN-X"),
    )
    watch.hear(expired, AT)
    assert list(watch.unsaid(d("06/8"))) == []


def test_a_calendar_that_was_never_published_cannot_be_named() -> None:
    """The date rests on nothing that the log has."""
    watch = Watch()
    found = watch.hear(started(), AT)
    assert found is not None
    assert found.fault == "uncountable"
