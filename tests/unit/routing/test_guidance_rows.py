"""What became of proposals, as counted; and the days off as published."""

import datetime as dt
from typing import Any

import pytest

from services.routing.projections import calendar, guidance
from services.routing.projections.guidance import GuidanceRow
from shared.contracts import routing as said
from shared.contracts import routing_guiding as guided
from shared.contracts.deadlines import CalendarDay, CalendarPublished
from shared.contracts.routing_settlement import CaseChecked
from shared.envelope import Told
from shared.legal.citation import Citation, RuleApplied
from shared.registry import Fact
from tests.unit.routing.settled import IDS, REASON, WARD, day

AT = dt.datetime(2026, 9, 30, 3, tzinfo=dt.UTC)
OF: dict[str, Any] = {**IDS, "holder": WARD}
LAW = Citation("LKN", "Đ27")


def heard(fact: Fact) -> Told:
    return Told(fact=fact, position=1, happened_at=AT, recorded_at=AT, actor="x")


def told_to(manner: said.GuideManner) -> said.CaseGuided:
    return said.CaseGuided(
        **OF, guided_on=day("20/7"), competent_agency=None, basis=LAW, manner=manner
    )


def made(number: int = 1, *actions: str) -> guided.ProposalMade:
    rule = RuleApplied(rule="KN.K1.ACCEPT", version=1, basis=LAW, confidence="primary")
    return guided.ProposalMade(
        **OF, number=number, made_on=day("20/7"), inputs=(), kind="complaint", eligible=True,
        reason_codes=(), actions=actions or ("ACCEPT",), jurisdiction=(), competent=WARD,
        form=None, flags=(), rules=(rule, rule),
    )  # fmt: skip


FOLLOWED = guided.ProposalFollowed(**OF, number=1, followed_on=day("20/7"), looked=False)
LEFT = guided.ProposalOverridden(
    **OF, number=1, overridden_on=day("20/7"), did="FILE", reason=REASON
)
ACCEPTED = said.CaseAccepted(
    **OF, kind="complaint", instance="first", accepted_on=day("20/7"), complex=False,
    remote=False, basis=LAW,
)  # fmt: skip
CHECKED = CaseChecked(
    **OF, checked_on=day("20/7"), finding="signs", follow_up="handled", reason=REASON,
    basis=LAW,
)  # fmt: skip
FILED = said.CaseFiled(**OF, filed_on=day("20/7"), reason_codes=(), basis=LAW)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ([made()], "open"),
        ([made(), FOLLOWED], "followed"),
        ([made(), LEFT], "overridden"),
        ([made(), ACCEPTED], "as_proposed"),
        ([made(), FILED], "otherwise"),
        ([made(), FOLLOWED, ACCEPTED], "followed"),
        ([made(), FOLLOWED, FILED], "otherwise"),
        ([made(), LEFT, FILED], "overridden"),
        ([made(), FOLLOWED, LEFT], "overridden"),
        ([made(1, "GUIDE"), told_to("elsewhere")], "as_proposed"),
        ([made(1, "GUIDE_SPLIT"), told_to("split")], "as_proposed"),
        ([made(1, "GUIDE_COMPLETE"), FOLLOWED, told_to("complete")], "followed"),
        ([made(1, "GUIDE_SPLIT"), FOLLOWED, told_to("elsewhere")], "otherwise"),
        ([made(1, "GUIDE"), told_to("split")], "otherwise"),
        ([made(1, "NOT_ACCEPT_NOTICE", "INFO_CHECK"), CHECKED], "as_proposed"),
        ([made(), CHECKED], "otherwise"),
        ([made(), made(2)], "open"),
        ([made(), made(2), FOLLOWED], "open"),
    ],
)
def test_what_became_of_a_proposal(facts: list[Fact], outcome: str) -> None:
    """The last proposal counts; what was said before it is of the one before."""
    row: GuidanceRow | None = None
    for fact in facts:
        row = guidance.fold(row, heard(fact))
    assert row is not None
    assert (row.outcome, row.month, row.unit) == (outcome, "2026-07", WARD)
    assert row.rules == "KN.K1.ACCEPT"


def test_where_nothing_was_proposed_nothing_is_counted() -> None:
    assert guidance.fold(None, heard(ACCEPTED)) is None
    assert guidance.fold(None, heard(FOLLOWED)) is None


def test_one_row_a_petition_and_body() -> None:
    keys = {of(fact) for fact in (made(), FOLLOWED, ACCEPTED) if (of := guidance.GUIDANCE.keys[type(fact)])}  # fmt: skip
    assert len(keys) == 1


def published(version: int, *days: CalendarDay) -> CalendarPublished:
    return CalendarPublished(
        year=2026,
        version=version,
        days=days,
        source="x",
        confidence="primary",
        approved_by=None,
    )


def test_the_latest_calendar_of_a_year_counts() -> None:
    off = CalendarDay(on=dt.date(2026, 9, 2), kind="holiday", name="")
    worked = CalendarDay(on=dt.date(2026, 9, 5), kind="make_up", name="")
    row = calendar.fold(None, heard(published(2, off, worked)))
    assert row is not None
    assert calendar.fold(row, heard(published(1))) == row
    assert calendar.fold(row, heard(ACCEPTED)) == row
    days = calendar.calendar_of([row])
    assert not days.is_working(off.on)
    assert days.is_working(worked.on)
