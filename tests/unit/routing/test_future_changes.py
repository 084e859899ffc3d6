"""A change that was recorded in advance counts from its day on, and not before."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from services.routing.domain.agency.decider import AGENCY
from services.routing.domain.agency.state import Register
from services.routing.domain.attention.commands import UrgeCase
from services.routing.domain.attention.decider import attention_decider
from services.routing.domain.case.commands import OpenCase
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.ending_errors import NotSuperior
from services.routing.domain.directory import Directory, Law
from services.routing.domain.guiding.bodies import bodies_of
from services.routing.domain.held import held_of
from services.routing.rules import RuleBook
from shared.contracts.intake import Observed
from shared.contracts.routing import JurisdictionDecided
from shared.contracts.routing_bodies import (
    AgencyAbolished,
    AgencyEstablished,
    AgencyRestated,
    Successor,
)
from shared.contracts.routing_inquiry import CaseUrged
from shared.errors import RuleMissing
from shared.ids import AgencyCode, CaseId, PetitionId
from tests.unit.routing.settled import REASON, WARD, C, case_of

OLD, NEW, UNIT = (AgencyCode(code) for code in ("OLD", "NEW", "UNIT"))
BEFORE, LAST, CHANGE = dt.date(2026, 6, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1)
LATER = dt.date(2027, 2, 1)


def body(code: AgencyCode, **more: Any) -> AgencyEstablished:
    said: dict[str, Any] = {
        "name": code, "kind": "peoples_committee", "level": "province", "parent": None,
        "valid_from": None, "confidence": "unsaid",
    }  # fmt: skip
    return AgencyEstablished(code=code, **said | more)


def register(*facts: Any) -> Register:
    return AGENCY.fold(facts)


def under_new(code: AgencyCode, kind: Any) -> AgencyRestated:
    return AgencyRestated(
        code=code, on=CHANGE, name=code, kind=kind, parent=NEW, confidence="unsaid"
    )


moved = register(
    body(OLD),
    body(NEW, kind="department", level="department"),
    body(WARD, kind="ward", level="commune", parent=OLD),
    body(UNIT, kind="department", level="department_unit", parent=OLD),
    under_new(WARD, "ward"),
    under_new(UNIT, "department"),
)
"""From 2027 the ward and the unit stand under another body; known since 2026."""
replaced = register(
    body(NEW, valid_from=CHANGE),
    body(OLD, valid_from=dt.date(2020, 1, 1)),
    AgencyAbolished(
        code=OLD, last_on=LAST, confidence="unsaid",
        successors=(Successor(code=NEW, share="whole"),),
    ),
)  # fmt: skip
"""From 2027 there is another People's Committee; known since 2026."""


@pytest.mark.parametrize(("day", "parent"), [(BEFORE, OLD), (LAST, OLD), (CHANGE, NEW)])
def test_a_body_is_what_it_is_on_the_day(day: dt.date, parent: AgencyCode) -> None:
    directory = Directory.of(moved).on(day)
    found = directory.get(WARD)
    assert found == directory.in_force(WARD, day)
    assert found is not None
    assert found.parent == parent
    assert bodies_of(directory)[WARD].parent == parent


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (dt.date(2019, 1, 1), OLD),  # a petition older than the register
        (BEFORE, OLD),
        (LAST, OLD),
        (CHANGE, NEW),
    ],
)
def test_the_committee_of_the_day(day: dt.date, code: AgencyCode) -> None:
    assert Directory.of(replaced).on(day).provincial_committee().code == code


def test_a_committee_without_heir_is_there_until_its_last_day() -> None:
    ended = AgencyAbolished(code=OLD, last_on=LAST, successors=(), confidence="unsaid")
    directory = Directory.of(register(body(OLD), ended))
    assert directory.on(LAST).provincial_committee().code == OLD
    with pytest.raises(RuleMissing):
        directory.on(CHANGE).provincial_committee()


@pytest.mark.parametrize(("day", "competent"), [(BEFORE, OLD), (LATER, NEW)])
def test_whose_a_petition_is_follows_from_the_day_it_came(
    day: dt.date, competent: AgencyCode, book: RuleBook
) -> None:
    opened = OpenCase(
        case_id=CaseId("c-1"), petition_id=PetitionId("p-1"), receipt_code="R",
        channel="post", kind_claimed="complaint", instance="second", subject_field="land",
        received_on=day, receiving_agency=OLD,
        respondent_agency=UNIT, respondent_post="official",
        observed=Observed(
            identified=True, has_summary=True, has_request=True, has_respondent=True
        ),
        addressees=(), forwarder=None, at=dt.datetime(2027, 3, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    decider = case_decider(book, Directory.of(moved))
    facts = decider.decide(opened, decider.initial)
    (decided,) = (fact for fact in facts if isinstance(fact, JurisdictionDecided))
    assert decided.competent_agency == competent


@pytest.mark.parametrize(
    ("day", "above"), [(LAST, {OLD: True, NEW: False}), (LATER, {OLD: False, NEW: True})]
)
def test_only_who_is_above_on_the_day_urges(
    day: dt.date, above: Mapping[AgencyCode, bool], book: RuleBook
) -> None:
    directory = Directory.of(moved)
    held = held_of(case_decider(book, directory).fold(case_of("denunciation")))
    decider = attention_decider(Law(book=book, directory=directory))
    asked = UrgeCase(
        case_id=C, by=OLD, at=dt.datetime(2027, 3, 1, tzinfo=dt.UTC), on=day, held=held,
        overdue=True, reason=REASON,
    )  # fmt: skip
    for by, may in above.items():
        command = replace(asked, by=by)
        if may:
            (fact,) = decider.decide(command, decider.initial)
            assert isinstance(fact, CaseUrged)
        else:
            with pytest.raises(NotSuperior):
                decider.decide(command, decider.initial)
