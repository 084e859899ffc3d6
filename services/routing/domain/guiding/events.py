"""Everything that is said of proposals."""

from typing import TypeAlias

from shared.contracts.routing_guiding import (
    ProposalFollowed,
    ProposalMade,
    ProposalOverridden,
)

GuidingEvent: TypeAlias = ProposalMade | ProposalFollowed | ProposalOverridden
