"""Decisions on the directory of bodies, a row a rule."""

import datetime as dt
from typing import Any

import pytest

from services.routing.domain.agency.commands import (
    AbolishAgency,
    AgencyCommand,
    AppointHead,
    EstablishAgency,
    HeadLeaves,
    MoveAgency,
    RenameAgency,
)
from services.routing.domain.agency.decider import AGENCY
from services.routing.domain.agency.errors import (
    AgencyCodeUnfit,
    AgencyExists,
    AgencyNameMissing,
    AgencyNotKnown,
    AlreadyAbolished,
    DatesOutOfOrder,
    DayUnlikely,
    HasChildren,
    NoHead,
    ParentNotInForce,
    ParentsCircle,
    ParentUnknown,
    SuccessorNotInForce,
    SuccessorUnfit,
)
from services.routing.domain.agency.events import AgencyEvent
from services.routing.domain.directory import Directory, Law
from services.routing.rules import RuleBook
from shared.contracts.routing_bodies import (
    AgencyAbolished,
    AgencyEstablished,
    AgencyHeadAppointed,
    AgencyHeadLeft,
    AgencyRestated,
    Successor,
)
from shared.errors import RuleMissing
from shared.ids import AgencyCode, OfficerId
from shared.testing.spec import Case, check

AT, FROM = dt.datetime(2025, 7, 1, tzinfo=dt.UTC), dt.date(2025, 7, 1)
LATER, LAST = dt.date(2027, 1, 1), dt.date(2026, 12, 31)
PROVINCE, WARD, OTHER, BOARD, OFFICE, COMMITTEE = (
    AgencyCode(code) for code in ("80", "25459", "25480", "TN-BTCD", "TN-VP", "TN-UBND")
)
LAN = OfficerId("01a1fc82-626a-76d3-b9e6-7ae1f30769b2")


def established(code: AgencyCode = WARD, **more: Any) -> AgencyEstablished:
    said: dict[str, Any] = {
        "name": "Phường A",
        "kind": "ward",
        "level": "commune",
        "parent": None,
        "valid_from": FROM,
        "confidence": "unsaid",
    }
    return AgencyEstablished(code=code, **said | more)


def establish(code: AgencyCode = WARD, **more: Any) -> EstablishAgency:
    fact = established(code, **more)
    return EstablishAgency(
        code=fact.code,
        name=fact.name,
        kind=fact.kind,
        level=fact.level,
        parent=fact.parent,
        valid_from=fact.valid_from,
        confidence=fact.confidence,
        at=AT,
    )


def rename(name: str, on: dt.date = LATER, code: AgencyCode = WARD) -> RenameAgency:
    return RenameAgency(code=code, name=name, kind="ward", on=on, at=AT)


def changed(name: str, on: dt.date = LATER, **more: Any) -> AgencyRestated:
    said: dict[str, Any] = {"kind": "ward", "parent": None, "confidence": "unsaid"}
    return AgencyRestated(code=WARD, name=name, on=on, **said | more)


def move(
    parent: AgencyCode | None, on: dt.date = LATER, code: AgencyCode = WARD
) -> MoveAgency:
    return MoveAgency(code=code, parent=parent, on=on, at=AT)


def abolish(
    *successors: str, last_on: dt.date = LAST, code: AgencyCode = WARD
) -> AbolishAgency:
    return AbolishAgency(code=code, last_on=last_on, successors=heirs(*successors), at=AT)


def abolished(
    *successors: str, last_on: dt.date = LAST, code: AgencyCode = WARD
) -> AgencyAbolished:
    return AgencyAbolished(
        code=code, last_on=last_on, successors=heirs(*successors), confidence="unsaid"
    )


def heirs(*codes: str) -> tuple[Successor, ...]:
    return tuple(
        Successor(
            code=AgencyCode(code.strip("~")), share="part" if "~" in code else "whole"
        )
        for code in codes
    )


def appoint(title: str, from_on: dt.date = FROM) -> AppointHead:
    return AppointHead(code=WARD, title=title, officer=LAN, from_on=from_on, at=AT)


ward, other = established(), established(OTHER, name="Phường B")
province = established(PROVINCE, name="Tỉnh", kind="province", level="province")
below = established(parent=PROVINCE)
led = AgencyHeadAppointed(code=WARD, title="Chủ tịch", officer=LAN, from_on=FROM)

