"""Delay shares: every working day of a matter lies with one party, and they add up."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.domain.shares import (
    Share,
    Stretch,
    from_text,
    in_text,
    laid_with,
    not_waited,
    shares,
    worked_days,
)
from services.deadlines.projections.custody import CUSTODY, CustodyRow, fold
from services.deadlines.rules.loader import load
from shared.contracts import routing_settlement as settlement
from shared.contracts.routing import (
    CaseAnswered,
    CasePaused,
    CasePauseStruck,
    CaseResumed,
    TransferConfirmed,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_custody import DesignationMade, DesignationRequested
from shared.envelope import Told
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import Citation

CALENDAR = load().calendar()
A, B = "agency:A", "agency:B"
P, CASE = PetitionId("p-1"), CaseId("c-1")
BASIS = Citation("LKN", "Đ11a")
IDS: dict[str, Any] = {"case_id": CASE, "petition_id": P}


def d(text: str) -> dt.date:
    day, month = text.split("/")
    return dt.date(2026, int(month), int(day))


# fmt: off
ROWS = [
    # stretches, until, shares
    ("one body, a week", [("06/7", A)], "13/7", {A: 5}),
    ("today is not over", [("06/7", A)], "06/7", {A: 0}),
    ("on its way over a weekend", [("06/7", A), ("10/7", "transit"), ("14/7", B)], "16/7", {A: 4, "transit": 2, B: 2}),
    ("back again adds up", [("06/7", A), ("08/7", B), ("10/7", A)], "13/7", {A: 3, B: 2}),
    ("a wait for another body", [("06/7", A), ("08/7", "other_body"), ("15/7", A)], "20/7", {"other_body": 5, A: 5}),
    ("holidays are nobody's", [("28/8", A), ("01/9", "expert")], "04/9", {A: 1, "expert": 1}),
    ("the make-up Saturday counts", [("21/8", A), ("22/8", "citizen")], "24/8", {A: 1, "citizen": 1}),
]
# fmt: on


@pytest.mark.parametrize(
    ("stretches", "until", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_each_day_lies_with_one_party(stretches, until, expected) -> None:
    laid = [Stretch(d(on), party) for on, party in stretches]
    assert {s.party: s.days for s in shares(laid, d(until), CALENDAR)} == expected


days = st.dates(dt.date(2024, 1, 1), dt.date(2027, 6, 1))
parties = st.sampled_from([A, B, "transit", "citizen", "other_body", "expert"])


@given(st.lists(st.tuples(days, parties), min_size=1, max_size=12), days)
def test_shares_add_up_to_the_age(moves: list[tuple[dt.date, str]], until: dt.date) -> None:
    """Whatever is typed in whatever order: no day is lost, none is given twice."""
    laid: tuple[Stretch, ...] = ()
    for on, party in moves:
        laid = laid_with(laid, party, on)
    starts = [each.from_on for each in laid]
    assert starts == sorted(starts)
    assert from_text(in_text(laid)) == laid
    end = max(until, laid[-1].from_on)
    found = shares(laid, until, CALENDAR)
    assert sum(share.days for share in found) == worked_days(starts[0], end, CALENDAR)
    assert len({share.party for share in found}) == len(found)


def test_who_took_most_comes_first() -> None:
    laid = (Stretch(d("06/7"), A), Stretch(d("07/7"), B))
    assert shares(laid, d("13/7"), CALENDAR) == [Share(B, 4), Share(A, 1)]


def test_a_struck_wait_is_the_bodys_own() -> None:
    """The days of an unlawful pause are no citizen's."""
    laid = (Stretch(d("06/7"), A), Stretch(d("08/7"), "citizen"), Stretch(d("15/7"), A))
    assert not_waited(laid, d("08/7"), A) == (Stretch(d("06/7"), A),)
    assert not_waited(laid, d("09/7"), A) == laid


def told(fact: Any) -> Told:
    at = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
    return Told(happened_at=at, recorded_at=at, position=1, actor="", fact=fact)


