"""The figures of the board are sums over groups, so that each equals its list."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.queries import SHOWS, Counts, Cursor, Group, Wanted
from services.deadlines.web.board import cursor_text, figures, pairs_of
from services.deadlines.web.views import CursorUnreadable, read_cursor
from shared.auth.principal import Grant, Principal

ME = Principal(
    officer="me",
    name="",
    agency="25585",
    post="official",
    grants=(Grant(role="head", agency="25585", covers=frozenset({"25585"})),),
    csrf="",
    until=dt.datetime(2027, 1, 1, tzinfo=dt.UTC),
)
GROUPS = [
    Group("25585", "me", Counts(1, 0, 2, 1, 5)),
    Group("25585", "", Counts(3, 1, 1, 0, 4)),
    Group("TN-S-NV", "other", Counts(4, 0, 0, 2, 9)),
]
COUNTS = st.builds(Counts, *[st.integers(0, 50)] * 5)
MANY = st.lists(
    st.builds(
        Group,
        st.sampled_from(["25585", "TN-S-NV", "TN-S-TP"]),
        st.sampled_from(["", "me", "other"]),
        COUNTS,
    )
)


def test_the_three_lists_of_an_officer() -> None:
    found = figures(GROUPS, ME, Wanted(show="overdue"))
    assert found.tabs == Counts(8, 1, 3, 3, 18)
    assert found.whose == {"mine": 1, "unit": 4, "all": 8}
    assert [code for code, _ in found.bodies] == ["25585", "TN-S-NV"]
    assert found.officers == ()


def test_of_one_body_officers_are_counted_and_nobody_is_one() -> None:
    found = figures(GROUPS, ME, Wanted(whose="unit"))
    assert found.tabs == Counts(4, 1, 3, 1, 9)
    assert found.officers == [
        ("", Counts(3, 1, 1, 0, 4)),
        ("me", Counts(1, 0, 2, 1, 5)),
    ]


@given(MANY, st.sampled_from(["mine", "unit", "all"]), st.sampled_from(SHOWS))
def test_every_figure_is_the_sum_of_its_table(groups, whose, show) -> None:
    found = figures(groups, ME, Wanted(show=show, whose=whose))
    for tab in SHOWS:
        by_body = sum(counts.of(tab) for _, counts in found.bodies)
        assert by_body == found.tabs.of(tab)
    assert found.whose[whose] == found.tabs.of(show)


def test_what_stands_first_is_most_overdue() -> None:
    bodies = figures(GROUPS, ME, Wanted()).bodies
    assert [counts.overdue for _, counts in bodies] == [4, 4]
    assert [counts.open for _, counts in bodies] == [9, 9]
    assert [code for code, _ in bodies] == ["25585", "TN-S-NV"]


def test_filters_stand_in_an_address_as_they_were_given() -> None:
    wanted = Wanted(
        whose="unit",
        rules=("KN.L1.SETTLE", "KN.L1.ACCEPT"),
        agencies=("25585",),
        officers=("nobody",),
        day=dt.date(2026, 11, 19),
    )
    assert pairs_of(wanted) == [
        ("whose", "unit"),
        ("rule", "KN.L1.SETTLE"),
        ("rule", "KN.L1.ACCEPT"),
        ("agency", "25585"),
        ("officer", "nobody"),
        ("day", "2026-11-19"),
    ]


def test_a_cursor_is_read_as_it_was_written() -> None:
    cursor = Cursor(dt.date(2026, 11, 19), "0190-ab/KN.L1.SETTLE/1")
    assert read_cursor(cursor_text(cursor)) == cursor


@given(st.text())
def test_any_other_cursor_is_refused(text: str) -> None:
    try:
        cursor = read_cursor(text)
    except CursorUnreadable:
        return
    assert cursor_text(cursor) == text
