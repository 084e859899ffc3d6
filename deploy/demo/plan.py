"""
What is lodged, when and with whom: pure chance under published distributions.

Figures are national or of single provinces and second hand: see the table in the
README beside this file. The same seed gives the same years.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from deploy.demo import people
from services.intake.domain.petition.personal import PersonalContent, Petitioner, Respondent
from services.intake.store import Lodging
from shared.clock import LOCAL
from shared.contracts.intake import Channel, ForwarderKind, KindClaimed, Post, SubjectField
from shared.ids import AgencyCode

KINDS: dict[KindClaimed, float] = {
    "feedback_report": 50.0,
    "recommendation": 30.0,
    "complaint": 14.0,
    "denunciation": 6.0,
}
"""Per cent of eligible petitions; feedback is 80 together."""
INELIGIBLE = 0.18
OUTSIDE = 0.40
"""Share of eligible petitions that came to a body which is not competent."""
LAND = {
    "complaint": 0.58,
    "denunciation": 0.35,
    "recommendation": 0.40,
    "feedback_report": 0.35,
}
CHANNELS: dict[Channel, int] = {
    "post": 45, "in_person": 25, "online": 18, "forwarded": 8, "suggestion_box": 4,
}  # fmt: skip
FORWARDERS: dict[ForwarderKind, int] = {
    "na_deputy": 35, "council_deputy": 25, "fatherland_front": 20, "press": 12,
    "party_state_leader": 8,
}  # fmt: skip
MONTHS = (1.0, 0.55, 1.05, 1.05, 1.0, 1.05, 1.0, 1.0, 0.95, 1.05, 1.15, 1.1)
"""Weight of each month: Tết is quiet, the year's end is not."""
OTHER_FIELDS: tuple[SubjectField, ...] = (
    "construction", "environment", "social_policy", "public_order", "administration",
    "corruption", "other",
)  # fmt: skip

Cause = Literal["", "copied", "anonymous", "empty"]
INELIGIBLE_CAUSES: dict[Cause, int] = {"copied": 55, "anonymous": 25, "empty": 20}


@dataclass(frozen=True, slots=True)
class Body:
    """A body petitions go to."""

    code: AgencyCode
    name: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A petition of the plan, and the chance by which officers will act on it."""

    number: int
    lodged_at: dt.datetime
    lodging: Lodging
    fate: int
    """Seed of what officers do with it."""


def plan(
    *,
    petitions: int,
    start_on: dt.date,
    until_on: dt.date,
    seed: int,
    bodies: Sequence[Body],
) -> Iterator[Planned]:
    """Return the petitions of a period, oldest first."""
    chance = random.Random(f"tiepdan/{seed}")
    communes = [body for body in bodies if body.level == "commune"]
    weights = [chance.lognormvariate(0, 0.7) for _ in communes]
    for number, at in enumerate(_moments(chance, petitions, start_on, until_on), start=1):
        commune = chance.choices(communes, weights)[0]
        yield Planned(
            number=number,
            lodged_at=at,
            lodging=_lodging(chance, at, commune, bodies),
            fate=chance.getrandbits(48),
        )


def _moments(
    chance: random.Random, count: int, start_on: dt.date, until_on: dt.date
) -> list[dt.datetime]:
    """Return moments in office hours of working days, by the weight of their month."""
    days = [start_on + dt.timedelta(n) for n in range((until_on - start_on).days)]
    weights = [
        MONTHS[day.month - 1] * (1.0 if day.weekday() < 5 else 0.06)  # noqa: PLR2004
        for day in days
    ]
    moments = []
    for day in chance.choices(days, weights, k=count):
        seconds = int(chance.triangular(7.5, 17.0, 9.5) * 3600)
        local = dt.datetime.combine(day, dt.time(), LOCAL) + dt.timedelta(seconds=seconds)
        moments.append(local.astimezone(dt.UTC))
    return sorted(moments)


def _lodging(
    chance: random.Random, at: dt.datetime, commune: Body, bodies: Sequence[Body]
) -> Lodging:
    kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
    cause: Cause = ""
    if chance.random() < INELIGIBLE:
        cause = chance.choices(list(INELIGIBLE_CAUSES), list(INELIGIBLE_CAUSES.values()))[0]
    channel = chance.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    forwarder = None
    if channel == "forwarded":
        forwarder = chance.choices(list(FORWARDERS), list(FORWARDERS.values()))[0]
    respondent, post = _respondent(chance, kind, commune, bodies)
    receiving = respondent
    if cause == "copied" or chance.random() < OUTSIDE:
        receiving = _elsewhere(chance, respondent, bodies)
    return Lodging(
        channel=channel,
        kind_claimed=kind,
        received_on=at.astimezone(LOCAL).date(),
        receiving_agency=receiving.code,
        subject_field="land"
        if chance.random() < LAND[kind]
        else chance.choice(OTHER_FIELDS),
        respondent_agency=respondent.code,
        respondent_post=post,
        senders=_senders(chance),
        addressees=(respondent.code,) if cause == "copied" else (),
        forwarder=forwarder,
        content=_content(chance, cause, kind, commune, respondent),
    )


def _respondent(
    chance: random.Random, kind: KindClaimed, commune: Body, bodies: Sequence[Body]
) -> tuple[Body, Post | None]:
    departments = [body for body in bodies if body.level == "department"]
    body = commune if chance.random() < 0.85 else chance.choice(departments)  # noqa: PLR2004
    if kind == "denunciation":
        return body, chance.choices(("official", "head", "deputy"), (60, 25, 15))[0]
    return body, "head" if kind == "complaint" else None


def _elsewhere(chance: random.Random, respondent: Body, bodies: Sequence[Body]) -> Body:
    board = next(body for body in bodies if body.code == "TN-BTCD")
    others = [b for b in bodies if b.level == "department" and b.code != respondent.code]
    return board if chance.random() < 0.7 else chance.choice(others)  # noqa: PLR2004


def _senders(chance: random.Random) -> int:
    """Most write alone; groups are log-normal around eleven with a long tail."""
    if chance.random() < 0.97:  # noqa: PLR2004
        return 1
    return max(2, min(100, round(chance.lognormvariate(2.4, 0.7))))


_TOPICS: dict[KindClaimed, str] = {
    "complaint": "Không đồng ý quyết định hành chính của {body}",
    "denunciation": "Tố cáo hành vi vi phạm pháp luật của cán bộ {body}",
    "recommendation": "Kiến nghị {body} xem xét, điều chỉnh",
    "feedback_report": "Phản ánh tình hình tại địa bàn do {body} quản lý",
}


def _content(
    chance: random.Random, cause: Cause, kind: KindClaimed, commune: Body, respondent: Body
) -> PersonalContent:
    anonymous, empty = cause == "anonymous", cause == "empty"
    return PersonalContent(
        petitioner=Petitioner(
            full_name="" if anonymous else people.name(chance),
            address="" if anonymous else people.address(chance, commune.name),
            phone="" if anonymous else people.phone(chance),
            id_number="" if anonymous else people.id_number(chance),
        ),
        respondent=Respondent(name="" if empty else respondent.name),
        summary="" if empty else _TOPICS[kind].format(body=respondent.name),
        request="" if empty else "Đề nghị xem xét, giải quyết và trả lời theo quy định.",
    )
