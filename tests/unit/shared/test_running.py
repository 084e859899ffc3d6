"""The running clocks of a petition in one text."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from shared.legal.running import NEVER, next_due, rule_of, started, stopped

NOV, DEC = dt.date(2026, 11, 30), dt.date(2026, 12, 4)


def test_the_clock_that_ends_first_is_next() -> None:
    """Whichever was started first."""
    both = started(started("", "XLD.PROCESS", DEC), "KN.L1.ACCEPT", NOV)
    assert ("KN.L1.ACCEPT", NOV) == next_due(both)
    assert ("XLD.PROCESS", DEC) == next_due(stopped(both, "KN.L1.ACCEPT"))
    assert ("", NEVER) == next_due(stopped(stopped(both, "KN.L1.ACCEPT"), "XLD.PROCESS"))


def test_a_clock_is_named_in_its_id() -> None:
    """`<petition>/<rule>/<occurrence>`."""
    assert "TC.INITIAL" == rule_of("01a1fc82/TC.INITIAL/2")


@given(st.lists(st.tuples(st.sampled_from(["A", "B.C", "D"]), st.dates(), st.booleans())))
def test_it_is_a_map_from_rule_to_date(steps: list[tuple[str, dt.date, bool]]) -> None:
    """Whatever starts and stops, the text says what a dictionary would."""
    text, wanted = "", {}
    for rule, day, starts in steps:
        if starts:
            text, wanted[rule] = started(text, rule, day), day
        else:
            text = stopped(text, rule)
            wanted.pop(rule, None)
    assert wanted == {
        r: dt.date.fromisoformat(d) for r, d in (e.split("=") for e in text.split())
    }
