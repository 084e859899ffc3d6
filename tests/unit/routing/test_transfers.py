"""Decisions on transfers: once, with a reason, and never in a circle."""

import datetime as dt
from typing import Any

import pytest

from services.routing.domain.case import errors
from services.routing.domain.case.commands import (
    AcceptCase,
    CaseCommand,
    ConfirmTransfer,
    ReturnTransfer,
    TransferPetition,
)
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.contracts.routing import (
    CaseClassified,
    CaseOpened,
    JurisdictionDecided,
    TransferConfirmed,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_custody import CustodySealed
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import Citation, RuleApplied
from shared.testing.spec import Case, check

C, P = CaseId("c-1"), PetitionId("p-1")
WARD, COMMUNE, BUILDING = AgencyCode("25459"), AgencyCode("25462"), AgencyCode("TN-SXD")
COMMITTEE, BOARD, NOWHERE = AgencyCode("TN-UBND"), AgencyCode("TN-BTCD"), AgencyCode("XX")
AT = dt.datetime(2026, 7, 5, 18, tzinfo=dt.UTC)
RECEIVED, ON, EARLIER = dt.date(2026, 7, 1), dt.date(2026, 7, 6), dt.date(2026, 7, 3)
IDS: dict[str, Any] = {"case_id": C, "petition_id": P}


def applied(
    rule: str, act: str, provision: str, confidence: str = "primary", version: int = 1
) -> RuleApplied:
    return RuleApplied(
        rule=rule, version=version, basis=Citation(act, provision), confidence=confidence
    )


LETTER = Citation("LTC", "Đ24.2")
LTCD = Citation("LTCD", "Đ26.1.b (sửa bởi Luật 136/2025/QH15 Đ1.11)")


def given(
    kind: str,
    holder: AgencyCode,
    competent: AgencyCode | None,
    action: str,
    form: str | None = None,
    *reasons: str,
    ours: bool = True,
    **more: Any,
) -> list[CaseEvent]:
    opening = {
        "receipt_code": "R",
        "channel": "post",
        "instance": "first",
        "subject_field": "land",
        "forwarder": None,
        "received_on": RECEIVED,
    }
    opening.update(more)
    return [
        CaseOpened(**IDS, **opening, holder=holder),
        CaseClassified(
            **IDS, kind=kind, eligible=not reasons, reason_codes=reasons, rules=()
        ),
        JurisdictionDecided(
            **IDS,
            kind=kind,
            instance=opening["instance"],
            received_on=opening["received_on"],
            holder=holder,
            decider_role="x",
            competent_agency=competent,
            ours=ours,
            proposed_action=action,
            form=form,
            rules=(),
        ),
    ]


def asks(kind: type[Any], by: AgencyCode, **more: Any) -> Any:
    return kind(case_id=C, by=by, at=AT, **more)


complaint = given("complaint", WARD, WARD, "ACCEPT", "TT05-01")
misdirected = given("complaint", BUILDING, WARD, "GUIDE", "TT05-02", ours=False)
misdirected_2025 = given(
    "complaint", BUILDING, WARD, "GUIDE", ours=False, received_on=dt.date(2025, 8, 1)
)
denunciation = given("denunciation", WARD, WARD, "ACCEPT", "TT05-01")
denounced_director = given(
    "denunciation", WARD, COMMITTEE, "TRANSFER", "TT05-03", ours=False
)
denounced_chair = given("denunciation", WARD, None, "TRANSFER", "TT05-03", ours=False)
copied = given(
    "denunciation", WARD, BUILDING, "FILE", None, "COPIED_TO_COMPETENT", ours=False
)
at_board = given("complaint", BOARD, COMMITTEE, "ACCEPT")


def sent(
    to: AgencyCode,
    form: str | None = "TT05-03",
    reason: str = "",
    basis: Citation = LETTER,
    by: AgencyCode = WARD,
    kind: Any = "denunciation",
) -> TransferSent:
    return TransferSent(
        **IDS,
        kind=kind,
        instance="first",
        from_agency=by,
        to_agency=to,
        sent_on=ON,
        form=form,
        reason=reason,
        basis=basis,
    )


confirmed = TransferConfirmed(
    **IDS, kind="denunciation", instance="first", by_agency=COMMITTEE, confirmed_on=ON
)
now_ours = JurisdictionDecided(
    **IDS,
    kind="denunciation",
    instance="first",
    received_on=ON,
    holder=COMMITTEE,
    decider_role="provincial_chair",
    competent_agency=COMMITTEE,
    ours=True,
    proposed_action="ACCEPT",
    form="TT05-01",
    rules=(
        applied("TRANSFER.CONFIRMED", "TT05", "Đ14.1", "inference"),
        applied("XLD.T2.ACCEPT", "LTC", "Đ29.1"),
    ),
)
returned = TransferReturned(
    **IDS,
    from_agency=COMMITTEE,
    to_agency=WARD,
    returned_on=ON,
    ground="not_competent",
    reason="không thuộc thẩm quyền",
    basis=LETTER,
)
OUR = {"ground": "not_competent", "reason": "x"}
sealed = CustodySealed(**IDS, agencies=(WARD,), sealed_on=ON, basis=Citation("LTC", "Đ8.1"))
moved = [*denounced_director, sent(COMMITTEE)]
taken = [*moved, confirmed, sealed, now_ours]

# fmt: off
CASES: list[Case[CaseCommand, CaseEvent]] = [
    Case("a denunciation goes to the competent body", denounced_director, asks(TransferPetition, WARD), [sent(COMMITTEE)]),
    Case("naming the competent body is the same", denounced_director, asks(TransferPetition, WARD, to_agency=COMMITTEE), [sent(COMMITTEE)]),
    Case("another body needs a reason", denounced_director, asks(TransferPetition, WARD, to_agency=BUILDING), errors.ReasonMissing),
    Case("with a reason it may go elsewhere", denounced_director, asks(TransferPetition, WARD, to_agency=BUILDING, reason="nguồn gốc ở Sở"), [sent(BUILDING, reason="nguồn gốc ở Sở")]),
    Case("what we hold to be ours needs a reason to go", denunciation, asks(TransferPetition, WARD, to_agency=COMMUNE), errors.ReasonMissing),
    Case("and goes with one", denunciation, asks(TransferPetition, WARD, to_agency=COMMUNE, reason="thuộc xã B"), [sent(COMMUNE, reason="thuộc xã B")]),
    Case("from July 2026 a complaint may be transferred, with a reason", misdirected, asks(TransferPetition, BUILDING, to_agency=WARD, reason="dân ở xa"), [sent(WARD, None, "dân ở xa", LTCD, BUILDING, "complaint")]),
    Case("before, a complaint was guided only", misdirected_2025, asks(TransferPetition, BUILDING, reason="dân ở xa"), errors.NotProvidedFor),
    Case("a copy is not transferred at all", copied, asks(TransferPetition, WARD, reason="x"), errors.NotProvidedFor),
    Case("where no body of ours is competent one must be named", denounced_chair, asks(TransferPetition, WARD), errors.NoCompetentBody),
    Case("and must be known", denounced_chair, asks(TransferPetition, WARD, to_agency=NOWHERE, reason="x"), errors.AgencyUnknown),
    Case("nobody transfers to himself", denunciation, asks(TransferPetition, WARD, reason="x"), errors.SentToOneself),
    Case("nor to another seat of himself", at_board, asks(TransferPetition, BOARD, reason="x"), errors.SentToOneself),
    Case("while it travels the sender does nothing else", moved, asks(TransferPetition, WARD, to_agency=BUILDING), errors.TransferUnconfirmed),
    Case("while it travels nobody accepts", moved, asks(AcceptCase, COMMITTEE), errors.TransferUnconfirmed),

    Case("the receiver takes it, it is his, and the sender knows of it no more", moved, asks(ConfirmTransfer, COMMITTEE), [confirmed, sealed, now_ours]),
    Case("only the receiver takes it", moved, asks(ConfirmTransfer, BUILDING), errors.NotTheHolder),
    Case("nothing is taken that was not sent", complaint, asks(ConfirmTransfer, WARD), errors.NoTransferPending),
    Case("who took it does not give it back", taken, asks(ReturnTransfer, COMMITTEE, **OUR), errors.NoTransferPending),
    Case("who took it does not send it back", taken, asks(TransferPetition, COMMITTEE, to_agency=WARD, reason="x"), errors.PetitionWouldCircle),
    Case("the same content travels once", taken, asks(TransferPetition, COMMITTEE, to_agency=COMMUNE, reason="x"), errors.TransferredOnce),
    Case("who sent it acts on it no more", taken, asks(AcceptCase, WARD), errors.NotTheHolder),

    Case("the receiver gives it back, on a ground and in words", moved, asks(ReturnTransfer, COMMITTEE, ground="not_competent", reason="không thuộc thẩm quyền"), [returned]),
    Case("not without words", moved, asks(ReturnTransfer, COMMITTEE, ground="not_competent", reason=" "), errors.ReasonMissing),
    Case("not without a ground", moved, asks(ReturnTransfer, COMMITTEE, ground="", reason="x"), errors.ReturnGroundUnknown),
    Case("nor on a ground that nobody knows", moved, asks(ReturnTransfer, COMMITTEE, ground="too_hard", reason="x"), errors.ReturnGroundUnknown),
    Case("nor on one for other kinds of petition", [*misdirected, sent(WARD, None, "x", LTCD, BUILDING, "complaint")], asks(ReturnTransfer, WARD, ground="head_denounced", reason="x"), errors.ReturnGroundUnknown),
    Case("only the receiver gives it back", moved, asks(ReturnTransfer, BUILDING, **OUR), errors.NotTheHolder),
    Case("nor on a day before it was sent", moved, asks(ReturnTransfer, COMMITTEE, on=EARLIER, **OUR), errors.DayImpossible),
    Case("nor is it taken before it was sent", moved, asks(ConfirmTransfer, COMMITTEE, on=EARLIER), errors.DayImpossible),
    Case("nor sent on before it came back", [*moved, returned], asks(TransferPetition, WARD, to_agency=BUILDING, reason="y", on=EARLIER), errors.DayImpossible),
    Case("what came back goes elsewhere", [*moved, returned], asks(TransferPetition, WARD, to_agency=BUILDING, reason="y"), [sent(BUILDING, reason="y")]),
    Case("but not to the body that gave it back", [*moved, returned], asks(TransferPetition, WARD), errors.PetitionWouldCircle),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_transfer_decides(
    case: Case[CaseCommand, CaseEvent], book: RuleBook, directory: Directory
) -> None:
    check(case_decider(book, directory), case)
