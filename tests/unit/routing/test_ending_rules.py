"""The book of endings: its figures are those that deadlines counts, its order that of the plan."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from services.routing.domain.priority import old_until, rank
from services.routing.projections.worklist import FROM_ABOVE
from services.routing.rules import RuleBook
from services.routing.rules.ending import priority
from shared.errors import RuleMissing

CLOCKS = Path(__file__).parents[3] / "services" / "deadlines" / "rules" / "clocks.yaml"
TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize("rule", ["KN.EFFECT.1", "KN.EFFECT.2"])
def test_a_decision_takes_effect_when_its_clock_ends(rule: str, book: RuleBook) -> None:
    (clock,) = (
        r for r in yaml.safe_load(CLOCKS.read_text("utf-8"))["clocks"] if r["id"] == rule
    )
    (row,) = (r for r in book.ending.effects if r.id == rule)
    assert (clock["length"], clock["variants"]["remote"]) == (row.days, row.remote)
    assert clock["basis"]["provision"] == row.basis.provision


def test_the_list_knows_who_is_above_as_the_book_does(book: RuleBook) -> None:
    assert priority(book.ending.priorities, TODAY).forwarders == FROM_ABOVE


def test_before_every_row_there_is_no_order(book: RuleBook) -> None:
    with pytest.raises(RuleMissing):
        priority(book.ending.priorities, dt.date(2001, 1, 1))


@pytest.mark.parametrize(
    ("today", "until"),
    [(TODAY, dt.date(2026, 8, 23)), (dt.date(2026, 5, 31), dt.date(2026, 2, 28)),
     (dt.date(2026, 1, 15), dt.date(2025, 10, 15)), (dt.date(2024, 5, 30), dt.date(2024, 2, 29))],
)  # fmt: skip
def test_three_months_ago(today: dt.date, until: dt.date, book: RuleBook) -> None:
    assert until == old_until(today, priority(book.ending.priorities, today))


def test_the_order_of_work(book: RuleBook) -> None:
    """Older than three months, many people, sent from above; what a head put ahead is first."""
    rule = priority(book.ending.priorities, TODAY)
    old, young = dt.date(2026, 8, 23), dt.date(2026, 8, 24)

    def of(
        received_on: dt.date, signers: int = 1, *, above: bool = False, place: int = 0
    ) -> object:
        return rank(
            place=place,
            received_on=received_on,
            signers=signers,
            above=above,
            today=TODAY,
            rule=rule,
        )

    order = [
        of(young, place=-1), of(old, 5, above=True), of(old, 5), of(old, above=True), of(old, 4),
        of(young, 5, above=True), of(young, 5), of(young, above=True), of(young),
        of(old, 500, above=True, place=1),
    ]  # fmt: skip
    assert order == sorted(order)
    assert len(order) == len(set(order))
