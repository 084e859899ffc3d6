"""The running clocks of a petition in one text."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from shared.legal.running import (
    NEVER,
    announced,
    dates_of,
    next_due,
    paused,
    resumed,
    rule_of,
    started,
    still_since,
    stopped,
    unpaused,
)

NOV, DEC, JAN = dt.date(2026, 11, 30), dt.date(2026, 12, 4), dt.date(2027, 1, 8)


def test_the_clock_that_ends_first_is_next() -> None:
    """Whichever was started first."""
    both = started(started("", "XLD.PROCESS", DEC), "KN.L1.ACCEPT", NOV)
    assert ("KN.L1.ACCEPT", NOV) == next_due(both)
    assert ("XLD.PROCESS", DEC) == next_due(stopped(both, "KN.L1.ACCEPT"))
    assert ("", NEVER) == next_due(stopped(stopped(both, "KN.L1.ACCEPT"), "XLD.PROCESS"))


def test_what_stands_still_is_not_due() -> None:
    """It is there all the same, with the day since when, and other clocks go on."""
    still = paused(started("", "KN.L1.SETTLE", DEC), "KN.L1.SETTLE", NOV)
    assert (("", NEVER), NOV) == (next_due(still), still_since(still))
    assert {"KN.L1.SETTLE": DEC} == dates_of(still)
    sending = started(still, "KN.PAUSE.SEND", JAN)
    assert ("KN.PAUSE.SEND", JAN) == next_due(sending)
    assert NOV == still_since(sending)


def test_it_goes_on_until_the_day_then_announced() -> None:
    """Resumed, or because the pause was struck; another date changes no pause."""
    still = paused(started("", "KN.L1.SETTLE", DEC), "KN.L1.SETTLE", NOV)
    for going in (
        resumed(still, "KN.L1.SETTLE", JAN),
        unpaused(still, "KN.L1.SETTLE", NOV, JAN),
    ):
        assert (("KN.L1.SETTLE", JAN), None) == (next_due(going), still_since(going))
    for longer in (
        announced(still, "KN.L1.SETTLE", JAN),
        unpaused(still, "KN.L1.SETTLE", DEC, JAN),
    ):
        assert ({"KN.L1.SETTLE": JAN}, NOV) == (dates_of(longer), still_since(longer))


def test_what_is_not_there_is_not_brought_back() -> None:
    """No fact but its start makes a clock run."""
    for change in (
        stopped("", "A"),
        paused("", "A", NOV),
        resumed("", "A", NOV),
        announced("", "A", NOV),
        unpaused("", "A", NOV, DEC),
    ):
        assert change == ""


def test_a_clock_is_named_in_its_id() -> None:
    """`<petition>/<rule>/<occurrence>`."""
    assert "TC.INITIAL" == rule_of("01a1fc82/TC.INITIAL/2")


STEPS = ("start", "stop", "pause", "resume", "announce")


@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "A.B", "D"]), st.dates(), st.sampled_from(STEPS))
    )
)
def test_it_is_a_map_from_rule_to_dates(steps: list[tuple[str, dt.date, str]]) -> None:
    """Whatever happens, the text says what dictionaries would."""
    text = ""
    due: dict[str, dt.date] = {}
    still: dict[str, dt.date] = {}
    for rule, day, step in steps:
        match step:
            case "start":
                text, due[rule] = started(text, rule, day), day
                still.pop(rule, None)
            case "stop":
                text = stopped(text, rule)
                due.pop(rule, None)
                still.pop(rule, None)
            case "pause":
                text = paused(text, rule, day)
                still |= {rule: day} if rule in due else {}
            case "resume":
                text = resumed(text, rule, day)
                due |= {rule: day} if rule in due else {}
                still.pop(rule, None)
            case "announce":
                text = announced(text, rule, day)
                due |= {rule: day} if rule in due else {}
    runs = [(day, rule) for rule, day in due.items() if rule not in still]
    assert due == dates_of(text)
    assert min(still.values(), default=None) == still_since(text)
    assert (min(runs)[::-1] if runs else ("", NEVER)) == next_due(text)
