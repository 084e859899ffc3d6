"""Decisions where bodies disagree: two transfers, then the common superior says, and it binds."""

import datetime as dt
from typing import Any

import pytest

from services.routing.domain.agency.errors import AgencyNotInForce
from services.routing.domain.agency.state import EVER, Body, Register, Version
from services.routing.domain.case import errors
from services.routing.domain.case.commands import (
    AcceptCase,
    AnswerCase,
    CaseCommand,
    ConfirmTransfer,
    Designate,
    RequestDesignation,
    ReturnTransfer,
    TransferPetition,
)
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.directory import Agency, Directory
from services.routing.rules import RuleBook
from shared.contracts import routing as said
from shared.contracts.routing_custody import (
    CustodySealed,
    DesignationMade,
    DesignationRequested,
)
from shared.ids import AgencyCode
from shared.legal.citation import Citation, RuleApplied
from shared.testing.spec import Case, check
from tests.unit.routing.test_transfers import (
    BOARD,
    BUILDING,
    COMMITTEE,
    COMMUNE,
    EARLIER,
    IDS,
    NOWHERE,
    ON,
    WARD,
    asks,
    denounced_director,
    given,
    sent,
)

GONE, NEIGHBOR = AgencyCode("OLD"), AgencyCode("LS-SXD")
"""A body that was dissolved; one of another province."""
PROVINCE = AgencyCode("80")
OF: dict[str, Any] = {**IDS, "kind": "recommendation", "instance": "first"}
COORDINATED = Citation("ND154", "Đ28.2.b")
PASSED_ON = Citation("TT05", "Đ20.2")
WHY = "Không cơ quan nào nhận."


def goes(to: AgencyCode, by: AgencyCode = BOARD, reason: str = WHY) -> said.TransferSent:
    return sent(to, "TT05-04", reason, PASSED_ON, by, "recommendation")


def back(by: AgencyCode, to: AgencyCode = BOARD) -> said.TransferReturned:
    return said.TransferReturned(
        **IDS, from_agency=by, to_agency=to, returned_on=ON, ground="not_competent",
        reason="Không phải việc của chúng tôi.", basis=PASSED_ON,
    )  # fmt: skip


def requested(
    by: AgencyCode = BOARD, why: Any = "third_transfer", wanted: AgencyCode | None = COMMUNE
) -> DesignationRequested:
    return DesignationRequested(
        **OF, from_agency=by, superior=COMMITTEE, requested_on=ON, why=why, wanted=wanted,
        reason=WHY, basis=COORDINATED,
    )  # fmt: skip


def made(to: AgencyCode) -> DesignationMade:
    return DesignationMade(
        **OF, by_agency=COMMITTEE, to_agency=to, made_on=ON, reason=WHY, basis=COORDINATED
    )


def sends(to: AgencyCode, by: AgencyCode = BOARD, **more: Any) -> Any:
    return asks(TransferPetition, by, to_agency=to, reason=WHY, **more)


def designates(
    to: AgencyCode, by: AgencyCode = COMMITTEE, reason: str = WHY, **more: Any
) -> Any:
    return asks(Designate, by, to_agency=to, reason=reason, **more)


def disputes(by: AgencyCode, reason: str = WHY) -> Any:
    return asks(RequestDesignation, by, reason=reason)


GIVES_BACK = {"ground": "not_competent", "reason": "x"}
fresh = given("recommendation", BOARD, BUILDING, "TRANSFER", "TT05-04", ours=False)
once = [*fresh, goes(BUILDING), back(BUILDING)]
twice = [*once, goes(WARD), back(WARD)]
asked = [*twice, requested()]
designated = [*asked, made(BUILDING)]
taken = said.TransferConfirmed(
    **OF, by_agency=BUILDING, confirmed_on=ON,
)  # fmt: skip
theirs = said.JurisdictionDecided(
    **OF, received_on=ON, holder=BUILDING, decider_role="department_director",
    competent_agency=BUILDING, ours=True, proposed_action="ANSWER", form=None,
    rules=(
        RuleApplied(rule="XLD.DESIGNATE.KNPA", version=2, basis=COORDINATED, confidence="inference"),
        RuleApplied(rule="XLD.R1.ANSWER", version=1, basis=Citation("TT05", "Đ20.1"), confidence="primary"),
    ),
)  # fmt: skip
settled = [*designated, taken, theirs]
confirmed_by_ward = [
    *fresh, goes(WARD),
    said.TransferConfirmed(**OF, by_agency=WARD, confirmed_on=ON),
]  # fmt: skip

