"""Dispatch of what is asked about signers, the end without a decision, and after one."""

from collections.abc import Sequence
from typing import assert_never

from services.routing.domain.case.ending import continue_, discontinue
from services.routing.domain.case.ending_commands import (
    AmendDecision,
    CheckInformation,
    ContinueCase,
    DiscontinueCase,
    EndingRequest,
    NoteAppeal,
    NoteLawsuit,
    NotifySigner,
    ReexamineDecision,
    ReferCrime,
    RegisterSigners,
    RevokeDecision,
    WithdrawSigner,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.referring import check, refer_crime
from services.routing.domain.case.reviewing import (
    amend,
    appeal,
    lawsuit,
    reexamine,
    revoke,
)
from services.routing.domain.case.state import Case
from services.routing.domain.case.withdrawing import (
    notify_signer,
    register_signers,
    withdraw,
)
from services.routing.domain.directory import Law


def decide_ending(  # noqa: C901, PLR0911, PLR0912 - dispatch, one line a command
    command: EndingRequest, case: Case, law: Law
) -> Sequence[CaseEvent]:
    """Decide; each act has its room."""
    match command:
        case RegisterSigners():
            return register_signers(command, case, law)
        case WithdrawSigner():
            return withdraw(command, case, law)
        case NotifySigner():
            return notify_signer(command, case, law)
        case ContinueCase():
            return continue_(command, case, law)
        case DiscontinueCase():
            return discontinue(command, case, law)
        case AmendDecision():
            return amend(command, case, law)
        case RevokeDecision():
            return revoke(command, case, law)
        case NoteAppeal():
            return appeal(command, case, law)
        case NoteLawsuit():
            return lawsuit(command, case, law)
        case ReexamineDecision():
            return reexamine(command, case, law)
        case CheckInformation():
            return check(command, case, law)
        case ReferCrime():
            return refer_crime(command, case, law)
        case _:
            assert_never(command)
