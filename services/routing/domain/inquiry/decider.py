"""Decides on the inside of settlement: dispatch only."""

from collections.abc import Sequence
from typing import assert_never

from services.routing.domain.directory import Law
from services.routing.domain.inquiry import talking, verifying
from services.routing.domain.inquiry.commands import (
    AnswerInformation,
    AskInformation,
    HoldDialogue,
    InquiryCommand,
    MissDialogue,
    PlanDialogue,
    PlanVerification,
    RecordVerification,
)
from services.routing.domain.inquiry.events import InquiryEvent
from services.routing.domain.inquiry.state import Inquiry, evolve
from shared.decider import Decider


def inquiry_decider(law: Law) -> Decider[InquiryCommand, Inquiry, InquiryEvent]:
    """Return the decider of inquiries under these rules, among these bodies."""

    def decide(  # noqa: PLR0911 - dispatch, one line a command
        command: InquiryCommand, inquiry: Inquiry
    ) -> Sequence[InquiryEvent]:
        then = law.on(command.day)
        match command:
            case PlanVerification():
                return verifying.plan(command, inquiry, then)
            case RecordVerification():
                return verifying.record(command, inquiry, then)
            case AskInformation():
                return verifying.ask(command, inquiry, then)
            case AnswerInformation():
                return verifying.answer(command, inquiry, then)
            case PlanDialogue():
                return talking.plan(command, inquiry, then)
            case HoldDialogue():
                return talking.hold(command, inquiry, then)
            case MissDialogue():
                return talking.miss(command, inquiry, then)
            case _:
                assert_never(command)

    return Decider(initial=Inquiry(), evolve=evolve, decide=decide)
