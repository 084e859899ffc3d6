"""Who wrote stands nowhere in clear: in no table, fact, file, log line, figure or error."""

import asyncio
import datetime as dt
import time
from collections.abc import Iterator

import httpx
import pytest

from deploy.commands.demo import access_of
from deploy.demo import directory
from deploy.demo.load import Loader, bodies_of
from deploy.demo.plan import plan
from deploy.embedded.supervisor import Stack
from services.intake.domain.petition.personal import PersonalContent
from tests.integration.canary import in_clear

UNTIL = dt.datetime(2026, 10, 30, 12, tzinfo=dt.UTC)
START_ON = dt.date(2026, 9, 1)
PETITIONS, SEED = 80, 77
OF_STAFF = ("people.account",)
"""Officers' own names stand in clear where officers sign in, and nowhere else."""
CANARIES = {
    "full_name": "Cầm Thị Hoàng Yến Kiểm",
    "address": "Hẻm 9137 Kiểm Tra",
    "phone": "0199737373",
    "email": "kiem.tra.9137@example.vn",
    "id_number": "999913791379",
}
WORDS = {
    "summary": "Nội dung kiểm 9137 rất riêng",
    "request": "Yêu cầu kiểm 9137",
    "name": "Ông Bị Kiểm 9137",
}


@pytest.fixture(name="secrets", scope="module")
def _secrets(stack: Stack, province: list[PersonalContent]) -> Iterator[list[str]]:
    """What must be found nowhere: all that the province's petitioners said of themselves."""
    words = [*CANARIES.values(), *WORDS.values()]
    bodies = {row.name for row in directory.rows()}
    for content in province:
        who = content.petitioner
        words += [who.full_name, who.address, who.phone, who.email, who.id_number]
        words += [content.summary, content.request]
        if content.respondent.name not in bodies:  # what a body is called is no secret
            words.append(content.respondent.name)
    for kind in ("complaint", "denunciation"):
        words.append(_lodge(stack, kind))
    yield [word for word in words if len(word) > 8]


@pytest.fixture(name="province", scope="module")
def _province(stack: Stack) -> list[PersonalContent]:
    """A loaded province, and the content of each of its petitions."""
    loader = Loader(access_of(stack.workspace), seed=SEED)

    async def load() -> None:
        async with loader.open():
            await loader.run(
                petitions=PETITIONS,
                start_on=START_ON,
                until_at=UNTIL,
                told=lambda _done, _all: None,
            )

    asyncio.run(load())
    planned = plan(
        petitions=PETITIONS,
        start_on=START_ON,
        until_on=UNTIL.date(),
        seed=SEED,
        bodies=bodies_of(directory.rows()),
    )
    return [each.lodging.content for each in planned]


def _lodge(stack: Stack, kind: str) -> str:
    """Lodge the canaries; return the secret of their receipt."""
    lodged = httpx.post(
        f"{stack.urls['front']}/api/intake/petitions",
        json={
            "channel": "online",
            "kind_claimed": kind,
            "petitioner": CANARIES,
            "respondent": {"name": WORDS["name"], "agency_code": "25585"},
            "subject_field": "land",
            "summary": WORDS["summary"],
            "request": WORDS["request"],
            "receiving_agency": "25585",
        },
    )
    assert 201 == lodged.status_code
    secret: str = lodged.json()["tracking_secret"]
    return secret


def test_no_personal_data_stands_in_clear(
    stack: Stack, desk: httpx.Client, secrets: list[str]
) -> None:
    """A loaded province, its pages looked at, its names searched for: and nothing leaked."""
    assert len(secrets) > 200
    assert desk.get("/desk").status_code == 200
    name = CANARIES["full_name"]
    found = desk.post("/api/intake/search", json={"q": name})
    # The complaint; who denounced is found by nobody.
    assert [row["full_name"] for row in found.json()["found"]] == [name]
    time.sleep(0.5)  # what is logged, and told on, comes a moment later
    assert in_clear(stack, secrets, but=OF_STAFF) == []


def test_the_search_would_find_what_leaked(stack: Stack) -> None:
    """The test can fail: what does stand in clear is found."""
    assert in_clear(stack, ["petition.lodged.v1"]) != []
    assert in_clear(stack, ["Sở Nội vụ"]) != []
