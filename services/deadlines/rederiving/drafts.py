"""
Drafts of law that are tried on what happened: a rule with other figures, a year of other days.

A draft of a rule names the clock and the day from which it would hold, and only the figures
that differ; all else is as in the row that is in force on that day.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import msgspec
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from services.deadlines.domain.announcing import Law
from services.deadlines.rederiving.spans import differing
from services.deadlines.rules import ClockRule, RuleBook, clock_rule
from services.deadlines.rules.loader import UNITS
from services.deadlines.store import closed_and_made_up
from shared.contracts.deadlines import CalendarDay, Ground, Unit
from shared.errors import Kind as RefusalKind
from shared.errors import Refusal
from shared.legal.calendar import CalendarYear
from shared.legal.gaps import Gap
from shared.legal.policy import AS_WE_READ_IT, Policy
from shared.legal.reading import ONE_DAY
from shared.postgres.where import Where

Kind = Literal["proposal", "calendar", "rule"]
LARGEST_BYTES = 20_000
Length = Annotated[int, Field(ge=1, le=3_660)]
Circumstances = Annotated[str, Field(pattern=r"^[a-z_]+(\+[a-z_]+)*$", max_length=100)]


class DraftUnfit(Refusal):
    """A draft that cannot be read as one."""

    code = "draft-unfit"
    kind = RefusalKind.INVALID

    def __init__(self, sentence: str, *, field: str) -> None:
        super().__init__(sentence, field=field, values={"field": field})


class PausesIn(BaseModel):
    """From when pauses would be honored."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    from_: Annotated[dt.date, Field(alias="from")]
    grounds: tuple[Ground, ...] = ()
    """Besides those that the row has already."""


class RuleIn(BaseModel):
    """A draft of a rule, as a file or a form has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.]{2,40}$")]
    valid_from: dt.date
    valid_to: dt.date | None = None
    length: Length | None = None
    unit: Unit | None = None
    variants: Mapping[Circumstances, Length] = {}
    extensions: Mapping[Circumstances, Length] | None = None
    """`each`: days an extension adds at most; else how often a circumstance allows one."""
    pauses: Literal[False] | PausesIn | None = None
    """False: the law would know no pause."""
    roll: bool = True
    """Whether a last day that is a day off moves to the next working day."""

    @model_validator(mode="after")
    def is_in_force_some_day(self) -> "RuleIn":
        """Refuse a rule that never holds."""
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is tried, under which law, and which clocks it can concern."""

    kind: Kind
    subject: str
    """`2026.3`, or the id of the clock."""
    text: str
    """As it is kept."""
    law: Law
    where: Where
    policy: Policy = AS_WE_READ_IT


def read_rule(content: bytes) -> RuleIn:
    """
    Return the draft that a file has: YAML, one row.

    Raises:
        DraftUnfit: it has none; the sentence names the field.
    """
    if len(content) > LARGEST_BYTES:
        raise DraftUnfit("Dự thảo quá dài; chỉ ghi một dòng quy định.", field="file")
    try:
        found = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        raise DraftUnfit(
            "Tệp không phải YAML, hoặc có ngày không có thật; viết 2026-11-01.",
            field="file",
        ) from None
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    if not isinstance(found, dict):
        raise DraftUnfit("Tệp phải là một quy định: id, valid_from, length …", field="file")
    return rule_of(found)


def rule_of(found: Mapping[Any, Any]) -> RuleIn:
    """
    Return the draft in some values.

    Raises:
        DraftUnfit: they are none; the sentence names the field.
    """
    try:
        return RuleIn.model_validate(found)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"][:2]) or "file"
        raise DraftUnfit(f"{field}: {first['msg']}.", field=field) from None


