"""What is said and asked about signers, the end without a decision, and after one."""

from typing import Any

from services.routing.domain.case import ending_commands as ask
from shared.contracts import routing_settlement as said
from shared.ids import AgencyCode
from shared.legal.citation import Citation
from tests.unit.routing.settled import DENOUNCED, IDS, KINDS, REASON, WARD, asks, day

COMMITTEE = AgencyCode("TN-UBND")
HELD: dict[str, Any] = {**IDS, "holder": WARD}
A136 = "(sửa bởi Luật 136/2025/QH15 Đ2.3)"
COMPLAINT_LETTER = Citation("LKN", "Đ10")
DENUNCIATION_LETTER = Citation("LTC", "Đ33.1")
ALL_WITHDREW = Citation("LKN", "Đ11a.2.a (sửa bởi Luật 136/2025/QH15 Đ2.4)")


def signed(count: int, *speakers: int, on: str = "7/7") -> said.SignersRegistered:
    return said.SignersRegistered(
        **HELD, count=count, representatives=speakers, registered_on=day(on),
        basis=Citation("LTCD", "Đ29"),
    )  # fmt: skip


def withdrew(
    signer: int, on: str, part: str = "", form: Any = "letter",
    basis: Citation = COMPLAINT_LETTER,
) -> said.SignerWithdrew:  # fmt: skip
    return said.SignerWithdrew(
        **HELD, signer=signer, part=part, form=form, withdrawn_on=day(on), basis=basis
    )


def continued(ground: Any, on: str) -> said.CaseContinued:
    return said.CaseContinued(
        **HELD, ground=ground, continued_on=day(on), reason=REASON,
        basis=Citation("LTC", "Đ33.3"),
    )  # fmt: skip


def ended(
    on: str, ground: Any = "withdrawn", basis: Citation = ALL_WITHDREW,
    form: str | None = "KN-14a", **kinds: Any,
) -> said.CaseDiscontinued:  # fmt: skip
    return said.CaseDiscontinued(
        **IDS, **(kinds or KINDS), ground=ground, discontinued_on=day(on), reason=REASON,
        form=form, basis=basis,
    )  # fmt: skip


def ended_denunciation(on: str, ground: Any, provision: str) -> said.CaseDiscontinued:
    return ended(on, ground, Citation("LTC", provision), None, **DENOUNCED)


def reopened(on: str, cause: Any = "coerced", basis: Citation | None = None) -> Any:
    return said.CaseReopened(
        **IDS, **KINDS, complex=False, remote=False, cause=cause, reopened_on=day(on),
        reason=REASON, basis=basis or Citation("LKN", f"Đ10 {A136}"),
    )  # fmt: skip


def amended(on: str, cause: Any = "clerical") -> said.DecisionAmended:
    return said.DecisionAmended(**HELD, amended_on=day(on), cause=cause, reason=REASON)


def revoked(on: str, by: AgencyCode = WARD, cause: Any = "law") -> said.DecisionRevoked:
    return said.DecisionRevoked(
        **IDS, **KINDS, by_agency=by, revoked_on=day(on), cause=cause, reason=REASON
    )


def appealed(on: str) -> said.DecisionAppealed:
    return said.DecisionAppealed(
        **HELD, appealed_on=day(on), basis=Citation("LKN", "Đ44.1")
    )


def reexamined(on: str, finding: Any = "kept") -> said.DecisionReexamined:
    return said.DecisionReexamined(
        **HELD, by_agency=COMMITTEE, reexamined_on=day(on), finding=finding, reason=REASON,
        basis=Citation("ND124", "Đ38"),
    )  # fmt: skip


def sued(court_on: str, on: str) -> said.LawsuitNoted:
    return said.LawsuitNoted(
        **HELD, court_accepted_on=day(court_on), noted_on=day(on),
        basis=Citation("LKN", "Đ11.9"),
    )  # fmt: skip


def registers(count: int, *speakers: int, on: str = "7/7") -> Any:
    return asks(ask.RegisterSigners, on, count=count, representatives=speakers)


def withdraws(signer: int, on: str, part: str = "", form: Any = "letter") -> Any:
    return asks(ask.WithdrawSigner, on, signer=signer, part=part, form=form)


def continues(ground: Any, on: str, reason: str = REASON) -> Any:
    return asks(ask.ContinueCase, on, ground=ground, reason=reason)


def discontinues(on: str, ground: Any = "withdrawn", reason: str = REASON) -> Any:
    return asks(ask.DiscontinueCase, on, ground=ground, reason=reason)


def revokes(on: str, by: AgencyCode = WARD, cause: Any = "law", **more: Any) -> Any:
    return asks(ask.RevokeDecision, on, by=by, cause=cause, reason=REASON, **more)


def reexamines(on: str, by: AgencyCode = COMMITTEE, finding: Any = "kept") -> Any:
    return asks(ask.ReexamineDecision, on, by=by, finding=finding, reason=REASON)


def amends(on: str, cause: Any = "clerical", reason: str = REASON) -> Any:
    return asks(ask.AmendDecision, on, cause=cause, reason=reason)


def appeals(on: str) -> Any:
    return asks(ask.NoteAppeal, on)


def sues(court_on: str, on: str) -> Any:
    return asks(ask.NoteLawsuit, on, court_accepted_on=day(court_on))


def tells(signer: int, on: str, received_on: str | None = None) -> Any:
    received = day(received_on) if received_on else None
    return asks(ask.NotifySigner, on, signer=signer, what="decision", received_on=received)


def told(signer: int, on: str, received_on: str | None = None) -> said.SignerNotified:
    return said.SignerNotified(
        **HELD, signer=signer, what="decision", sent_on=day(on),
        received_on=day(received_on) if received_on else None,
    )  # fmt: skip


def one_of_each() -> list[Any]:
    """Every fact of these, once."""
    return [
        signed(2), withdrew(1, "7/7"), told(1, "7/7"), continued("coerced", "7/7"),
        ended("7/7"), reopened("8/7"), amended("7/7"), revoked("7/7"), appealed("7/7"),
        reexamined("8/8"), sued("7/7", "7/7"),
        said.CaseChecked(**HELD, checked_on=day("7/7"), finding="signs", follow_up="handled", reason=REASON, basis=Citation("LTC", "Đ25.2")),
        said.CrimeReferred(**IDS, **KINDS, to="procuracy", referred_on=day("7/7"), file="12/CV", reason=REASON, ends=True, basis=Citation("LTC", "Đ27.1")),
    ]  # fmt: skip
