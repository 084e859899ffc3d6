"""From a proposal that the officer agreed with to the act on the case page, filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.routing.domain.guiding.state import Guiding
from services.routing.domain.held import Held
from services.routing.web.ways import Act
from shared.contracts.routing_guiding import ProposalFollowed, ProposalMade
from shared.web.showing import Showing

_ACTS = {
    "ACCEPT": "accept",
    "NOT_ACCEPT_NOTICE": "refuse",
    "TRANSFER": "transfer",
    "INFO_CHECK": "check",
    "GUIDE": "guide",
    "GUIDE_SPLIT": "guide-split",
    "GUIDE_COMPLETE": "guide-complete",
    "FILE": "file",
    "ANSWER": "answer",
    "RETURN_TO_FORWARDER": "return",
}
"""
What of the rule book's actions the page has a form for, what ends the matter first: by its key.
"""


@dataclass(frozen=True, slots=True)
class Followed:
    """A proposal to the present holder that was agreed with and not yet carried out."""

    made: ProposalMade

    @property
    def number(self) -> int:
        """Which proposal."""
        return self.made.number

    @property
    def act(self) -> str:
        """The key of the act that carries it out; empty: the page has none."""
        return next((act for code, act in _ACTS.items() if code in self.made.actions), "")

    def words(self, show: Showing) -> list[str]:
        """Return what it proposes, in an officer's words."""
        return [show.word("course", action) for action in self.made.actions]


def followed(guiding: Guiding, held: Held) -> Followed | None:
    """Return what was agreed with and waits to be done."""
    made = guiding.proposal_for(held.dossier.holder)
    agreed = isinstance(guiding.judged, ProposalFollowed)
    waits = held.open and held.accepted_on is None
    return Followed(made) if made is not None and agreed and waits else None


def with_followed(acts: Sequence[Act], agreed: Followed) -> list[Act]:
    """Return the acts with the one agreed with as the main one; as they were if there is none."""
    mine = next((act for act in acts if act.key == agreed.act), None)
    if mine is None:
        return list(acts)
    filled = replace(mine, proposed=True, values={**mine.values, **_values(agreed.made)})
    others = [replace(act, proposed=False) for act in acts if act is not mine]
    return [filled, *others]


def _values(made: ProposalMade) -> dict[str, str]:
    found = {"reason_code": next(iter(made.reason_codes), "")}
    return found | ({"to_agency": made.competent} if made.competent else {})