def of_rule(law: Law, asked: RuleIn) -> Draft:
    """
    Return the trial of a rule: over every clock that began while it would have held.

    Raises:
        DraftUnfit: there is no such clock, or its row cannot have such figures.
    """
    row = _row(law.book, asked)
    rows = (row, *law.book.clocks[asked.id])
    book = replace(law.book, clocks={**law.book.clocks, asked.id: rows})
    where = _history()
    where.add("rule = {} and trigger_on >= {}", asked.id, asked.valid_from)
    if asked.valid_to is not None:
        where.add("trigger_on <= {}", asked.valid_to)
    return Draft(
        kind="rule",
        subject=asked.id,
        text=asked.model_dump_json(by_alias=True, exclude_unset=True),
        law=replace(law, book=book),
        where=where,
        policy=replace_roll(asked.roll),
    )


def of_calendar(
    law: Law, year: int, days: frozenset[CalendarDay], *, proposed: int | None = None
) -> Draft:
    """
    Return the trial of other days: of a proposal over what is open, else over everything.

    Clocks whose time does not touch a day that differs cannot move, and are left out.
    """
    known = law.calendar.years.get(year)
    closed, made_up = closed_and_made_up(days)
    version = (known.version if known else 0) + 1
    other = CalendarYear(
        year=year, version=version, closed=closed, make_up=made_up, source="", confidence=""
    )
    calendar = law.calendar.published(other)
    where = _history() if proposed is None else Where()
    if proposed is not None:
        where.add("state = 'running'")
    span = differing(law.calendar, calendar)
    if span is None:
        where.add("false")
    else:
        span.narrow(where)
    return Draft(
        kind="calendar" if proposed is None else "proposal",
        subject=f"{year}" if proposed is None else f"{year}.{proposed}",
        text=msgspec.json.encode(sorted(days, key=lambda day: day.on)).decode(),
        law=replace(law, calendar=calendar),
        where=where,
    )


def replace_roll(roll: bool) -> Policy:  # noqa: FBT001 - the only thing it says
    """Return the policy of a draft."""
    return AS_WE_READ_IT if roll else Policy(roll_last_day=False)


def _history() -> Where:
    where = Where()
    where.add("state <> 'moot'")  # the matter ended otherwise: nobody was late or in time
    return where


def _row(book: RuleBook, asked: RuleIn) -> ClockRule:
    try:
        row = clock_rule(book, asked.id, asked.valid_from)
    except Gap as gap:
        field = "id" if gap.code == "clock-unknown" else "valid_from"
        raise DraftUnfit(gap.sentence, field=field) from None
    unit = asked.unit or row.unit
    if unit not in UNITS[row.mode] or row.length == 0:
        known = ", ".join(sorted(UNITS[row.mode]))
        raise DraftUnfit(f"unit: thời hạn {row.id} chỉ tính bằng {known}.", field="unit")
    variants = {frozenset(key.split("+")): n for key, n in asked.variants.items()}
    variants = {**row.variants, **variants}
    extensions, each = _extensions(row, asked)
    return replace(
        row,
        valid_from=asked.valid_from,
        valid_until=None if asked.valid_to is None else asked.valid_to + ONE_DAY,
        length=asked.length or row.length,
        unit=unit,
        variants=variants,
        extensions=extensions,
        extension_length=each,
        circumstances=frozenset().union(*variants, extensions),
        **_pauses(row, asked),
    )


def _extensions(row: ClockRule, asked: RuleIn) -> tuple[Mapping[str, int], int]:
    if asked.extensions is None:
        return row.extensions, row.extension_length
    given = dict(asked.extensions)
    each = given.pop("each", row.extension_length)
    if given and not each:
        raise DraftUnfit(
            "extensions: ghi `each`, số ngày mỗi lần gia hạn.", field="extensions"
        )
    return given, each


def _pauses(row: ClockRule, asked: RuleIn) -> dict[str, Any]:
    match asked.pauses:
        case None:
            return {}
        case False:
            return {"pauses_from": None, "pause_grounds": {}}
        case PausesIn(from_=since, grounds=grounds):
            known = dict.fromkeys(grounds, "other_body") | dict(row.pause_grounds)
            return {"pauses_from": since, "pause_grounds": known}
