"""
Which clocks start and stop when settlement ends without a decision, after one, or is overdue.

They are reactions like those of `reactions.py`, which joins them to its own.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from services.deadlines.domain.applicable import (
    AFTER_EFFECT,
    EFFECT,
    SETTLEMENT,
    sending_of_pause,
    settlement,
)
from services.deadlines.domain.asking import start, stop, stop_all
from services.deadlines.domain.clocks.commands import ClocksCommand
from shared.contracts.deadlines import ClockExpired
from shared.contracts.routing_inquiry import CaseReported, CaseUrged, ExecutionOrdered
from shared.contracts.routing_settlement import (
    CaseDiscontinued,
    CaseReopened,
    CrimeReferred,
    DecisionAppealed,
    DecisionRevoked,
)
from shared.envelope import Heard
from shared.legal.running import rule_of

SENT_SINCE = dt.date(2026, 7, 1)
"""Before that day nothing said by when a complainant is told that settlement ended."""
DIRECTED_SINCE = dt.date(2020, 12, 10)
"""Before ND 124/2020 no text gave days for directing execution."""


def when_case_discontinued_then_stop(heard: Heard) -> Sequence[ClocksCommand]:
    """
    Stop settlement as met and the rest as moot; the decision to end it must be sent.

    Legal source: LKN Đ11a.3, ND124 Đ28b.1; LTC Đ34.4.
    """
    ended: CaseDiscontinued = heard.fact  # type: ignore[assignment]  # by FOLLOWING
    on = ended.discontinued_on
    sent = ended.kind != "complaint" or on >= SENT_SINCE
    return [
        *stop(sorted(SETTLEMENT), heard, on),
        *stop_all(heard, on, "moot"),
        *start(sending_of_pause(ended.kind) if sent else None, heard, on, ended.holder),
    ]


def when_case_reopened_then_start(heard: Heard) -> Sequence[ClocksCommand]:
    """
    Let the time to settle run anew from the day of reopening.

    Legal source: LKN Đ10, Đ28, Đ37; LTC Đ30, Đ37.2.
    """
    reopened: CaseReopened = heard.fact  # type: ignore[assignment]  # by FOLLOWING
    rule_id, holds = settlement(reopened)
    return [
        *stop(("KN.PAUSE.SEND", "TC.SUSPEND.SEND"), heard, reopened.reopened_on, "moot"),
        *start(rule_id, heard, reopened.reopened_on, reopened.holder, holds),
    ]


def when_crime_referred_then_stop(heard: Heard) -> Sequence[ClocksCommand]:
    """
    Stop everything as met where it ends here; what was accepted is still owed in time.

    Legal source: LTC Đ27.1 (at once; no figure).
    """
    referred: CrimeReferred = heard.fact  # type: ignore[assignment]  # by FOLLOWING
    return stop_all(heard, referred.referred_on) if referred.ends else []


def when_decision_revoked_then_stop(heard: Heard) -> Sequence[ClocksCommand]:
    """Stop whatever followed from the decision: it no longer stands."""
    revoked: DecisionRevoked = heard.fact  # type: ignore[assignment]  # by FOLLOWING
    on = revoked.revoked_on
    return [
        *stop_all(heard, on, "moot"),
        *stop((*EFFECT, "KN.L2.FILE"), heard, on, "moot"),
    ]


def when_decision_appealed_then_stop(heard: Heard) -> Sequence[ClocksCommand]:
    """
    Stop what leads to the execution of a first decision: it does not take effect.

    Legal source: LKN Đ33.1, Đ44.1.
    """
    appealed: DecisionAppealed = heard.fact  # type: ignore[assignment]  # by FOLLOWING
    on = appealed.appealed_on
    return [
        *stop((*EFFECT, *AFTER_EFFECT), heard, on, "moot"),
        *stop(("KN.L2.FILE",), heard, on),
    ]


def when_execution_ordered_then_stop(heard: Heard) -> Sequence[ClocksCommand]:
    """
    Stop the time to direct execution, or to act on a conclusion, as met.

    What is entered after the fact may come before the day of effect was heard: the time is
    started first, and does not start a second time.

    Legal source: ND124 Đ31.1; LTC Đ36.1.
    """
    ordered: ExecutionOrdered = heard.fact  # type: ignore[assignment]  # by FOLLOWING
    binds = ordered.effective_on if ordered.kind == "complaint" else None
    if binds and binds > DIRECTED_SINCE:
        directed = start(AFTER_EFFECT[0], heard, binds, ordered.holder)
    else:
        directed = []
    return [*directed, *stop((*AFTER_EFFECT, "TC.CONCL.ACT"), heard, ordered.ordered_on)]


def when_case_urged_then_start_report(heard: Heard) -> Sequence[ClocksCommand]:
    """
    Start the time in which an overdue denunciation is reported on to the body above.

    Legal source: LTC Đ38.3.
    """
    urged: CaseUrged = heard.fact  # type: ignore[assignment]  # by FOLLOWING
    if urged.kind != "denunciation":
        return []
    return start("TC.OVERDUE.REPORT", heard, urged.urged_on, urged.holder)


def when_case_reported_then_stop(heard: Heard) -> Sequence[ClocksCommand]:
    """Stop the time to report as met."""
    reported: CaseReported = heard.fact  # type: ignore[assignment]  # by FOLLOWING
    return stop(("TC.OVERDUE.REPORT",), heard, reported.reported_on)


def when_clock_expired_then_start_right(heard: Heard) -> Sequence[ClocksCommand]:
    """
    Let the complainant's time for a second complaint run once the first level is overdue.

    A decision that took effect is carried out: from its first day.

    Legal source: LKN Đ33.1 (from the end of the period without a decision); ND124 Đ31.1.
    """
    expired: ClockExpired = heard.fact  # type: ignore[assignment]  # by FOLLOWING
    rule, on = rule_of(expired.clock_id), expired.due_on
    if rule in EFFECT and on >= DIRECTED_SINCE:
        rule_id, on = AFTER_EFFECT[0], on + dt.timedelta(days=1)
    elif rule == "KN.L1.SETTLE":
        rule_id = "KN.L2.FILE"
    else:
        return []
    return start(rule_id, heard, on, expired.against)


FOLLOWING: Mapping[type, Callable[[Heard], Sequence[ClocksCommand]]] = {
    CaseDiscontinued: when_case_discontinued_then_stop,
    CaseReopened: when_case_reopened_then_start,
    CrimeReferred: when_crime_referred_then_stop,
    DecisionRevoked: when_decision_revoked_then_stop,
    DecisionAppealed: when_decision_appealed_then_stop,
    ExecutionOrdered: when_execution_ordered_then_stop,
    CaseUrged: when_case_urged_then_start_report,
    CaseReported: when_case_reported_then_stop,
    ClockExpired: when_clock_expired_then_start_right,
}
