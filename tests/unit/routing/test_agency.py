"""Decisions on the directory of bodies, and what the directory answers."""

import datetime as dt

import pytest

from services.routing.domain.agency.commands import AgencyCommand, EstablishAgency
from services.routing.domain.agency.decider import AGENCY
from services.routing.domain.agency.errors import AgencyExists
from services.routing.domain.agency.events import AgencyEvent
from services.routing.domain.directory import Directory, Law
from services.routing.rules import RuleBook
from shared.contracts.routing import AgencyEstablished
from shared.errors import RuleMissing
from shared.ids import AgencyCode
from shared.testing.spec import Case, check

AT, FROM = dt.datetime(2025, 7, 1, tzinfo=dt.UTC), dt.date(2025, 7, 1)
WARD, BOARD, OFFICE, COMMITTEE = (
    AgencyCode(code) for code in ("25459", "TN-BTCD", "TN-VP", "TN-UBND")
)


def establish(name: str) -> EstablishAgency:
    return EstablishAgency(
        code=WARD,
        name=name,
        kind="ward",
        level="commune",
        parent=None,
        valid_from=FROM,
        at=AT,
    )


ward = AgencyEstablished(
    code=WARD, name="Phường A", kind="ward", level="commune", parent=None, valid_from=FROM
)

CASES: list[Case[AgencyCommand, AgencyEvent]] = [
    Case("a body is established", [], establish("Phường A"), [ward]),
    Case("the same body twice is one", [ward], establish("Phường A"), []),
    Case("a code names one body", [ward], establish("Phường B"), AgencyExists),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_agency_decides(case: Case[AgencyCommand, AgencyEvent]) -> None:
    check(AGENCY, case)


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
