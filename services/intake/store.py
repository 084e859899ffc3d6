"""Carries out commands about petitions on intake's own log."""

import datetime as dt
from dataclasses import dataclass

import msgspec

from services.intake.domain.petition.commands import LodgePetition
from services.intake.domain.petition.decider import PETITION
from services.intake.domain.petition.errors import KeyUsedForAnother
from services.intake.domain.petition.events import PetitionLodged
from services.intake.domain.petition.personal import PersonalContent
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
from shared.ids import AgencyCode, PetitionId, new_id
from shared.log.handling import Aggregate, handle
from shared.log.saying import Log

AGGREGATE = Aggregate(PETITION, lambda command: command.petition_id)


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

    def __init__(self, log: Log, vault: Vault, clock: Clock) -> None:
        self._log = log
        self._vault = vault
        self._clock = clock

    async def lodge(
        self, lodging: Lodging, *, actor: str, command_id: str, demo: bool = False
    ) -> Receipt:
        """
        Record a petition; the same command id gives the same receipt.

        Raises:
            ReceivedInTheFuture, ReceivedTooLongAgo, KeyUsedForAnother: see the decider.
            StoreUnavailable: nothing is known to have been recorded.
        """
        digest = self._vault.digest(msgspec.json.encode(lodging))
        answered = await self._log.answered(command_id)
        if answered is not None:
            return self._receipt(await self._first(answered.stream), digest)
        at = self._clock.now()
        petition_id = PetitionId(new_id())
        command = LodgePetition(
            petition_id=petition_id,
            receipt_code=self._vault.receipt_code(petition_id),
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
            sealed=await self._vault.seal(petition_id, lodging.content),
            request_digest=digest,
            at=at,
        )
        context = Context(
            actor=actor, recorded_at=at, correlation_id=petition_id, demo=demo
        )
        done = await handle(
            self._log,
            AGGREGATE,
            command,
            context,
            command_id=command_id,
            happened_at=_happened_at(command),
        )
        return self._receipt(await self._first(done.stream), digest)

    async def content(self, petition_id: PetitionId) -> PersonalContent | None:
        """Return the personal content of a petition; None when there is no such petition."""
        facts = await self._log.load(petition_id)
        if not facts or not isinstance(facts[0].fact, PetitionLodged):
            return None
        return await self._vault.open(facts[0].fact.sealed)

    def receipt_code(self, petition_id: PetitionId) -> str:
        """Return the code on the receipt of a petition."""
        return self._vault.receipt_code(petition_id)

    async def _first(self, stream: str) -> Heard:
        return (await self._log.load(stream))[0]

    def _receipt(self, heard: Heard, digest: str) -> Receipt:
        fact = heard.fact
        if not isinstance(fact, PetitionLodged) or fact.request_digest != digest:
            raise KeyUsedForAnother(
                "this Idempotency-Key was used for another petition; choose a new one",
                field="Idempotency-Key",
            )
        return Receipt(
            petition_id=fact.petition_id,
            receipt_code=fact.receipt_code,
            tracking_secret=self._vault.tracking_secret(fact.petition_id),
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
