"""Carries out commands about petitions on intake's own log."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import msgspec

from services.intake.domain.petition.attaching import check_room
from services.intake.domain.petition.commands import (
    AddAttachment,
    Conflict,
    LodgePetition,
    RecordConflicts,
)
from services.intake.domain.petition.decider import PETITION
from services.intake.domain.petition.errors import KeyUsedForAnother, NoSuchPetition
from services.intake.domain.petition.events import AttachmentAdded, PetitionLodged
from services.intake.domain.petition.personal import PersonalContent
from services.intake.domain.petition.state import Lodged
from services.intake.domain.reception.commands import RefuseReception
from services.intake.domain.reception.decider import reception_decider
from services.intake.rules import ReceptionRule
from services.intake.vault.codes import Codes
from services.intake.vault.conflicts import Conflicts
from services.intake.vault.keys import Vault
from shared.clock import LOCAL, Clock, local_date
from shared.contracts.intake import (
    Channel,
    ForwarderKind,
    Instance,
    KindClaimed,
    Observed,
    Post,
    SubjectField,
)
from shared.envelope import Context, Heard
from shared.errors import Refusal
from shared.ids import AgencyCode, PetitionId, new_id
from shared.log.handling import Aggregate, Done, handle
from shared.log.saying import Log

AGGREGATE = Aggregate(PETITION, lambda command: command.petition_id)
Admission = Callable[[], Awaitable[None]]


async def _everybody() -> None:
    """Admit."""


class Lodging(msgspec.Struct, frozen=True, kw_only=True):
    """A petition as it is handed in, before its personal content is sealed."""

    channel: Channel
    kind_claimed: KindClaimed
    instance: Instance = "first"
    received_on: dt.date | None = None
    receiving_agency: AgencyCode
    subject_field: SubjectField
    respondent_agency: AgencyCode | None = None
    respondent_post: Post | None = None
    senders: int = 1
    addressees: tuple[AgencyCode, ...] = ()
    forwarder: ForwarderKind | None = None
    content: PersonalContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the petitioner is given."""

    petition_id: PetitionId
    receipt_code: str
    tracking_secret: str
    received_at: dt.datetime
    position: int
    kind_claimed: KindClaimed
    received_on: dt.date


def observed(lodging: Lodging) -> Observed:
    """Return what the form shows without naming anybody."""
    content = lodging.content
    return Observed(
        identified=bool(content.petitioner.full_name and content.petitioner.address),
        has_summary=bool(content.summary),
        has_request=bool(content.request),
        has_respondent=bool(content.respondent.name or lodging.respondent_agency),
        senders=lodging.senders,
    )


