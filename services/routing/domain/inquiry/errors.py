"""What the inside of settlement refuses. Codes are part of the public API."""

from services.routing.domain.case.errors import _OfRow
from shared.errors import Kind, Refusal


class SettlementIsOver(Refusal):
    """The case ended: nothing is verified, asked or talked over any more."""

    code = "settlement-is-over"
    kind = Kind.CONFLICT


class PlanIncomplete(Refusal):
    """A plan lacks an item that it must have."""

    code = "plan-incomplete"
    kind = Kind.INVALID


class CannotVerify(Refusal):
    """One of them must not have the case. One answer for every reason: some are secret."""

    code = "cannot-verify"
    kind = Kind.CONFLICT


class StillVerifying(Refusal):
    """The verification before has no report yet."""

    code = "still-verifying"
    kind = Kind.CONFLICT


class NothingPlanned(Refusal):
    """There is no plan of which something could be recorded."""

    code = "nothing-planned"
    kind = Kind.CONFLICT


class DueTooEarly(Refusal):
    """It would be due before it is asked, or end before it begins."""

    code = "due-too-early"
    kind = Kind.INVALID


class AgencyNotAsked(Refusal):
    """It is the one that asks."""

    code = "agency-not-asked"
    kind = Kind.INVALID


class RequestUnknown(Refusal):
    """No request has that number."""

    code = "request-unknown"
    kind = Kind.NOT_FOUND


class AnsweredAlready(Refusal):
    """It was answered on another day, or otherwise."""

    code = "answered-already"
    kind = Kind.CONFLICT


class NoticeTooShort(_OfRow):
    """Those invited are told so many days before (ND124 Đ28.1)."""

    code = "notice-too-short"
    kind = Kind.INVALID


class DialoguePending(Refusal):
    """A dialogue is prepared and has not taken place."""

    code = "dialogue-pending"
    kind = Kind.CONFLICT


class DialogueTooEarly(Refusal):
    """What is said to have happened lies before the day for which it was prepared."""

    code = "dialogue-too-early"
    kind = Kind.INVALID


class NoDialogueHere(Refusal):
    """The law knows no dialogue about cases of this kind."""

    code = "no-dialogue-here"
    kind = Kind.CONFLICT
