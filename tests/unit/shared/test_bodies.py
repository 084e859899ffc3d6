"""What a body is called on a day about now, in whatever order its names became known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.bodies import AGENCY, BodyRow
from shared.contracts.routing_bodies import AgencyEstablished, AgencyRestated
from shared.envelope import Told
from shared.ids import AgencyCode

CODE, AT = AgencyCode("25585"), dt.datetime(2026, 7, 6, tzinfo=dt.UTC)


def year(number: int) -> dt.date:
    return dt.date(number, 1, 1)


def begins(in_year: int | None, name: str) -> AgencyEstablished:
    return AgencyEstablished(
        code=CODE,
        name=name,
        kind="commune",
        level="commune",
        parent=None,
        valid_from=in_year and year(in_year),
        confidence="unsaid",
    )


def named(in_year: int, name: str) -> AgencyRestated:
    return AgencyRestated(
        code=CODE,
        on=year(in_year),
        name=name,
        kind="commune",
        parent=None,
        confidence="unsaid",
    )


def body(*facts: AgencyEstablished | AgencyRestated) -> BodyRow:
    row: BodyRow | None = None
    for fact in facts:
        row = AGENCY.fold(
            row, Told(happened_at=AT, recorded_at=AT, position=1, actor="", fact=fact)
        )
    assert row is not None
    return row


OUT_OF_ORDER = [
    ("as it comes", [begins(2020, "A"), named(2027, "B")], {2019: "A", 2026: "A", 2027: "B"}),
    ("a name before all others, later", [begins(2020, "A"), named(2027, "B"), begins(2010, "Z")],
     {2026: "A", 2027: "B"}),
    ("before two that came by change", [begins(2010, "Z"), named(2020, "A"), named(2027, "B"), named(2015, "Y")],
     {2026: "A", 2027: "B"}),
    ("between the last two", [begins(2010, "Z"), named(2027, "B"), named(2020, "A")],
     {2026: "A", 2027: "B"}),
    ("before the only one", [begins(2020, "A"), begins(2010, "Z")], {2019: "Z", 2020: "A"}),
    ("before the only one, twice", [begins(2020, "A"), begins(2010, "Z"), begins(2000, "Y")],
     {2019: "Z", 2020: "A"}),
    ("the first attested anew", [begins(2010, "Z"), named(2020, "A"), named(2027, "B"), begins(2010, "Z")],
     {2026: "A", 2027: "B"}),
    ("the only one mended", [begins(2020, "Á"), named(2020, "A")], {2019: "A", 2020: "A"}),
    ("the one before mended", [begins(2020, "Á"), named(2027, "B"), named(2020, "A")],
     {2026: "A", 2027: "B"}),
    ("longer than anybody wrote down", [begins(None, "A"), named(2027, "B")], {1900: "A", 2027: "B"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "facts", "names"), OUT_OF_ORDER, ids=[row[0] for row in OUT_OF_ORDER]
)
def test_names_that_became_known_in_any_order(
    title: str, facts: list[AgencyEstablished | AgencyRestated], names: dict[int, str]
) -> None:
    found = body(*facts)
    assert {number: found.name_on(year(number)) for number in names} == names, title


@given(
    first=st.integers(2000, 2010),
    later=st.lists(st.tuples(st.integers(2000, 2010), st.sampled_from("ABCDE"))),
)
def test_the_last_two_names_are_right_on_their_days(
    first: int, later: list[tuple[int, str]]
) -> None:
    """Whatever is told of earlier days, and however often."""
    found = body(begins(first, "Z"), *(named(*each) for each in later))
    known = {first: "Z", **dict(later)}
    since = sorted(known)[-2:][0]
    for number in range(since, 2012):
        wanted = known[max(each for each in known if each <= number)]
        assert found.name_on(year(number)) == wanted