class PetitionStore:
    """Petitions of this province."""

    def __init__(self, log: Log, vault: Vault, conflicts: Conflicts, clock: Clock) -> None:
        self._log = log
        self._vault = vault
        self._conflicts = conflicts
        self._clock = clock

    async def lodge(
        self,
        lodging: Lodging,
        *,
        actor: str,
        command_id: str,
        demo: bool = False,
        admitted: Admission = _everybody,
    ) -> Receipt:
        """
        Record a petition; the same command id gives the same receipt.

        `admitted` raises where its sender may lodge no more; of what is recorded it is not asked.

        Raises:
            ReceivedInTheFuture, ReceivedTooLongAgo, KeyUsedForAnother: see the decider.
            StoreUnavailable: nothing is known to have been recorded.
        """
        codes = await self._vault.codes()
        digest = codes.digest(msgspec.json.encode(lodging))
        answered = await self._log.answered(command_id)
        if answered is not None:
            return _receipt(await self._first(answered.stream), digest, codes)
        await admitted()
        at = self._clock.now()
        petition_id = PetitionId(new_id())
        command = await self._sealed(petition_id, lodging, digest, at)
        context = Context(
            actor=actor, recorded_at=at, correlation_id=petition_id, demo=demo
        )
        try:
            done = await handle(
                self._log,
                AGGREGATE,
                command,
                context,
                command_id=command_id,
                happened_at=_happened_at(command),
            )
        except Refusal:
            await self._vault.discard(petition_id)
            raise
        if done.stream != petition_id:  # somebody sent the same request at the same moment
            await self._vault.discard(petition_id)
        return _receipt(await self._first(done.stream), digest, codes)

    async def _sealed(
        self, petition_id: PetitionId, lodging: Lodging, digest: str, at: dt.datetime
    ) -> LodgePetition:
        """Seal the content, keep its marks and sketch, and look who must not see a denunciation."""
        codes = await self._vault.codes()
        secret = lodging.kind_claimed == "denunciation"
        sketch = await self._vault.sketch(
            lodging.content, lodging.respondent_agency, secret=secret
        )
        sealed = await self._vault.seal(petition_id, lodging.content, sketch)
        conflicts: tuple[Conflict, ...] = ()
        if secret:
            conflicts = await self._conflicts.about(petition_id, lodging.respondent_agency)
        return LodgePetition(
            petition_id=petition_id,
            receipt_code=codes.receipt_code(petition_id),
            channel=lodging.channel,
            kind_claimed=lodging.kind_claimed,
            instance=lodging.instance,
            received_on=lodging.received_on or local_date(at),
            receiving_agency=lodging.receiving_agency,
            subject_field=lodging.subject_field,
            respondent_agency=lodging.respondent_agency,
            respondent_post=lodging.respondent_post,
            observed=observed(lodging),
            addressees=lodging.addressees,
            forwarder=lodging.forwarder,
            sealed=sealed,
            request_digest=digest,
            conflicts=conflicts,
            at=at,
        )

    async def record_conflicts(
        self, lodged: Heard, conflicts: tuple[Conflict, ...]
    ) -> None:
        """
        Record who must not see a petition that was lodged before; repeating changes nothing.

        Raises:
            Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        at = self._clock.now()
        petition_id = PetitionId(lodged.stream)
        context = Context(
            actor="service:intake",
            recorded_at=at,
            correlation_id=petition_id,
            demo=lodged.demo,
        )
        command = RecordConflicts(petition_id=petition_id, conflicts=conflicts, at=at)
        await handle(self._log, AGGREGATE, command, context)

    async def content(self, petition_id: PetitionId) -> PersonalContent | None:
        """Return the personal content of a petition; None when there is no such petition."""
        facts = await self._log.load(petition_id)
        if not facts or not isinstance(facts[0].fact, PetitionLodged):
            return None
        return await self._vault.open(facts[0].fact.sealed)

    async def attachment(
        self, petition_id: PetitionId, attachment_id: str, most_bytes: int
    ) -> tuple[AttachmentAdded, int] | None:
        """
        Return a file that came already, and its position; None when it may come.

        Raises:
            NoSuchPetition, ContentErased, TooManyAttachments, AttachmentsTooLarge: it may not.
        """
        facts = await self._log.load(petition_id)
        for heard in facts:
            fact = heard.fact
            if isinstance(fact, AttachmentAdded) and fact.attachment_id == attachment_id:
                return fact, heard.position
        petition = PETITION.fold(heard.fact for heard in facts)  # type: ignore[misc]  # the stream holds no other
        if not isinstance(petition, Lodged):
            raise NoSuchPetition("no petition has this id; check the address")
        check_room(petition, 0, most_bytes=most_bytes)
        return None

    async def add_attachment(
        self, command: AddAttachment, *, actor: str
    ) -> tuple[AttachmentAdded, int]:
        """
        Record a file that stands in the store; the same id gives the file that was first.

        Raises:
            NoSuchPetition, ContentErased, TooManyAttachments, AttachmentsTooLarge: see the decider.
            Conflict, StoreUnavailable: nothing is known to have been recorded.
        """
        context = Context(
            actor=actor, recorded_at=command.at, correlation_id=command.petition_id
        )
        await handle(self._log, AGGREGATE, command, context)
        found = await self.attachment(
            command.petition_id, command.attachment_id, command.most_bytes
        )
        if found is None:
            raise AssertionError("a file that was recorded is in the log")
        return found

    def now(self) -> dt.datetime:
        """Return the present moment as commands record it."""
        return self._clock.now()

    async def receipt_code(self, petition_id: PetitionId) -> str:
        """Return the code on the receipt of a petition."""
        return (await self._vault.codes()).receipt_code(petition_id)

    async def _first(self, stream: str) -> Heard:
        return (await self._log.load(stream))[0]


class ReceptionStore:
    """Visitors of this province who were not received."""

    def __init__(self, log: Log, rules: Sequence[ReceptionRule]) -> None:
        self._log = log
        self.rules = tuple(rules)
        self._aggregate = Aggregate(
            reception_decider(self.rules),
            lambda command: f"reception-{command.reception_id}",
        )

    async def refuse(
        self, command: RefuseReception, *, actor: str, command_id: str
    ) -> Done:
        """
        Record one; the same command id is recorded once.

        Raises:
            Refusal, StoreUnavailable: see the decider, and `shared.log.handling.handle`.
        """
        context = Context(
            actor=actor, recorded_at=command.at, correlation_id=command.reception_id
        )
        return await handle(
            self._log, self._aggregate, command, context,
            command_id=command_id, happened_at=command.refused_at,
        )  # fmt: skip


def _receipt(heard: Heard, digest: str, codes: Codes) -> Receipt:
    fact = heard.fact
    if not isinstance(fact, PetitionLodged) or fact.request_digest != digest:
        raise KeyUsedForAnother(
            "this Idempotency-Key was used for another petition; choose a new one",
            field="Idempotency-Key",
        )
    return Receipt(
        petition_id=fact.petition_id,
        receipt_code=fact.receipt_code,
        tracking_secret=codes.tracking_secret(fact.petition_id),
        received_at=heard.recorded_at,
        position=heard.position,
        kind_claimed=fact.kind_claimed,
        received_on=fact.received_on,
    )


def _happened_at(command: LodgePetition) -> dt.datetime:
    """Return when it reached us: now, or the start of an earlier day that was typed in later."""
    if command.received_on == local_date(command.at):
        return command.at
    return dt.datetime.combine(command.received_on, dt.time(), LOCAL).astimezone(dt.UTC)
