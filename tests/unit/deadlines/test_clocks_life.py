"""Whatever is asked of a clock, in whatever order: what the law gives is given, no more and no less."""

import datetime as dt
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from services.deadlines.domain.clocks.commands import (
    ChangeVariant,
    ClocksCommand,
    ExtendClocks,
    MoveClocks,
    PauseClocks,
    ResumeClocks,
    StartClock,
    StopClock,
    StrikeExtension,
    StrikePause,
)
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.domain.clocks.events import ClocksEvent
from services.deadlines.domain.clocks.state import Clocks, Paused, Running
from services.deadlines.domain.reckoning import Question, reckon
from services.deadlines.rules import RuleBook
from shared.decider import Decider
from shared.errors import Refusal
from shared.ids import AgencyCode, PetitionId
from shared.legal.citation import Citation

P, COMMUNE = PetitionId("p-1"), AgencyCode("25459")
AT = dt.datetime(2026, 12, 30, 2, tzinfo=dt.UTC)
ACCEPTED = dt.date(2026, 7, 6)
RULES = frozenset({"KN.L1.SETTLE", "TC.SETTLE"})
ID: dict[str, Any] = {"petition_id": P, "at": AT}
OF: dict[str, Any] = {**ID, "rule_ids": RULES}
days = st.integers(0, 120).map(lambda n: ACCEPTED + dt.timedelta(days=n))
numbers = st.integers(1, 4)
grounds = st.sampled_from(["complainant_obstacle", "other_body", "expert"])
variants = st.frozensets(st.sampled_from(["complex", "remote"]))


def asked(kind: type[Any], common: dict[str, Any], **more: Any) -> st.SearchStrategy[Any]:
    return st.builds(
        kind, **{name: st.just(value) for name, value in common.items()}, **more
    )


pauses = asked(
    PauseClocks, OF, on=days, ground=grounds, basis=st.just(Citation("LKN", "Đ11a.1"))
)
extensions = asked(
    ExtendClocks,
    OF,
    number=numbers,
    granted_on=days,
    days=st.integers(0, 31),
    variant=st.sampled_from([frozenset({"complex"}), frozenset({"especially_complex"})]),
)
requests = st.one_of(
    pauses,
    asked(ResumeClocks, OF, on=days),
    asked(StrikePause, OF, paused_on=days),
    extensions,
    asked(StrikeExtension, OF, number=numbers),
    asked(ChangeVariant, OF, variant=variants),
    asked(MoveClocks, ID),
    asked(
        StopClock,
        ID,
        rule_id=st.sampled_from(sorted(RULES)),
        on=days,
        reason=st.just("met"),
    ),
)
Deciding = Decider[ClocksCommand, Clocks, ClocksEvent]


def begun(decider: Deciding, rule_id: str) -> list[ClocksEvent]:
    start = StartClock(**ID, rule_id=rule_id, trigger_on=ACCEPTED, against=COMMUNE)
    return list(decider.decide(start, decider.fold([])))


def after(
    decider: Deciding, history: list[ClocksEvent], *asked_for: Any
) -> list[ClocksEvent]:
    """The history with what was granted."""
    for command in asked_for:
        try:
            history = [*history, *decider.decide(command, decider.fold(history))]
        except Refusal:
            continue
    return history


def only(clocks: Clocks) -> Any:
    (clock,) = clocks.values()
    return clock


@given(rule_id=st.sampled_from(sorted(RULES)), asked_for=st.lists(requests, max_size=25))
def test_what_is_announced_follows_from_the_inputs(
    rule_id: str, asked_for: list[ClocksCommand], book: RuleBook
) -> None:
    """At every moment; and whatever is repeated says nothing."""
    decider = clocks_decider(book, book.calendar())
    history = begun(decider, rule_id)
    for command in asked_for:
        more = after(decider, history, command)
        granted, history = len(more) > len(history), more
        clock = only(decider.fold(history))
        if granted:
            assert not decider.decide(command, decider.fold(history))
        if not isinstance(clock, Running):
            continue
        inputs = clock.inputs
        answer = reckon(
            book,
            book.calendar(),
            Question(
                rule_id=rule_id,
                trigger_on=ACCEPTED,
                variant=inputs.variant,
                pauses=inputs.pauses,
                extensions=tuple(inputs.extensions.values()),
            ),
        )
        assert answer.due.due_on == clock.announced.due_on
        assert answer.due.nominal_on == clock.announced.nominal_on


