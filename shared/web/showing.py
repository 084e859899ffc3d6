"""How pages show dates, periods, clocks, figures and law: for people, in their language."""

import datetime as dt
import re
from dataclasses import dataclass

from shared.clock import LOCAL
from shared.errors import Refusal
from shared.legal import acts
from shared.legal.citation import Citation
from shared.legal.running import NEVER
from shared.web.words import Language, Words

SOON_DAYS = 3
"""From so many days before its end a clock is shown as due soon: how a page looks, no law."""
_PROVISION = re.compile(r"Đ(\d+[a-z]?)(?:\.(\d+[a-z]?))?(?:\.([a-zđ])(?![a-z]))?")
_SHAPES = {"ok": "●", "soon": "◐", "late": "▲", "done": "✓", "none": "–"}


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

    def t(self, key: str, /, **values: object) -> str:
        """Return words of the reader's language."""
        return self.words.say(self.language, key, **values)

    def word(self, group: str, code: str) -> str:
        """Return the word for a code of a fact; the code itself where we have none yet."""
        key = f"{group}.{code}"
        return self.t(key) if key in self.words else code

    def refusal(self, refusal: Refusal) -> str:
        """Return why something was refused; the sentence itself where we have no other words."""
        key = f"refusal.{refusal.code}"
        return self.t(key) if key in self.words else refusal.sentence

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

    def number(self, figure: int) -> str:
        """Return `12.345`, or `12,345` in English."""
        text = f"{figure:,}"
        return text if self.language == "en" else text.replace(",", ".")

    def left(self, due_on: dt.date) -> str:
        """Return how long until a day: `còn 3 ngày`, `hết hạn hôm nay`, `quá hạn 2 ngày`."""
        days = (due_on - self.today).days
        if days == 0:
            return self.t("period.today")
        key = "period.left" if days > 0 else "period.over"
        return self.t(key if abs(days) > 1 else f"{key}_one", days=abs(days))

    def clock(self, due_on: dt.date | None) -> Chip:
        """Return a running clock at a glance; without a date, that none runs."""
        if due_on is None or due_on == NEVER:
            return Chip("none", self.t("chip.none"))
        if due_on < self.today:
            return Chip("late", self.left(due_on))
        if (due_on - self.today).days <= SOON_DAYS:
            return Chip("soon", self.t("chip.soon", left=self.left(due_on)))
        return Chip("ok", self.t("chip.ok", left=self.left(due_on)))

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


def _in_words(provision: str) -> str:
    def one(found: re.Match[str]) -> str:
        article, clause, point = found.groups()
        parts = [point and f"điểm {point}", clause and f"khoản {clause}", f"Điều {article}"]
        return " ".join(part for part in parts if part)

    return _PROVISION.sub(one, provision)
