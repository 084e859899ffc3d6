"""Which clocks belong to which situation: the law's plan of a matter, as tables."""

import datetime as dt
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, assert_never

from shared.contracts.intake import Instance
from shared.contracts.routing import (
    CaseAccepted,
    CaseAnswered,
    CaseFiled,
    CaseGuided,
    CaseRefused,
    DecisionIssued,
    Kind,
    Notified,
)
from shared.contracts.routing_settlement import CaseChecked, CaseReopened

SETTLEMENT = frozenset({"KN.L1.SETTLE", "KN.L2.SETTLE", "TC.SETTLE"})
"""The clocks that a pause stops and an extension makes longer."""

ACCEPTANCE = ("KN.L1.ACCEPT", "KN.L2.ACCEPT", "TC.INITIAL", "XLD.PROCESS")
"""The clocks that acceptance ends."""

PUBLICATION = ("KN.PUBLISH", "TC.PUBLISH")

EFFECT = ("KN.EFFECT.1", "KN.EFFECT.2")
"""The clocks whose end means that a decision on a complaint binds."""

AFTER_EFFECT = ("KN.ENFORCE.DIRECT",)

ENDED_ON: Mapping[type, Callable[[Any], dt.date]] = {
    CaseRefused: attrgetter("refused_on"),
    CaseGuided: attrgetter("guided_on"),
    CaseFiled: attrgetter("filed_on"),
    CaseAnswered: attrgetter("answered_on"),
    CaseChecked: attrgetter("checked_on"),
}
"""The facts that end a case which was not accepted, or is answered at once; and the day."""

SENDING: Mapping[Notified, tuple[str, ...]] = {
    "acceptance": ("TC.NOTIFY",),
    "pause": ("KN.PAUSE.SEND", "TC.SUSPEND.SEND"),
    "resumption": ("KN.RESUME.SEND",),
    "decision": ("KN.L1.SEND", "KN.L2.SEND", "TC.CONCL.SEND"),
    "discontinuance": ("KN.PAUSE.SEND", "TC.SUSPEND.SEND"),
}
"""Which clocks a paper ends on the day it was sent."""


def first_clock(kind: Kind, instance: Instance) -> str | None:
    """Return what a competent body must do first: LKN Đ27, Đ36.1; LTC Đ24.1; LTCD Đ28.1."""
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


def settlement(accepted: CaseAccepted | CaseReopened) -> tuple[str, frozenset[str]]:
    """Return the clock of settlement and its circumstances: LKN Đ28, Đ37; LTC Đ30."""
    holds = variant(complex=accepted.complex, remote=accepted.remote)
    if accepted.kind == "denunciation":
        return "TC.SETTLE", holds - {"remote"}  # LTC Đ30 has no variant for remote areas
    return ("KN.L1.SETTLE" if accepted.instance == "first" else "KN.L2.SETTLE"), holds


def variant(*, complex: bool, remote: bool) -> frozenset[str]:
    """Return circumstances as rule rows name them."""
    circumstances = {"complex": complex, "remote": remote}
    return frozenset(name for name, holds in circumstances.items() if holds)


def after_decision(issued: DecisionIssued) -> tuple[str, ...]:
    """Return what must be done once a case is decided: LKN Đ32, Đ41; LTC Đ35.3, Đ36.1, Đ40.1."""
    if issued.outcome == "withdrawn":
        return ()
    match issued.kind, issued.instance:
        case "complaint", "first":
            return ("KN.L1.SEND",)
        case "complaint", _:
            return ("KN.L2.SEND", "KN.PUBLISH")
        case "denunciation", _:
            return ("TC.CONCL.SEND", "TC.PUBLISH", "TC.CONCL.ACT")
        case _:
            return ()


def effect(issued: DecisionIssued) -> tuple[str, frozenset[str]] | None:
    """Return the clock after which a decision binds, and its circumstances: LKN Đ44."""
    if issued.kind != "complaint" or issued.outcome == "withdrawn":
        return None
    holds = variant(complex=False, remote=issued.remote)
    return ("KN.EFFECT.1" if issued.instance == "first" else "KN.EFFECT.2"), holds


def sending_of_pause(kind: Kind) -> str:
    """Return the clock of sending the decision to pause: ND124 Đ28b.1; LTC Đ34.4."""
    return "KN.PAUSE.SEND" if kind == "complaint" else "TC.SUSPEND.SEND"
