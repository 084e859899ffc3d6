"""Who is told, and why: one notice a petition, the last thing that concerns anybody."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from services.routing.projections.notice import NOTICE, NoticeRow, in_time
from services.routing.projections.worklist import WORKLIST, CaseRow
from shared.contracts.deadlines import ClockEscalated, ClockExpired, ClockReminded
from shared.contracts.intake import Observed, PetitionLodged
from shared.contracts.routing import (
    CaseAssigned,
    CaseGuided,
    TransferReturned,
    TransferSent,
)
from shared.envelope import Told
from shared.ids import AgencyCode, CaseId, OfficerId, PetitionId
from shared.legal.citation import Citation
from shared.personal import Sealed

P, C = PetitionId("p-1"), CaseId("c-1")
WARD, COMMITTEE = AgencyCode("25459"), AgencyCode("TN-UBND")
AT, DAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), dt.date(2026, 11, 23)
IDS: dict[str, Any] = {"case_id": C, "petition_id": P}
BASIS = Citation("LTC", "Đ24.2")


def assigned(officer: str | None, why: Any = "assigned") -> CaseAssigned:
    who = None if officer is None else OfficerId(officer)
    return CaseAssigned(**IDS, officer=who, holder=WARD, why=why)


SENT = TransferSent(
    **IDS, from_agency=WARD, to_agency=COMMITTEE, sent_on=DAY, kind="complaint",
    instance="first", form=None, reason="", basis=BASIS,
)  # fmt: skip
BACK = TransferReturned(
    **IDS,
    from_agency=COMMITTEE,
    to_agency=WARD,
    returned_on=DAY,
    reason="x",
    ground=None,
    basis=None,
)
CLOSED = CaseGuided(**IDS, holder=WARD, guided_on=DAY, competent_agency=None, basis=BASIS)


def told(facts: list[Any], *, by: str = "officer:head") -> Any:
    return _folded(NOTICE, facts, by)


def _folded(model: Any, facts: list[Any], by: str = "officer:head") -> Any:
    row = None
    for position, fact in enumerate(facts, start=1):
        row = model.fold(row, _heard(fact, position, by=by))
    return row


def notice(
    why: str,
    position: int,
    *,
    officer: str = "",
    agency: str = "",
    has: str = "",
    away: bool = False,
    clock: bool = False,
) -> NoticeRow:
    rule, due_on = ("KN.L1.SETTLE", DAY) if clock else ("", None)
    place = in_time(_heard(CLOSED, position))
    return NoticeRow(P, officer, agency, why, place, AT, has, away, rule, due_on)


def _heard(fact: Any, position: int, at: dt.datetime = AT, by: str = "officer:lan") -> Told:
    return Told(happened_at=at, recorded_at=at, position=position, actor=by, fact=fact)


def test_notices_of_two_logs_stand_in_the_order_of_time() -> None:
    """Each log counts for itself: 9,000 facts of clocks are no later than the 12th of cases."""
    soon = AT + dt.timedelta(seconds=1)
    ended, expired = _heard(CLOSED, 12, soon), _heard(OVER, 9_000)
    assert in_time(expired) < in_time(ended)
    assert in_time(_heard(OVER, 9_000)) < in_time(_heard(OVER, 9_001))
    assert in_time(_heard(OVER, 9_001, AT.replace(year=2143))) < 2**53


CLOCK: dict[str, Any] = {
    "clock_id": "p-1/KN.L1.SETTLE/1", "petition_id": P, "due_on": DAY, "against": WARD,
}  # fmt: skip
HALF = ClockReminded(**CLOCK, stage="half", stage_on=DAY, late=False)
OVER = ClockExpired(**CLOCK, mode="deadline", party="agency")
THEIRS = ClockExpired(**CLOCK, mode="deadline", party="citizen")
IN_FORCE = ClockExpired(**CLOCK, mode="status", party="none")


def escalated(to: Any, why: Any = "overdue") -> ClockEscalated:
    return ClockEscalated(**CLOCK, rung=1, to=to, why=why)


# fmt: off
TOLD = [
    ("an officer is told of a case given to them", [assigned("lan")], notice("assigned", 1, officer="lan", has="lan")),
    ("of one that a colleague who left had", [assigned("lan", "left")], notice("left", 1, officer="lan", has="lan")),
    ("of one they took, for the record", [assigned("lan", "taken")], notice("taken", 1, officer="lan", has="lan")),
    ("the next officer is told in their place", [assigned("lan"), assigned("mai")], notice("assigned", 2, officer="mai", has="mai")),
    ("nobody is told once it is nobody's", [assigned("lan"), assigned(None)], None),
    ("a unit is told of what is sent to it", [SENT], notice("sent", 1, agency=COMMITTEE, away=True)),
    ("the sender's officer is not: it has left them", [assigned("lan"), SENT], notice("sent", 2, agency=COMMITTEE, has="lan", away=True)),
    ("unit and officer are told when it comes back", [assigned("lan"), SENT, BACK], notice("returned", 3, officer="lan", agency=WARD)),
    ("but not the receiver's officer", [assigned("lan"), SENT, assigned("mai"), BACK], notice("returned", 4, agency=WARD)),
    ("an officer is told when another closed their case", [assigned("lan"), CLOSED], notice("closed", 2, officer="lan", has="lan")),
    ("nobody is told of what nobody had", [CLOSED], None),
    ("who had it once is not told how it ended elsewhere", [assigned("lan"), SENT, CLOSED], notice("sent", 2, agency=COMMITTEE, has="lan", away=True)),
    ("who is answerable is reminded", [assigned("lan"), HALF], notice("half", 2, officer="lan", has="lan", clock=True)),
    ("else the unit is", [HALF], notice("half", 1, agency=WARD, clock=True)),
    ("while it is elsewhere the unit there", [assigned("lan"), SENT, HALF], notice("half", 3, agency=WARD, has="lan", away=True, clock=True)),
    ("and who had it before hears of its return all the same", [assigned("lan"), SENT, HALF, BACK], notice("returned", 4, officer="lan", agency=WARD)),
    ("they are told that it is over", [assigned("lan"), HALF, OVER], notice("expired", 3, officer="lan", has="lan", clock=True)),
    ("not of what is a citizen's own time", [assigned("lan"), THEIRS], notice("assigned", 1, officer="lan", has="lan")),
    ("nor of what took effect", [assigned("lan"), IN_FORCE], notice("assigned", 1, officer="lan", has="lan")),
    ("the head is told, and who is answerable with them", [assigned("lan"), escalated("head")], notice("overdue", 2, officer="lan", agency="head:25459", has="lan", clock=True)),
    ("of what nobody has, the head alone", [escalated("head", "unassigned")], notice("unassigned", 1, agency="head:25459", clock=True)),
    ("then the body above", [escalated("superior")], notice("overdue", 1, agency="superior:25459", clock=True)),
    ("then the inspectorate", [escalated("inspectorate")], notice("overdue", 1, agency="inspectorate", clock=True)),
    ("the next officer is told of their case, not of its clock", [HALF, assigned("mai")], notice("assigned", 2, officer="mai", has="mai")),
    ("a unit hears no more of a clock once the matter is closed", [HALF, CLOSED], None),
]
# fmt: on


@pytest.mark.parametrize(("title", "facts", "row"), TOLD, ids=[t[0] for t in TOLD])
def test_who_is_told(title: str, facts: list[Any], row: NoticeRow | None) -> None:
    assert told(facts) == row


def test_nobody_is_told_of_what_they_did_themselves() -> None:
    """Their own closing leaves the notice as it was; a case they gave themselves is taken."""
    row = told([assigned("lan")])
    assert NOTICE.fold(row, _heard(CLOSED, 2)) == row
    assert told([assigned("lan")], by="officer:lan").why == "taken"


LODGED = PetitionLodged(
    petition_id=P, receipt_code="R", channel="post", kind_claimed="denunciation",
    instance="first", received_on=DAY, receiving_agency=WARD, subject_field="land",
    respondent_agency=WARD, respondent_post="head",
    observed=Observed(
        identified=True, has_summary=True, has_request=True, has_respondent=True
    ),
    addressees=(), forwarder=None, request_digest="",
    sealed=Sealed(key="k", box=b""),
)  # fmt: skip


def listed(*facts: Any) -> CaseRow:
    row: CaseRow = _folded(WORKLIST, [LODGED, *facts])
    return row


def test_the_worklist_says_who_is_answerable() -> None:
    """From the assignment until it is taken back, or the petition goes elsewhere."""
    assert listed().officer == ""
    assert listed(assigned("lan")).officer == "lan"
    assert listed(assigned("lan"), assigned(None)).officer == ""
    assert listed(assigned("lan"), SENT).officer == ""
    assert listed(SENT, assigned("mai"), BACK).officer == ""
    assert listed(assigned("lan"), CLOSED).officer == "lan"


def test_an_assignment_leaves_the_proposal() -> None:
    """Nothing was done about the petition itself."""
    before = listed()
    after = listed(assigned("lan"))
    assert (after.state, after.proposed_action) == (before.state, before.proposed_action)


def test_the_worklist_knows_the_body_of_the_denounced_head() -> None:
    """Whoever works under that head must not see it."""
    assert listed().shunned == WARD


SOME = [assigned("lan"), assigned(None), SENT, BACK, CLOSED, HALF, OVER, escalated("head")]


@any_of(st.lists(st.sampled_from(SOME)))
def test_whoever_is_told_is_named(facts: list[Any]) -> None:
    """A notice is for somebody, and never older than the petition's last one."""
    row = told(facts)
    assert row is None or row.officer or row.agency
    assert row is None or row.position <= in_time(_heard(CLOSED, len(facts)))