# fmt: off
CASES: list[Case[CaseCommand, CaseEvent]] = [
    Case("what came back once goes to another body", once, sends(WARD), [goes(WARD)]),
    Case("the third transfer stops and the common superior gets it", twice, sends(COMMUNE), [requested()]),
    Case("whoever sends it a third time to who had it, circles", twice, sends(WARD), errors.PetitionWouldCircle),
    Case("nor does it go to a body that nobody knows", twice, sends(NOWHERE), errors.AgencyUnknown),
    Case("nor to one that is no more", once, sends(GONE), AgencyNotInForce),
    Case("nor to the province, for which its committee acts", once, sends(PROVINCE), errors.ProvinceDoesNotAct),
    Case("nor to oneself", once, sends(BOARD), errors.SentToOneself),
    Case("nor to another seat of oneself", once, sends(COMMITTEE), errors.SentToOneself),

    Case("who got it back may ask before the third transfer", once, disputes(BOARD), [requested(why="dispute", wanted=None)]),
    Case("who took it and now doubts may ask", confirmed_by_ward, disputes(WARD), [requested(WARD, "dispute", None)]),
    Case("nobody asks while nobody disagrees", fresh, disputes(BOARD), errors.NothingDisputed),
    Case("nobody asks while it is on its way", [*fresh, goes(WARD)], disputes(WARD), errors.TransferUnconfirmed),
    Case("nobody asks for another body", once, disputes(WARD), errors.NotTheHolder),
    Case("nobody asks without a reason", once, disputes(BOARD, " "), errors.ReasonMissing),

    Case("the common superior designates", asked, designates(BUILDING), [made(BUILDING)]),
    Case("also a body that never had it", asked, designates(COMMUNE), [made(COMMUNE)]),
    Case("also itself", asked, designates(COMMITTEE), [made(COMMITTEE)]),
    Case("with a reason", asked, designates(BUILDING, reason=""), errors.ReasonMissing),
    Case("no body that nobody knows", asked, designates(NOWHERE), errors.AgencyUnknown),
    Case("no body that is no more", asked, designates(GONE), AgencyNotInForce),
    Case("not the province itself", asked, designates(PROVINCE), errors.ProvinceDoesNotAct),
    Case("not before it was asked", asked, designates(BUILDING, on=EARLIER), errors.DayImpossible),
    Case("nobody else designates", asked, designates(BUILDING, by=WARD), errors.NotTheHolder),
    Case("not even another seat of the chair", asked, designates(BUILDING, by=BOARD), errors.NotTheHolder),
    Case("nobody designates unasked", twice, designates(BUILDING, by=BOARD), errors.NoDesignationPending),
    Case("it designates once", designated, designates(WARD), errors.NoDesignationPending),
    Case("meanwhile nobody acts", asked, asks(AnswerCase, COMMITTEE), errors.DesignationPending),

    Case("the designated body takes it", designated, asks(ConfirmTransfer, BUILDING), [taken, theirs]),
    Case("it may not give it back", designated, asks(ReturnTransfer, BUILDING, **GIVES_BACK), errors.DesignationBinds),
    Case("nor send it on", settled, sends(COMMUNE, by=BUILDING), errors.DesignationBinds),
    Case("nor ask once more", settled, disputes(BUILDING), errors.DesignationBinds),
    Case("it answers, as whose it is", settled, asks(AcceptCase, BUILDING), errors.NotProvidedFor),
    Case("bodies of two provinces have no common superior here", [*fresh, goes(NEIGHBOR), back(NEIGHBOR)], disputes(BOARD), errors.NoCommonSuperior),
]
# fmt: on


