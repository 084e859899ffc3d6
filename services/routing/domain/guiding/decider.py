"""Proposes, and records what the officer holds of it."""

from collections.abc import Sequence
from typing import assert_never

from services.routing.domain.advice.answer import Answer
from services.routing.domain.case.errors import CaseIsAccepted, CaseIsClosed
from services.routing.domain.case.repeating import did_before
from services.routing.domain.case.standing import reason_of
from services.routing.domain.directory import Law
from services.routing.domain.guiding.asking import (
    Missing,
    Outcome,
    Unruled,
    merged,
    unfit,
)
from services.routing.domain.guiding.bodies import code_of
from services.routing.domain.guiding.commands import (
    FollowProposal,
    GuidingCommand,
    MakeProposal,
    OverrideProposal,
)
from services.routing.domain.guiding.errors import (
    AnswerMissing,
    AnswerUnfit,
    NoRuleCovers,
    NothingProposed,
    ProposalJudged,
    ProposalReplaced,
    SomebodyMustLook,
)
from services.routing.domain.guiding.events import GuidingEvent
from services.routing.domain.guiding.knowing import known
from services.routing.domain.guiding.questions import NOT_KNOWN, Question, Values
from services.routing.domain.guiding.state import Guiding, evolve
from services.routing.domain.held import Beside, Held, by_holder
from shared.contracts.routing_guiding import (
    Input,
    ProposalFollowed,
    ProposalMade,
    ProposalOverridden,
    Seated,
)
from shared.decider import Decider
from shared.ids import AgencyCode
from shared.legal.citation import Citation, RuleApplied


def guiding_decider(law: Law) -> Decider[GuidingCommand, Guiding, GuidingEvent]:
    """Return the decider of guided work among these bodies."""

    def decide(command: GuidingCommand, guiding: Guiding) -> Sequence[GuidingEvent]:
        then = law.on(command.day)
        match command:
            case MakeProposal():
                return make(command, guiding, then)
            case FollowProposal():
                return follow(command, guiding, then)
            case OverrideProposal():
                return override(command, guiding, then)
            case _:
                assert_never(command)

    return Decider(initial=Guiding(), evolve=evolve, decide=decide)


def make(command: MakeProposal, guiding: Guiding, law: Law) -> list[GuidingEvent]:
    """
    Propose, on what is known and answered; the same on the same says nothing anew.

    Raises:
        AnswerUnfit, AnswerMissing, NoRuleCovers: there is nothing to propose on.
        CaseIsAccepted, CaseIsClosed: it is too late for a proposal.
        Refusal: as `by_holder`.
    """
    held = undecided(command, law)
    did = did_before(law, held.dossier.holder, command.same_content)
    facts = known(held.dossier, command.letter, command.guide.bodies, did)
    wrong = unfit(command.guide, facts, command.answers)
    if wrong is not None:
        raise AnswerUnfit(wrong)
    answer = proposed(command.guide.outcome(merged(facts, command.answers)))
    made = ProposalMade(
        case_id=command.case_id,
        petition_id=held.dossier.opened.petition_id,
        holder=held.dossier.holder,
        number=guiding.made.number + 1 if guiding.made else 1,
        made_on=command.day,
        inputs=inputs(facts, command.answers, command.open),
        kind=answer.kind,
        eligible=answer.eligible,
        reason_codes=answer.reason_codes,
        actions=answer.actions,
        jurisdiction=tuple(Seated(slot=s, seat=v) for s, v in answer.jurisdiction.items()),
        competent=competent(answer, facts, law),
        form=answer.form,
        flags=answer.flags,
        rules=answer.rules,
    )
    return [] if _same(guiding.made, made) else [made]


def follow(command: FollowProposal, guiding: Guiding, law: Law) -> list[GuidingEvent]:
    """
    Agree with the last proposal. Where a rule below `primary` took part, somebody looked first.

    Raises:
        NothingProposed, ProposalReplaced, ProposalJudged, SomebodyMustLook: see there.
        Refusal: as `make`.
    """
    made = _last(command, command.number, guiding, law)
    needed = "NEEDS_HUMAN" in made.flags
    if isinstance(guiding.judged, ProposalFollowed):
        return []
    if guiding.judged is not None:
        raise ProposalJudged("Đề xuất này đã bị bác bỏ; hãy lập đề xuất mới.")
    if needed and not command.looked:
        raise SomebodyMustLook(_unsure(made.rules))
    return [
        ProposalFollowed(
            case_id=made.case_id,
            petition_id=made.petition_id,
            holder=made.holder,
            number=made.number,
            followed_on=command.day,
            looked=needed,
        )
    ]


