"""Decisions inside settlement: verification, information asked for, dialogue."""

from dataclasses import replace
from typing import Any

import pytest

from services.routing.domain.agency.errors import AgencyNotInForce
from services.routing.domain.case import errors
from services.routing.domain.case.decider import case_decider
from services.routing.domain.directory import Directory, Law
from services.routing.domain.held import Beside, held_of
from services.routing.domain.inquiry import commands as ask
from services.routing.domain.inquiry import errors as no
from services.routing.domain.inquiry.decider import inquiry_decider
from services.routing.rules import RuleBook
from shared.contracts import routing_inquiry as said
from shared.ids import AgencyCode, OfficerId
from shared.legal.citation import Citation
from shared.testing.spec import Case, check
from tests.unit.routing.settled import (
    BUILDING,
    COMPLAINT,
    DENUNCIATION,
    GONE,
    IDS,
    OLD,
    UNACCEPTED,
    WARD,
    asks,
    day,
    decided,
    with_gone,
)

LEAD, TEAM = OfficerId("o-1"), OfficerId("o-2")
HELD: dict[str, Any] = {**IDS, "holder": WARD}
FIVE = {
    "purpose": "Làm rõ yêu cầu.", "content": "Diện tích.", "participants": "Người khiếu nại, Chủ tịch xã.",
    "place": "8 giờ, trụ sở.", "preparation": "Hồ sơ.",
}  # fmt: skip
ABSENT = Citation("LKN", "Đ30.6 (sửa bởi Luật 136/2025/QH15 Đ2.11)")


def plans(on: str, until: str = "31/7", **more: Any) -> Any:
    given = {"lead": LEAD, "team": (TEAM,), "contents": "Nguồn gốc đất.", "barred": False}
    return asks(ask.PlanVerification, on, until_on=day(until), **given | more)


def planned(number: int, on: str, until: str = "31/7", basis: str = "Đ29") -> Any:
    return said.VerificationPlanned(
        **HELD, number=number, lead=LEAD, team=(TEAM,), contents="Nguồn gốc đất.",
        planned_on=day(on), until_on=day(until), basis=Citation("LKN", basis),
    )  # fmt: skip


def records(on: str, findings: str = "Thiếu biên bản.") -> Any:
    return asks(ask.RecordVerification, on, findings=findings)


def recorded(on: str) -> Any:
    return said.VerificationRecorded(
        **HELD, number=1, recorded_on=day(on), findings="Thiếu biên bản.", evidence=""
    )


def wants(
    on: str, due: str = "27/7", of: AgencyCode = BUILDING, what: str = "Bản vẽ."
) -> Any:
    return asks(ask.AskInformation, on, of_agency=of, what=what, due_on=day(due))


def wanted(number: int, on: str, due: str = "27/7") -> Any:
    return said.InformationAsked(
        **HELD, number=number, of_agency=BUILDING, what="Bản vẽ.", asked_on=day(on),
        due_on=day(due), basis=Citation("LKN", "Đ12.1.đ"),
    )  # fmt: skip


def answers(number: int, on: str, *, certified: bool = True) -> Any:
    return asks(ask.AnswerInformation, on, number=number, certified=certified)


def answered(number: int, on: str) -> Any:
    return said.InformationAnswered(
        **HELD, number=number, answered_on=day(on), certified=True, evidence=""
    )


def prepares(on: str, held_on: str = "10/8", **more: Any) -> Any:
    return asks(ask.PlanDialogue, on, held_on=day(held_on), **FIVE | more)


def prepared(number: int, on: str, held_on: str = "10/8") -> Any:
    return said.DialoguePlanned(
        **HELD, **FIVE, number=number, held_on=day(held_on), notified_on=day(on),
        basis=Citation("LKN", "Đ30"),
    )  # fmt: skip


def holds(on: str, agreement: Any = "partly") -> Any:
    return asks(ask.HoldDialogue, on, agreement=agreement, record="Đo lại.")


def held(on: str) -> Any:
    return said.DialogueHeld(
        **HELD, number=1, held_on=day(on), agreement="partly", record="Đo lại.", evidence=""
    )


def misses(on: str, *, excused: bool = False) -> Any:
    return asks(ask.MissDialogue, on, absent="petitioner", excused=excused)


def missed(on: str, *, excused: bool = False) -> Any:
    basis = None if excused else ABSENT
    return said.DialogueMissed(
        **HELD,
        number=1,
        missed_on=day(on),
        absent="petitioner",
        excused=excused,
        basis=basis,
    )


