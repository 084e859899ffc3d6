"""The story of a case: what its sentences name and how they say how much."""

import datetime as dt
from pathlib import Path

import pytest

from services.routing.web.story import officers_in, story
from shared.contracts.routing_inquiry import BacklogPlanned, VerificationPlanned
from shared.envelope import Heard
from shared.ids import OfficerId
from shared.legal.citation import Citation
from shared.registry import Fact
from shared.web.showing import Showing
from shared.web.words import Words
from tests.unit.routing.settled import IDS, WARD, day
from tests.unit.routing.test_execution import LAND, MONEY, PEOPLE, done, ordered, struck
from tests.unit.routing.test_notice import assigned

ROOT = Path(__file__).parents[3]
WORDS = Words(
    [ROOT / "shared" / "web" / "words.yaml", ROOT / "services" / "routing" / "web" / "words.yaml"]
)  # fmt: skip
AT = dt.datetime(2026, 9, 30, 3, tzinfo=dt.UTC)
SHOW = Showing(WORDS, "vi", dt.date(2026, 9, 30))


def told(*facts: Fact) -> list[Heard]:
    return [
        Heard(
            fact=fact, id=f"{n}", service="routing", stream="c-1", version=n, position=n,
            happened_at=AT, recorded_at=AT, actor="x", correlation_id="p-1",
        )
        for n, fact in enumerate(facts, start=1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        (done(1, 1, "10/9", 25_000_000), "25.000.000 đồng"),
        (done(2, 1, "10/9", 5_050), "50,5 m²"),
        (struck(2, 1, 1_000), "10 m²"),
        (done(3, 1, "10/9", 2, 1), "2 người"),
    ],
)
def test_how_much_was_done_is_said_as_people_measure_it(fact: Fact, says: str) -> None:
    items = ordered("7/9", MONEY, LAND, PEOPLE)
    newest = story(told(*items, fact), SHOW, lambda code: code or "–")[0]
    assert newest.sentence.endswith(f": {says}")


def test_every_officer_whom_a_sentence_names_is_known_by_name() -> None:
    lan, mai, an = OfficerId("lan"), OfficerId("mai"), OfficerId("an")
    verification = VerificationPlanned(
        **IDS, holder=WARD, number=1, lead=mai, team=(), contents="x", planned_on=day("1/9"),
        until_on=day("9/9"), basis=Citation("LKN", "Đ29"),
    )  # fmt: skip
    plan = BacklogPlanned(
        **IDS, holder=WARD, planned_on=day("1/9"), cause="x", difficulties="x", direction="x",
        due_on=day("9/9"), leader=an,
    )  # fmt: skip
    facts = told(assigned("lan"), assigned(None), verification, plan)
    assert officers_in(facts) == {lan, mai, an}
    names = {"lan": "Lan", "mai": "Mai", "an": "An"}
    told_of = story(facts, SHOW, lambda code: names.get(code or "", "–"))
    assert "Mai chủ trì xác minh" in told_of[1].sentence
    assert "An phụ trách" in told_of[0].sentence
