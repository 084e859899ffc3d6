"""What must be remembered: what was urged and reported, where it stands, how it is planned."""

from dataclasses import dataclass, replace
from typing import assert_never

from services.routing.domain.attention.events import AttentionEvent
from shared.contracts.routing_inquiry import (
    BacklogPlanned,
    CasePlaced,
    CaseReported,
    CaseUrged,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """The latest of each; what was urged is answered once."""

    urged: tuple[CaseUrged, ...] = ()
    reported: tuple[CaseReported, ...] = ()
    placed: CasePlaced | None = None
    plan: BacklogPlanned | None = None

    @property
    def unanswered(self) -> CaseUrged | None:
        """What was urged and not reported on; None: nothing."""
        last = self.urged[-1] if self.urged else None
        answered = {each.number for each in self.reported}
        return None if last is None or last.number in answered else last


def evolve(attention: Attention, event: AttentionEvent) -> Attention:
    """Return the attention after the fact. Total."""
    match event:
        case CaseUrged():
            return replace(attention, urged=(*attention.urged, event))
        case CaseReported():
            return replace(attention, reported=(*attention.reported, event))
        case CasePlaced():
            return replace(attention, placed=event)
        case BacklogPlanned():
            return replace(attention, plan=event)
        case _:
            assert_never(event)
