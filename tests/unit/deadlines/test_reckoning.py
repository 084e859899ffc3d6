"""Where rule and arithmetic meet: the steps of a rule, switches, reminders, gaps."""

import dataclasses
import datetime as dt

import pytest

from services.deadlines.domain.errors import (
    CalendarNotPublished,
    ClockNotInForce,
    UnknownClock,
)
from services.deadlines.domain.reckoning import (
    Question,
    asked,
    explain,
    reckon,
    reminder_days,
)
from services.deadlines.rules import RuleBook
from shared.errors import Kind, Refusal
from shared.legal.counting import Extension, Pause
from shared.legal.gaps import CalendarMissing, ClockUnknown, Gap, NoRowInForce
from shared.legal.policy import Policy

D = dt.date
TRIGGER = D(2024, 6, 3)


def pause(start: dt.date, until: dt.date) -> Pause:
    return Pause(from_on=start, until_on=until)


def test_the_first_step_is_the_rule_with_its_circumstances(book: RuleBook) -> None:
    question = Question(
        rule_id="KN.L1.SETTLE", trigger_on=TRIGGER, variant=frozenset({"complex", "remote"})
    )
    answer = explain(book, book.calendar(), question)
    first = answer.due.steps[0]
    assert (first.kind, str(first.basis), answer.length) == ("rule", "LKN Đ28", 60)
    assert (first.from_on, first.until_on) == (TRIGGER, D(2024, 6, 4))
    assert first.sentence == (
        "Giải quyết khiếu nại lần đầu: 60 ngày (phức tạp; vùng sâu, vùng xa đi lại khó khăn), "
        "mốc tính: thụ lý."
    )
    assert first.sentence_en == (
        "Settle a first complaint: 60 days (complex; remote area, difficult to travel), "
        "counted from: acceptance."
    )


def test_a_local_promise_says_that_it_is_no_law(book: RuleBook) -> None:
    question = Question(rule_id="KNPA.LOCAL_SLA", trigger_on=TRIGGER)
    first = explain(book, book.calendar(), question).due.steps[0]
    assert first.sentence.endswith(
        "mốc tính: tiếp nhận; cam kết địa phương, không phải luật."
    )
    assert first.sentence_en.endswith("receipt; a local promise, not law.")


def test_a_fixed_day_is_told_as_one(book: RuleBook) -> None:
    question = Question(rule_id="REPORT.PROV", trigger_on=D(2026, 6, 1))
    steps = explain(book, book.calendar(), question).due.steps
    assert "ngày 20 của tháng" in steps[0].sentence
    assert "day 20 of the month" in steps[0].sentence_en
    assert [step.kind for step in steps] == ["rule", "closed", "end"]


def test_extensions_are_told_in_order_with_the_late_one(book: RuleBook) -> None:
    question = Question(
        rule_id="TC.SETTLE",
        trigger_on=TRIGGER,
        variant=frozenset({"especially_complex"}),
        extensions=[
            Extension(granted_on=D(2024, 8, 5), days=10),
            Extension(granted_on=D(2024, 7, 3), days=30),
        ],
    )
    answer = explain(book, book.calendar(), question)
    told = [step for step in answer.due.steps if step.kind == "extended"]
    assert (answer.length, answer.due.due_on) == (70, D(2024, 8, 12))
    assert [(step.from_on, str(step.basis)) for step in told] == [
        (D(2024, 7, 3), "LTC Đ30"),
        (D(2024, 8, 5), "LTC Đ30"),
    ]
    assert told[0].sentence == (
        "Gia hạn lần 1, quyết định ngày 03/07/2024: thêm 30 ngày, tính liền một mạch từ ngày "
        "bắt đầu."
    )
    assert told[1].sentence.startswith(
        "Gia hạn lần 2, quyết định ngày 05/08/2024: thêm 10 ngày"
    )
    assert told[1].sentence.endswith("ký sau khi thời hạn đã hết (02/08/2024).")
    assert told[1].sentence_en.endswith("signed after the period had ended (02/08/2024).")
    assert "30 days more, one span from the trigger." in told[0].sentence_en


def test_an_obstacle_before_the_time_began_is_told(book: RuleBook) -> None:
    question = Question(
        rule_id="KN.TIMEBAR.90",
        trigger_on=D(2025, 3, 10),
        pauses=[
            pause(D(2025, 2, 1), D(2025, 3, 11)),
            pause(D(2025, 6, 10), D(2025, 6, 12)),
        ],
    )
    answer = explain(book, book.calendar(), question)
    idle = [step for step in answer.due.steps if step.kind == "not_paused"]
    assert answer.due.due_on == D(2025, 6, 9)
    assert [(step.from_on, step.until_on) for step in idle] == [
        (D(2025, 2, 1), D(2025, 3, 11)),
        (D(2025, 6, 10), D(2025, 6, 12)),
    ]
    assert "trước khi thời hạn bắt đầu" in idle[0].sentence
    assert "before the period began" in idle[0].sentence_en
    assert "thời hạn đã hết từ 09/06/2025" in idle[1].sentence


