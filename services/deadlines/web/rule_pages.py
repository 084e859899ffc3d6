"""The rule book to read: every clock by matter, what it means, where it comes from, since when."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse

from services.deadlines.deps import Deadlines
from services.deadlines.rules import ClockKind, ClockRule, RuleBook
from services.deadlines.web.showing import name_of
from services.deadlines.web.views import Reader
from shared.errors import Kind, Refusal
from shared.legal import acts, wording
from shared.legal.rules import Bilingual
from shared.web.pages import pages_of
from shared.web.showing import Showing

router = APIRouter(include_in_schema=False)
KINDS: tuple[ClockKind, ...] = get_args(ClockKind)
_CLOCK = re.compile(r"\b[A-Z]{2,}(?:\.[A-Z0-9_]+)+\b")
"""The id of a clock within a text of the rule book."""


class NoSuchRule(Refusal):
    """The rule book has no clock of this id."""

    code = "no-such-rule"
    kind = Kind.NOT_FOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row of the rule book in the reader's language."""

    rule: ClockRule
    name: str
    meaning: str
    length: str
    """`30 ngày`; empty where the law gives none."""
    others: Sequence[tuple[str, str]]
    """Circumstances and the length under them."""
    extensions: Sequence[str]
    pauses: Sequence[str]
    basis: str
    act: str
    """The act in full."""
    also: Sequence[str]
    stops_on: str
    consequence: str
    note: str
    bearer: str
    valid: str
    state: str
    """`now`, `past` or `future`."""

    @property
    def sure(self) -> bool:
        """Test whether text of the law was read, or a lawyer signed."""
        return self.rule.confidence == "primary" or self.rule.verified_by is not None


@router.get("/rules")
async def rules(
    request: Request,
    deadlines: Deadlines,
    _: Reader,
    q: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    """Show the rows that hold today, by matter; of those that ended or are to come, the nearest."""
    show = pages_of(request).showing(request)
    book = deadlines.book
    present = [shown(row, show, book) for row in _present(book, show.today)]
    found = [each for each in present if fits(each, q)]
    law = [each for each in found if not each.rule.local]
    values = {
        "q": q,
        "groups": [(kind, group) for kind in KINDS if (group := _of(law, kind))],
        "local": [each for each in found if each.rule.local],
        "total": len(found),
        "versions": {clock: len(rows) for clock, rows in book.clocks.items()},
    }
    return pages_of(request).page(request, "rules.html", values)


@router.get("/rules/{clock}")
async def rule(
    request: Request,
    clock: Annotated[str, Path(max_length=40)],
    deadlines: Deadlines,
    _: Reader,
) -> HTMLResponse:
    """Show one clock in all its versions, side by side."""
    rows = deadlines.book.clocks.get(clock)
    if rows is None:
        raise NoSuchRule("the rule book has no clock of this id; see /rules")
    show = pages_of(request).showing(request)
    versions = [shown(row, show, deadlines.book) for row in reversed(rows)]
    values = {"clock": clock, "rows": versions}
    return pages_of(request).page(request, "rule.html", values)


def _present(book: RuleBook, today: dt.date) -> Iterator[ClockRule]:
    for rows in book.clocks.values():
        held = [row for row in rows if row.covers(today)]
        yield held[0] if held else rows[-1]


def _of(rows: Iterable[Shown], kind: ClockKind) -> list[Shown]:
    return [row for row in rows if row.rule.kind == kind]


def fits(row: Shown, text: str) -> bool:
    """Test whether every word of a search stands somewhere in a row, tone marks aside."""
    rule = row.rule
    both = (rule.name, rule.trigger, rule.stops_on, rule.consequence, rule.note)
    texts = [part for words in both if words for part in words]
    whole = plain(" ".join([rule.id, row.basis, row.act, *row.also, *texts]))
    return all(word in whole for word in plain(text).split())


def plain(text: str) -> str:
    """Return a text without tone marks and capitals, as people type."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def shown(rule: ClockRule, show: Showing, book: RuleBook) -> Shown:
    """Return a row in the reader's language; clocks that it speaks of by their names."""

    def said(words: Bilingual | None) -> str:
        return _CLOCK.sub(lambda found: name_of(found[0], show, book), _said(words, show))

    act = acts.load().get(rule.basis.act)
    return Shown(
        rule=rule,
        name=_said(rule.name, show),
        meaning=meaning(rule, show, said(rule.bounded)),
        length=_amount(rule.length, rule, show) if rule.length else "",
        others=[
            (_said(wording.circumstances(variant), show), _amount(length, rule, show))
            for variant, length in rule.variants.items()
        ],
        extensions=list(_extensions(rule, show)),
        pauses=list(_pauses(rule, show)),
        basis=show.law(rule.basis),
        act=f"{act.title} ({act.number})" if act else rule.basis.act,
        also=[show.law(basis) for basis in rule.also],
        stops_on=said(rule.stops_on),
        consequence=said(rule.consequence),
        note=said(rule.note),
        bearer=show.word("bearer", rule.bearer),
        valid=_valid(rule, show),
        state=_state(rule, show.today),
    )


def meaning(rule: ClockRule, show: Showing, bounded: str) -> str:
    """Return what a row means, in one sentence; `bounded`: what bounds it without a length."""
    values: Mapping[str, object] = {
        "who": _capital(show.word("bearer", rule.bearer)),
        "trigger": _said(rule.trigger, show),
        "length": _amount(rule.length, rule, show) if rule.length else "",
        "bounded": bounded,
        "times": rule.times,
        "day": rule.length,
    }
    return show.t(f"meaning.{_sort(rule)}", **values)


def _sort(rule: ClockRule) -> str:
    if not rule.length:
        return "none"
    return f"{rule.unit}ly" if rule.whole else rule.mode


def _extensions(rule: ClockRule, show: Showing) -> Iterator[str]:
    for circumstance, times in rule.extensions.items():
        yield show.t(
            "rule.extension",
            circumstance=_said(wording.circumstances(frozenset({circumstance})), show),
            times=times,
            length=_amount(rule.extension_length, rule, show),
        )


def _pauses(rule: ClockRule, show: Showing) -> Iterator[str]:
    for ground in rule.pause_grounds:
        yield show.word("ground", ground)


def _valid(rule: ClockRule, show: Showing) -> str:
    since = show.date(rule.valid_from)
    if rule.valid_until is None:
        return show.t("rule.since", day=since)
    last = show.date(rule.valid_until - dt.timedelta(days=1))
    return show.t("rule.between", first=since, last=last)


def _state(rule: ClockRule, today: dt.date) -> str:
    if rule.covers(today):
        return "now"
    return "future" if today < rule.valid_from else "past"


def _amount(n: int, rule: ClockRule, show: Showing) -> str:
    return _said(wording.amount(n, rule.unit), show)


def _said(words: Bilingual | None, show: Showing) -> str:
    return "" if words is None else str(getattr(words, show.language))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
