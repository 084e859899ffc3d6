"""What followed a decision: put right, revoked, complained of, looked at again, taken to court."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from shared.contracts.routing_settlement import (
    DecisionAmended,
    DecisionAppealed,
    DecisionReexamined,
    DecisionRevoked,
    LawsuitNoted,
)

AftermathEvent: TypeAlias = (
    DecisionAmended | DecisionRevoked | DecisionAppealed | DecisionReexamined | LawsuitNoted
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """All of it. A case that is reopened keeps the court and what was revoked."""

    amended: tuple[DecisionAmended, ...] = ()
    revoked: tuple[DecisionRevoked, ...] = ()
    reexamined: tuple[DecisionReexamined, ...] = ()
    appealed_on: dt.date | None = None
    court_on: dt.date | None = None
    """When a court took the matter; None: no court is known to have."""
    fallen: bool = False
    """The present decision was revoked, and nothing came in its place."""

    def anew(self) -> "Aftermath":
        """Return what is left of it once settlement begins anew."""
        return Aftermath(
            amended=self.amended,
            revoked=self.revoked,
            reexamined=self.reexamined,
            court_on=self.court_on,
        )


def after(done: Aftermath, event: AftermathEvent) -> Aftermath:
    """Return what followed, after the fact. Total."""
    match event:
        case DecisionAmended():
            return replace(done, amended=(*done.amended, event))
        case DecisionRevoked():
            return replace(done, revoked=(*done.revoked, event), fallen=True)
        case DecisionReexamined():
            return replace(done, reexamined=(*done.reexamined, event))
        case DecisionAppealed(appealed_on=on):
            return replace(done, appealed_on=on)
        case LawsuitNoted(court_accepted_on=on):
            return replace(done, court_on=on)
        case _:
            assert_never(event)
