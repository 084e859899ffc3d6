"""Why a date is what it is, as a strip: stretch by stretch, and what would change it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from services.deadlines.domain.errors import ClockRefused
from services.deadlines.domain.reckoning import Question, asked
from services.deadlines.projections.asked import Explained, extensions_of
from services.deadlines.projections.clock import ClockRow
from services.deadlines.rules import ClockRule, RuleBook
from services.deadlines.web.showing import anchor_of, chip, is_duty, mark, name_of
from shared.contracts.routing import CaseExtended, CasePaused
from shared.envelope import Heard
from shared.legal import wording
from shared.legal.calendar import Calendar
from shared.legal.counting import ONE_DAY, Extension, Step
from shared.web.showing import Chip, Showing

_SHAPES = {"counted": "●", "skipped": "○", "paused": "‖", "rolled": "↷", "extended": "+",
           "end": "■", "closed": "○"}  # fmt: skip
_DRAWN = ("counted", "skipped", "paused", "rolled")
WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days as it is drawn."""

    kind: str
    x: float
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The days of a clock as a strip, from the first that was looked at to the last."""

    first: dt.date
    last: dt.date
    bars: Sequence[Bar]
    today: float | None
    """Where today stands; None: outside."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days in words."""

    kind: str
    shape: str
    words: str
    basis: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something that would move the end, and where to."""

    words: str
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class Added:
    """An extension: what it gave, when, by whom and on what ground."""

    words: str
    basis: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A clock of a petition, and why it ends when it does."""

    anchor: str
    name: str
    chip: Chip
    mark: str
    against: str
    row: ClockRow
    rule: ClockRule | None
    due_on: dt.date | None
    """As counted now; of a clock that stands still, if it went on today."""
    differs: bool
    refused: str
    is_open: bool
    drawn: Drawing | None
    stretches: Sequence[Stretch]
    changes: Sequence[Change]
    added: Sequence[Added]
    paused: str
    """Since when and why it stands still, by which provision; empty: it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who reads, under which law, and what is known of the case besides its clocks."""

    show: Showing
    book: RuleBook
    calendar: Calendar
    names: Mapping[str, str]
    story: Sequence[Heard]


def strip_of(clock: Explained, told: Told) -> Strip:
    """Return a clock with its reason."""
    row, answer = clock.row, clock.answer
    is_open = row.state in ("running", "paused")
    steps = answer.due.steps if answer else ()
    return Strip(
        anchor=anchor_of(row),
        name=name_of(row.rule, told.show, told.book),
        chip=chip(row, told.show, told.calendar),
        mark=mark(row, told.show),
        against=told.names.get(row.against, row.against),
        row=row,
        rule=answer.rule if answer else None,
        due_on=answer.due.due_on if answer else None,
        differs=clock.differs and is_open,
        refused="" if clock.refusal is None else told.show.refusal(clock.refusal),
        is_open=is_open,
        drawn=drawing(steps, told.show),
        stretches=[_stretch(step, told.show) for step in steps],
        changes=list(_changes(clock, told)) if is_open else (),
        added=list(_added(row, told)),
        paused=_paused(row, told),
    )


def drawing(steps: Sequence[Step], show: Showing) -> Drawing | None:
    """
    Return the stretches as they are drawn; None where no day was looked at.

    A last day off is counted, and is where the end moves from: it is drawn as counted, and
    the days after it, the last lawful one too, as moved.
    """
    spans = [*_spans(steps)]
    if not spans:
        return None
    first, until = spans[0][1], spans[-1][2]
    scale = WIDTH / (until - first).days

    def wide(start: dt.date, end: dt.date) -> float:
        return round((end - start).days * scale, 1)

    bars = [
        Bar(step.kind, wide(first, start), wide(start, end), _in_words(step, show))
        for step, start, end in spans
    ]
    today = wide(first, show.today) + scale / 2 if first <= show.today < until else None
    return Drawing(first, until - ONE_DAY, bars, today)


def _spans(steps: Sequence[Step]) -> Iterator[tuple[Step, dt.date, dt.date]]:
    """Return the steps that are drawn with their days, no day in two of them."""
    free_from = dt.date.min
    drawn = sorted((s for s in steps if s.kind in _DRAWN), key=lambda step: step.from_on)
    for step in drawn:
        until, start = step.until_on, max(step.from_on, free_from)
        if step.kind == "rolled" and step is drawn[-1]:
            until += ONE_DAY
        if start < until:
            yield step, start, until
            free_from = until


def _stretch(step: Step, show: Showing) -> Stretch:
    basis = "" if step.basis is None else show.law(step.basis)
    return Stretch(step.kind, _SHAPES.get(step.kind, "·"), _in_words(step, show), basis)


def _in_words(step: Step, show: Showing) -> str:
    return step.sentence_en if show.language == "en" else step.sentence


def _changes(clock: Explained, told: Told) -> Iterator[Change]:
    """Say where the end would be under what the rule knows and the case does not have."""
    answer, show = clock.answer, told.show
    if answer is None:
        return
    rule, question = answer.rule, clock.question
    if clock.row.state == "paused":
        yield Change(show.t("change.resumed"), answer.due.due_on)
    if not is_duty(clock.row):
        return
    for variant in [frozenset[str](), *rule.variants]:
        if variant != question.variant and not question.extensions:
            other = replace(question, variant=variant)
            words = _circumstances(variant, show)
            yield from _would(words, other, told, answer.due.due_on)
    allowed = rule.extensions_for(question.variant)
    if len(question.extensions) < allowed:
        more = Extension(
            granted_on=max(show.today, question.trigger_on), days=rule.extension_length
        )
        other = replace(question, extensions=(*question.extensions, more))
        words = show.t(
            "change.extended",
            n=len(question.extensions) + 1,
            length=_amount(rule.extension_length, show),
        )
        yield from _would(words, other, told, answer.due.due_on)


def _would(words: str, question: Question, told: Told, now_on: dt.date) -> Iterator[Change]:
    try:
        due_on = asked(told.book, told.calendar, question).due.due_on
    except ClockRefused:
        return  # the law knows no such date: nothing to tell
    if due_on != now_on:
        yield Change(words, due_on)


def _circumstances(variant: frozenset[str], show: Showing) -> str:
    if not variant:
        return show.t("change.plain")
    words = getattr(wording.circumstances(variant), show.language)
    return show.t("change.variant", circumstances=words)


def _amount(days: int, show: Showing) -> str:
    return str(getattr(wording.amount(days, "calendar_day"), show.language))


def _added(row: ClockRow, told: Told) -> Iterator[Added]:
    granted = {
        heard.fact.number: heard.fact
        for heard in told.story
        if isinstance(heard.fact, CaseExtended)
    }
    for number, extension in extensions_of(row):
        fact = granted.get(number)
        yield Added(
            words=told.show.t(
                "panel.extended",
                n=number,
                day=told.show.day(extension.granted_on),
                length=_amount(extension.days, told.show),
                by=told.names.get(fact.holder, fact.holder) if fact else "–",
            ),
            basis=told.show.law(fact.basis) if fact else "",
            reason=fact.reason if fact else "",
        )


def _paused(row: ClockRow, told: Told) -> str:
    if row.paused_on is None:
        return ""
    show = told.show
    basis = next(
        (
            show.law(heard.fact.basis)
            for heard in reversed(told.story)
            if isinstance(heard.fact, CasePaused) and heard.fact.paused_on == row.paused_on
        ),
        "",
    )
    said = show.t(
        "panel.paused", day=show.day(row.paused_on), ground=show.word("ground", row.ground)
    )
    return f"{said} ({basis})" if basis else said