sent = TransferSent(
    **IDS, from_agency=AgencyCode("A"), to_agency=AgencyCode("B"), sent_on=d("08/7"),
    kind="complaint", instance="first", form=None, reason="", basis=BASIS,
)  # fmt: skip
confirmed = TransferConfirmed(
    **IDS,
    kind="complaint",
    instance="first",
    by_agency=AgencyCode("B"),
    confirmed_on=d("10/7"),
)
back = TransferReturned(
    **IDS, from_agency=AgencyCode("B"), to_agency=AgencyCode("A"), returned_on=d("10/7"), reason="", ground=None, basis=None
)  # fmt: skip
paused = CasePaused(
    **IDS, kind="complaint", instance="first", holder=AgencyCode("A"), paused_on=d("13/7"),
    ground="complainant_obstacle", reason="", basis=BASIS,
)  # fmt: skip
resumed = CaseResumed(
    **IDS, kind="complaint", instance="first", holder=AgencyCode("A"), resumed_on=d("20/7"), basis=BASIS
)  # fmt: skip
struck = CasePauseStruck(
    **IDS, holder=AgencyCode("A"), paused_on=d("13/7"), struck_on=d("22/7"), reason=""
)
answered = CaseAnswered(**IDS, holder=AgencyCode("A"), answered_on=d("24/7"), basis=BASIS)

OF: dict[str, Any] = {**IDS, "kind": "complaint", "instance": "first"}
asked = DesignationRequested(
    **OF, from_agency=AgencyCode("A"), superior=AgencyCode("C"), requested_on=d("13/7"),
    why="dispute", wanted=None, reason="", basis=BASIS,
)  # fmt: skip
made = DesignationMade(
    **OF, by_agency=AgencyCode("C"), to_agency=AgencyCode("B"), made_on=d("15/7"),
    reason="", basis=BASIS,
)  # fmt: skip
STORIES = [
    ([sent, confirmed], "2026-07-06=agency:A 2026-07-08=transit 2026-07-10=agency:B"),
    ([sent, back], "2026-07-06=agency:A 2026-07-08=transit 2026-07-10=agency:A"),
    (
        [sent, back, asked, made],
        (
            "2026-07-06=agency:A 2026-07-08=transit 2026-07-10=agency:A"
            " 2026-07-13=agency:C 2026-07-15=transit"
        ),
    ),
    ([paused, resumed], "2026-07-06=agency:A 2026-07-13=citizen 2026-07-20=agency:A"),
    ([paused, resumed, struck], "2026-07-06=agency:A"),
    ([paused, struck], "2026-07-06=agency:A"),
    ([answered], "2026-07-06=agency:A"),
]


@pytest.mark.parametrize(("facts", "expected"), STORIES)
def test_the_read_model_follows(facts: list[Any], expected: str) -> None:
    row: CustodyRow | None = CustodyRow(P, "2026-07-06=agency:A", None)
    for fact in facts:
        assert type(fact) in CUSTODY.keys
        row = fold(row, told(fact))
    assert row is not None
    assert row.stretches == expected
    assert row.ended_on == (d("24/7") if answered in facts else None)


HELD: dict[str, Any] = {**OF, "holder": AgencyCode("A"), "reason": "x", "basis": BASIS}
discontinued = settlement.CaseDiscontinued(
    **HELD, ground="withdrawn", discontinued_on=d("24/7"), form=None
)
reopened = settlement.CaseReopened(
    **HELD, complex=False, remote=False, cause="coerced", reopened_on=d("27/7")
)


def referred(*, ends: bool) -> settlement.CrimeReferred:
    return settlement.CrimeReferred(
        **HELD, to="procuracy", referred_on=d("24/7"), file="x", ends=ends
    )


@pytest.mark.parametrize(
    ("facts", "ended_on"),
    [
        ([discontinued], d("24/7")),
        ([discontinued, reopened], None),
        ([referred(ends=True)], d("24/7")),
        ([referred(ends=False)], None),
    ],
)
def test_when_it_ended(facts: list[Any], ended_on: dt.date | None) -> None:
    """A case that is taken up again has not ended."""
    row: CustodyRow | None = CustodyRow(P, "2026-07-06=agency:A", None)
    for fact in facts:
        row = fold(row, told(fact))
    assert row is not None
    assert ended_on == row.ended_on


def test_a_fact_of_an_unknown_petition_changes_nothing() -> None:
    assert fold(None, told(answered)) is None
