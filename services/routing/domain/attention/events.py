"""Everything that is said about the attention a case gets."""

from typing import TypeAlias

from shared.contracts.routing_inquiry import (
    BacklogPlanned,
    CasePlaced,
    CaseReported,
    CaseUrged,
)

AttentionEvent: TypeAlias = CaseUrged | CaseReported | CasePlaced | BacklogPlanned
