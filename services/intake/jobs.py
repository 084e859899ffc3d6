"""Work whose order does not matter: receipts by mail, answers to who waits, vault duties."""

from collections.abc import Iterable
from email.message import EmailMessage
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec
import structlog
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, NatsMessage, PullSub
from nats.errors import Error as NatsError

from services.intake.attachments.store import Objects
from services.intake.attachments.sweeping import sweep
from services.intake.queries import Queries
from services.intake.store import PetitionStore
from services.intake.vault.conflicts import Conflicts
from services.intake.vault.erasing import Erasures
from services.intake.vault.keys import ContentGone, Vault
from services.intake.vault.likenesses import Candidate, Likenesses
from services.intake.vault.opening import Opening, Part
from services.intake.vault.seeing import Seeing
from shared import tls
from shared.auth.principal import Act
from shared.auth.seeing import NoSuchMatter
from shared.auth.token import NotSigned, Verifier
from shared.contracts.intake import PetitionLodged
from shared.envelope import Heard
from shared.errors import StoreUnavailable
from shared.frame import Frame
from shared.ids import PetitionId
from shared.log.feeding import Feed
from shared.log.streams import JOBS
from shared.settings import Settings

log = structlog.get_logger()

MAIL = "jobs.intake.mail"
RETRY_AFTER_S = 300
SMTP_TIMEOUT_S = 15
SWEEP_EVERY_S = 86_400
NAMES_TIMEOUT_S = 1.5
MOST_ALIKE = 20


def _receipt_to_mail(heard: Heard) -> dict[str, Any] | None:
    """Tell the job which petition; who wrote, and whether there is an address, stays sealed."""
    fact = heard.fact
    return {"petition_id": fact.petition_id} if isinstance(fact, PetitionLodged) else None


MAIL_FEED = Feed(subject=MAIL, jobs={PetitionLodged: _receipt_to_mail})


class Ask(msgspec.Struct, forbid_unknown_fields=True):
    """Which petitions to open, for whom, and which parts of them."""

    petition_ids: Annotated[list[str], msgspec.Meta(max_length=200)]
    principal: str
    """As routing signed it."""
    parts: Annotated[list[Part], msgspec.Meta(min_length=1)]


class AskAlike(msgspec.Struct, forbid_unknown_fields=True):
    """Which petition is compared with all others, and for whom."""

    petition_id: str
    principal: str
    """As routing signed it."""


class Person(msgspec.Struct, forbid_unknown_fields=True):
    """Whose marks are asked for."""

    full_name: str
    id_number: str = ""

    def __repr__(self) -> str:
        return "Person(sealed)"


def register(frame: Frame, opening: Opening, vault: Vault) -> None:
    """Answer other services while somebody waits there."""
    verifier = Verifier.of(frame.settings.principal_key)

    @frame.broker.subscriber("rpc.intake.unseal", queue="unseal")
    async def unseal(asked: dict[str, Any]) -> dict[str, Any]:
        """Return who wrote and what, for the officer who signed; or why not, for each."""
        try:
            ask = msgspec.convert(asked, Ask)
            principal = verifier.read(ask.principal, frame.clock.now())
        except msgspec.ValidationError:
            return {"contents": {}, "refused": "malformed-request"}
        except NotSigned:
            return {"contents": {}, "refused": "sign-in-needed"}
        found = await opening.contents(principal, ask.petition_ids, ask.parts)
        log.info(
            "content_opened",
            petitions=[name for name, opened in found.items() if not opened.refused],
            parts=ask.parts,
            actor=principal.actor,
        )
        return {"contents": msgspec.to_builtins(found), "refused": ""}

    @frame.broker.subscriber("rpc.intake.marks", queue="marks")
    async def marks(asked: dict[str, Any]) -> dict[str, Any]:
        """Return the marks by which an officer or a relative is known again. For routing only."""
        try:
            person = msgspec.convert(asked, Person)
        except msgspec.ValidationError:
            return {"marks": [], "refused": "malformed-request"}
        found = (await vault.marks()).of_person(person.full_name, person.id_number)
        return {"marks": found, "refused": ""}


def register_comparing(frame: Frame, seeing: Seeing, likenesses: Likenesses) -> None:
    """Tell routing what may be the same petition: its page lays the two side by side."""
    verifier = Verifier.of(frame.settings.principal_key)

    @frame.broker.subscriber("rpc.intake.candidates", queue="candidates")
    async def candidates(asked: dict[str, Any]) -> dict[str, Any]:
        """Return what is alike among what the officer who signed may see; or why not."""
        try:
            ask = msgspec.convert(asked, AskAlike)
            who = verifier.read(ask.principal, frame.clock.now())
            view = await seeing.must(who, Act.SEE_NAMES, ask.petition_id)
        except msgspec.ValidationError:
            return _none_alike("malformed-request")
        except NotSigned:
            return _none_alike("sign-in-needed")
        except NoSuchMatter as hidden:
            return _none_alike(hidden.code)
        secret = view.matter is not None and view.matter.denunciation
        found = await likenesses.of(who, ask.petition_id, secret=secret, limit=MOST_ALIKE)
        if found is None:
            gone = await likenesses.is_erased(ask.petition_id)
            return _none_alike("content-gone" if gone else "not-compared-yet")
        log.info(
            "candidates_sought",
            petition=ask.petition_id,
            actor=who.actor,
            found=len(found),
        )
        return {"candidates": [_alike(each) for each in found], "refused": ""}


