"""What must be remembered of a case: what it is, who holds and held it, how far it came."""

from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from services.routing.domain.case.course import Course, after
from services.routing.domain.case.events import CaseEvent, Ending, SettlingEvent
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
    """Every body that held it, in order, those that gave it back included."""
    returned_by: tuple[AgencyCode, ...] = ()
    transferred: bool = False
    """It was sent on and not given back."""
    officer: OfficerId | None = None
    """Who is answerable for it in the body that holds it; None: nobody yet."""

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
    sent: TransferSent


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
    Unknown | Opened | Classified | AwaitingAction | InTransfer | Accepted | Closed
)


_NOT_JUDGED = (Unknown, Opened, Classified)


def evolve(case: Case, event: CaseEvent) -> Case:  # noqa: PLR0911 - one line a fact
    """Return the case after the fact. Total: a fact that fits no state changes nothing."""
    match event:
        case CaseOpened():
            return Opened(event)
        case CaseClassified():
            return Classified(case.opened, event) if isinstance(case, Opened) else case
        case JurisdictionDecided():
            return _judged(case, event)
        case TransferSent() | TransferConfirmed() | TransferReturned():
            return case if isinstance(case, _NOT_JUDGED) else _moved(case.dossier, event)
        case CaseAccepted():
            return case if isinstance(case, _NOT_JUDGED) else _accepted(case.dossier, event)
        case DecisionIssued(issued_on=issued_on) if isinstance(case, Accepted):
            decided = case.course.with_paper("decision", issued_on)
            return Closed(case.dossier, event, decided)
        case CaseRefused() | CaseGuided() | CaseFiled() | CaseAnswered() | DecisionIssued():
            return case if isinstance(case, _NOT_JUDGED) else Closed(case.dossier, event)
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
        case CaseAssigned(officer=officer):
            return case if isinstance(case, _NOT_JUDGED) else _given(case, officer)
        case _:
            assert_never(event)


def _accepted(dossier: Dossier, accepted: CaseAccepted) -> Accepted:
    return Accepted(dossier, accepted, Course.of(accepted))


def _settled(case: Case, event: SettlingEvent) -> Case:
    if isinstance(case, Accepted | Closed) and case.course is not None:
        return replace(case, course=after(case.course, event))
    return case


def _given(
    case: AwaitingAction | InTransfer | Accepted | Closed, officer: OfficerId | None
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
                )
            )
        case AwaitingAction(dossier):
            return AwaitingAction(replace(dossier, decided=decided))
        case Unknown() | Opened() | InTransfer() | Accepted() | Closed():
            return case
        case _:
            assert_never(case)


def _moved(
    dossier: Dossier, event: TransferSent | TransferConfirmed | TransferReturned
) -> Case:
    match event:
        case TransferSent(to_agency=to_agency):
            held_by = (*dossier.held_by, to_agency)
            moved = replace(
                dossier, holder=to_agency, held_by=held_by, transferred=True, officer=None
            )
            return InTransfer(moved, event)
        case TransferConfirmed(by_agency=by_agency):
            return AwaitingAction(replace(dossier, holder=by_agency))
        case TransferReturned(from_agency=from_agency, to_agency=to_agency):
            returned_by = (*dossier.returned_by, from_agency)
            return AwaitingAction(
                replace(
                    dossier,
                    holder=to_agency,
                    returned_by=returned_by,
                    transferred=False,
                    officer=None,
                )
            )
        case _:
            assert_never(event)
