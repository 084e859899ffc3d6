"""What deadlines does when it hears a fact: which clocks start and which stop."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, TypeVar, assert_never

from services.deadlines.domain.clocks.commands import (
    ClocksCommand,
    StartClock,
    StopAllClocks,
    StopClock,
)
from shared.contracts.intake import Instance, PetitionLodged
from shared.contracts.routing import (
    CaseAccepted,
    CaseAnswered,
    CaseFiled,
    CaseGuided,
    CaseRefused,
    DecisionIssued,
    JurisdictionDecided,
    Kind,
    TransferReturned,
    TransferSent,
)
from shared.envelope import Heard
from shared.ids import AgencyCode, PetitionId

DeadlinesCommand: TypeAlias = ClocksCommand
Reaction: TypeAlias = Callable[[Heard], Sequence[DeadlinesCommand]]
F = TypeVar("F")


def when_petition_lodged_then_start_processing(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Start the clock within which the receiving body must process the petition.

    Legal source: row XLD.PROCESS.
    """
    lodged = _fact(heard, PetitionLodged)
    return [
        StartClock(
            petition_id=lodged.petition_id,
            rule_id="XLD.PROCESS",
            trigger_on=lodged.received_on,
            against=lodged.receiving_agency,
            at=heard.recorded_at,
        )
    ]


