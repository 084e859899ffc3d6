"""Reveals: asked for, agreed to, looked at; each step a fact, and the look before the sight."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from services.intake.domain.identity.commands import (
    ApproveReveal,
    AskReveal,
    EndReveal,
    ReasonCode,
    RefuseReveal,
    RevealCommand,
    ViewIdentity,
)
from services.intake.domain.identity.decider import REVEAL
from services.intake.domain.identity.errors import NoSuchReveal
from services.intake.domain.identity.state import Asked
from services.intake.domain.petition.errors import ContentErased, NoSuchPetition
from services.intake.domain.petition.events import PetitionLodged
from services.intake.domain.petition.personal import PersonalContent
from services.intake.vault.keys import ContentGone, Vault
from services.intake.vault.seeing import Seeing
from shared.auth.principal import Act, Principal
from shared.auth.seeing import NoSuchMatter
from shared.clock import Clock
from shared.contracts.intake import RevealScope
from shared.envelope import Context
from shared.errors import Refusal
from shared.ids import PetitionId, new_id
from shared.log.handling import Aggregate, Done, handle
from shared.log.saying import Log

REASON = "reason"
_AGGREGATE = Aggregate(REVEAL, lambda command: stream_of(command.reveal_id))


def stream_of(reveal_id: str) -> str:
    """Return the stream of a reveal."""
    return f"reveal-{reveal_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the province has set: how many must agree, and for how long at most."""

    custodians: int
    longest: dt.timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an officer asks to see, and why."""

    reason_code: ReasonCode
    reason: str
    scope: tuple[RevealScope, ...]
    until: dt.datetime

    def __repr__(self) -> str:
        return "Request(sealed)"


class Shown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a reveal shows, for one answer and never kept."""

    full_name: str | None = None
    id_number: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    respondent: str | None = None
    summary: str | None = None
    request: str | None = None

    def __repr__(self) -> str:
        return "Shown(sealed)"


