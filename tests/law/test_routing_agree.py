"""What is proposed when a petition arrives names the same heads as the whole rule book."""

import datetime as dt

import pytest

from services.routing.rules.loader import load
from shared.legal.rules import in_force
from tests.law.matters import BOOK

LIVE = load()
DAYS = [
    dt.date(2024, 5, 10),
    dt.date(2025, 6, 30),
    dt.date(2025, 7, 1),
    dt.date(2026, 7, 1),
]
LEVELS = ["province", "department", "department_unit", "commune"]
ASKED = [
    ("complaint", "first", "body", "first"),
    ("complaint", "second", "body", "second"),
    ("denunciation", "first", "official", "staff"),
    ("denunciation", "first", "head", "heads"),
    ("denunciation", "first", "deputy", "heads"),
    ("denunciation", "first", "body", "heads"),
]


def live(kind: str, instance: str, level: str, post: str, on: dt.date) -> str | None:
    for rule in in_force(LIVE.jurisdiction, on):
        if (
            kind in rule.kinds
            and level in rule.levels
            and (not rule.instances or instance in rule.instances)
            and (not rule.posts or post in rule.posts)
        ):
            return rule.role
    raise AssertionError(f"{kind} {level} {post}")


@pytest.mark.parametrize("on", DAYS, ids=str)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("kind", "instance", "post", "table"), ASKED)
def test_both_name_the_same_head(
    kind: str, instance: str, post: str, table: str, level: str, on: dt.date
) -> None:
    seat = BOOK.seat(table, level, on).seat or ""
    assert seat.partition("@")[0] == live(kind, instance, level, post, on)