# fmt: off
CASES: list[tuple[Any, Case[Any, Any]]] = [
    (COMPLAINT, Case("somebody verifies", [], plans("8/7"), [planned(1, "8/7")])),
    (COMPLAINT, Case("nobody twice in a team", [], plans("8/7", team=(TEAM, LEAD, TEAM)), [planned(1, "8/7")])),
    (COMPLAINT, Case("further, after a report", [planned(1, "8/7"), recorded("20/7")], plans("21/7", "5/8"), [planned(2, "21/7", "5/8")])),
    (COMPLAINT, Case("not before the report", [planned(1, "8/7")], plans("21/7", contents="Khác."), no.StillVerifying)),
    (COMPLAINT, Case("not who must not", [], plans("8/7", barred=True), no.CannotVerify)),
    (COMPLAINT, Case("not until yesterday", [], plans("8/7", "7/7"), no.DueTooEarly)),
    (COMPLAINT, Case("of something", [], plans("8/7", contents=" "), no.PlanIncomplete)),
    (COMPLAINT, Case("not before acceptance", [], plans("5/7"), errors.DayImpossible)),
    (COMPLAINT, Case("not tomorrow", [], plans("1/10"), errors.DayImpossible)),
    (UNACCEPTED, Case("nor of what nobody accepted", [], plans("8/7"), errors.CaseNotAccepted)),
    ([*COMPLAINT, decided("6/8")], Case("nor of what is decided", [], plans("8/7"), no.SettlementIsOver)),
    (COMPLAINT, Case("nor by another body", [], replace(plans("8/7"), by=BUILDING), errors.NotTheHolder)),
    (COMPLAINT, Case("its report", [planned(1, "8/7")], records("20/7"), [recorded("20/7")])),
    (COMPLAINT, Case("one report", [planned(1, "8/7"), recorded("20/7")], records("21/7"), no.AnsweredAlready)),
    (COMPLAINT, Case("not before the plan", [planned(1, "8/7")], records("7/7"), no.DueTooEarly)),
    (COMPLAINT, Case("of no plan", [], records("20/7"), no.NothingPlanned)),
    (COMPLAINT, Case("that says something", [planned(1, "8/7")], records("20/7", ""), no.PlanIncomplete)),
    (COMPLAINT, Case("another body is asked", [], wants("20/7"), [wanted(1, "20/7")])),
    (COMPLAINT, Case("and another time", [wanted(1, "20/7")], wants("21/7"), [wanted(2, "21/7")])),
    (COMPLAINT, Case("not itself", [], wants("20/7", of=WARD), no.AgencyNotAsked)),
    (COMPLAINT, Case("not one that is none", [], wants("20/7", of=AgencyCode("X")), errors.AgencyUnknown)),
    (COMPLAINT, Case("nor one that is no more", [], wants("20/7", of=GONE), AgencyNotInForce)),
    (COMPLAINT, Case("not due at once", [], wants("20/7", "20/7"), no.DueTooEarly)),
    (COMPLAINT, Case("for something", [], wants("20/7", what=""), no.PlanIncomplete)),
    (COMPLAINT, Case("it answers", [wanted(1, "20/7")], answers(1, "24/7"), [answered(1, "24/7")])),
    (COMPLAINT, Case("once", [wanted(1, "20/7"), answered(1, "24/7")], answers(1, "25/7"), no.AnsweredAlready)),
    (COMPLAINT, Case("not before it was asked", [wanted(1, "20/7")], answers(1, "19/7"), no.DueTooEarly)),
    (COMPLAINT, Case("nothing was asked", [], answers(1, "24/7"), no.RequestUnknown)),
    (COMPLAINT, Case("a dialogue with its five items", [], prepares("3/8"), [prepared(1, "3/8")])),
    *[(COMPLAINT, Case(f"not without {item}", [], prepares("3/8", **{item: " "}), no.PlanIncomplete)) for item in FIVE],
    (COMPLAINT, Case("five days' notice", [], prepares("5/8"), [prepared(1, "5/8")])),
    (COMPLAINT, Case("not four", [], prepares("6/8"), no.NoticeTooShort)),
    (OLD, Case("before the new law nothing said five", [], prepares("5/6", "8/6"), [prepared(1, "5/6", "8/6")])),
    (COMPLAINT, Case("not on a day before", [], prepares("3/8", "2/8"), no.DueTooEarly)),
    (COMPLAINT, Case("one at a time", [prepared(1, "3/8")], prepares("4/8", "20/8"), no.DialoguePending)),
    (COMPLAINT, Case("held", [prepared(1, "3/8")], holds("10/8"), [held("10/8")])),
    (COMPLAINT, Case("not before its day", [prepared(1, "3/8")], holds("9/8"), no.DialogueTooEarly)),
    (COMPLAINT, Case("once held is held", [prepared(1, "3/8"), held("10/8")], misses("10/8"), no.AnsweredAlready)),
    (COMPLAINT, Case("none was prepared", [], holds("10/8"), no.NothingPlanned)),
    (COMPLAINT, Case("nobody came: it goes on", [prepared(1, "3/8")], misses("10/8"), [missed("10/8")])),
    (COMPLAINT, Case("for a good reason: again", [prepared(1, "3/8")], misses("10/8", excused=True), [missed("10/8", excused=True)])),
    (COMPLAINT, Case("which can be prepared", [prepared(1, "3/8"), missed("10/8", excused=True)], prepares("12/8", "20/8"), [prepared(2, "12/8", "20/8")])),
    (DENUNCIATION, Case("none was prepared of a denunciation", [], misses("10/8"), no.NothingPlanned)),
]
# fmt: on


@pytest.mark.parametrize(("of", "case"), CASES, ids=[str(row[1]) for row in CASES])
def test_inquiry(
    of: Any, case: Case[Any, Any], book: RuleBook, directory: Directory
) -> None:
    matter = held_of(case_decider(book, directory).fold(of))
    law = Law(book=book, directory=with_gone(directory))
    assert isinstance(case.when, Beside)
    check(inquiry_decider(law), replace(case, when=replace(case.when, held=matter)))


@pytest.mark.parametrize(
    ("history", "talked"),
    [([], False), ([prepared(1, "3/8")], False), ([prepared(1, "3/8"), held("10/8")], True),
     ([prepared(1, "3/8"), missed("10/8")], True),
     ([prepared(1, "3/8"), missed("10/8", excused=True)], False)],
)  # fmt: skip
def test_there_was_a_dialogue(
    history: list[Any], talked: bool, book: RuleBook, directory: Directory
) -> None:
    decider = inquiry_decider(Law(book=book, directory=directory))
    assert talked == decider.fold(history).talked


def test_nobody_read_the_case(book: RuleBook, directory: Directory) -> None:
    """A fault of ours, never silently another answer."""
    decider = inquiry_decider(Law(book=book, directory=directory))
    with pytest.raises(RuntimeError):
        decider.decide(plans("8/7"), decider.initial)
