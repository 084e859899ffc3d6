"""Says what the body that holds a petition should do, and what else it may do."""

import datetime as dt
from dataclasses import dataclass

from services.routing.rules import ActionRule, RuleBook
from shared.contracts.intake import Channel, Instance
from shared.contracts.routing import Kind
from shared.errors import RuleMissing
from shared.legal.rules import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything the decision table asks about."""

    kind: Kind
    instance: Instance
    channel: Channel
    forwarded: bool
    eligible: bool
    reason_codes: tuple[str, ...]
    ours: bool


def propose(book: RuleBook, situation: Situation, on: dt.date) -> ActionRule:
    """
    Return the row that says what to do.

    Legal source: TT05 Đ7–20, LKN Đ27, LTC Đ24–29; rows of `actions.yaml`.

    Raises:
        RuleMissing: no row covers the situation.
    """
    for rule in in_force(book.actions, on):
        if _fits(rule, situation):
            return rule
    raise RuleMissing(f"actions.yaml: {situation.kind}, ours={situation.ours}, on {on}")


def _fits(rule: ActionRule, situation: Situation) -> bool:
    return (
        situation.kind in rule.kinds
        and situation.eligible == rule.eligible
        and (not rule.instances or situation.instance in rule.instances)
        and (rule.ours is None or rule.ours == situation.ours)
        and (not rule.reasons or not rule.reasons.isdisjoint(situation.reason_codes))
        and (not rule.channels or situation.channel in rule.channels)
        and (rule.forwarded is None or rule.forwarded == situation.forwarded)
    )
