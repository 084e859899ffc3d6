"""Cases that were accepted, and what may be said and asked of their time: for decision tables."""

import datetime as dt
from dataclasses import replace
from typing import Any

from services.routing.domain.agency.decider import AGENCY
from services.routing.domain.case.commands import (
    AcceptCase,
    ExtendCase,
    FindComplexity,
    IssueDecision,
    NotifyOf,
    PauseCase,
    PublishDecision,
    ResumeCase,
    StrikeExtension,
    StrikePause,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.directory import Directory
from shared.contracts import routing as said
from shared.contracts.routing_bodies import AgencyAbolished, AgencyEstablished
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import Citation

C, P = CaseId("c-1"), PetitionId("p-1")
WARD, BUILDING = AgencyCode("25459"), AgencyCode("TN-SXD")
GONE = AgencyCode("OLD")
"""A body that ended in June 2026; see `with_gone`."""
IDS: dict[str, Any] = {"case_id": C, "petition_id": P}
AT = dt.datetime(2026, 9, 30, 3, tzinfo=dt.UTC)
"""When everything is asked; `on` says for which day."""
ACCEPTED = dt.date(2026, 7, 6)
FIRST_LEVEL, SECOND_LEVEL = Citation("LKN", "Đ28"), Citation("LKN", "Đ37")
TRANSITION = Citation("ND155", "Đ22.1")
OBSTACLE = Citation("LKN", "Đ11a.1.a (sửa bởi Luật 136/2025/QH15 Đ2.4)")
OTHER_BODY = Citation("LKN", "Đ11a.1.b (sửa bởi Luật 136/2025/QH15 Đ2.4)")
GOES_ON = Citation("ND124", "Đ28b.2 (sửa bởi Nghị định 155/2026/NĐ-CP Đ12)")
CRITERIA = Citation("ND124", "Đ3a (sửa bởi Nghị định 155/2026/NĐ-CP Đ2)")
REASON = "Có giấy tờ kèm theo."


def day(text: str) -> dt.date:
    """A day of 2026, as `20/7`."""
    number, month = text.split("/")
    return dt.date(2026, int(month), int(number))


def with_gone(directory: Directory) -> Directory:
    """Return a directory with a body that is no more."""
    ended = AgencyAbolished(
        code=GONE, last_on=dt.date(2026, 6, 30), successors=(), confidence="unsaid"
    )
    there = AgencyEstablished(
        code=GONE, name="Sở cũ", kind="department", level="department", parent=None,
        valid_from=None, confidence="unsaid",
    )  # fmt: skip
    known = Directory.of(AGENCY.fold([there, ended]))
    return replace(known, agencies={**directory.agencies, **known.agencies})


def case_of(
    kind: str,
    instance: str = "first",
    *,
    accepted_on: dt.date | None = ACCEPTED,
    received_on: dt.date = dt.date(2026, 1, 5),
    complex: bool = False,
) -> list[CaseEvent]:
    """An accepted case of the ward; with `accepted_on=None` one that nobody accepted."""
    opening: list[Any] = [
        said.CaseOpened(
            **IDS, receipt_code="R", channel="post", instance=instance, subject_field="land",
            received_on=received_on, holder=WARD, forwarder=None,
        ),
        said.CaseClassified(**IDS, kind=kind, eligible=True, reason_codes=(), rules=()),
        said.JurisdictionDecided(
            **IDS, kind=kind, instance=instance, received_on=received_on, holder=WARD,
            decider_role="x", competent_agency=WARD, ours=True, proposed_action="ACCEPT",
            form=None, rules=(),
        ),
    ]  # fmt: skip
    if accepted_on is None:
        return opening
    accepted = said.CaseAccepted(
        **IDS, kind=kind, instance=instance, holder=WARD, accepted_on=accepted_on,
        complex=complex, remote=False, basis=Citation("LKN", "Đ27"),
    )  # fmt: skip
    return [*opening, accepted]


COMPLAINT, SECOND = case_of("complaint"), case_of("complaint", "second")
DENUNCIATION = case_of("denunciation")
UNACCEPTED = case_of("complaint", accepted_on=None)
OLD = case_of("complaint", accepted_on=dt.date(2026, 6, 1))
"""Accepted before complaints could be paused."""

KINDS: dict[str, Any] = {"kind": "complaint", "instance": "first", "holder": WARD}
DENOUNCED: dict[str, Any] = {"kind": "denunciation", "instance": "first", "holder": WARD}


def paused(
    on: str, ground: Any = "complainant_obstacle", basis: Citation = OBSTACLE, **kinds: Any
) -> said.CasePaused:
    of = kinds or KINDS
    return said.CasePaused(
        **IDS, **of, paused_on=day(on), ground=ground, reason=REASON, basis=basis
    )


def resumed(on: str, basis: Citation = GOES_ON, **kinds: Any) -> said.CaseResumed:
    return said.CaseResumed(**IDS, **(kinds or KINDS), resumed_on=day(on), basis=basis)


def struck_pause(paused_on: str, on: str, reason: str = REASON) -> said.CasePauseStruck:
    return said.CasePauseStruck(
        **IDS, holder=WARD, paused_on=day(paused_on), struck_on=day(on), reason=reason
    )


def extended(
    number: int, on: str, days: int = 30, complexity: Any = "complex"
) -> said.CaseExtended:
    provision = "Đ30.2" if complexity == "complex" else "Đ30.3"
    return said.CaseExtended(
        **IDS, holder=WARD, number=number, granted_on=day(on), days=days,
        complexity=complexity, reason=REASON, basis=Citation("LTC", provision),
    )  # fmt: skip


def struck_extension(number: int, on: str) -> said.CaseExtensionStruck:
    return said.CaseExtensionStruck(
        **IDS, holder=WARD, number=number, struck_on=day(on), reason=REASON
    )


def found(
    on: str, *criteria: str, complex: bool = True, remote: bool = False,
    basis: Citation = CRITERIA,
) -> said.CaseComplexityFound:  # fmt: skip
    return said.CaseComplexityFound(
        **IDS, holder=WARD, complex=complex, remote=remote, criteria=criteria,
        found_on=day(on), basis=basis,
    )  # fmt: skip


def decided(
    on: str, outcome: Any = "right", kind: str = "complaint", instance: str = "first",
    *, remote: bool = False,
) -> said.DecisionIssued:  # fmt: skip
    provision = {"first": "Đ31", "second": "Đ40"}[instance]
    basis = Citation("LTC", "Đ35") if kind == "denunciation" else Citation("LKN", provision)
    return said.DecisionIssued(
        **IDS, kind=kind, instance=instance, holder=WARD, issued_on=day(on),
        outcome=outcome, basis=basis, remote=remote,
    )  # fmt: skip


def notified(
    what: Any, sent_on: str, received_on: str | None = None, **kinds: Any
) -> said.CaseNotified:
    return said.CaseNotified(
        **IDS, **(kinds or KINDS), what=what, sent_on=day(sent_on),
        received_on=day(received_on) if received_on else None,
    )  # fmt: skip


def published(on: str, form: Any = "posted") -> said.DecisionPublished:
    return said.DecisionPublished(**IDS, holder=WARD, published_on=day(on), form=form)


def asks(kind: type[Any], on: str | None = None, by: AgencyCode = WARD, **more: Any) -> Any:
    """A request of the ward for a day, asked on 30 September."""
    return kind(case_id=C, by=by, at=AT, on=day(on) if on else None, **more)


def pauses(
    on: str, ground: Any = "complainant_obstacle", reason: str = REASON
) -> PauseCase:
    asked: PauseCase = asks(PauseCase, on, ground=ground, reason=reason)
    return asked


def resumes(on: str) -> ResumeCase:
    asked: ResumeCase = asks(ResumeCase, on)
    return asked


def strikes_pause(of: str, on: str = "30/9", reason: str = REASON) -> StrikePause:
    asked: StrikePause = asks(StrikePause, on, paused_on=day(of), reason=reason)
    return asked


def extends(
    on: str, days: int = 30, complexity: str = "complex", reason: str = REASON
) -> ExtendCase:
    asked: ExtendCase = asks(
        ExtendCase, on, days=days, complexity=complexity, reason=reason
    )
    return asked


def strikes_extension(number: int, reason: str = REASON) -> StrikeExtension:
    asked: StrikeExtension = asks(StrikeExtension, "30/9", number=number, reason=reason)
    return asked


def finds(
    on: str, *criteria: str, complex: bool = True, remote: bool = False
) -> FindComplexity:
    asked: FindComplexity = asks(
        FindComplexity, on, complex=complex, remote=remote, criteria=frozenset(criteria)
    )
    return asked


def notifies(what: Any, on: str | None, received_on: str | None = None) -> NotifyOf:
    received = day(received_on) if received_on else None
    asked: NotifyOf = asks(NotifyOf, on, what=what, received_on=received)
    return asked


def publishes(on: str, form: str = "posted") -> PublishDecision:
    asked: PublishDecision = asks(PublishDecision, on, form=form)
    return asked


def decides(on: str, outcome: str = "right") -> IssueDecision:
    asked: IssueDecision = asks(IssueDecision, on, outcome=outcome)
    return asked


def accepts(on: str, *, complex: bool = False) -> AcceptCase:
    asked: AcceptCase = asks(AcceptCase, on, complex=complex, remote=False)
    return asked
