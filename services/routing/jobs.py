"""
What routing asks of other services while a person waits, and does after a fact: hand over.

Whoever leaves has open cases; a job gives them to the successor, one by one.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import structlog
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, NatsMessage, PullSub
from nats.errors import Error as NatsError

from services.routing.accounts.handovers import Handovers, Held
from services.routing.desk import Desk
from services.routing.domain.case.commands import AssignCase
from services.routing.domain.case.errors import CannotBeAssigned
from services.routing.store import CaseStore
from shared.auth.principal import Principal
from shared.clock import local_date
from shared.contracts.routing_bodies import OfficerLeft
from shared.envelope import Heard
from shared.errors import Conflict, Refusal, StoreUnavailable
from shared.frame import Frame
from shared.ids import AgencyCode, OfficerId, PetitionId, case_of
from shared.log.feeding import Feed
from shared.log.streams import JOBS
from shared.web.live import Hub

log = structlog.get_logger()

UNSEAL_TIMEOUT_S = 1.5
AT_ONCE = 200
"""Petitions that intake opens, and names that we tell, for one question."""

Part = Literal["name", "letter"]


class Content(msgspec.Struct, frozen=True):
    """The personal content of a petition, for one page and never kept."""

    full_name: str = ""
    address: str = ""
    respondent: str = ""
    summary: str = ""
    request: str = ""
    refused: str = ""
    """
    Why it is not shown: `identity-sealed`, `content-gone`, `no-such-petition`,
    `not-your-role`, `sign-in-needed`, `unreachable`.
    """

    def __repr__(self) -> str:
        return "Content(sealed)"


class _Answer(msgspec.Struct):
    contents: dict[str, Content]
    refused: str = ""


class Unsealing:
    """Asks intake for sealed content, on behalf of the officer who asks us."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def content(self, petition_id: str, signed: str) -> Content:
        """Return name and letter of a petition, or why they cannot be shown."""
        found = await self._ask([petition_id], signed, ("name", "letter"))
        return found[petition_id]

    async def letters(self, petition_ids: Sequence[str], signed: str) -> dict[str, Content]:
        """Return names and letters of a few petitions, or why each cannot be shown."""
        return await self._ask(petition_ids, signed, ("name", "letter"))

    async def contents(
        self, petition_ids: Sequence[str], signed: str
    ) -> dict[str, Content]:
        """Return the names of petitions, or why each cannot be shown; one question for all."""
        found: dict[str, Content] = {}
        for start in range(0, len(petition_ids), AT_ONCE):
            found |= await self._ask(
                petition_ids[start : start + AT_ONCE], signed, ("name",)
            )
        return found

    async def _ask(
        self, petition_ids: Sequence[str], signed: str, parts: tuple[Part, ...]
    ) -> dict[str, Content]:
        try:
            answer = await self._broker.request(
                {"petition_ids": petition_ids, "principal": signed, "parts": parts},
                "rpc.intake.unseal",
                timeout=UNSEAL_TIMEOUT_S,
            )
            found = msgspec.json.decode(answer.body, type=_Answer)
        except (NatsError, TimeoutError, OSError, AssertionError, msgspec.DecodeError):
            # The page is worth showing without the name; it says that intake is away.
            found = _Answer({}, "unreachable")
        missing = Content(refused=found.refused or "unreachable")
        return {name: found.contents.get(name, missing) for name in petition_ids}


class Reason(msgspec.Struct, frozen=True):
    """Why two petitions are held to be alike, in intake's codes."""

    code: str
    strength: str
    n: int = 0
    of: int = 0


class Alike(msgspec.Struct, frozen=True):
    """A petition that may be the same as another; `likely`: it probably is."""

    petition_id: str
    likely: bool
    reasons: tuple[Reason, ...]


class Compared(msgspec.Struct, frozen=True):
    """What is like a petition, the most alike first."""

    candidates: tuple[Alike, ...] = ()
    refused: str = ""
    """
    Why nothing could be compared: `content-gone`, `not-compared-yet`, `no-such-petition`,
    `sign-in-needed`, `unreachable`.
    """


class Comparing:
    """Asks intake, which alone reads letters, what may be the same as a petition."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def candidates(self, petition_id: str, signed: str) -> Compared:
        """Return what the officer who signed may see of it, by intake's own books."""
        try:
            answer = await self._broker.request(
                {"petition_id": petition_id, "principal": signed},
                "rpc.intake.candidates",
                timeout=UNSEAL_TIMEOUT_S,
            )
            return msgspec.json.decode(answer.body, type=Compared)
        except (NatsError, TimeoutError, OSError, AssertionError, msgspec.DecodeError):
            return Compared(refused="unreachable")


class _Marks(msgspec.Struct):
    marks: tuple[str, ...]
    refused: str = ""


