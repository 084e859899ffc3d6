"""What deadlines does when it hears a fact: which clocks start and which stop."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from services.deadlines.domain.applicable import (
    ACCEPTANCE,
    ENDED_ON,
    PUBLICATION,
    SENDING,
    SETTLEMENT,
    after_decision,
    effect,
    first_clock,
    sending_of_pause,
    settlement,
    variant,
)
from services.deadlines.domain.asking import start, stop, stop_all
from services.deadlines.domain.clocks.commands import (
    ChangeVariant,
    ClocksCommand,
    ExtendClocks,
    PauseClocks,
    ResumeClocks,
    StrikeExtension,
    StrikePause,
)
from services.deadlines.domain.following import FOLLOWING
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import (
    CaseAccepted,
    CaseComplexityFound,
    CaseExtended,
    CaseExtensionStruck,
    CaseNotified,
    CasePaused,
    CasePauseStruck,
    CaseResumed,
    DecisionIssued,
    DecisionPublished,
    JurisdictionDecided,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_custody import DesignationMade, DesignationRequested
from shared.envelope import Heard
from shared.ids import AgencyCode

DeadlinesCommand: TypeAlias = ClocksCommand
Reaction: TypeAlias = Callable[[Heard], Sequence[DeadlinesCommand]]
F = TypeVar("F")
_GIVEN_UP: Mapping[type, Callable[[Any], tuple[dt.date, AgencyCode]]] = {
    TransferReturned: attrgetter("returned_on", "to_agency"),
    DesignationRequested: attrgetter("requested_on", "superior"),
}


def when_petition_lodged_then_start_processing(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Start the clock within which the receiving body must process the petition.

    Legal source: row XLD.PROCESS.
    """
    lodged = _fact(heard, PetitionLodged)
    return start("XLD.PROCESS", heard, lodged.received_on, lodged.receiving_agency)