@given(asked_for=st.lists(requests, max_size=12), on=days, length=st.integers(1, 60))
def test_a_pause_never_shortens(
    asked_for: list[ClocksCommand], on: dt.date, length: int, book: RuleBook
) -> None:
    """And never lengthens by more than itself and the other pauses, into which it moves the end."""
    decider = clocks_decider(book, book.calendar())
    history = after(decider, begun(decider, "KN.L1.SETTLE"), *asked_for)
    before = only(decider.fold(history))
    assume(isinstance(before, Running))
    pause = PauseClocks(**OF, on=on, ground="other_body", basis=Citation("LKN", "Đ11a.1"))
    history = after(decider, history, pause)
    assume(isinstance(only(decider.fold(history)), Paused))
    resume = ResumeClocks(**OF, on=on + dt.timedelta(days=length))
    now = only(decider.fold(after(decider, history, resume)))
    assume(isinstance(now, Running))
    assert before.announced.due_on <= now.announced.due_on
    shift = now.announced.nominal_on - before.announced.nominal_on
    others = sum((p.until_on - p.from_on for p in before.inputs.pauses), dt.timedelta())
    assert dt.timedelta() <= shift <= dt.timedelta(days=length) + others


def test_an_end_that_a_pause_moves_into_another_moves_beyond_that(book: RuleBook) -> None:
    """30 days end on 5 August; one day of July not counted: on the 6th, which is not either."""
    decider = clocks_decider(book, book.calendar())

    def paused(day: dt.date) -> tuple[ClocksCommand, ClocksCommand]:
        basis = Citation("LKN", "Đ11a.1")
        pause = PauseClocks(**OF, on=day, ground="other_body", basis=basis)
        return pause, ResumeClocks(**OF, on=day + dt.timedelta(days=1))

    history = after(decider, begun(decider, "KN.L1.SETTLE"), *paused(dt.date(2026, 8, 6)))
    assert only(decider.fold(history)).announced.nominal_on == dt.date(2026, 8, 5)
    history = after(decider, history, *paused(dt.date(2026, 7, 7)))
    assert only(decider.fold(history)).announced.nominal_on == dt.date(2026, 8, 7)


@given(asked_for=st.lists(requests, max_size=12), on=days, length=st.integers(1, 60))
def test_striking_a_pause_restores_the_dates(
    asked_for: list[ClocksCommand], on: dt.date, length: int, book: RuleBook
) -> None:
    """Whether it lasts or ended."""
    decider = clocks_decider(book, book.calendar())
    history = after(decider, begun(decider, "KN.L1.SETTLE"), *asked_for)
    before = only(decider.fold(history))
    assume(isinstance(before, Running))
    assume(all(pause.from_on != on for pause in before.inputs.pauses))
    pause = PauseClocks(**OF, on=on, ground="other_body", basis=Citation("LKN", "Đ11a.1"))
    resume = ResumeClocks(**OF, on=on + dt.timedelta(days=length))
    for ways in ((pause,), (pause, resume)):
        now = after(decider, history, *ways, StrikePause(**OF, paused_on=on))
        clock = only(decider.fold(now))
        assert (clock.announced, clock.inputs) == (before.announced, before.inputs)


@given(asked_for=st.lists(requests, max_size=12), length=st.integers(1, 30))
def test_striking_an_extension_restores_the_dates(
    asked_for: list[ClocksCommand], length: int, book: RuleBook
) -> None:
    decider = clocks_decider(book, book.calendar())
    history = after(decider, begun(decider, "TC.SETTLE"), *asked_for)
    before = only(decider.fold(history))
    assume(isinstance(before, Running))
    more = ExtendClocks(
        **OF, number=9, granted_on=ACCEPTED, days=length,
        variant=frozenset({"especially_complex"}),
    )  # fmt: skip
    longer = after(decider, history, more)
    assume(len(longer) > len(history))
    assert only(decider.fold(longer)).announced.due_on >= before.announced.due_on
    again = after(decider, longer, StrikeExtension(**OF, number=9))
    assert only(decider.fold(again)).announced == before.announced


@given(
    rule_id=st.sampled_from(sorted(RULES)),
    asked_for=st.lists(requests, max_size=12),
    order=st.randoms(use_true_random=False),
)
def test_fold_is_total(
    rule_id: str, asked_for: list[ClocksCommand], order: Any, book: RuleBook
) -> None:
    """No order of facts breaks it, and none brings a clock that was not started."""
    decider = clocks_decider(book, book.calendar())
    history = after(decider, begun(decider, rule_id), *asked_for)
    shuffled = list(history)
    order.shuffle(shuffled)
    assert len(decider.fold(shuffled)) == 1
    assert decider.fold(shuffled[: shuffled.index(history[0])]) == {}
