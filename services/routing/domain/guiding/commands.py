"""What can be asked about a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from services.routing.domain.case.commands import Handled
from services.routing.domain.guiding.asking import Guide
from services.routing.domain.guiding.knowing import Letter
from services.routing.domain.guiding.questions import Question, Values
from services.routing.domain.held import Beside
from shared.contracts.routing_guiding import Did


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeProposal(Beside):
    """Propose what to do, on what is known and what the officer answered."""

    guide: Guide
    """The law and the days as whoever asks read them just before."""
    letter: Letter
    answers: Values
    open: Sequence[Question]
    """What these answers leave to ask, as whoever asks found it: deciding must not take so long."""
    same_content: Sequence[Handled] = ()
    """What became of the petitions linked to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowProposal(Beside):
    """Agree with a proposal."""

    number: int
    looked: bool = False
    """The officer checked what no lawyer has signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideProposal(Beside):
    """Hold something else to be right."""

    number: int
    did: Did
    reason: str


GuidingCommand: TypeAlias = MakeProposal | FollowProposal | OverrideProposal