class Marking:
    """Asks intake for the keyed marks of a person, by which matters about them are found."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def marks(self, full_name: str, id_number: str) -> tuple[str, ...] | None:
        """Return the marks; None while intake does not answer."""
        try:
            answer = await self._broker.request(
                {"full_name": full_name, "id_number": id_number},
                "rpc.intake.marks",
                timeout=UNSEAL_TIMEOUT_S,
            )
            found = msgspec.json.decode(answer.body, type=_Marks)
        except (NatsError, TimeoutError, OSError, AssertionError, msgspec.DecodeError):
            return None
        return None if found.refused else found.marks


NamesOf = Callable[[list[str]], Awaitable[dict[str, str]]]


def register_names(frame: Frame, names_of: NamesOf) -> None:
    """Tell intake and deadlines what officers are called: their pages show who does what."""

    @frame.broker.subscriber("rpc.routing.names", queue="names")
    async def names(asked: dict[str, list[str]]) -> dict[str, str]:
        """Return display names by officer; of those whom we know."""
        return await names_of(asked.get("officers", [])[:AT_ONCE])


StandingOf = Callable[[OfficerId], Awaitable[Principal | None]]


def register_standing(frame: Frame, standing_of: StandingOf) -> None:
    """Tell deadlines what an officer may see today: their calendar asks without a session."""

    @frame.broker.subscriber("rpc.routing.standing", queue="standing")
    async def standing(asked: dict[str, str]) -> dict[str, Any]:
        """Return the officer with the roles of today; null when they may not come in."""
        found = await standing_of(OfficerId(asked.get("officer", "")))
        return {"principal": msgspec.to_builtins(found)}


HANDOVER = "jobs.routing.handover"
AGAIN_AFTER_S = 5
AT_A_TIME = 50
"""Cases between two signs of life: the queue gives a silent job to another."""


def _to_hand_over(heard: Heard) -> dict[str, Any] | None:
    fact = heard.fact
    if not isinstance(fact, OfficerLeft):
        return None
    successor = fact.successor or ""
    return {"officer": fact.officer, "successor": successor, "position": heard.position}


HANDOVER_FEED = Feed(subject=HANDOVER, jobs={OfficerLeft: _to_hand_over})


@dataclass(frozen=True, slots=True)
class HandOver:
    """Gives the open cases of somebody who left to the successor, else to their unit."""

    store: CaseStore
    desk: Desk
    handovers: Handovers

    async def some(self, officer: OfficerId, successor: OfficerId | None) -> int:
        """Hand the next cases over; return how many there were. A repeat changes nothing."""
        held = await self.handovers.left_with(officer, AT_A_TIME)
        ids = [case.petition_id for case in held]
        today = local_date(self.store.now())
        barred = await self.desk.barred(successor, ids, today) if successor else set[str]()
        for case in held:
            result = await self._one(
                officer, successor, case, barred=case.petition_id in barred
            )
            await self.handovers.note(officer, case.petition_id, result)
        return len(held)

    async def _one(
        self, officer: OfficerId, successor: OfficerId | None, case: Held, *, barred: bool
    ) -> str:
        try:
            await self._assign(officer, successor, case, barred=barred)
        except CannotBeAssigned:
            await self._assign(officer, None, case, barred=False)
            return "unit"
        except Refusal as refusal:
            return refusal.code
        return "done" if successor else "unit"

    async def _assign(
        self, left: OfficerId, to: OfficerId | None, case: Held, *, barred: bool
    ) -> None:
        petition_id = PetitionId(case.petition_id)
        await self.store.carry_out(
            AssignCase(
                case_id=case_of(petition_id),
                by=AgencyCode(case.holder),
                at=self.store.now(),
                officer=to,
                why="left",
                left=left,
                barred=barred,
            ),
            petition_id=petition_id,
            actor=f"officer:{left}",
            command_id=f"left:{left}:{petition_id}:{to or 'unit'}",
        )


def register_handover(frame: Frame, hand_over: HandOver) -> None:
    """Hand over what somebody had when they left."""

    @frame.broker.subscriber(
        HANDOVER,
        stream=JStream(JOBS, declare=False),
        durable="routing-handover",
        pull_sub=PullSub(batch_size=1, timeout=5.0),
        inbox_prefix=f"{frame.settings.nats.inbox}.".encode(),
        # The default terminates on an error: half of the cases would stay with nobody.
        ack_policy=AckPolicy.MANUAL,
    )
    async def hand_over_cases(job: dict[str, Any], message: NatsMessage) -> None:
        """Hand over every open case; on failure go on from there a little later."""
        officer, successor = OfficerId(job["officer"]), job["successor"] or None
        try:
            # What they had is in the list when their leaving is.
            shown = await frame.progress.reach("routing", int(job["position"]))
            while shown and await hand_over.some(officer, successor):
                await message.in_progress()
        except (StoreUnavailable, Conflict) as failure:
            log.warning("handover_waits", officer=officer, why=type(failure).__name__)
            shown = False
        if shown:
            log.info("handed_over", officer=officer)
            await message.ack()
        else:
            await message.nack(delay=AGAIN_AFTER_S)


def register_live(frame: Frame, hub: Hub) -> None:
    """Tell the pages of this process whenever a process of this service has moved on."""

    # Without a queue: every replica hears it, for every replica has pages of its own.
    @frame.broker.subscriber(f"live.{frame.parts.service}")
    async def moved(_: dict[str, Any]) -> None:
        """Wake the listening pages; what they show they fetch themselves."""
        hub.tell()
