"""Which clocks belong to which situation: the law's plan of a matter, as tables."""

from collections.abc import Mapping
from typing import assert_never

from shared.contracts.intake import Instance
from shared.contracts.routing import (
    CaseAccepted,
    DecisionIssued,
    Kind,
    Notified,
)

SETTLEMENT = frozenset({"KN.L1.SETTLE", "KN.L2.SETTLE", "TC.SETTLE"})
"""The clocks that a pause stops and an extension makes longer."""

ACCEPTANCE = ("KN.L1.ACCEPT", "KN.L2.ACCEPT", "TC.INITIAL", "XLD.PROCESS")
"""The clocks that acceptance ends."""

PUBLICATION = ("KN.PUBLISH", "TC.PUBLISH")

SENDING: Mapping[Notified, tuple[str, ...]] = {
    "acceptance": ("TC.NOTIFY",),
    "pause": ("KN.PAUSE.SEND", "TC.SUSPEND.SEND"),
    "resumption": ("KN.RESUME.SEND",),
    "decision": ("KN.L1.SEND", "KN.L2.SEND", "TC.CONCL.SEND"),
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


def settlement(accepted: CaseAccepted) -> tuple[str, frozenset[str]]:
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
    """Return what must be done once a case is decided: LKN Đ32, Đ41; LTC Đ35.3, Đ40.1."""
    if issued.outcome == "withdrawn":
        return ()
    match issued.kind, issued.instance:
        case "complaint", "first":
            return ("KN.L1.SEND",)
        case "complaint", _:
            return ("KN.L2.SEND", "KN.PUBLISH")
        case "denunciation", _:
            return ("TC.CONCL.SEND", "TC.PUBLISH")
        case _:
            return ()


def sending_of_pause(kind: Kind) -> str:
    """Return the clock of sending the decision to pause: ND124 Đ28b.1; LTC Đ34.4."""
    return "KN.PAUSE.SEND" if kind == "complaint" else "TC.SUSPEND.SEND"