def test_an_obstacle_that_reaches_into_the_time_is_told_as_a_pause(book: RuleBook) -> None:
    question = Question(
        rule_id="KN.TIMEBAR.90",
        trigger_on=D(2025, 3, 10),
        pauses=[pause(D(2025, 2, 1), D(2025, 3, 12))],
    )
    steps = explain(book, book.calendar(), question).due.steps
    assert [step.kind for step in steps] == ["rule", "trigger", "paused", "counted", "end"]
    assert (steps[2].from_on, steps[2].until_on) == (D(2025, 3, 11), D(2025, 3, 12))


# fmt: off
SWITCHED: list[tuple[str, Question, dt.date]] = [
    ("no roll", Question(rule_id="KN.L1.ACCEPT", trigger_on=D(2024, 2, 1), policy=Policy(roll_last_day=False)), D(2024, 2, 11)),
    ("no roll back", Question(rule_id="KN.PUBLISH.MEETING", trigger_on=D(2024, 2, 16), policy=Policy(roll_last_day=False)), D(2024, 2, 13)),
    ("the row says whose time it is: a citizen's", Question(rule_id="KN.L2.FILE", trigger_on=D(2024, 4, 4), policy=Policy(make_up_saturday_is_working_for=frozenset({"agency"}))), D(2024, 5, 6)),
    ("a civil servant's", Question(rule_id="KL.L1.FILE", trigger_on=D(2024, 4, 19), policy=Policy(make_up_saturday_is_working_for=frozenset({"agency"}))), D(2024, 5, 6)),
    ("the agency's", Question(rule_id="KN.L1.ACCEPT", trigger_on=D(2024, 4, 24), policy=Policy(make_up_saturday_is_working_for=frozenset({"agency"}))), D(2024, 5, 4)),
    ("unless the question says otherwise", Question(rule_id="KN.L2.FILE", trigger_on=D(2024, 4, 4), actor="agency", policy=Policy(make_up_saturday_is_working_for=frozenset({"agency"}))), D(2024, 5, 4)),
]
# fmt: on


@pytest.mark.parametrize(
    ("question", "due_on"), [row[1:] for row in SWITCHED], ids=[row[0] for row in SWITCHED]
)
def test_a_switch_is_heard_by_both_ways(
    question: Question, due_on: dt.date, book: RuleBook
) -> None:
    assert reckon(book, book.calendar(), question).due.due_on == due_on
    assert explain(book, book.calendar(), question).due.due_on == due_on


def test_reminders_are_counted_as_the_clock_is(book: RuleBook) -> None:
    calendar = book.calendar()
    plain = Question(rule_id="KN.L1.SETTLE", trigger_on=D(2026, 7, 6))
    paused = dataclasses.replace(plain, pauses=[pause(D(2026, 7, 10), D(2026, 7, 20))])
    working = Question(rule_id="KN.L1.ACCEPT", trigger_on=D(2026, 8, 20))
    assert reminder_days(book, calendar, plain) == (D(2026, 7, 21), D(2026, 7, 30))
    assert reminder_days(book, calendar, paused) == (D(2026, 7, 31), D(2026, 8, 9))
    # 21, 22 (make-up), 24, 25, 26, 27, 28: the fourth and the sixth
    assert reminder_days(book, calendar, working) == (D(2026, 8, 25), D(2026, 8, 27))
    kinder = Policy(make_up_saturday_is_working_for=frozenset())
    without = dataclasses.replace(working, policy=kinder)
    assert reminder_days(book, calendar, without) == (D(2026, 8, 26), D(2026, 8, 28))


@pytest.mark.parametrize(
    ("question", "gap", "refusal", "kind"),
    [
        (
            Question(rule_id="XX", trigger_on=TRIGGER),
            ClockUnknown,
            UnknownClock,
            Kind.NOT_FOUND,
        ),
        (
            Question(rule_id="TC.SETTLE", trigger_on=D(2018, 12, 31)),
            NoRowInForce,
            ClockNotInForce,
            Kind.INVALID,
        ),
        (
            Question(rule_id="TCD.NOTIFY", trigger_on=D(2027, 12, 30)),
            CalendarMissing,
            CalendarNotPublished,
            Kind.CONFLICT,
        ),
    ],
)
def test_a_gap_stops_a_reaction_and_is_told_to_whoever_asks(
    question: Question, gap: type[Gap], refusal: type[Refusal], kind: Kind, book: RuleBook
) -> None:
    for ask in (reckon, explain, reminder_days):
        with pytest.raises(gap) as found:
            ask(book, book.calendar(), question)
        assert not isinstance(found.value, Refusal)
    with pytest.raises(refusal) as told:
        asked(book, book.calendar(), question)
    assert (told.value.code, told.value.kind) == (gap.code, kind)
    assert (told.value.sentence, told.value.field) == (
        found.value.sentence,
        found.value.field,
    )


def test_a_row_valid_later_never_touches_an_earlier_clock(book: RuleBook) -> None:
    rows = book.clocks["KN.L1.SETTLE"]
    since = D(2026, 10, 1)
    later = dataclasses.replace(rows[-1], version=3, valid_from=since, length=99)
    changed = (*rows[:-1], dataclasses.replace(rows[-1], valid_until=since), later)
    draft = dataclasses.replace(book, clocks={**book.clocks, "KN.L1.SETTLE": changed})
    for on, length in ((D(2026, 9, 30), 30), (since, 99)):
        question = Question(rule_id="KN.L1.SETTLE", trigger_on=on)
        assert reckon(draft, book.calendar(), question).length == length
