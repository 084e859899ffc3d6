"""What must be remembered of a reveal to decide about it."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, assert_never

from services.intake.domain.identity.events import (
    IdentityViewed,
    RevealApproved,
    RevealAsked,
    RevealEnded,
    RevealFact,
    RevealRefused,
)
from shared.contracts.intake import RevealScope
from shared.ids import OfficerId, PetitionId


@dataclass(frozen=True, slots=True)
class Unasked:
    """Nobody asked under this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody asked. What was agreed, and whether it is over; its end is told by the clock."""

    petition_id: PetitionId
    officer: OfficerId
    scope: tuple[RevealScope, ...]
    until: dt.datetime
    approvals_needed: int
    approved_by: frozenset[OfficerId] = frozenset()
    over: Literal["", "refused", "ended"] = ""

    @property
    def is_open(self) -> bool:
        """Whether enough custodians agreed, each counted once."""
        return not self.over and len(self.approved_by) >= self.approvals_needed


Reveal: TypeAlias = Unasked | Asked


def evolve(reveal: Reveal, fact: RevealFact) -> Reveal:
    """Return the reveal after the fact. Total: facts are never refused."""
    match reveal, fact:
        case _, RevealAsked():
            return Asked(
                petition_id=fact.petition_id,
                officer=fact.officer,
                scope=fact.scope,
                until=fact.until,
                approvals_needed=fact.approvals_needed,
            )
        case Unasked(), _:
            return reveal
        case Asked(), RevealApproved(custodian=custodian):
            return replace(reveal, approved_by=reveal.approved_by | {custodian})
        case Asked(), RevealRefused():
            return replace(reveal, over="refused")
        case Asked(), RevealEnded():
            return replace(reveal, over="ended")
        case Asked(), IdentityViewed():
            return reveal
        case _:
            assert_never(fact)
