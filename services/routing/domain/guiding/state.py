"""What must be remembered: the last proposal, and what was held of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from services.routing.domain.guiding.events import GuidingEvent
from services.routing.domain.guiding.questions import BY_ID, NOT_KNOWN, OF_HOLDER
from shared.contracts.routing_guiding import (
    ProposalFollowed,
    ProposalMade,
    ProposalOverridden,
)
from shared.ids import AgencyCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Guiding:
    """The last proposal; an earlier one fell with the next."""

    made: ProposalMade | None = None
    judged: ProposalFollowed | ProposalOverridden | None = None

    def proposal_for(self, holder: AgencyCode) -> ProposalMade | None:
        """Return what was proposed to a body; not what its predecessor was."""
        return self.made if self.made is not None and self.made.holder == holder else None

    def answers_for(self, holder: AgencyCode) -> Mapping[str, str]:
        """Return what officers answered: about the letter it holds for the next body too."""
        if self.made is None:
            return {}
        same = self.made.holder == holder
        return {
            each.question: NOT_KNOWN if each.source == "not_known" else each.value
            for each in self.made.inputs
            if each.source in ("officer", "not_known")
            and each.question in BY_ID
            and (same or each.question not in OF_HOLDER)
        }


def evolve(guiding: Guiding, event: GuidingEvent) -> Guiding:
    """Return the state after the fact. Total."""
    match event:
        case ProposalMade():
            return Guiding(made=event)
        case ProposalFollowed() | ProposalOverridden():
            return Guiding(made=guiding.made, judged=event)
        case _:
            assert_never(event)
