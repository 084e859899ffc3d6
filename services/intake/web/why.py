"""Why a day is the last one, and what one can do once it has passed, in plain words."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.intake.projections.times import Still, Time
from shared.web.showing import Chip, Showing

ONE_DAY = dt.timedelta(days=1)
_LONGER = ("complex", "especially_complex", "remote")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A time limit in plain words."""

    rule: str
    name: str
    due_on: dt.date | None
    """None while it stands still."""
    chip: Chip
    why: Sequence[str]
    paused: str
    """Since when and why it stands still; empty: it runs."""
    late: str
    """What one can do now that it has passed; empty: it has not."""


def told(times: Iterable[Time], show: Showing) -> tuple[list[Told], list[Told]]:
    """Return what bodies must do and what the sender may still do, each by its last day."""
    here = sorted((time for time in times if _matters(time, show)), key=_order)
    duties = [_told(time, show) for time in here if time.duty]
    return duties, [_told(time, show) for time in here if time.yours]


def _matters(time: Time, show: Showing) -> bool:
    return time.open and (time.duty or time.due_on >= show.today)


def _order(time: Time) -> tuple[bool, dt.date, str]:
    return time.still is not None, time.due_on, time.rule


def _told(time: Time, show: Showing) -> Told:
    still = time.still
    return Told(
        rule=time.rule,
        name=show.word("clock", time.rule),
        due_on=None if still else time.due_on,
        chip=show.clock(None if still else time.due_on, still.from_on if still else None),
        why=[*_why(time, show)],
        paused=_stands(still, show) if still else "",
        late=_late(time, show) if not still and time.due_on < show.today else "",
    )


def _why(time: Time, show: Showing) -> Iterator[str]:
    """Say whose time it is, from when it counts, what made it longer, and where it ends."""
    since = f"since.{time.rule}"
    yield show.t(
        "why.yours" if time.yours else "why.theirs",
        length=show.t(f"unit.{time.unit}", n=time.length),
        since=show.t(since if since in show.words else "since.other"),
        day=show.day(time.trigger_on),
    )
    if time.variant & {*_LONGER} and not time.extensions:
        yield show.t("why.longer")
    for number, granted_on, days in time.extensions:
        yield show.t("why.extended", n=number, days=days, day=show.day(granted_on))
    for still in time.stills:
        if still.until_on:
            yield show.t(
                "why.paused",
                first=show.day(still.from_on),
                last=show.day(still.until_on - ONE_DAY),
                ground=show.word("still", still.ground),
            )
    if time.unit == "working_day":
        yield show.t("why.working_days")
    if time.still is None:
        yield _end(time, show)
    if time.earlier_on is not None and time.earlier_on != time.due_on:
        yield show.t("why.moved", day=show.day(time.earlier_on))
    yield show.t("why.basis", law=show.law(time.basis))


def _end(time: Time, show: Showing) -> str:
    nominal, due = show.day(time.nominal_on), show.day(time.due_on)
    if time.nominal_on == time.due_on:
        return show.t("why.ends", day=due)
    return show.t("why.rolled", nominal=nominal, day=due)


def _stands(still: Still, show: Showing) -> str:
    return show.t(
        "why.stands",
        day=show.day(still.from_on),
        ground=show.word("still", still.ground),
        law=show.law(still.basis),
    )


def _late(time: Time, show: Showing) -> str:
    key = f"right.{time.rule}"
    return show.t(key if key in show.words else "right.other")
