"""What must be remembered of the inside of settlement."""

from dataclasses import dataclass, replace
from typing import assert_never

from services.routing.domain.inquiry.events import InquiryEvent
from shared.contracts.routing_inquiry import (
    DialogueHeld,
    DialogueMissed,
    DialoguePlanned,
    InformationAnswered,
    InformationAsked,
    VerificationPlanned,
    VerificationRecorded,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A plan, and the report once there is one."""

    plan: VerificationPlanned
    report: VerificationRecorded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request to another body, and its answer once there is one."""

    request: InformationAsked
    answer: InformationAnswered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """A plan, and what came of it."""

    plan: DialoguePlanned
    outcome: DialogueHeld | DialogueMissed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """All of it, in the order in which it was recorded; numbers count from one."""

    verifications: tuple[Verification, ...] = ()
    requests: tuple[Asked, ...] = ()
    dialogues: tuple[Dialogue, ...] = ()

    @property
    def talked(self) -> bool:
        """Test whether a dialogue took place, or failed without a good reason."""
        return any(
            isinstance(each.outcome, DialogueHeld)
            or (isinstance(each.outcome, DialogueMissed) and not each.outcome.excused)
            for each in self.dialogues
        )


def evolve(inquiry: Inquiry, event: InquiryEvent) -> Inquiry:
    """Return the inquiry after the fact. Total."""
    match event:
        case VerificationPlanned():
            more = Verification(plan=event)
            return replace(inquiry, verifications=(*inquiry.verifications, more))
        case VerificationRecorded():
            done = tuple(
                replace(v, report=event) if v.plan.number == event.number else v
                for v in inquiry.verifications
            )
            return replace(inquiry, verifications=done)
        case InformationAsked():
            return replace(inquiry, requests=(*inquiry.requests, Asked(request=event)))
        case InformationAnswered():
            answered = tuple(
                replace(each, answer=event) if each.request.number == event.number else each
                for each in inquiry.requests
            )
            return replace(inquiry, requests=answered)
        case DialoguePlanned():
            return replace(inquiry, dialogues=(*inquiry.dialogues, Dialogue(plan=event)))
        case DialogueHeld() | DialogueMissed():
            ended = tuple(
                replace(each, outcome=event) if each.plan.number == event.number else each
                for each in inquiry.dialogues
            )
            return replace(inquiry, dialogues=ended)
        case _:
            assert_never(event)