class Reveals:
    """Reveals of this province."""

    def __init__(
        self, log: Log, vault: Vault, seeing: Seeing, terms: Terms, clock: Clock
    ) -> None:
        self._log = log
        self._vault = vault
        self._seeing = seeing
        self.terms = terms
        self._clock = clock

    async def ask(
        self, who: Principal, petition_id: PetitionId, asked: Request, command_id: str
    ) -> tuple[str, Done]:
        """
        Ask to see who denounced; return the id of the reveal.

        Raises:
            NoSuchMatter: there is no such petition, or none that they may know of.
            NotSealed, ScopeEmpty, EndUnfit: see the decider.
            ContentErased: there is nothing left to see.
        """
        view = await self._seeing.must(who, Act.ASK_REVEAL, petition_id)
        reveal_id = new_id()  # of a repeated request `done` names the first
        try:
            sealed = await self._vault.seal_text(petition_id, asked.reason, REASON)
        except ContentGone:
            raise _erased() from None
        command = AskReveal(
            reveal_id=reveal_id,
            petition_id=petition_id,
            officer=who.officer,
            agency=who.agency,
            denunciation=view.matter is not None and view.matter.denunciation,
            reason_code=asked.reason_code,
            sealed_reason=sealed,
            scope=asked.scope,
            until=asked.until,
            longest=self.terms.longest,
            approvals_needed=self.terms.custodians,
            at=self._clock.now(),
        )
        done = await self._carry_out(command, who, petition_id, command_id)
        return done.stream.removeprefix(stream_of("")), done

    async def approve(self, who: Principal, reveal_id: str, command_id: str) -> Done:
        """
        Agree to a reveal.

        Raises:
            NoSuchReveal: there is none, or none that they may know of.
            Refusal: see the decider.
        """
        reveal = await self._visible(who, reveal_id, Act.APPROVE_REVEAL)
        command = ApproveReveal(
            reveal_id=reveal_id, custodian=who.officer, at=self._clock.now()
        )
        return await self._carry_out(command, who, reveal.petition_id, command_id)

    async def refuse(self, who: Principal, reveal_id: str, command_id: str) -> Done:
        """
        Say no to a reveal.

        Raises:
            NoSuchReveal: there is none, or none that they may know of.
            Refusal: see the decider.
        """
        reveal = await self._visible(who, reveal_id, Act.APPROVE_REVEAL)
        command = RefuseReveal(
            reveal_id=reveal_id, custodian=who.officer, at=self._clock.now()
        )
        return await self._carry_out(command, who, reveal.petition_id, command_id)

    async def end(self, who: Principal, reveal_id: str, command_id: str) -> Done:
        """
        Close a reveal before its end.

        Raises:
            NoSuchReveal: there is none, or none that they may know of.
            NotYours: another asked for it, and they neither guard nor inspect.
        """
        guards = bool(who.roles & {"custodian", "inspectorate"})
        act = Act.LIST_REVEALS if guards else Act.ASK_REVEAL
        reveal = await self._visible(who, reveal_id, act)
        command = EndReveal(
            reveal_id=reveal_id, officer=who.officer, guards=guards, at=self._clock.now()
        )
        return await self._carry_out(command, who, reveal.petition_id, command_id)

    async def view(self, who: Principal, reveal_id: str) -> Shown:
        """
        Show what a reveal opens, once it is recorded that it was shown.

        Raises:
            NoSuchReveal: there is none, or none that they may know of.
            NotYours, NotOpen, RevealOver, RevealExpired: see the decider.
            ContentErased: there is nothing left to see.
        """
        reveal = await self._visible(who, reveal_id, Act.ASK_REVEAL)
        content = await self._content(reveal.petition_id)
        command = ViewIdentity(
            reveal_id=reveal_id, officer=who.officer, at=self._clock.now()
        )
        await self._carry_out(command, who, reveal.petition_id, None)
        return _within(content, reveal.scope)

    async def looks(self, who: Principal, reveal_ids: Sequence[str]) -> bool:
        """Record that an officer looks, under the first of their reveals that is open now."""
        for reveal_id in reveal_ids:
            try:
                reveal = await self._visible(who, reveal_id, Act.ASK_REVEAL)
                command = ViewIdentity(
                    reveal_id=reveal_id, officer=who.officer, at=self._clock.now()
                )
                await self._carry_out(command, who, reveal.petition_id, None)
            except Refusal:  # over meanwhile, or its time is: the next may be open
                continue
            return True
        return False

    async def _visible(self, who: Principal, reveal_id: str, act: Act) -> Asked:
        facts = await self._log.load(stream_of(reveal_id))
        reveal = REVEAL.fold(heard.fact for heard in facts)  # type: ignore[misc]  # the stream holds no other
        try:
            if isinstance(reveal, Asked):
                await self._seeing.must(who, act, reveal.petition_id)
                return reveal
        except NoSuchMatter:
            pass
        raise NoSuchReveal("no reveal has this id; check the address")

    async def _content(self, petition_id: PetitionId) -> PersonalContent:
        facts = await self._log.load(petition_id)
        lodged = facts[0].fact if facts else None
        if not isinstance(lodged, PetitionLodged):
            raise NoSuchPetition("no petition has this id; check the address")
        try:
            return await self._vault.open(lodged.sealed)
        except ContentGone:
            raise _erased() from None

    async def _carry_out(
        self,
        command: RevealCommand,
        who: Principal,
        petition_id: PetitionId,
        command_id: str | None,
    ) -> Done:
        context = Context(
            actor=who.actor, recorded_at=command.at, correlation_id=petition_id
        )
        return await handle(self._log, _AGGREGATE, command, context, command_id=command_id)


def _within(content: PersonalContent, scope: Sequence[RevealScope]) -> Shown:
    writer = content.petitioner
    shown: dict[str, str] = {}
    if "name" in scope:
        shown |= {"full_name": writer.full_name, "id_number": writer.id_number}
    if "contact" in scope:
        shown |= {
            "address": writer.address,
            "phone": writer.phone,
            "email": writer.email,
        }
    if "letter" in scope:
        shown |= {
            "respondent": content.respondent.name,
            "summary": content.summary,
            "request": content.request,
        }
    return Shown(**shown)


def _erased() -> ContentErased:
    return ContentErased("the content was erased for good; nobody can read it any more")
