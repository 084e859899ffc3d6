"""Guided work on one case: gathered from the store, and handed to it. No rule here."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.routing.api.acts import Common, ForAnotherBody, Sentence, act_id
from services.routing.deps import Collaborators
from services.routing.domain.case.repeating import did_before
from services.routing.domain.guiding.asking import (
    Guide,
    Missing,
    Outcome,
    Unruled,
    merged,
    unfit,
)
from services.routing.domain.guiding.commands import (
    FollowProposal,
    GuidingCommand,
    MakeProposal,
    OverrideProposal,
)
from services.routing.domain.guiding.errors import AnswerUnfit
from services.routing.domain.guiding.knowing import Letter, known
from services.routing.domain.guiding.questions import Question
from services.routing.domain.guiding.state import Guiding
from services.routing.domain.held import Held, held_of
from services.routing.projections.worklist import CaseRow
from shared.auth.principal import Act, Principal
from shared.auth.seeing import NoSuchMatter
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing_guiding import Did, ProposalMade
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.log.handling import Done

QuestionId = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+$")]
Value = Annotated[str, StringConstraints(max_length=400, pattern=r"^[0-9A-Za-z_ -]*$")]
Answers = Annotated[dict[QuestionId, Value], Field(max_length=100)]


class AnswersIn(BaseModel):
    """All answers so far, by question; `not_known` is one."""

    model_config = ConfigDict(extra="forbid")

    answers: Answers


class FollowIn(BaseModel):
    """The officer agrees with a proposal."""

    model_config = ConfigDict(extra="forbid")

    number: Annotated[int, Field(ge=1, le=99_999)]
    looked: bool = False


class OverrideIn(BaseModel):
    """The officer holds something else to be right."""

    model_config = ConfigDict(extra="forbid")

    number: Annotated[int, Field(ge=1, le=99_999)]
    did: Did
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Guided:
    """A case on the table of an officer: what is known, what was answered, what is open."""

    held: Held
    guide: Guide
    letter: Letter
    known: dict[str, str]
    answers: dict[str, str]
    guiding: Guiding
    outcome: Outcome
    open: tuple[Question, ...]

    @property
    def made(self) -> ProposalMade | None:
        """What was proposed to the holder last."""
        return self.guiding.proposal_for(self.held.dossier.holder)

    @property
    def missing(self) -> str:
        """The question without whose answer nothing can be proposed; empty: there is none."""
        return self.outcome.question if isinstance(self.outcome, Missing) else ""

    @property
    def unruled(self) -> bool:
        """Test whether the rule book has no row for it."""
        return isinstance(self.outcome, Unruled)

    @property
    def waits(self) -> bool:
        """Test whether nobody has decided what becomes of the petition."""
        return self.held.open and self.held.accepted_on is None


async def guided(
    row: CaseRow, routing: Collaborators, answers: Mapping[str, str] | None = None
) -> Guided:
    """
    Return what there is to ask and to propose; `answers`: in place of those recorded.

    Raises:
        NoSuchMatter: the case has not come here yet.
        AnswerUnfit: an answer is none that the question has.
    """
    case_id = CaseId(row.case_id)
    letter = await _letter(row, routing)
    held = held_of(await routing.store.case(case_id))
    guide, guiding = await routing.store.guide(), await routing.store.guiding(case_id)
    same = await routing.store.same_content(PetitionId(row.petition_id))
    did = did_before(await routing.store.law(), held.dossier.holder, same)
    facts = known(held.dossier, letter, guide.bodies, did)
    said = dict(guiding.answers_for(held.dossier.holder) if answers is None else answers)
    while (wrong := unfit(guide, facts, said)) is not None:
        if answers is not None:
            raise AnswerUnfit(wrong)
        del said[wrong]  # a body of the directory that is listed no more
    return Guided(
        held=held,
        guide=guide,
        letter=letter,
        known=facts,
        answers=said,
        guiding=guiding,
        outcome=guide.outcome(merged(facts, said)),
        # A hundred tries and more: others are served meanwhile.
        open=await asyncio.to_thread(guide.open, facts, said),
    )


async def _letter(row: CaseRow, routing: Collaborators) -> Letter:
    for heard in await routing.queries.timeline(row.petition_id):
        if isinstance(heard.fact, PetitionLodged):
            lodged = heard.fact
            return Letter(
                kind_claimed=lodged.kind_claimed,
                respondent_agency=lodged.respondent_agency,
                respondent_post=lodged.respondent_post,
                observed=lodged.observed,
                addressees=lodged.addressees,
            )
    raise NoSuchMatter("no petition has this id; check the address")


async def propose(
    row: CaseRow, now: Guided, routing: Collaborators, who: Principal, key: str | None
) -> Done:
    """
    Record what is proposed on the answers that were just judged.

    Raises:
        Refusal, Conflict, StoreUnavailable: see `CaseStore.carry_out`.
    """
    command = MakeProposal(
        **_common(row, routing),
        guide=now.guide,
        letter=now.letter,
        answers=now.answers,
        open=now.open,
        same_content=await routing.store.same_content(PetitionId(row.petition_id)),
    )
    return await _carry_out("guide", command, row, routing, who, key)


def fit(asked: Mapping[str, str]) -> dict[str, str]:
    """Return answers as they are kept: empty ones left out, several codes in order."""
    tidy = {id_: " ".join(sorted(value.split())) for id_, value in asked.items()}
    return {id_: value for id_, value in tidy.items() if value}


async def judge(
    name: str,
    body: FollowIn | OverrideIn,
    row: CaseRow,
    routing: Collaborators,
    who: Principal,
    key: str | None,
) -> Done:
    """
    Record what the officer holds of a proposal.

    Raises:
        Refusal, Conflict, StoreUnavailable: see `CaseStore.carry_out`.
    """
    common = _common(row, routing)
    command: GuidingCommand
    if isinstance(body, FollowIn):
        command = FollowProposal(**common, number=body.number, looked=body.looked)
    else:
        command = OverrideProposal(
            **common, number=body.number, did=body.did, reason=body.reason
        )
    return await _carry_out(name, command, row, routing, who, key)


def _common(row: CaseRow, routing: Collaborators) -> Common:
    return {
        "case_id": CaseId(row.case_id),
        "by": AgencyCode(row.holder),
        "at": routing.store.now(),
    }


async def _carry_out(
    name: str,
    command: GuidingCommand,
    row: CaseRow,
    routing: Collaborators,
    who: Principal,
    key: str | None,
) -> Done:
    if not who.may(Act.SETTLE, command.by):
        raise ForAnotherBody("by: you hold no role in that body", field="by")
    return await routing.store.carry_out(
        command,
        petition_id=PetitionId(row.petition_id),
        actor=who.actor,
        command_id=act_id(name, row.petition_id, who, key),
    )