CASES: list[Case[AgencyCommand, AgencyEvent]] = [
    Case("a body is established", [], establish(), [ward]),
    Case("the same body twice is one", [ward], establish(), []),
    Case("a code names one body", [ward], establish(name="Phường B"), AgencyExists),
    Case("a code has no blanks", [], establish(AgencyCode("25 459")), AgencyCodeUnfit),
    Case("a body has a name", [], establish(name=" \t "), AgencyNameMissing),
    Case("a body stands under one that is known", [], establish(parent=PROVINCE), ParentUnknown),
    Case("a body stands under one that is there already",
         [established(PROVINCE, valid_from=LATER)], establish(parent=PROVINCE), ParentNotInForce),
    Case("a body without a first day stands under none that has one",
         [province], establish(parent=PROVINCE, valid_from=None), ParentNotInForce),
    Case("a body is called otherwise from a day on", [ward], rename("Phường Mới"), [changed("Phường Mới")]),
    Case("the same name again is none", [ward], rename("Phường A"), []),
    Case("a name that was wrong is corrected of its first day",
         [ward], rename("Phường Á", FROM), [changed("Phường Á", FROM)]),
    Case("no name before the last one",
         [ward, changed("Phường Mới")], rename("Phường C", LAST), DatesOutOfOrder),
    Case("no name after the end", [ward, abolished()], rename("Phường C"), DatesOutOfOrder),
    Case("what is no body has no name", [], rename("Phường C"), AgencyNotKnown),
    Case("a body is put under another",
         [province, ward], move(PROVINCE), [changed("Phường A", parent=PROVINCE)]),
    Case("a body is put under nobody who is not known", [ward], move(PROVINCE), ParentUnknown),
    Case("nobody stands under themself", [ward], move(WARD), ParentsCircle),
    Case("nobody stands under somebody who stands under them",
         [ward, established(OTHER, parent=WARD)], move(OTHER), ParentsCircle),
    Case("a body ends, and another takes over",
         [ward, other], abolish(OTHER), [abolished(OTHER)]),
    Case("the same end twice is one", [ward, other, abolished(OTHER)], abolish(OTHER), []),
    Case("who takes over may be said later",
         [ward, other, abolished()], abolish(OTHER), [abolished(OTHER)]),
    Case("but is not said otherwise",
         [ward, other, province, abolished(OTHER)], abolish(PROVINCE), AlreadyAbolished),
    Case("a body ends on one day", [ward, abolished()], abolish(last_on=LATER), AlreadyAbolished),
    Case("no end before the beginning",
         [ward], abolish(last_on=dt.date(2025, 6, 30)), DatesOutOfOrder),
    Case("no end before a change that is known",
         [ward, changed("Phường Mới")], abolish(last_on=LAST), DatesOutOfOrder),
    Case("a body is not its own successor", [ward], abolish(WARD), SuccessorUnfit),
    Case("a successor is named once", [ward, other], abolish(OTHER, OTHER), SuccessorUnfit),
    Case("a successor is known", [ward], abolish(OTHER), SuccessorUnfit),
    Case("a successor is there the day after",
         [ward, established(OTHER, valid_from=dt.date(2028, 1, 1))], abolish(OTHER), SuccessorNotInForce),
    Case("a successor has not ended itself",
         [ward, other, abolished(code=OTHER)], abolish(OTHER), SuccessorNotInForce),
    Case("nobody ends while others stand under them",
         [province, below], abolish(code=PROVINCE), HasChildren),
    Case("those below end first",
         [province, below, abolished()], abolish(code=PROVINCE), [abolished(code=PROVINCE)]),
    Case("somebody leads a body", [ward], appoint("Chủ tịch"), [led]),
    Case("the same head twice is one", [ward, led], appoint("Chủ tịch"), []),
    Case("nobody leads a body that is not there",
         [ward], appoint("Chủ tịch", dt.date(2025, 6, 30)), DatesOutOfOrder),
    Case("no head before the last one",
         [ward, AgencyHeadAppointed(code=WARD, title="Q. Chủ tịch", officer=None, from_on=LATER)],
         appoint("Chủ tịch"), DatesOutOfOrder),
    Case("a head leaves", [ward, led], HeadLeaves(code=WARD, last_on=LAST, at=AT),
         [AgencyHeadLeft(code=WARD, last_on=LAST)]),
    *[Case(f"nothing happens on {day}", [ward, other, led], command, DayUnlikely)
      for day in (dt.date.min, dt.date(1899, 12, 31), dt.date(2201, 1, 1), dt.date.max)
      for command in (
          establish(PROVINCE, valid_from=day), rename("Phường Mới", day), move(OTHER, day),
          abolish(last_on=day), abolish(OTHER, last_on=day), appoint("Chủ tịch", day),
          HeadLeaves(code=WARD, last_on=day, at=AT),
      )],
    Case("nobody leaves where nobody leads", [ward], HeadLeaves(code=WARD, last_on=LAST, at=AT), NoHead),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_agency_decides(case: Case[AgencyCommand, AgencyEvent]) -> None:
    check(AGENCY, case)


def test_a_new_head_ends_the_time_of_the_one_before() -> None:
    second = AgencyHeadAppointed(code=WARD, title="Chủ tịch", officer=None, from_on=LATER)
    body = AGENCY.fold([ward, led, second]).bodies[WARD]
    assert [(h.officer, h.from_on, h.last_on) for h in body.heads] == [
        (LAN, FROM, LAST),
        (None, LATER, None),
    ]
    assert body.head(LAST) == body.heads[0]
    assert body.head(LATER) == body.heads[1]


def test_a_mistake_of_others_hinders_nobody() -> None:
    """Facts of long ago may not fit together; a change elsewhere is still possible."""
    orphan = established(OTHER, name="Phường B", parent=AgencyCode("99"))
    assert AGENCY.decide(rename("Phường Mới"), AGENCY.fold([orphan, ward]))


def test_board_office_and_committee_stand_for_the_chair(
    book: RuleBook, directory: Directory
) -> None:
    law = Law(book=book, directory=directory)
    assert law.same_seat(BOARD, COMMITTEE)
    assert law.same_seat(OFFICE, BOARD)
    assert not law.same_seat(AgencyCode("TN-TT"), COMMITTEE)
    assert law.head_of(OFFICE) == "provincial_chair"
    assert law.head_of(WARD) == "commune_chair"


def test_a_body_that_is_missing_is_a_gap(book: RuleBook) -> None:
    empty = Directory(agencies={})
    with pytest.raises(RuleMissing):
        empty.provincial_committee()
    with pytest.raises(RuleMissing):
        Law(book=book, directory=empty).head_of(WARD)
