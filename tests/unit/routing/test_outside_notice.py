"""Who is told of a petition that they do not hold: who was gone over, and the reception board."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from services.routing.projections.notice import NOTICE
from services.routing.projections.outside import BOARD, OUTSIDE, OutsideRow
from shared.contracts import routing as said
from shared.contracts.routing_custody import (
    DesignationMade,
    DesignationRequested,
    LevelSkipped,
)
from shared.envelope import Told
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import Citation, RuleApplied

IDS: dict[str, Any] = {"case_id": CaseId("c-1"), "petition_id": PetitionId("p-1")}
OF: dict[str, Any] = {**IDS, "kind": "complaint", "instance": "first"}
WARD, COMMITTEE = AgencyCode("25459"), AgencyCode("TN-UBND")
AT, DAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), dt.date(2026, 11, 23)
BASIS = Citation("LKN", "Đ7.1")

SKIPPED = LevelSkipped(
    **IDS, receiver=COMMITTEE, skipped=WARD, received_on=DAY,
    rule=RuleApplied(rule="R", version=1, basis=BASIS, confidence="memory"),
)  # fmt: skip
GUIDED = said.CaseGuided(
    **IDS, holder=WARD, guided_on=DAY, competent_agency=COMMITTEE, basis=BASIS
)
SENT = said.TransferSent(
    **OF,
    from_agency=WARD,
    to_agency=COMMITTEE,
    sent_on=DAY,
    form=None,
    reason="",
    basis=BASIS,
)
ASKED = DesignationRequested(
    **OF, from_agency=WARD, superior=COMMITTEE, requested_on=DAY, why="dispute", wanted=None,
    reason="x", basis=BASIS,
)  # fmt: skip
MADE = DesignationMade(
    **OF, by_agency=COMMITTEE, to_agency=WARD, made_on=DAY, reason="x", basis=BASIS
)


def folded(model: Any, fact: Any) -> Any:
    heard = Told(happened_at=AT, recorded_at=AT, position=7, actor="officer:a", fact=fact)
    return model.fold(None, heard)


def told(fact: Any) -> tuple[str, str, str, str]:
    row: OutsideRow = folded(OUTSIDE, fact)
    assert row.key == OUTSIDE.keys[type(fact)](fact)
    return row.told, row.why, row.by_agency, row.petition_id


def test_who_was_gone_over_is_told() -> None:
    """And not the body that got the petition, which knows."""
    assert told(SKIPPED) == (WARD, "skipped", COMMITTEE, "p-1")


def test_the_reception_board_is_told_of_whatever_is_not_ours() -> None:
    """Guided away or sent away: one notice each, that stand beside one another."""
    assert told(GUIDED) == (BOARD, "guided_away", WARD, "p-1")
    assert told(SENT) == (BOARD, "sent_away", WARD, "p-1")
    assert folded(OUTSIDE, GUIDED).key != folded(OUTSIDE, SENT).key


def test_the_head_of_the_common_superior_is_told_of_a_dispute() -> None:
    row = folded(NOTICE, ASKED)
    assert (row.agency, row.why, row.officer) == (f"head:{COMMITTEE}", "disputed", "")


def test_the_designated_body_is_told() -> None:
    row = folded(NOTICE, MADE)
    assert (row.agency, row.why) == (WARD, "designated")


@pytest.mark.parametrize("manner", ["split", "complete"])
def test_who_is_told_to_write_anew_was_not_sent_away(manner: Any) -> None:
    """Nobody said that it is another body's: the board hears nothing of it."""
    assert None is folded(OUTSIDE, msgspec.structs.replace(GUIDED, manner=manner))
