"""Who signed, as numbers: each signer's own standing, notices and withdrawals."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from shared.contracts.routing import Notified
from shared.contracts.routing_settlement import (
    CaseContinued,
    Persistence,
    SignerNotified,
    SignersRegistered,
    SignerWithdrew,
)

SignerEvent: TypeAlias = SignersRegistered | SignerWithdrew | SignerNotified | CaseContinued


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A signer took all or a part of it back."""

    signer: int
    part: str
    on: dt.date

    @property
    def whole(self) -> bool:
        """Test whether nothing is left of this signer's petition."""
        return not self.part


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A paper went to one signer."""

    signer: int
    what: Notified
    sent_on: dt.date
    received_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signers:
    """All of them; a petition of which nothing is said was signed by one."""

    count: int = 1
    representatives: tuple[int, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    sent: tuple[Sent, ...] = ()
    persistence: Persistence | None = None
    """Why settlement goes on in spite of withdrawals; None: nothing was found."""

    @property
    def gone(self) -> frozenset[int]:
        """Who withdrew all of it."""
        return frozenset(each.signer for each in self.withdrawals if each.whole)

    @property
    def standing(self) -> int:
        """How many there still are."""
        return self.count - len(self.gone)

    @property
    def last_act(self) -> dt.date | None:
        """The day of the latest withdrawal; None: nobody withdrew."""
        return max((each.on for each in self.withdrawals), default=None)

    def parts_of(self, signer: int) -> Iterator[Withdrawal]:
        """Yield what one signer withdrew."""
        return (each for each in self.withdrawals if each.signer == signer)


def after(signers: Signers, event: SignerEvent) -> Signers:
    """Return the signers after the fact. Total: nothing is ever refused here."""
    match event:
        case SignersRegistered(count=count, representatives=representatives):
            return replace(signers, count=count, representatives=representatives)
        case SignerWithdrew(signer=signer, part=part, withdrawn_on=on):
            withdrawal = Withdrawal(signer=signer, part=part, on=on)
            return replace(signers, withdrawals=(*signers.withdrawals, withdrawal))
        case SignerNotified():
            sent = Sent(
                signer=event.signer,
                what=event.what,
                sent_on=event.sent_on,
                received_on=event.received_on,
            )
            kept = (each for each in signers.sent if not _same(each, sent))
            return replace(signers, sent=(*kept, sent))
        case CaseContinued(ground=ground):
            return replace(signers, persistence=ground)
        case _:
            assert_never(event)


def _same(one: Sent, other: Sent) -> bool:
    return (one.signer, one.what, one.sent_on) == (other.signer, other.what, other.sent_on)
