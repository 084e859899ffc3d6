"""
How pages show dates, periods, clocks, figures and law: for people, in their language.

Babel knows how each language writes figures, lists and ages, and when it says one and when
many; days are written as on Vietnamese letters, `thứ Hai 23/11/2026`, in both languages.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from shared.clock import LOCAL
from shared.errors import Refusal
from shared.legal import acts
from shared.legal.citation import Citation
from shared.legal.running import NEVER
from shared.web.words import Language, Words

SOON_DAYS = 3
"""From so many days before its end a clock is shown as due soon: how a page looks, no law."""
_LOCALES: dict[Language, str] = {"vi": "vi_VN", "en": "en_GB"}
_KB = 1000
_PROVISION = re.compile(r"Đ(\d+[a-z]?)(?:\.(\d+[a-z]?))?(?:\.([a-zđ])(?![a-z]))?")
_SHAPES = {"ok": "●", "soon": "◐", "late": "▲", "paused": "‖", "done": "✓", "none": "–"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A clock at a glance: a shape, a color by its tone, and words. Never color alone."""

    tone: str
    words: str

    @property
    def shape(self) -> str:
        """The shape that stands for the tone."""
        return _SHAPES[self.tone]


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows things to one reader, today."""

    words: Words
    language: Language
    today: dt.date
    now: dt.datetime | None = None
    """For ages of minutes; pages that only show days need none."""

    def t(self, key: str, /, **values: object) -> str:
        """Return words of the reader's language."""
        return self.words.say(self.language, key, **values)

    def word(self, group: str, code: str) -> str:
        """Return the word for a code of a fact; the code itself where we have none yet."""
        key = f"{group}.{code}"
        return self.t(key) if key in self.words else code

    def refusal(self, refusal: Refusal) -> str:
        """
        Return why something was refused; the sentence itself where we have no other words.

        Words may take it up as `{sentence}`, where it is Vietnamese, and what it names, a
        day as pages show days.
        """
        key = f"refusal.{refusal.code}"
        if key not in self.words:
            return refusal.sentence
        named = {
            name: self.date(value) if isinstance(value, dt.date) else value
            for name, value in refusal.values.items()
        }
        return self.t(key, **{"sentence": refusal.sentence, **named})

    def date(self, day: dt.date) -> str:
        """Return `23/11/2026`."""
        return f"{day:%d/%m/%Y}"

    def day(self, day: dt.date) -> str:
        """Return `thứ Hai 23/11/2026`."""
        return f"{self.t(f'weekday.{day.isoweekday()}')} {self.date(day)}"

    def moment(self, instant: dt.datetime) -> str:
        """Return `10:42 thứ Hai 23/11/2026` local; the day alone where no hour is known."""
        local = instant.astimezone(LOCAL)
        if local.time() == dt.time():  # entered later, with the day of receipt
            return self.day(local.date())
        return f"{local:%H:%M} {self.day(local.date())}"

    def month(self, day: dt.date) -> str:
        """Return `11/2026`."""
        return f"{day:%m/%Y}"

    def ago(self, instant: dt.datetime) -> str:
        """Return `3 phút trước`; from a week on, the moment itself."""
        age = (self.now or instant) - instant
        if age >= dt.timedelta(days=7):
            return self.moment(instant)
        if age < dt.timedelta(minutes=1):
            return self.t("period.now")
        return format_timedelta(-age, add_direction=True, locale=self._locale)

    def number(self, figure: float | Decimal) -> str:
        """Return `12.345` and `1,5`, or `12,345` and `1.5` in English."""
        return format_decimal(figure, locale=self._locale)

    def percent(self, share: float) -> str:
        """Return `93%` of a share of one."""
        return format_percent(share, locale=self._locale)

    def size(self, n_bytes: int) -> str:
        """Return how large a file is: `340 kB`, `1,2 MB`."""
        if n_bytes < _KB**2:
            return f"{self.number(max(1, round(n_bytes / _KB)))} kB"
        return f"{self.number(round(n_bytes / _KB**2, 1))} MB"

    def listed(self, words: Iterable[str]) -> str:
        """Return `a, b và c`."""
        return format_list(list(words), locale=self._locale)

    def count(self, key: str, n: int) -> str:
        """Return words that say how many: under `key_one` where the language has a word for one."""
        form = f"{key}_{self._locale.plural_form(n)}"
        return self.t(form if form in self.words else key, n=self.number(n))

    @property
    def _locale(self) -> Locale:
        return _locale(self.language)

    def left(self, due_on: dt.date) -> str:
        """Return how long until a day: `còn 3 ngày`, `hết hạn hôm nay`, `quá hạn 2 ngày`."""
        days = (due_on - self.today).days
        if days == 0:
            return self.t("period.today")
        return self.count("period.left" if days > 0 else "period.over", abs(days))

    def clock(self, due_on: dt.date | None, still_since: dt.date | None = None) -> Chip:
        """Return the clock that runs, at a glance; else the one that stands still, or none."""
        if due_on is None or due_on == NEVER:
            if still_since is None:
                return Chip("none", self.t("chip.none"))
            return self.paused(self.t("chip.paused", day=self.date(still_since)))
        if due_on < self.today:
            return Chip("late", self.left(due_on))
        if (due_on - self.today).days <= SOON_DAYS:
            return Chip("soon", self.t("chip.soon", left=self.left(due_on)))
        return Chip("ok", self.t("chip.ok", left=self.left(due_on)))

    def paused(self, words: str) -> Chip:
        """Return the chip of a clock that stands still."""
        return Chip("paused", words)

    def done(self, words: str) -> Chip:
        """Return the chip of what is over."""
        return Chip("done", words)

    def law(self, citation: Citation) -> str:
        """Return a citation in full: `khoản 2 Điều 6 Thông tư 05/2021/TT-TTCP`."""
        act = acts.load().get(citation.act)
        if act is None:
            return str(citation)
        kind = next((k for k in ("Bộ luật", "Luật") if act.title.startswith(k)), "")
        if kind and "sửa đổi" not in act.title:
            name = act.title
        else:
            name = f"{kind or ' '.join(act.title.split()[:2])} {act.number}"
        head, mark, amended = citation.provision.partition(" (")
        full = f"{_in_words(head)} {name}{mark}{_in_words(amended)}"
        return full.strip()


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(_LOCALES[language])


def _in_words(provision: str) -> str:
    def one(found: re.Match[str]) -> str:
        article, clause, point = found.groups()
        parts = [point and f"điểm {point}", clause and f"khoản {clause}", f"Điều {article}"]
        return " ".join(part for part in parts if part)

    return _PROVISION.sub(one, provision)
