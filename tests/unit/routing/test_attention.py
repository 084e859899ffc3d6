"""Decisions on attention: urging, reporting, the order of work, the plan of the backlog."""

from dataclasses import replace
from typing import Any

import pytest

from services.routing.domain.attention import commands as ask
from services.routing.domain.attention import errors as no
from services.routing.domain.attention.decider import attention_decider
from services.routing.domain.case import errors
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.ending_errors import NotOfThisKind, NotSuperior
from services.routing.domain.directory import Directory, Law
from services.routing.domain.held import held_of
from services.routing.domain.inquiry.errors import DueTooEarly, PlanIncomplete
from services.routing.rules import RuleBook
from shared.contracts import routing_inquiry as said
from shared.ids import AgencyCode, OfficerId
from shared.legal.citation import Citation
from shared.testing.spec import Case, check
from tests.unit.routing.endings import COMMITTEE
from tests.unit.routing.settled import (
    BUILDING,
    COMPLAINT,
    DENUNCIATION,
    IDS,
    REASON,
    WARD,
    asks,
    case_of,
    day,
    decided,
)

HELD: dict[str, Any] = {**IDS, "holder": WARD}
LEADER = OfficerId("o-9")
FIELDS = {
    "cause": "Thu hồi đất.",
    "difficulties": "Thiếu hồ sơ.",
    "direction": "Đối thoại.",
}


def urges(
    on: str, by: AgencyCode = COMMITTEE, *, overdue: bool = True, reason: str = REASON
) -> Any:
    return asks(ask.UrgeCase, on, by=by, overdue=overdue, reason=reason)


def urged(number: int, on: str, kind: Any = "denunciation") -> Any:
    basis = (
        Citation("LTC", "Đ38.2") if kind == "denunciation" else Citation("LTCD", "Đ26.1.b")
    )
    return said.CaseUrged(
        **HELD, kind=kind, by_agency=COMMITTEE, number=number, urged_on=day(on),
        reason=REASON, basis=basis,
    )  # fmt: skip


def reports(on: str, progress: str = "Đã xác minh.") -> Any:
    return asks(ask.ReportCase, on, progress=progress, reason=REASON)


def reported(number: int, on: str) -> Any:
    return said.CaseReported(
        **HELD, kind="denunciation", number=number, reported_on=day(on),
        progress="Đã xác minh.", reason=REASON,
    )  # fmt: skip


def places(place: Any, on: str = "10/9", reason: str = REASON) -> Any:
    return asks(ask.PlaceCase, on, place=place, reason=reason)


def placed(place: Any, on: str = "10/9") -> Any:
    return said.CasePlaced(**HELD, place=place, placed_on=day(on), reason=REASON)


def plans(due: str = "30/9", **more: Any) -> Any:
    given = FIELDS | {"leader": LEADER, "barred": False}
    return asks(ask.PlanBacklog, "10/9", due_on=day(due), **given | more)


planned = said.BacklogPlanned(**HELD, **FIELDS, planned_on=day("10/9"), due_on=day("30/9"), leader=LEADER)  # fmt: skip
answered = [urged(1, "7/9"), reported(1, "9/9")]
RECOMMENDED = case_of("recommendation", accepted_on=None)

# fmt: off
CASES: list[tuple[Any, Case[Any, Any]]] = [
    (DENUNCIATION, Case("urged by the body above", [], urges("7/9"), [urged(1, "7/9")])),
    (COMPLAINT, Case("a complaint too", [], urges("7/9"), [urged(1, "7/9", "complaint")])),
    (DENUNCIATION, Case("not by a body beside", [], urges("7/9", BUILDING), NotSuperior)),
    (DENUNCIATION, Case("not by itself", [], urges("7/9", WARD), NotSuperior)),
    (DENUNCIATION, Case("not in time", [], urges("7/9", overdue=False), no.NotOverdue)),
    (DENUNCIATION, Case("it says why", [], urges("7/9", reason=""), errors.ReasonMissing)),
    (DENUNCIATION, Case("not tomorrow", [], urges("1/10"), errors.DayImpossible)),
    ([*COMPLAINT, decided("6/8")], Case("not what is over", [], urges("7/9"), errors.CaseIsClosed)),
    (RECOMMENDED, Case("no law for recommendations", [], urges("7/9"), NotOfThisKind)),
    (DENUNCIATION, Case("one at a time", [urged(1, "7/9")], urges("8/9"), no.UrgedAlready)),
    (DENUNCIATION, Case("again after a report", answered, urges("20/9"), [urged(2, "20/9")])),
    (DENUNCIATION, Case("reported", [urged(1, "7/9")], reports("9/9"), [reported(1, "9/9")])),
    (DENUNCIATION, Case("not before it was urged", [urged(1, "7/9")], reports("6/9"), DueTooEarly)),
    (DENUNCIATION, Case("nobody wants it", [], reports("9/9"), no.NothingUrged)),
    (DENUNCIATION, Case("it says how far it is", [urged(1, "7/9")], reports("9/9", " "), PlanIncomplete)),
    (COMPLAINT, Case("ahead, with a reason", [], places("ahead"), [placed("ahead")])),
    (COMPLAINT, Case("never without", [], places("ahead", reason=" "), errors.ReasonMissing)),
    (COMPLAINT, Case("and back", [placed("ahead")], places("none", "11/9"), [placed("none", "11/9")])),
    (COMPLAINT, Case("it is there", [], places("none"), [])),
    ([*COMPLAINT, decided("6/8")], Case("not what is over", [], places("ahead"), errors.CaseIsClosed)),
    (COMPLAINT, Case("planned in full", [], plans(), [planned])),
    *[(COMPLAINT, Case(f"not without {name}", [], plans(**{name: " "}), PlanIncomplete)) for name in FIELDS],
    (COMPLAINT, Case("not until yesterday", [], plans("9/9"), DueTooEarly)),
    (COMPLAINT, Case("not by who must not", [], plans(barred=True), no.LeaderBarred)),
    (COMPLAINT, Case("not by another body", [], replace(plans(), by=BUILDING), errors.NotTheHolder)),
]
# fmt: on


@pytest.mark.parametrize(
    ("of", "case"), CASES, ids=[f"{n}: {row[1]}" for n, row in enumerate(CASES)]
)
def test_attention(
    of: Any, case: Case[Any, Any], book: RuleBook, directory: Directory
) -> None:
    law = Law(book=book, directory=directory)
    matter = held_of(case_decider(book, directory).fold(of))
    check(attention_decider(law), replace(case, when=replace(case.when, held=matter)))