def when_jurisdiction_decided_then_start_next(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Start the clock of what the holder must do next, from the day it got the petition.

    Legal source: LKN Đ27, Đ36.1; LTC Đ24.1–2; LTCD Đ28.1.
    """
    decided = _fact(heard, JurisdictionDecided)
    if decided.ours:
        if decided.kind == "complaint" and decided.proposed_action != "ACCEPT":
            return []
        rule_id = first_clock(decided.kind, decided.instance)
    elif decided.kind == "denunciation" and decided.proposed_action == "TRANSFER":
        rule_id = "TC.TRANSFER"
    else:
        return []
    return start(rule_id, heard, decided.received_on, decided.holder)


def when_case_accepted_then_start_settlement(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Stop the clocks of acceptance as met and start that of settlement.

    Those concerned by a denunciation must now be told of it; a complainant is told by the
    acceptance itself.

    Legal source: LKN Đ28, Đ37; LTC Đ29.3, Đ30.
    """
    accepted = _fact(heard, CaseAccepted)
    rule_id, holds = settlement(accepted)
    notice = "TC.NOTIFY" if accepted.kind == "denunciation" else None
    return [
        *stop(ACCEPTANCE, heard, accepted.accepted_on),
        *start(rule_id, heard, accepted.accepted_on, accepted.holder, holds),
        *start(notice, heard, accepted.accepted_on, accepted.holder),
    ]


def when_case_ended_then_stop_all(heard: Heard) -> Sequence[DeadlinesCommand]:
    """Stop everything as met: the case was refused, guided, filed, answered or checked."""
    return stop_all(heard, ENDED_ON[type(heard.fact)](heard.fact))


def when_transfer_sent_then_start_receiver(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Stop the sender's clocks (passing on: met; the rest: moot) and start the receiver's first.

    The receiver has it on the day it is sent: counting from its confirmation would let a body
    put off its own deadline by not confirming.

    Legal source: LKN Đ27, Đ36.1; LTC Đ24.1; LTCD Đ28.1 (from receipt).
    """
    sent = _fact(heard, TransferSent)
    return [
        *stop(("TC.TRANSFER", "XLD.PROCESS"), heard, sent.sent_on),
        *stop_all(heard, sent.sent_on, "moot"),
        *start(first_clock(sent.kind, sent.instance), heard, sent.sent_on, sent.to_agency),
    ]


def when_given_up_then_start_next(heard: Heard) -> Sequence[DeadlinesCommand]:
    """Stop the clocks of who gave it up; who has it now received it: row XLD.PROCESS."""
    on, holder = _GIVEN_UP[type(heard.fact)](heard.fact)
    return [
        *stop_all(heard, on, "moot"),
        *start("XLD.PROCESS", heard, on, holder, again=True),
    ]


def when_designation_made_then_start_receiver(heard: Heard) -> Sequence[DeadlinesCommand]:
    """Start the designated body's first clock: LKN Đ27, Đ36.1; LTC Đ24.1; LTCD Đ28.1."""
    made = _fact(heard, DesignationMade)
    rule_id = first_clock(made.kind, made.instance)
    return [
        *stop(("XLD.PROCESS",), heard, made.made_on),
        *start(rule_id, heard, made.made_on, made.to_agency, again=True),
    ]


def when_decision_issued_then_stop_settlement(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Stop the clock of settlement as met; the decision must now be sent and made public.

    From now on it comes nearer to taking effect, too.

    Legal source: LKN Đ32, Đ41, Đ44; LTC Đ35.3, Đ36.1, Đ40.1; rows of clocks.yaml.
    """
    issued = _fact(heard, DecisionIssued)
    binds, holds = effect(issued) or (None, frozenset())
    return [
        *stop(sorted(SETTLEMENT), heard, issued.issued_on),
        *start(binds, heard, issued.issued_on, issued.holder, holds),
        *(
            each
            for rule_id in after_decision(issued)
            for each in start(rule_id, heard, issued.issued_on, issued.holder)
        ),
    ]


def when_case_paused_then_pause(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Let settlement stand still, and start the clock of sending the decision that says so.

    Legal source: LKN Đ11a, ND124 Đ28b.1; LTC Đ34.
    """
    paused = _fact(heard, CasePaused)
    return [
        PauseClocks(
            petition_id=paused.petition_id,
            rule_ids=SETTLEMENT,
            on=paused.paused_on,
            ground=paused.ground,
            basis=paused.basis,
            at=heard.recorded_at,
        ),
        *start(sending_of_pause(paused.kind), heard, paused.paused_on, paused.holder),
    ]


def when_case_resumed_then_resume(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Let settlement go on, and start the clock of sending the decision that says so.

    Legal source: ND124 Đ28b.2; LTC Đ34.2.
    """
    resumed = _fact(heard, CaseResumed)
    sending = "KN.RESUME.SEND" if resumed.kind == "complaint" else None
    return [
        ResumeClocks(
            petition_id=resumed.petition_id,
            rule_ids=SETTLEMENT,
            on=resumed.resumed_on,
            at=heard.recorded_at,
        ),
        *start(sending, heard, resumed.resumed_on, resumed.holder),
    ]


def when_pause_struck_then_strike(heard: Heard) -> Sequence[DeadlinesCommand]:
    """Count the days of an unlawful or mistaken pause after all."""
    struck = _fact(heard, CasePauseStruck)
    return [
        StrikePause(
            petition_id=struck.petition_id,
            rule_ids=SETTLEMENT,
            paused_on=struck.paused_on,
            at=heard.recorded_at,
        )
    ]


def when_case_extended_then_extend(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Make the time to settle longer.

    Legal source: LTC Đ30.2-4.
    """
    extended = _fact(heard, CaseExtended)
    return [
        ExtendClocks(
            petition_id=extended.petition_id,
            rule_ids=SETTLEMENT,
            number=extended.number,
            granted_on=extended.granted_on,
            days=extended.days,
            variant=frozenset({extended.complexity}),
            at=heard.recorded_at,
        )
    ]


def when_extension_struck_then_strike(heard: Heard) -> Sequence[DeadlinesCommand]:
    """Count as if the extension had never been granted."""
    struck = _fact(heard, CaseExtensionStruck)
    return [
        StrikeExtension(
            petition_id=struck.petition_id,
            rule_ids=SETTLEMENT,
            number=struck.number,
            at=heard.recorded_at,
        )
    ]


def when_complexity_found_then_change(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Count settlement of a complaint under what was found.

    Legal source: LKN Đ28, Đ37; ND124 Đ3a.
    """
    found = _fact(heard, CaseComplexityFound)
    return [
        ChangeVariant(
            petition_id=found.petition_id,
            rule_ids=SETTLEMENT,
            variant=variant(complex=found.complex, remote=found.remote),
            at=heard.recorded_at,
        )
    ]


def when_case_notified_then_stop_sending(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Stop the clocks of sending as met; the receiver's own time runs from receipt.

    Legal source: LKN Đ32, Đ33.1, Đ41.1; ND124 Đ28b; LTC Đ29.3, Đ34.4, Đ35.3.
    """
    notified = _fact(heard, CaseNotified)
    stops = stop(SENDING[notified.what], heard, notified.sent_on)
    first_decision = (
        notified.what == "decision"
        and notified.kind == "complaint"
        and notified.instance == "first"
    )
    if not first_decision or notified.received_on is None:
        return stops
    return [
        *stops,
        *start("KN.L2.FILE", heard, notified.received_on, notified.holder),
    ]


def when_decision_published_then_stop_publishing(
    heard: Heard,
) -> Sequence[DeadlinesCommand]:
    """Stop the clock of making the decision public as met."""
    published = _fact(heard, DecisionPublished)
    return stop(PUBLICATION, heard, published.published_on)


REACTIONS: Mapping[type, Reaction] = {
    PetitionLodged: when_petition_lodged_then_start_processing,
    JurisdictionDecided: when_jurisdiction_decided_then_start_next,
    CaseAccepted: when_case_accepted_then_start_settlement,
    **dict.fromkeys(ENDED_ON, when_case_ended_then_stop_all),
    TransferSent: when_transfer_sent_then_start_receiver,
    TransferReturned: when_given_up_then_start_next,
    DesignationRequested: when_given_up_then_start_next,
    DesignationMade: when_designation_made_then_start_receiver,
    DecisionIssued: when_decision_issued_then_stop_settlement,
    CasePaused: when_case_paused_then_pause,
    CaseResumed: when_case_resumed_then_resume,
    CasePauseStruck: when_pause_struck_then_strike,
    CaseExtended: when_case_extended_then_extend,
    CaseExtensionStruck: when_extension_struck_then_strike,
    CaseComplexityFound: when_complexity_found_then_change,
    CaseNotified: when_case_notified_then_stop_sending,
    DecisionPublished: when_decision_published_then_stop_publishing,
    **FOLLOWING,
}


def _fact(heard: Heard, kind: type[F]) -> F:
    if not isinstance(heard.fact, kind):
        raise TypeError(
            f"{type(heard.fact).__name__} came to the reaction of {kind.__name__}"
        )
    return heard.fact
