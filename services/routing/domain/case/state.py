"""What must be remembered of a case: what it is, who holds and held it, how far it came."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from services.routing.domain.case import aftermath, signers
from services.routing.domain.case.aftermath import Aftermath, AftermathEvent
from services.routing.domain.case.course import Course, after
from services.routing.domain.case.events import (
    CaseEvent,
    CustodyEvent,
    Ending,
    SettlingEvent,
)
from services.routing.domain.case.signers import SignerEvent, Signers
from services.routing.domain.proposal import Situation
from shared.contracts.routing import (
    CaseAccepted,
    CaseAnswered,
    CaseAssigned,
    CaseClassified,
    CaseComplexityFound,
    CaseExtended,
    CaseExtensionStruck,
    CaseFiled,
    CaseGuided,
    CaseNotified,
    CaseOpened,
    CasePaused,
    CasePauseStruck,
    CaseRefused,
    CaseResumed,
    DecisionIssued,
    DecisionPublished,
    JurisdictionDecided,
    TransferConfirmed,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_custody import (
    CustodySealed,
    DesignationMade,
    DesignationRequested,
    LevelSkipped,
)
from shared.contracts.routing_settlement import (
    CaseChecked,
    CaseContinued,
    CaseDiscontinued,
    CaseReopened,
    CrimeReferred,
    DecisionAmended,
    DecisionAppealed,
    DecisionReexamined,
    DecisionRevoked,
    LawsuitNoted,
    SignerNotified,
    SignersRegistered,
    SignerWithdrew,
)
from shared.ids import AgencyCode, OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What was judged, and the way the petition took."""

    opened: CaseOpened
    classified: CaseClassified
    decided: JurisdictionDecided
    """For the present holder; while a transfer is on its way, for the sender."""
    holder: AgencyCode
    held_by: tuple[AgencyCode, ...]
    """Every body that held it to act on it, in order, those that gave it back included."""
    since: dt.date
    """The day on which the holder got it: nothing it does is of a day before."""
    returns: tuple[TransferReturned, ...] = ()
    hops: int = 0
    """How often it was sent on, given back or not."""
    designated: DesignationMade | None = None
    transferred: bool = False
    """It was sent on and not given back."""
    sent_by: AgencyCode | None = None
    """Who sent it on."""
    officer: OfficerId | None = None
    """Who is answerable for it in the body that holds it; None: nobody yet."""
    signers: Signers = field(default_factory=Signers)
    aftermath: Aftermath = field(default_factory=Aftermath)
    referred: CrimeReferred | None = None
    """Signs of a crime were sent to who investigates."""

    @property
    def returned_by(self) -> tuple[AgencyCode, ...]:
        """Every body that gave it back."""
        return tuple(each.from_agency for each in self.returns)

    def situation(self, *, ours: bool) -> Situation:
        """Return what the decision table asks about."""
        opened, classified = self.opened, self.classified
        return Situation(
            kind=classified.kind,
            instance=opened.instance,
            channel=opened.channel,
            forwarded=opened.forwarder is not None or opened.channel == "forwarded",
            eligible=classified.eligible,
            reason_codes=classified.reason_codes,
            ours=ours,
        )


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing opened it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Followed, but not judged: between two facts of one decision."""

    opened: CaseOpened


@dataclass(frozen=True, slots=True)
class Classified:
    """Known what it is, not whose: between two facts of one decision."""

    opened: CaseOpened
    classified: CaseClassified


@dataclass(frozen=True, slots=True)
class AwaitingAction:
    """The holder must do something."""

    dossier: Dossier


@dataclass(frozen=True, slots=True)
class InTransfer:
    """On its way: the receiver holds it and has yet to confirm."""

    dossier: Dossier
    sent: TransferSent | DesignationMade


@dataclass(frozen=True, slots=True)
class InDesignation:
    """With the common superior, who must say whose it is."""

    dossier: Dossier
    requested: DesignationRequested


@dataclass(frozen=True, slots=True)
class Accepted:
    """Taken for settlement; a decision is owed."""

    dossier: Dossier
    accepted: CaseAccepted
    course: Course
    """What became of settlement since."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Ended here."""

    dossier: Dossier
    ending: Ending
    course: Course | None = None
    """Of a case that was settled: what must still be sent and made public."""