@pytest.fixture(name="bodies")
def _bodies(directory: Directory) -> Directory:
    """The small province, one body that ended in June, and one of the next province."""
    more = [
        Agency(code=PROVINCE, name="Tỉnh", kind="province", level="province", parent=None),
        Agency(code=GONE, name="Sở cũ", kind="department", level="department",
               parent=COMMITTEE),
        Agency(code=AgencyCode("LS"), name="Tỉnh khác", kind="peoples_committee",
               level="commune", parent=None),
        Agency(code=NEIGHBOR, name="Sở khác", kind="department", level="department",
               parent=AgencyCode("LS")),
    ]  # fmt: skip
    ended = Body(
        code=GONE,
        level="department",
        versions=(Version(on=EVER, name="Sở cũ", kind="department", parent=COMMITTEE),),
        confidence="primary",
        last_on=dt.date(2026, 6, 30),
    )
    return Directory(
        agencies={**directory.agencies, **{each.code: each for each in more}},
        register=Register(bodies={GONE: ended}),
    )


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_dispute_decides(
    case: Case[CaseCommand, CaseEvent], book: RuleBook, bodies: Directory
) -> None:
    check(case_decider(book, bodies), case)


# fmt: off
SEALED = [
    ("the board that sent a denunciation on", BOARD, WARD, (BOARD,)),
    ("one commune that sent it to another", WARD, COMMUNE, (WARD,)),
    ("a commune that sent it to the chair above", WARD, COMMITTEE, (WARD,)),
    ("the chair above keeps what was sent down", COMMITTEE, WARD, None),
]
# fmt: on


@pytest.mark.parametrize(
    ("sender", "receiver", "gone"), [s[1:] for s in SEALED], ids=[s[0] for s in SEALED]
)
def test_who_sent_a_denunciation_on_loses_sight(
    sender: AgencyCode,
    receiver: AgencyCode,
    gone: tuple[AgencyCode, ...] | None,
    book: RuleBook,
    directory: Directory,
) -> None:
    """Once the receiver has taken it; who answers for the receiver keeps sight."""
    decider = case_decider(book, directory)
    opened = given("denunciation", sender, receiver, "TRANSFER", "TT05-03", ours=False)
    state = decider.fold([*opened, sent(receiver, by=sender)])
    facts = decider.decide(asks(ConfirmTransfer, receiver), state)
    sealed = [fact.agencies for fact in facts if isinstance(fact, CustodySealed)]
    assert sealed == ([] if gone is None else [gone])


@pytest.mark.parametrize("kind", ["complaint", "recommendation"])
def test_nothing_but_a_denunciation_is_sealed(
    kind: str, book: RuleBook, directory: Directory
) -> None:
    decider = case_decider(book, directory)
    opened = given(kind, BOARD, WARD, "TRANSFER", ours=False)
    state = decider.fold([*opened, goes(WARD)])
    facts = decider.decide(asks(ConfirmTransfer, WARD), state)
    assert not any(isinstance(fact, CustodySealed) for fact in facts)


def test_the_repeat_of_a_denunciation_once_returned(
    book: RuleBook, directory: Directory
) -> None:
    """Everybody on the way loses sight, save who holds it and who stands above."""
    decider = case_decider(book, directory)
    by_hand = sent(BUILDING, reason="x", by=WARD)
    state = decider.fold(
        [*denounced_director, by_hand, back(BUILDING, WARD), sent(COMMUNE, reason="x")]
    )
    facts = decider.decide(asks(ConfirmTransfer, COMMUNE), state)
    (sealed,) = (fact for fact in facts if isinstance(fact, CustodySealed))
    assert sealed.agencies == (WARD, BUILDING)
