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


class ProvinceDoesNotAct(Refusal):
    """The province is no body with an office: its People's Committee acts for it."""

    code = "province-does-not-act"
    kind = Kind.INVALID


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


class SentToOneself(Refusal):
    """Nobody sends a petition to himself, under whatever name."""

    code = "sent-to-oneself"
    kind = Kind.INVALID


class ReturnGroundUnknown(Refusal):
    """No petition of this kind can be given back on this ground."""

    code = "return-ground-unknown"
    kind = Kind.INVALID


class DesignationBinds(Refusal):
    """The common superior said whose it is: it is taken, not given back or sent on."""

    code = "designation-binds"
    kind = Kind.CONFLICT

    def __init__(self, sentence: str, *, basis: Citation) -> None:
        super().__init__(sentence)
        vars(self)["basis"] = basis  # each kind of petition has its own


class NothingDisputed(Refusal):
    """No two bodies disagree: it can be acted on, or sent where it belongs."""

    code = "nothing-disputed"
    kind = Kind.CONFLICT


class NoCommonSuperior(DesignationBinds):
    """The bodies have no common superior in this province; who says then is named."""

    code = "no-common-superior"
    kind = Kind.CONFLICT


class DesignationPending(Refusal):
    """The common superior has it, and must say whose it is before anything else."""

    code = "designation-pending"
    kind = Kind.CONFLICT


class NoDesignationPending(Refusal):
    """Nobody was asked whose the petition is."""

    code = "no-designation-pending"
    kind = Kind.CONFLICT


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
    """A legal date in the future, or before what it follows: clocks would count from it."""

    code = "day-impossible"
    kind = Kind.INVALID

    def __init__(
        self, sentence: str, *, basis: Citation | None = None, field: str | None = None
    ) -> None:
        super().__init__(sentence, field=field)
        vars(self)["basis"] = basis


class _OfRow(Refusal):
    """A refusal that rests on the rule row of the day, or on there being none."""

    def __init__(self, sentence: str, *, basis: Citation, field: str | None = None) -> None:
        super().__init__(sentence, field=field)
        # Refusals name one provision for all; here each row has its own.
        vars(self)["basis"] = basis


class GuidedOnce(_OfRow):
    """The sender was guided by this body about the same content before."""

    code = "guided-once"
    kind = Kind.CONFLICT


class TransferredBefore(_OfRow):
    """The holder sent a petition of the same content on before."""

    code = "transferred-before"
    kind = Kind.CONFLICT


class CaseNotAccepted(_OfRow):
    """Nobody took the case for settlement yet."""

    code = "case-not-accepted"
    kind = Kind.CONFLICT


class CaseIsPaused(Refusal):
    """Settlement stands still: it must be resumed before anything is decided."""

    code = "case-is-paused"
    kind = Kind.CONFLICT


class AlreadyPaused(Refusal):
    """Settlement stands still already, from another day or on another ground."""

    code = "already-paused"
    kind = Kind.CONFLICT


class NotPaused(Refusal):
    """Settlement does not stand still."""

    code = "not-paused"
    kind = Kind.CONFLICT


class PauseOverlaps(Refusal):
    """The day lies in an earlier pause, or before its end."""

    code = "pause-overlaps"
    kind = Kind.CONFLICT


class PauseNotProvidedFor(_OfRow):
    """The law of that day lets no settlement of this kind stand still."""

    code = "pause-not-provided-for"
    kind = Kind.CONFLICT


class PauseGroundUnknown(_OfRow):
    """The law lets settlement of this kind stand still, but not on this ground."""

    code = "pause-ground-unknown"
    kind = Kind.INVALID


class PauseUnknown(Refusal):
    """No pause of this case began on that day."""

    code = "pause-unknown"
    kind = Kind.NOT_FOUND


class ExtensionNotProvidedFor(_OfRow):
    """The law gives no extension to cases of this kind."""

    code = "extension-not-provided-for"
    kind = Kind.CONFLICT


class ExtensionsUsedUp(_OfRow):
    """As often as the law allows, the time was made longer already."""

    code = "extensions-used-up"
    kind = Kind.CONFLICT


class ExtensionTooLong(_OfRow):
    """No day, or more than one extension may add."""

    code = "extension-too-long"
    kind = Kind.INVALID


class ExtensionUnknown(Refusal):
    """No extension of this case has that number."""

    code = "extension-unknown"
    kind = Kind.NOT_FOUND


class StruckAlready(Refusal):
    """It was taken back before, for another reason."""

    code = "struck-already"
    kind = Kind.CONFLICT


class ComplexityNotProvidedFor(_OfRow):
    """What is complex is not found of cases of this kind: their time is extended."""

    code = "complexity-not-provided-for"
    kind = Kind.CONFLICT


class CriteriaMissing(_OfRow):
    """A case is complex by at least one of the criteria, in writing."""

    code = "criteria-missing"
    kind = Kind.INVALID


class CriterionUnknown(_OfRow):
    """A criterion that the law of that day does not name, or of a case that is not complex."""

    code = "criterion-unknown"
    kind = Kind.INVALID


class PaperMissing(Refusal):
    """There is no such paper yet that could have been sent."""

    code = "paper-missing"
    kind = Kind.CONFLICT


class PaperSentAlready(Refusal):
    """It was sent on another day, or received on another."""

    code = "paper-sent-already"
    kind = Kind.CONFLICT


class ReceivedBeforeSent(Refusal):
    """Nobody receives a paper before it is sent, or tomorrow."""

    code = "received-before-sent"
    kind = Kind.INVALID


class NotDecidedYet(Refusal):
    """There is no decision or conclusion that could be made public."""

    code = "not-decided-yet"
    kind = Kind.CONFLICT


class CourtHasIt(Refusal):
    """A court took the matter: it is neither accepted nor decided here."""

    code = "court-has-it"
    kind = Kind.CONFLICT
    basis: ClassVar[Citation | None] = Citation("LKN", "Đ11.9")