Case: TypeAlias = (
    Unknown
    | Opened
    | Classified
    | AwaitingAction
    | InTransfer
    | InDesignation
    | Accepted
    | Closed
)


_NOT_JUDGED = (Unknown, Opened, Classified)
_Judged: TypeAlias = AwaitingAction | InTransfer | InDesignation | Accepted | Closed


def evolve(case: Case, event: CaseEvent) -> Case:  # noqa: C901, PLR0911, PLR0912 - a line a fact
    """Return the case after the fact. Total: a fact that fits no state changes nothing."""
    match event:
        case CaseOpened():
            return Opened(event)
        case CaseClassified():
            return Classified(case.opened, event) if isinstance(case, Opened) else case
        case JurisdictionDecided():
            return _judged(case, event)
        case LevelSkipped() | CustodySealed():
            return case
        case (
            TransferSent()
            | TransferConfirmed()
            | TransferReturned()
            | DesignationRequested()
            | DesignationMade()
        ):
            return case if isinstance(case, _NOT_JUDGED) else _moved(case.dossier, event)
        case CaseAccepted():
            return case if isinstance(case, _NOT_JUDGED) else _accepted(case.dossier, event)
        case DecisionIssued(issued_on=issued_on) if isinstance(case, Accepted):
            decided = case.course.with_paper("decision", issued_on)
            return Closed(case.dossier, event, decided)
        case (
            CaseRefused()
            | CaseGuided()
            | CaseFiled()
            | CaseAnswered()
            | CaseChecked()
            | DecisionIssued()
        ):
            return case if isinstance(case, _NOT_JUDGED) else Closed(case.dossier, event)
        case CrimeReferred():
            return case if isinstance(case, _NOT_JUDGED) else _referred(case, event)
        case (
            CasePaused()
            | CaseResumed()
            | CasePauseStruck()
            | CaseExtended()
            | CaseExtensionStruck()
            | CaseComplexityFound()
            | CaseNotified()
            | DecisionPublished()
        ):
            return _settled(case, event)
        case (
            SignersRegistered()
            | SignerWithdrew()
            | SignerNotified()
            | CaseContinued()
            | CaseDiscontinued()
            | CaseReopened()
        ):
            return case if isinstance(case, _NOT_JUDGED) else _signed(case, event)
        case (
            DecisionAmended()
            | DecisionRevoked()
            | DecisionAppealed()
            | DecisionReexamined()
            | LawsuitNoted()
        ):
            return case if isinstance(case, _NOT_JUDGED) else _followed(case, event)
        case CaseAssigned(officer=officer):
            return case if isinstance(case, _NOT_JUDGED) else _given(case, officer)
        case _:
            assert_never(event)


def _accepted(dossier: Dossier, accepted: CaseAccepted) -> Accepted:
    return Accepted(dossier, accepted, Course.of(accepted))


def _signed(case: _Judged, event: SignerEvent | CaseDiscontinued | CaseReopened) -> Case:
    match event:
        case CaseDiscontinued():
            return _discontinued(case, event)
        case CaseReopened():
            return _reopened(case.dossier, event)
        case _:
            left = signers.after(case.dossier.signers, event)
            return replace(case, dossier=replace(case.dossier, signers=left))


def _referred(case: _Judged, event: CrimeReferred) -> Case:
    dossier = replace(case.dossier, referred=event)
    return Closed(dossier, event) if event.ends else replace(case, dossier=dossier)