def when_jurisdiction_decided_then_start_next(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Start the clock of what the holder must do next, from the day it got the petition.

    Legal source: LKN Đ27, Đ36.1; LTC Đ24.1–2; LTCD Đ28.1.
    """
    decided = _fact(heard, JurisdictionDecided)
    if decided.ours:
        if decided.kind == "complaint" and decided.proposed_action != "ACCEPT":
            return []
        rule_id = _first_clock(decided.kind, decided.instance)
    elif decided.kind == "denunciation" and decided.proposed_action == "TRANSFER":
        rule_id = "TC.TRANSFER"
    else:
        return []
    return _start(
        rule_id, decided.petition_id, decided.received_on, decided.holder, heard.recorded_at
    )


def when_case_accepted_then_start_settlement(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Stop the clocks of acceptance as met and start that of settlement.

    Legal source: LKN Đ28, Đ37; LTC Đ30.
    """
    accepted = _fact(heard, CaseAccepted)
    stops = [
        _stop(rule_id, accepted.petition_id, accepted.accepted_on, heard.recorded_at)
        for rule_id in ("KN.L1.ACCEPT", "KN.L2.ACCEPT", "TC.INITIAL", "XLD.PROCESS")
    ]
    rule_id, variant = _settlement(accepted)
    start = StartClock(
        petition_id=accepted.petition_id,
        rule_id=rule_id,
        trigger_on=accepted.accepted_on,
        variant=variant,
        against=accepted.holder,
        at=heard.recorded_at,
    )
    return [*stops, start]


def when_case_refused_then_stop_all(heard: Heard) -> Sequence[DeadlinesCommand]:
    """Stop everything as met: the sender was told why the case is not taken."""
    refused = _fact(heard, CaseRefused)
    return [_stop_all(refused.petition_id, refused.refused_on, heard.recorded_at)]


def when_case_guided_then_stop_all(heard: Heard) -> Sequence[DeadlinesCommand]:
    """Stop everything as met: the sender was told where to go."""
    guided = _fact(heard, CaseGuided)
    return [_stop_all(guided.petition_id, guided.guided_on, heard.recorded_at)]


def when_case_filed_then_stop_all(heard: Heard) -> Sequence[DeadlinesCommand]:
    """Stop everything as met: the petition is kept and no more is owed."""
    filed = _fact(heard, CaseFiled)
    return [_stop_all(filed.petition_id, filed.filed_on, heard.recorded_at)]


def when_case_answered_then_stop_all(heard: Heard) -> Sequence[DeadlinesCommand]:
    """Stop everything as met: the petition got its answer."""
    answered = _fact(heard, CaseAnswered)
    return [_stop_all(answered.petition_id, answered.answered_on, heard.recorded_at)]


def when_transfer_sent_then_start_receiver(heard: Heard) -> Sequence[DeadlinesCommand]:
    """
    Stop the sender's clocks (passing on: met; the rest: moot) and start the receiver's first.

    The receiver has the petition on the day it is sent: both work in this system. Counting
    from its confirmation would let a body put off its own deadline by not confirming.

    Legal source: LKN Đ27, Đ36.1; LTC Đ24.1; LTCD Đ28.1 (from receipt).
    """
    sent = _fact(heard, TransferSent)
    return [
        _stop("TC.TRANSFER", sent.petition_id, sent.sent_on, heard.recorded_at),
        _stop("XLD.PROCESS", sent.petition_id, sent.sent_on, heard.recorded_at),
        StopAllClocks(
            petition_id=sent.petition_id,
            on=sent.sent_on,
            reason="moot",
            at=heard.recorded_at,
        ),
        *_start(
            _first_clock(sent.kind, sent.instance),
            sent.petition_id,
            sent.sent_on,
            sent.to_agency,
            heard.recorded_at,
        ),
    ]


def when_transfer_returned_then_stop_receiver(heard: Heard) -> Sequence[DeadlinesCommand]:
    """Stop the clocks of the body that gave it back; nothing starts again by itself."""
    returned = _fact(heard, TransferReturned)
    return [
        StopAllClocks(
            petition_id=returned.petition_id,
            on=returned.returned_on,
            reason="moot",
            at=heard.recorded_at,
        )
    ]


def when_decision_issued_then_stop_settlement(heard: Heard) -> Sequence[DeadlinesCommand]:
    """Stop the clock of settlement as met."""
    issued = _fact(heard, DecisionIssued)
    return [
        _stop(rule_id, issued.petition_id, issued.issued_on, heard.recorded_at)
        for rule_id in ("KN.L1.SETTLE", "KN.L2.SETTLE", "TC.SETTLE")
    ]


REACTIONS: Mapping[type, Reaction] = {
    PetitionLodged: when_petition_lodged_then_start_processing,
    JurisdictionDecided: when_jurisdiction_decided_then_start_next,
    CaseAccepted: when_case_accepted_then_start_settlement,
    CaseRefused: when_case_refused_then_stop_all,
    CaseGuided: when_case_guided_then_stop_all,
    CaseFiled: when_case_filed_then_stop_all,
    CaseAnswered: when_case_answered_then_stop_all,
    TransferSent: when_transfer_sent_then_start_receiver,
    TransferReturned: when_transfer_returned_then_stop_receiver,
    DecisionIssued: when_decision_issued_then_stop_settlement,
}


def _fact(heard: Heard, kind: type[F]) -> F:
    if not isinstance(heard.fact, kind):
        raise TypeError(
            f"{type(heard.fact).__name__} came to the reaction of {kind.__name__}"
        )
    return heard.fact


def _first_clock(kind: Kind, instance: Instance) -> str | None:
    match kind:
        case "complaint":
            return "KN.L1.ACCEPT" if instance == "first" else "KN.L2.ACCEPT"
        case "denunciation":
            return "TC.INITIAL"
        case "recommendation" | "feedback_report":
            return "TCD.NOTIFY"
        case "denunciation_information":
            return None  # LTC Đ25.2: checked within authority, no day count
        case _:
            assert_never(kind)


def _settlement(accepted: CaseAccepted) -> tuple[str, frozenset[str]]:
    circumstances = {"complex": accepted.complex, "remote": accepted.remote}
    variant = frozenset(name for name, holds in circumstances.items() if holds)
    if accepted.kind == "denunciation":
        return "TC.SETTLE", variant - {"remote"}  # LTC Đ30 has no variant for remote areas
    return ("KN.L1.SETTLE" if accepted.instance == "first" else "KN.L2.SETTLE"), variant


def _start(
    rule_id: str | None,
    petition_id: PetitionId,
    trigger_on: dt.date,
    against: AgencyCode,
    at: dt.datetime,
) -> Sequence[StartClock]:
    if rule_id is None:
        return []
    return [
        StartClock(
            petition_id=petition_id,
            rule_id=rule_id,
            trigger_on=trigger_on,
            against=against,
            at=at,
        )
    ]


def _stop(rule_id: str, petition_id: PetitionId, on: dt.date, at: dt.datetime) -> StopClock:
    return StopClock(petition_id=petition_id, rule_id=rule_id, on=on, reason="met", at=at)


def _stop_all(petition_id: PetitionId, on: dt.date, at: dt.datetime) -> StopAllClocks:
    return StopAllClocks(petition_id=petition_id, on=on, reason="met", at=at)