def _none_alike(refused: str) -> dict[str, Any]:
    return {"candidates": [], "refused": refused}


def _alike(found: Candidate) -> dict[str, Any]:
    alike = found.likeness
    return {
        "petition_id": found.petition.petition_id,
        "likely": alike.is_likely,
        "reasons": [
            {"code": each.code, "strength": each.strength, "n": each.n, "of": each.of}
            for each in alike.reasons()
        ],
    }


class Colleagues:
    """Asks routing what officers are called; facts and read models know them by id alone."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def names(self, officers: Iterable[str]) -> dict[str, str]:
        """Return display names by officer; fewer, or none, while routing does not answer."""
        try:
            answer = await self._broker.request(
                {"officers": sorted(set(officers))},
                "rpc.routing.names",
                timeout=NAMES_TIMEOUT_S,
            )
            return msgspec.json.decode(answer.body, type=dict[str, str])
        except (NatsError, TimeoutError, OSError, AssertionError, msgspec.DecodeError):
            return {}  # the page is worth showing with ids


def register_duties(
    frame: Frame, store: PetitionStore, conflicts: Conflicts, erasures: Erasures
) -> None:
    """Do what facts heard later ask of the vault: at the start, and whenever we heard some."""

    async def find_conflicts() -> None:
        await conflicts.catch_up(store.record_conflicts)

    frame.when_moved("conflicts", find_conflicts)
    frame.when_moved("erasures", erasures.hold_to_facts)


def register_sweeping(frame: Frame, objects: Objects, queries: Queries) -> None:
    """Compare files and facts once a day; see `attachments.sweeping`."""

    async def sweep_attachments() -> None:
        await sweep(objects, queries, frame.clock.now())

    frame.every("attachments", SWEEP_EVERY_S, sweep_attachments)


def register_mail(frame: Frame, store: PetitionStore) -> None:
    """Send receipts by mail; only where a mail server is set."""

    @frame.broker.subscriber(
        MAIL,
        stream=JStream(JOBS, declare=False),
        durable="intake-mail",
        pull_sub=PullSub(batch_size=10, timeout=5.0),
        inbox_prefix=f"{frame.settings.nats.inbox}.".encode(),
        # The default terminates on an error: the mail would never go out.
        ack_policy=AckPolicy.MANUAL,
    )
    async def send_receipt(job: dict[str, str], message: NatsMessage) -> None:
        """Send the receipt to who left an address; on failure again in five minutes."""
        try:
            await _send(PetitionId(job["petition_id"]), frame.settings, store)
        except (aiosmtplib.SMTPException, OSError, StoreUnavailable) as failure:
            log.warning(
                "mail_waits", petition=job["petition_id"], why=type(failure).__name__
            )
            await message.nack(delay=RETRY_AFTER_S)
        else:
            await message.ack()


async def _send(petition_id: PetitionId, settings: Settings, store: PetitionStore) -> None:
    try:
        content = await store.content(petition_id)
    except ContentGone:
        return
    if content is None or not content.petitioner.email:
        return
    code = await store.receipt_code(petition_id)
    mail = EmailMessage()
    mail["From"], mail["To"] = settings.mail_from, content.petitioner.email
    mail["Subject"] = "Biên nhận đơn"
    # Neither the secret nor a word of the petition: mail is read by many machines.
    mail.set_content(
        f"Đơn của Ông/Bà đã được tiếp nhận. Mã biên nhận: {code}.\n"
        "Để xem tình trạng, dùng mã này cùng mã bí mật đã được cấp khi nộp đơn.\n"
    )
    await deliver(mail, settings.smtp_url)
    log.info("receipt_mailed", petition=petition_id)


async def deliver(mail: EmailMessage, url: str) -> None:
    """
    Hand a mail to the mail server; to another machine never in clear.

    Raises:
        SMTPException, OSError: it does not answer, does not take it, or is another one.
    """
    server = urlsplit(url)
    await aiosmtplib.send(
        mail,
        hostname=server.hostname,
        port=server.port or (465 if server.scheme == "smtps" else 25),
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        timeout=SMTP_TIMEOUT_S,
        **tls.of_mail(url),
    )