def _followed(case: _Judged, event: AftermathEvent) -> Case:
    done = aftermath.after(case.dossier.aftermath, event)
    return replace(case, dossier=replace(case.dossier, aftermath=done))


def _discontinued(case: _Judged, event: CaseDiscontinued) -> Case:
    """Close it; what was accepted keeps its course, and the paper must be sent in any case."""
    on = event.discontinued_on
    course = case.course if isinstance(case, Accepted | Closed) else None
    course = course or Course(accepted_on=on, complex=False, remote=False, papers=())
    return Closed(case.dossier, event, course.with_paper("discontinuance", on))


def _reopened(dossier: Dossier, event: CaseReopened) -> Case:
    """Begin anew on the day of reopening: its own time runs from there."""
    accepted = CaseAccepted(
        case_id=event.case_id,
        petition_id=event.petition_id,
        kind=event.kind,
        instance=event.instance,
        holder=event.holder,
        accepted_on=event.reopened_on,
        complex=event.complex,
        remote=event.remote,
        basis=event.basis,
    )
    again = replace(dossier, aftermath=dossier.aftermath.anew())
    if (
        event.cause == "coerced"
    ):  # the withdrawal counts for nothing: it cannot end it again
        again = replace(again, signers=replace(again.signers, persistence="coerced"))
    return Accepted(again, accepted, replace(Course.of(accepted), papers=()))


def _settled(case: Case, event: SettlingEvent) -> Case:
    if isinstance(case, Accepted | Closed) and case.course is not None:
        return replace(case, course=after(case.course, event))
    return case


def _given(
    case: AwaitingAction | InTransfer | InDesignation | Accepted | Closed,
    officer: OfficerId | None,
) -> Case:
    return replace(case, dossier=replace(case.dossier, officer=officer))


def _judged(case: Case, decided: JurisdictionDecided) -> Case:
    match case:
        case Classified(opened, classified):
            return AwaitingAction(
                Dossier(
                    opened=opened,
                    classified=classified,
                    decided=decided,
                    holder=decided.holder,
                    held_by=(decided.holder,),
                    since=decided.received_on,
                )
            )
        case AwaitingAction(dossier):
            return AwaitingAction(replace(dossier, decided=decided))
        case Unknown() | Opened() | InTransfer() | InDesignation() | Accepted() | Closed():
            return case
        case _:
            assert_never(case)


def _moved(dossier: Dossier, event: CustodyEvent) -> Case:
    match event:
        case TransferSent(from_agency=from_agency, to_agency=to_agency, sent_on=on):
            sent = _passed(dossier, to_agency, on)
            held_by = (*dossier.held_by, to_agency)
            sent = replace(
                sent,
                held_by=held_by,
                transferred=True,
                sent_by=from_agency,
                hops=dossier.hops + 1,
            )
            return InTransfer(sent, event)
        case TransferConfirmed(by_agency=by_agency, confirmed_on=on):
            since = max(dossier.since, on)
            return AwaitingAction(replace(dossier, holder=by_agency, since=since))
        case TransferReturned(to_agency=to_agency, returned_on=on):
            returns = (*dossier.returns, event)
            back = _passed(dossier, to_agency, on)
            return AwaitingAction(
                replace(back, returns=returns, transferred=False, sent_by=None)
            )
        case DesignationRequested(superior=superior, requested_on=on):
            return InDesignation(_passed(dossier, superior, on), event)
        case DesignationMade(to_agency=to_agency, made_on=on):
            made = _passed(dossier, to_agency, on)
            held_by = (*dossier.held_by, to_agency)
            made = replace(made, held_by=held_by, transferred=True, designated=event)
            return InTransfer(made, event)
        case _:
            assert_never(event)


def _passed(dossier: Dossier, holder: AgencyCode, on: dt.date) -> Dossier:
    """Return it in other hands, where nobody is answerable yet."""
    return replace(dossier, holder=holder, since=max(dossier.since, on), officer=None)
