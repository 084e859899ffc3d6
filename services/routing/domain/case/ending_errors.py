"""What a case refuses about its signers, its end without a decision, and after one."""

from typing import ClassVar

from services.routing.domain.case.errors import _OfRow
from shared.errors import Kind, Refusal
from shared.legal.citation import Citation


class SignerUnknown(Refusal):
    """The letter has no signer of that number."""

    code = "signer-unknown"
    kind = Kind.NOT_FOUND


class SignersWrong(Refusal):
    """Nobody signed, or far too many did."""

    code = "signers-wrong"
    kind = Kind.INVALID


class SignersFixed(Refusal):
    """A signer of that number acted already: how many there are stands."""

    code = "signers-fixed"
    kind = Kind.CONFLICT


class RepresentativesWrong(_OfRow):
    """Not so many may speak for all, or somebody who did not sign."""

    code = "representatives-wrong"
    kind = Kind.INVALID


class WithdrawnAlready(_OfRow):
    """The signer took all of it back before; nobody withdraws twice."""

    code = "withdrawn-already"
    kind = Kind.CONFLICT


class WithdrawalNotProvidedFor(Refusal):
    """The law of the day knows no withdrawal of this kind of case, or not in this form."""

    code = "withdrawal-not-provided-for"
    kind = Kind.CONFLICT


class NobodyWithdrew(Refusal):
    """Nothing was withdrawn that settlement could go on in spite of."""

    code = "nobody-withdrew"
    kind = Kind.CONFLICT


class SignersRemain(_OfRow):
    """Not everybody withdrew all of it: for the others settlement goes on."""

    code = "signers-remain"
    kind = Kind.CONFLICT


class MustContinue(_OfRow):
    """It was found that settlement goes on in spite of the withdrawal."""

    code = "must-continue"
    kind = Kind.CONFLICT


class ContinuedAlready(Refusal):
    """It goes on already, on another ground."""

    code = "continued-already"
    kind = Kind.CONFLICT


class NotReopened(_OfRow):
    """What was withdrawn is taken up again only where somebody was coerced."""

    code = "not-reopened"
    kind = Kind.CONFLICT


class EndNotProvidedFor(Refusal):
    """The law of the day knows no discontinuance of this kind of case on this ground."""

    code = "end-not-provided-for"
    kind = Kind.CONFLICT


class LawsuitMissing(_OfRow):
    """No court is known to have taken the matter."""

    code = "lawsuit-missing"
    kind = Kind.CONFLICT


class NoDecision(Refusal):
    """The case has no decision that stands."""

    code = "no-decision"
    kind = Kind.CONFLICT


class NotInForce(Refusal):
    """The decision has not taken effect on that day."""

    code = "decision-not-in-force"
    kind = Kind.CONFLICT
    basis: ClassVar[Citation | None] = Citation("LKN", "Đ44")


class InForceAlready(Refusal):
    """The time to complain a second time is over: the decision took effect."""

    code = "decision-in-force"
    kind = Kind.CONFLICT
    basis: ClassVar[Citation | None] = Citation("LKN", "Đ44.1")


class NotFirstDecision(Refusal):
    """Only against a first decision on a complaint is there a second complaint."""

    code = "not-first-decision"
    kind = Kind.CONFLICT
    basis: ClassVar[Citation | None] = Citation("LKN", "Đ33.1")


class NotSuperior(Refusal):
    """Only the body above the holder does this."""

    code = "not-superior"
    kind = Kind.CONFLICT


class NotOfThisKind(Refusal):
    """The law knows no such act about cases of this kind."""

    code = "not-of-this-kind"
    kind = Kind.CONFLICT


class NotedAlready(Refusal):
    """It was recorded before, with another day or another result."""

    code = "noted-already"
    kind = Kind.CONFLICT


class NotSeparable(_OfRow):
    """Who sent it is not known, or nothing in it can be read: nobody can be told to write anew."""

    code = "not-separable"
    kind = Kind.CONFLICT


class NothingMissing(_OfRow):
    """It can be processed as it is, or what it lacks cannot be added by its sender."""

    code = "nothing-missing"
    kind = Kind.CONFLICT


class FollowUpUnfit(_OfRow):
    """What is done then does not follow from what was found."""

    code = "follow-up-unfit"
    kind = Kind.INVALID


class FileMissing(_OfRow):
    """Signs of a crime go with the file: which one went is not said."""

    code = "file-missing"
    kind = Kind.INVALID


class CrimeReferredAlready(_OfRow):
    """Signs of a crime in this matter were sent before, in another way."""

    code = "crime-referred-already"
    kind = Kind.CONFLICT
