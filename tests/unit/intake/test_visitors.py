"""How much may come from one network: what the setting may say, and what it means."""

from pathlib import Path

import pytest

from services.intake.settings import visitor_limit
from services.intake.visitors import Limit
from shared.log.wire import NatsAddress
from shared.settings import VISITOR_LIMIT, SettingMissing, Settings


def settings(limit: str) -> Settings:
    nats = NatsAddress(url="nats://127.0.0.1:1", user="intake", seed_file=Path("/nowhere"))
    return Settings(
        host="127.0.0.1",
        port=1,
        database_url="postgresql://nobody@127.0.0.1:1/nothing",
        nats=nats,
        province="80",
        principal_key="",
        visitor_limit=limit,
    )


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("120/hour,600/day", Limit(an_hour=120, a_day=600)),
        ("1/hour,1/day", Limit(an_hour=1, a_day=1)),
        ("off", None),
    ],
)
def test_a_limit_is_two_figures_or_off(text: str, limit: Limit | None) -> None:
    assert visitor_limit(settings(text)) == limit


@pytest.mark.parametrize(
    "text", ["", "0/hour,600/day", "120/hour", "120, 600", "-1/hour,1/day", "OFF", "9" * 40]
)
def test_what_is_no_limit_is_refused_by_name(text: str) -> None:
    """Nobody learns on the day of the flood that a slip of the pen had switched it off."""
    with pytest.raises(SettingMissing, match=r"TIEPDAN_VISITOR_LIMIT must be such as 120"):
        visitor_limit(settings(text))


def test_a_village_gets_through_and_a_program_does_not() -> None:
    """Five hundred households on one day, at two a minute; not thousands."""
    limit = Limit.read(VISITOR_LIMIT)
    assert limit is not None
    assert 500 <= limit.a_day <= 1_000
    assert 60 <= limit.an_hour <= 200
