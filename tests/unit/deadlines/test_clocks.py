"""Decisions on clocks: what starts and stops, stands still and goes on, and by when then."""

import datetime as dt
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from services.deadlines.domain.clocks.commands import (
    ChangeVariant,
    ClocksCommand,
    ExtendClocks,
    MoveClocks,
    PauseClocks,
    ResumeClocks,
    StartClock,
    StopAllClocks,
    StopClock,
    StrikeExtension,
    StrikePause,
)
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.domain.clocks.events import ClocksEvent
from services.deadlines.domain.errors import (
    ExtensionNotAllowed,
    PauseGroundUnknown,
    PauseImpossible,
    PauseNotAllowed,
    PausesOverlap,
    VariantUnknown,
)
from services.deadlines.rules import RuleBook
from shared.contracts.deadlines import (
    Announced,
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
from shared.errors import RuleMissing
from shared.ids import AgencyCode, PetitionId
from shared.legal.calendar import CalendarYear, ClosedDay
from shared.legal.citation import Citation, RuleApplied
from shared.testing.spec import Case, check

P = PetitionId("p-1")
COMMUNE, DEPARTMENT = AgencyCode("25459"), AgencyCode("TN-SXD")
AT = dt.datetime(2026, 9, 30, 2, tzinfo=dt.UTC)
SETTLEMENT = frozenset({"KN.L1.SETTLE", "KN.L2.SETTLE", "TC.SETTLE"})
DECREE, ROW = Citation("LKN", "Đ11a.1.a"), {"confidence": "primary"}


def day(text: str) -> dt.date:
    """A day of 2026, as `20/7`."""
    number, month = text.split("/")
    return dt.date(2026, int(month), int(number))


def until(
    due: str, half: str, most: str, nominal: str = "", calendar: str = "2026.2"
) -> Announced:
    return Announced(
        nominal_on=day(nominal or due), due_on=day(due), half_on=day(half), most_on=day(most),
        calendar_version=calendar,
    )  # fmt: skip


def start(
    rule_id: str, on: str = "6/7", against: AgencyCode = COMMUNE, *variant: str
) -> StartClock:
    return StartClock(
        petition_id=P, rule_id=rule_id, trigger_on=day(on), variant=frozenset(variant),
        against=against, at=AT,
    )  # fmt: skip


def started(
    rule: tuple[str, int, str], announced: Announced, *variant: str, number: int = 1,
    length: int = 30, unit: Any = "calendar_day", on: str = "6/7", party: Any = "agency",
    against: AgencyCode = COMMUNE,
) -> ClockStarted:  # fmt: skip
    name, version, basis = rule
    applied = RuleApplied(
        rule=name, version=version, basis=Citation(*basis.split(" ", 1)),
        confidence="secondary" if name == "XLD.PROCESS" else "primary",
    )  # fmt: skip
    return ClockStarted(
        clock_id=f"p-1/{name}/{number}", petition_id=P, rule=applied, mode="deadline",
        party=party, trigger_on=day(on), length=length, unit=unit, variant=variant,
        announced=announced, against=against,
    )  # fmt: skip


PROCESS, ACCEPT = ("XLD.PROCESS", 1, "LTCD Đ28.1"), ("KN.L1.ACCEPT", 2, "")
KN, TC = ("KN.L1.SETTLE", 2, "LKN Đ28"), ("TC.SETTLE", 1, "LTC Đ30")
PLAIN = until("5/8", "21/7", "30/7")
SHIFTED = until("19/8", "4/8", "13/8")
SIXTY = until("4/9", "5/8", "23/8")
processing = started(PROCESS, until("20/7", "13/7", "16/7"), length=10, unit="working_day")
processing_again = msgspec.structs.replace(
    processing, clock_id=processing.clock_id.removesuffix("1") + "2"
)
complaint, denunciation = started(KN, PLAIN), started(TC, PLAIN)
remote = started(KN, SIXTY, "complex", "remote", length=60)
filing = started(("KN.L2.FILE", 1, "LKN Đ33.1"), PLAIN, party="citizen")
elsewhere = started(
    KN, until("10/8", "25/7", "3/8", nominal="9/8"), on="10/7", number=2, against=DEPARTMENT
)
KN_ID, TC_ID = {"clock_id": complaint.clock_id}, {"clock_id": denunciation.clock_id}
BOTH: dict[str, Any] = {"petition_id": P}


def stop(rule_id: str) -> StopClock:
    return StopClock(petition_id=P, rule_id=rule_id, on=day("8/7"), reason="met", at=AT)


def stopped(clock: ClockStarted, reason: Any = "met") -> ClockStopped:
    return ClockStopped(
        clock_id=clock.clock_id, **BOTH, stopped_on=day("8/7"), reason=reason
    )


def pause(on: str, ground: Any = "complainant_obstacle") -> PauseClocks:
    return PauseClocks(
        **BOTH, rule_ids=SETTLEMENT, on=day(on), ground=ground, basis=DECREE, at=AT
    )


def paused(on: str, ground: Any = "complainant_obstacle", ids: Any = KN_ID) -> ClockPaused:
    return ClockPaused(**ids, **BOTH, paused_on=day(on), ground=ground, basis=DECREE)


def resume(on: str) -> ResumeClocks:
    return ResumeClocks(**BOTH, rule_ids=SETTLEMENT, on=day(on), at=AT)


def resumed(on: str, announced: Announced, ids: Any = KN_ID) -> ClockResumed:
    return ClockResumed(**ids, **BOTH, resumed_on=day(on), announced=announced)


def strike_pause(paused_on: str) -> StrikePause:
    return StrikePause(**BOTH, rule_ids=SETTLEMENT, paused_on=day(paused_on), at=AT)


def pause_struck(
    paused_on: str, announced: Announced, ids: Any = KN_ID
) -> ClockPauseStruck:
    return ClockPauseStruck(**ids, **BOTH, paused_on=day(paused_on), announced=announced)


def extend(number: int, days: int = 30, found: str = "complex") -> ExtendClocks:
    return ExtendClocks(
        **BOTH, rule_ids=SETTLEMENT, number=number, granted_on=day("3/8"), days=days,
        variant=frozenset({found}), at=AT,
    )  # fmt: skip


def extended(
    number: int, announced: Announced, days: int = 30, found: str = "complex"
) -> ClockExtended:
    return ClockExtended(
        **TC_ID, **BOTH, number=number, granted_on=day("3/8"), days=days, variant=(found,),
        announced=announced,
    )  # fmt: skip


def strike_extension(number: int) -> StrikeExtension:
    return StrikeExtension(**BOTH, rule_ids=SETTLEMENT, number=number, at=AT)


def extension_struck(number: int, announced: Announced) -> ClockExtensionStruck:
    return ClockExtensionStruck(**TC_ID, **BOTH, number=number, announced=announced)


def change(*variant: str) -> ChangeVariant:
    return ChangeVariant(**BOTH, rule_ids=SETTLEMENT, variant=frozenset(variant), at=AT)


def changed(length: int, announced: Announced, *variant: str) -> ClockVariantFound:
    return ClockVariantFound(
        **KN_ID, **BOTH, variant=variant, length=length, announced=announced
    )


stop_all = StopAllClocks(**BOTH, on=day("8/7"), reason="moot", at=AT)
move = MoveClocks(**BOTH, at=AT)
still, went_on = (
    [complaint, paused("20/7")],
    [complaint, paused("20/7"), resumed("3/8", SHIFTED)],
)
once = [denunciation, extended(1, SIXTY)]
NINETY = until("5/10", "20/8", "16/9", nominal="4/10")
most = [denunciation, extended(1, SIXTY, found="especially_complex")]
FORTY_FIVE = until("20/8", "29/7", "11/8")
LATER = until("3/9", "12/8", "25/8")

# fmt: off
CASES: list[Case[ClocksCommand, ClocksEvent]] = [
    Case("a petition must be processed in ten working days", [], start("XLD.PROCESS"), [processing]),
    Case("a complaint is settled in thirty days", [], start("KN.L1.SETTLE"), [complaint]),
    Case("complex and remote, in sixty", [], start("KN.L1.SETTLE", "6/7", COMMUNE, "complex", "remote"), [remote]),
    Case("the same start twice is one clock", [complaint], start("KN.L1.SETTLE"), []),
    Case("a stopped clock is not started again by a repeat", [complaint, stopped(complaint)], start("KN.L1.SETTLE"), []),
    Case("another holder gets a clock of its own", [complaint, stopped(complaint)], start("KN.L1.SETTLE", "10/7", DEPARTMENT), [elsewhere]),
    Case("who has it again on the same day has a time again", [processing, stopped(processing)], replace(start("XLD.PROCESS"), again=True), [processing_again]),
    Case("but not while the first still runs", [processing], replace(start("XLD.PROCESS"), again=True), []),
    Case("a variant the row does not know is refused", [], start("XLD.PROCESS", "6/7", COMMUNE, "remote"), VariantUnknown),
    Case("an unknown clock is a gap", [], start("XX.NONE"), RuleMissing),
    Case("what was done stops its clock", [processing, complaint], stop("KN.L1.SETTLE"), [stopped(complaint)]),
    Case("what stands still stops too", still, stop("KN.L1.SETTLE"), [stopped(complaint)]),
    Case("what does not run cannot be stopped", [complaint, stopped(complaint)], stop("KN.L1.SETTLE"), []),
    Case("what never ran cannot be stopped", [], stop("TC.SETTLE"), []),
    Case("the end of the matter stops all that runs against bodies", [processing, complaint, filing, stopped(processing)], stop_all, [stopped(complaint, "moot")]),
    Case("where nothing runs the end says nothing", [], stop_all, []),

    Case("a complaint stands still from the day of the decision", [processing, complaint], pause("20/7"), [paused("20/7")]),
    Case("what stands still is not paused again", still, pause("20/7"), []),
    Case("nor what was stopped", [complaint, stopped(complaint)], pause("20/7"), []),
    Case("no complaint stands still for an expert", [complaint], pause("20/7", "expert"), PauseGroundUnknown),
    Case("a denunciation does", [denunciation], pause("20/7", "expert"), [paused("20/7", "expert", TC_ID)]),
    Case("not before it ran", [complaint], pause("3/7"), PauseImpossible),
    Case("no day is in two pauses", went_on, pause("27/7"), PausesOverlap),
    Case("before July 2026 the law knew no pause of complaints", [started(KN, PLAIN, on="1/6")], pause("15/6"), PauseNotAllowed),
    Case("it goes on: fourteen days were not counted", still, resume("3/8"), [resumed("3/8", SHIFTED)]),
    Case("what runs is not resumed", went_on, resume("4/8"), []),
    Case("it cannot go on before it stood still", still, resume("20/7"), PauseImpossible),
    Case("a struck pause that lasts lets it go on as before", still, strike_pause("20/7"), [pause_struck("20/7", PLAIN)]),
    Case("one that ended gives its days back", went_on, strike_pause("20/7"), [pause_struck("20/7", PLAIN)]),
    Case("another pause stays", [*went_on, paused("10/8")], strike_pause("20/7"), [pause_struck("20/7", PLAIN)]),
    Case("what never was is not struck", went_on, strike_pause("21/7"), []),
    Case("what ended is not counted again", [*went_on, stopped(complaint)], strike_pause("20/7"), []),

    Case("a complex denunciation gets thirty days more, in one span", [denunciation], extend(1), [extended(1, SIXTY)]),
    Case("the same extension twice is one", once, extend(1), []),
    Case("an especially complex one gets sixty, the last day rolled", most, extend(2, found="especially_complex"), [extended(2, NINETY, found="especially_complex")]),
    Case("a complex one not", once, extend(2), ExtensionNotAllowed),
    Case("nor by more than thirty at a time", [denunciation], extend(1, 31), ExtensionNotAllowed),
    Case("a complaint is not extended", [complaint], extend(1), ExtensionNotAllowed),
    Case("what stands still is extended too", [denunciation, paused("20/7", "expert", TC_ID)], extend(1), [extended(1, SIXTY)]),
    Case("without it the time is as before", once, strike_extension(1), [extension_struck(1, PLAIN)]),
    Case("an extension that never was is not struck", once, strike_extension(2), []),

    Case("a complaint found complex has forty-five days", [complaint], change("complex"), [changed(45, FORTY_FIVE, "complex")]),
    Case("pauses are kept", went_on, change("complex"), [changed(45, LATER, "complex")]),
    Case("found plain again it has thirty", [complaint, changed(45, FORTY_FIVE, "complex")], change(), [changed(30, PLAIN)]),
    Case("what holds already changes nothing", [complaint], change(), []),
    Case("the row must know it", [denunciation], change("remote"), VariantUnknown),
    Case("the calendar of today gives the same dates", [complaint, processing], move, []),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_clocks_decide(case: Case[ClocksCommand, ClocksEvent], book: RuleBook) -> None:
    check(clocks_decider(book, book.calendar()), case)


def test_a_new_day_off_moves_what_ends_on_it(book: RuleBook) -> None:
    """And nothing else: not what stands still, nor what ended; a repeat says nothing."""
    year = CalendarYear(
        year=2026, version=3, closed={day("5/8"): ClosedDay("local", "Nghỉ đột xuất")},
        make_up={}, source="Thông báo mẫu", confidence="secondary",
    )  # fmt: skip
    moved = ClockMoved(
        **KN_ID, **BOTH, earlier=day("5/8"),
        announced=until("6/8", "21/7", "30/7", nominal="5/8", calendar="2026.3"),
    )  # fmt: skip
    decider = clocks_decider(book, book.calendar().published(year))
    check(decider, Case("", [complaint], move, [moved]))
    check(decider, Case("", still, move, []))
    check(decider, Case("", [complaint, stopped(complaint)], move, []))
