"""What a case refuses. Codes are part of the public API."""

from typing import ClassVar

from shared.errors import Kind, Refusal
from shared.legal.citation import Citation


class CaseUnknown(Refusal):
    """No petition opened this case."""

    code = "case-unknown"
    kind = Kind.NOT_FOUND


class CaseIsClosed(Refusal):
    """The case ended here, in another way than is asked."""

    code = "case-is-closed"
    kind = Kind.CONFLICT


class CaseIsAccepted(Refusal):
    """The case was taken for settlement: it can only be decided."""

    code = "case-is-accepted"
    kind = Kind.CONFLICT


class CaseNotAccepted(Refusal):
    """Nobody took the case for settlement yet."""

    code = "case-not-accepted"
    kind = Kind.CONFLICT


class NotTheHolder(Refusal):
    """Another body holds the petition."""

    code = "not-the-holder"
    kind = Kind.FORBIDDEN


class NotCompetent(Refusal):
    """The holder is not competent to settle the case."""

    code = "not-competent"
    kind = Kind.CONFLICT


class PetitionIsIneligible(Refusal):
    """The petition cannot be processed, so it cannot be accepted."""

    code = "petition-is-ineligible"
    kind = Kind.CONFLICT
    basis: ClassVar[Citation | None] = Citation("TT05", "Đ6.2.b")


class NotProvidedFor(Refusal):
    """The law gives no ground for this act in this situation."""

    code = "not-provided-for"
    kind = Kind.CONFLICT


class GroundUnknown(Refusal):
    """The reason is none on which a case of this kind can be refused."""

    code = "ground-unknown"
    kind = Kind.INVALID


class AgencyUnknown(Refusal):
    """The directory has no such body."""

    code = "agency-unknown"
    kind = Kind.NOT_FOUND


class NoCompetentBody(Refusal):
    """No body of the province is competent and none was named."""

    code = "no-competent-body"
    kind = Kind.CONFLICT


class ReasonMissing(Refusal):
    """An act that departs from what was proposed needs a reason."""

    code = "reason-missing"
    kind = Kind.INVALID


class PetitionWouldCircle(Refusal):
    """The body held the petition before: nobody is sent around."""

    code = "petition-would-circle"
    kind = Kind.CONFLICT


class TransferredOnce(Refusal):
    """The same content is transferred once only."""

    code = "transferred-once"
    kind = Kind.CONFLICT
    basis: ClassVar[Citation | None] = Citation("TT05", "Đ14.1")


class TransferUnconfirmed(Refusal):
    """The receiver must first take the petition or give it back."""

    code = "transfer-unconfirmed"
    kind = Kind.CONFLICT


class NoTransferPending(Refusal):
    """Nothing is on its way that could be taken or given back."""

    code = "no-transfer-pending"
    kind = Kind.CONFLICT


class CannotBeAssigned(Refusal):
    """The officer must not have the case. One answer for every reason: some are secret."""

    code = "cannot-be-assigned"
    kind = Kind.CONFLICT


class TakenAlready(Refusal):
    """A colleague has the case; only the head gives it to another."""

    code = "taken-already"
    kind = Kind.CONFLICT


class DayImpossible(Refusal):
    """A legal date in the future, or before the petition came: clocks would count from it."""

    code = "day-impossible"
    kind = Kind.INVALID
