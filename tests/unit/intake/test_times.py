"""The times of a petition, added up from what deadlines said, and told in plain words."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.projections.times import Time, times_of
from services.intake.web import views
from services.intake.web.why import Told, told
from shared.contracts.deadlines import (
    Announced,
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
from shared.legal.citation import Citation, RuleApplied
from shared.web.showing import Showing
from shared.web.words import LANGUAGES, OURS, Words

WORDS = Words([OURS, Path(views.__file__).parent / "words.yaml"])
ACCEPTED = dt.date(2026, 10, 23)
NOMINAL, DUE = dt.date(2026, 11, 22), dt.date(2026, 11, 23)
"""30 days from a Friday end on a Sunday, and so on the Monday."""
TODAY = dt.date(2026, 11, 12)


def day(n: int, month: int = 11) -> dt.date:
    return dt.date(2026, month, n)


def announced(nominal_on: dt.date, due_on: dt.date | None = None) -> Announced:
    return Announced(
        nominal_on=nominal_on,
        due_on=due_on or nominal_on,
        half_on=nominal_on,
        most_on=nominal_on,
        calendar_version="2026.2",
    )


def started(rule: str = "KN.L1.SETTLE", **more: Any) -> ClockStarted:
    plain: dict[str, Any] = {
        "clock_id": f"p/{rule}/1",
        "petition_id": "p",
        "rule": RuleApplied(
            rule=rule, version=2, basis=Citation("LKN", "Đ28"), confidence="primary"
        ),
        "mode": "deadline",
        "party": "agency",
        "trigger_on": ACCEPTED,
        "length": 30,
        "unit": "calendar_day",
        "variant": (),
        "announced": announced(NOMINAL, DUE),
        "against": "25585",
    }
    return ClockStarted(**plain | more)


def of(fact: type, **more: Any) -> Any:
    return fact(clock_id="p/KN.L1.SETTLE/1", petition_id="p", **more)


PAUSED = of(
    ClockPaused, paused_on=day(2), ground="other_body", basis=Citation("LKN", "Đ11a.1.b")
)
RESUMED = of(ClockResumed, resumed_on=day(9), announced=announced(day(29), day(30)))


def one(*facts: Any) -> Time:
    (time,) = times_of(facts)
    return time


def say(*facts: Any, today: dt.date = TODAY, language: str = "vi") -> Told:
    duties, own = told(times_of(facts), Showing(WORDS, language, today))
    (found,) = [*duties, *own]
    return found


def test_what_was_told_first() -> None:
    time = one(started())
    assert (time.nominal_on, time.due_on, time.open) == (NOMINAL, DUE, True)
    assert time.duty
    assert not time.yours


def test_a_pause_and_what_followed() -> None:
    still = one(started(), PAUSED).still
    assert still is not None
    assert (still.from_on, still.until_on, still.ground) == (day(2), None, "other_body")
    time = one(started(), PAUSED, RESUMED)
    assert time.still is None
    assert time.stills[0].until_on == day(9)
    assert time.due_on == day(30)
    struck = of(ClockPauseStruck, paused_on=day(2), announced=announced(NOMINAL, DUE))
    for facts in ((PAUSED, struck), (PAUSED, RESUMED, struck)):
        assert one(started(), *facts).stills == ()
        assert one(started(), *facts).due_on == DUE


def test_extensions_and_circumstances() -> None:
    extended = of(
        ClockExtended,
        number=1,
        granted_on=day(9),
        days=30,
        variant=("complex",),
        announced=announced(day(22, 12)),
    )
    struck = of(ClockExtensionStruck, number=1, announced=announced(NOMINAL, DUE))
    assert one(started(), extended).extensions == ((1, day(9), 30),)
    assert one(started(), extended, struck).extensions == ()
    varied = of(
        ClockVariantFound,
        variant=("complex",),
        length=45,
        announced=announced(day(7, 12)),
    )
    time = one(started(), varied)
    assert (time.length, time.variant, time.due_on) == (45, {"complex"}, day(7, 12))


def test_a_calendar_that_came_late() -> None:
    moved = of(ClockMoved, earlier=DUE, announced=announced(NOMINAL, day(25)))
    time = one(started(), moved)
    assert (time.earlier_on, time.due_on) == (DUE, day(25))
    assert any("thứ Hai 23/11/2026" in line for line in say(started(), moved).why)


def test_what_is_over_is_not_told() -> None:
    stopped = of(ClockStopped, stopped_on=day(10), reason="met")
    assert not one(started(), stopped).open
    assert told(times_of([started(), stopped]), Showing(WORDS, "vi", day(12))) == ([], [])


def test_a_fact_of_a_clock_that_never_started_changes_nothing() -> None:
    expired = of(ClockExpired, due_on=DUE, mode="deadline", party="agency", against="25585")
    assert times_of([PAUSED, expired, RESUMED]) == []


def test_why_a_day_is_the_last_one() -> None:
    assert say(started()).why == [
        "Cơ quan có 30 ngày kể từ ngày thụ lý, thứ Sáu 23/10/2026; chính ngày đó không tính.",
        "Ngày cuối là Chủ nhật 22/11/2026, là ngày nghỉ, nên được tính đến hết thứ Hai 23/11/2026.",
        "Căn cứ: Điều 28 Luật Khiếu nại.",
    ]


def test_why_it_was_longer() -> None:
    said = " ".join(say(started(), PAUSED, RESUMED).why)
    assert "Từ thứ Hai 02/11/2026 đến hết Chủ nhật 08/11/2026 không tính" in said
    assert "phải chờ cơ quan khác" in said
    complex_ = started(length=45, variant=("complex",))
    assert any("vụ việc phức tạp" in line for line in say(complex_).why)
    working = started("KN.L1.ACCEPT", unit="working_day", length=7)
    assert any("Chỉ tính ngày làm việc" in line for line in say(working).why)


def test_what_stands_still_has_no_last_day() -> None:
    found = say(started(), PAUSED)
    assert found.due_on is None
    assert found.paused.startswith("Đang tạm dừng từ thứ Hai 02/11/2026, vì phải chờ")
    assert "Luật Khiếu nại" in found.paused
    assert found.late == ""
    assert not any("Ngày cuối" in line for line in found.why)


@pytest.mark.parametrize(
    ("rule", "right"),
    [
        ("KN.L1.SETTLE", "khiếu nại lần hai"),
        ("KN.L2.SETTLE", "Tòa án"),
        ("TC.SETTLE", "tố cáo tiếp"),
        ("XLD.PROCESS", "phản ánh việc chậm trễ"),
    ],
)
def test_what_one_can_do_once_it_has_passed(rule: str, right: str) -> None:
    assert right in say(started(rule), today=day(24)).late
    assert say(started(rule), today=DUE).late == ""


def test_ones_own_time_is_kept_apart() -> None:
    own = started("KN.L2.FILE", party="citizen")
    show = Showing(WORDS, "vi", day(12))
    duties, mine = told(times_of([started(), own]), show)
    assert [time.rule for time in duties] == ["KN.L1.SETTLE"]
    assert [time.rule for time in mine] == ["KN.L2.FILE"]
    assert mine[0].why[0].startswith("Bạn có 30 ngày kể từ ngày nhận được quyết định")
    assert told(times_of([own]), Showing(WORDS, "vi", day(24))) == ([], [])


def test_what_takes_effect_binds_nobody() -> None:
    status = started("KN.EFFECT.1", mode="status", party="none")
    assert told(times_of([status]), Showing(WORDS, "vi", day(12))) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", ["XLD.PROCESS", "KN.L1.SETTLE", "KN.SUE", "TC.PROTECT"])
def test_no_code_of_ours_is_told(rule: str, language: str) -> None:
    found = say(started(rule), language=language)
    assert all("{" not in line and "_" not in line for line in found.why)
    assert all(code not in " ".join(found.why) for code in ("KN.", "TC.", "XLD."))


FACTS = st.lists(
    st.sampled_from(
        [
            started(),
            PAUSED,
            RESUMED,
            of(ClockPauseStruck, paused_on=day(2), announced=announced(NOMINAL, DUE)),
            of(ClockMoved, earlier=DUE, announced=announced(day(25))),
            of(ClockStopped, stopped_on=day(10), reason="met"),
        ]
    ),
    max_size=12,
)


@given(FACTS, st.dates(day(1, 10), day(31, 12)), st.sampled_from(LANGUAGES))
def test_any_history_can_be_told(facts: list, today: dt.date, language: str) -> None:
    """Facts come as they come: a page must not break over them."""
    duties, own = told(times_of(facts), Showing(WORDS, language, today))
    assert len(duties) + len(own) <= 1
    assert all(line for time in duties for line in time.why)
