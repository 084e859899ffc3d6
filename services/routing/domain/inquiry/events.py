"""Everything the inside of settlement can say."""

from typing import TypeAlias

from shared.contracts.routing_inquiry import (
    DialogueHeld,
    DialogueMissed,
    DialoguePlanned,
    InformationAnswered,
    InformationAsked,
    VerificationPlanned,
    VerificationRecorded,
)

InquiryEvent: TypeAlias = (
    VerificationPlanned
    | VerificationRecorded
    | InformationAsked
    | InformationAnswered
    | DialoguePlanned
    | DialogueHeld
    | DialogueMissed
)
