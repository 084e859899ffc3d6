"""What reactions ask of the clocks of a petition: start one, stop some, stop all."""

import datetime as dt
from collections.abc import Iterable

from services.deadlines.domain.clocks.commands import (
    StartClock,
    StopAllClocks,
    StopClock,
    StopReason,
)
from shared.envelope import Heard
from shared.ids import AgencyCode, PetitionId


def start(
    rule_id: str | None,
    heard: Heard,
    on: dt.date,
    against: AgencyCode,
    variant: frozenset[str] = frozenset(),
    *,
    again: bool = False,
) -> list[StartClock]:
    """Start a clock from a day against a body; None: the law has none."""
    if rule_id is None:
        return []
    return [
        StartClock(
            petition_id=_petition(heard),
            rule_id=rule_id,
            trigger_on=on,
            variant=variant,
            against=against,
            again=again,
            at=heard.recorded_at,
        )
    ]


def stop(
    rule_ids: Iterable[str], heard: Heard, on: dt.date, reason: StopReason = "met"
) -> list[StopClock]:
    """Stop the clocks of these rules."""
    return [
        StopClock(
            petition_id=_petition(heard),
            rule_id=rule_id,
            on=on,
            reason=reason,
            at=heard.recorded_at,
        )
        for rule_id in rule_ids
    ]


def stop_all(heard: Heard, on: dt.date, reason: StopReason = "met") -> list[StopAllClocks]:
    """Stop whatever runs against bodies."""
    return [
        StopAllClocks(
            petition_id=_petition(heard), on=on, reason=reason, at=heard.recorded_at
        )
    ]


def _petition(heard: Heard) -> PetitionId:
    petition_id: PetitionId = heard.fact.petition_id  # type: ignore[attr-defined]  # all have it that are reacted to
    return petition_id