def override(command: OverrideProposal, guiding: Guiding, law: Law) -> list[GuidingEvent]:
    """
    Hold something else to be right, and say why. Who agreed before may come to it still.

    Raises:
        NothingProposed, ProposalReplaced, ProposalJudged, ReasonMissing: see there.
        Refusal: as `make`.
    """
    made, reason = _last(command, command.number, guiding, law), reason_of(command.reason)
    before = guiding.judged
    if isinstance(before, ProposalOverridden):
        if (before.did, before.reason) == (command.did, reason):
            return []
        raise ProposalJudged("Đề xuất này đã bị bác bỏ; hãy lập đề xuất mới.")
    return [
        ProposalOverridden(
            case_id=made.case_id,
            petition_id=made.petition_id,
            holder=made.holder,
            number=made.number,
            overridden_on=command.day,
            did=command.did,
            reason=reason,
        )
    ]


def undecided(command: Beside, law: Law) -> Held:
    """
    Return the case of which nobody has decided what becomes of it.

    Raises:
        CaseIsAccepted, CaseIsClosed: somebody has.
        Refusal: as `by_holder`.
    """
    held = by_holder(command, law)
    if not held.open:
        raise CaseIsClosed("Vụ việc đã kết thúc tại đây.")
    if held.accepted_on is not None:
        raise CaseIsAccepted("Vụ việc đã thụ lý; không còn đề xuất xử lý đơn.")
    return held


def proposed(outcome: Outcome) -> Answer:
    """
    Return the answer of the rule book.

    Raises:
        AnswerMissing, NoRuleCovers: it has none.
    """
    match outcome:
        case Missing(question):
            raise AnswerMissing(question)
        case Unruled():
            raise NoRuleCovers(
                "Bộ quy tắc chưa có quy định cho trường hợp này; cán bộ tự quyết định."
            )
        case Answer():
            return outcome
        case _:
            assert_never(outcome)


def inputs(facts: Values, answers: Values, left: Sequence[Question]) -> tuple[Input, ...]:
    """Return everything the proposal rests on, and who says it."""
    known_ = [
        Input(question=id_, value=value, source="system")
        for id_, value in facts.items()
        if answers.get(id_, NOT_KNOWN) in (NOT_KNOWN, value)
    ]
    said = [
        Input(question=id_, value=value, source="officer")
        for id_, value in answers.items()
        if value not in (NOT_KNOWN, facts.get(id_))
    ]
    unknown = [
        Input(question=id_, value="", source="not_known")
        for id_, value in answers.items()
        if value == NOT_KNOWN and id_ not in facts
    ]
    usual = [
        Input(question=question.id, value=question.usual, source="usual")
        for question in left
        if question.id not in facts  # it came to be known since
    ]
    return (*known_, *said, *unknown, *usual)


def competent(answer: Answer, facts: Values, law: Law) -> AgencyCode | None:
    """Return the body of the head who decides at the instance that is asked for."""
    slots = (
        ("second",) if facts.get("instance") == "second" else ("lead", "decider", "first")
    )
    for slot in slots:
        if slot in answer.jurisdiction:
            return code_of(answer.jurisdiction[slot], law.directory)
    return None


def _last(command: Beside, number: int, guiding: Guiding, law: Law) -> ProposalMade:
    held = undecided(command, law)
    made = guiding.proposal_for(held.dossier.holder)
    if made is None:
        raise NothingProposed("Chưa có đề xuất nào cho cơ quan đang giữ đơn.")
    if made.number != number:
        raise ProposalReplaced("Đã có đề xuất mới hơn; hãy xem lại.", field="number")
    return made


def _same(before: ProposalMade | None, now: ProposalMade) -> bool:
    """Test whether nothing is said anew: the day and the number aside."""
    if before is None:
        return False
    found = {name: getattr(before, name) for name in before.__struct_fields__}
    again = {name: getattr(now, name) for name in now.__struct_fields__}
    return found == again | {"number": before.number, "made_on": before.made_on}


def _unsure(rules: Sequence[RuleApplied]) -> Citation | None:
    return next((rule.basis for rule in rules if rule.confidence != "primary"), None)
