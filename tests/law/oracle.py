"""
A second opinion on every clock, written to be believed rather than to be fast.

It knows nothing of the program: its figures are typed from the articles, its calendar is two
sets of days, and it finds an end by walking from day to day with a list of what is paused.
"""

import datetime as dt
from dataclasses import dataclass, field

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Article:
    """What an article says of one clock."""

    length: int
    unit: str  # D, WD, M, Y
    since: str = "01/01/2000"
    until: str = "31/12/2099"
    longer: dict = field(default_factory=dict)
    """Length by the circumstances that hold."""
    extensions: dict = field(default_factory=dict)
    """How many, by circumstance; 30 days each."""
    pausable_since: str | None = None
    of_a_person: bool = False


C, R, CR = frozenset({"complex"}), frozenset({"remote"}), frozenset({"complex", "remote"})
ARTICLES = {
    # Luật Khiếu nại Đ27, sửa đổi từ 01/7/2026
    "KN.L1.ACCEPT": [
        Article(10, "D", until="30/06/2026"),
        Article(7, "WD", since="01/07/2026"),
    ],
    # Đ28; tạm đình chỉ từ 01/7/2026 kể cả vụ đã thụ lý (NĐ 155 Đ22.1)
    "KN.L1.SETTLE": [
        Article(30, "D", longer={C: 45, R: 45, CR: 60}, pausable_since="01/07/2026")
    ],
    # Đ37
    "KN.L2.SETTLE": [
        Article(45, "D", longer={C: 60, R: 60, CR: 70}, pausable_since="01/07/2026")
    ],
    # Đ32
    "KN.L1.SEND": [Article(3, "WD")],
    # Đ9: trở ngại của người khiếu nại
    "KN.TIMEBAR.90": [Article(90, "D", pausable_since="01/07/2012", of_a_person=True)],
    # Luật TTHC Đ116.3
    "KN.SUE": [Article(1, "Y", pausable_since="01/07/2016", of_a_person=True)],
    # Luật Tố cáo Đ24.1, Đ30, Đ34
    "TC.INITIAL": [Article(7, "WD", longer={frozenset({"multi_site"}): 10})],
    "TC.SETTLE": [
        Article(
            30,
            "D",
            extensions={"complex": 1, "especially_complex": 2},
            pausable_since="01/01/2019",
        )
    ],
    # NĐ 31/2019 Đ18.2
    "TC.FOLLOWUP.MONTHLY": [Article(1, "M", until="30/06/2026")],
    # Luật Tiếp công dân Đ28.1
    "TCD.NOTIFY": [Article(10, "WD")],
}


def day_of(text: str) -> dt.date:
    d, m, y = text.split("/")
    return dt.date(int(y), int(m), int(d))


class NotLawful(Exception):
    """The law does not provide for it."""


@dataclass
class Oracle:
    """One clock and everything that happened to it."""

    clock: str
    trigger: dt.date
    closed: set
    worked_saturdays: set
    circumstances: frozenset = frozenset()
    pauses: list = field(default_factory=list)
    """[from, until); the last until is None while it stands still."""
    extensions: dict = field(default_factory=dict)

    @property
    def article(self) -> Article:
        for article in ARTICLES[self.clock]:
            if day_of(article.since) <= self.trigger <= day_of(article.until):
                return article
        raise NotLawful

    @property
    def stands_still(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None

    def pause(self, on: dt.date) -> None:
        article = self.article
        if self.stands_still:
            return
        if article.pausable_since is None:
            raise NotLawful
        too_early = on < self.trigger or on < day_of(article.pausable_since)
        if too_early and not article.of_a_person:
            raise NotLawful
        if any(start <= on < until for start, until in self.pauses):
            raise NotLawful
        self.pauses.append([on, None])

    def resume(self, on: dt.date) -> None:
        if not self.stands_still:
            return
        start = self.pauses[-1][0]
        if on <= start:
            raise NotLawful
        for other, until in self.pauses[:-1]:
            if start < until and other < on:
                raise NotLawful
        self.pauses[-1][1] = on

    def strike_pause(self, start: dt.date) -> None:
        self.pauses = [pause for pause in self.pauses if pause[0] != start]

    def extend(self, number: int, on: dt.date, days: int, why: str) -> None:
        if number in self.extensions:
            return
        allowed = self.article.extensions.get(why, 0)
        if not 1 <= days <= 30 or on < self.trigger or len(self.extensions) + 1 > allowed:
            raise NotLawful
        self.extensions[number] = days
        self.circumstances = frozenset({why})

    def strike_extension(self, number: int) -> None:
        self.extensions.pop(number, None)

    def is_rest(self, day: dt.date) -> bool:
        if day in self.worked_saturdays:
            return False
        return day.weekday() in (5, 6) or day in self.closed

    def is_paused(self, day: dt.date) -> bool:
        return any(
            start <= day and (until is None or day < until) for start, until in self.pauses
        )

    def ends(self) -> tuple[dt.date, dt.date]:
        """Return the last day, and the last day on which it may still lawfully be done."""
        article = self.article
        length = article.length
        for circumstances, longer in article.longer.items():
            if circumstances == self.circumstances:
                length = longer
        left = length + sum(self.extensions.values())
        if article.unit in ("M", "Y"):
            left = 0
            day, months = self.trigger, length * (12 if article.unit == "Y" else 1)
            goal = self.trigger.year * 12 + self.trigger.month - 1 + months
            while True:
                day += DAY
                left += 1
                at = day.year * 12 + day.month - 1
                last_of_month = (day + DAY).month != day.month
                if at == goal and (day.day == self.trigger.day or last_of_month):
                    break
        day = self.trigger
        while left:
            day += DAY
            if self.is_paused(day):
                continue
            if article.unit == "WD" and self.is_rest(day):
                continue
            left -= 1
        last = day
        while self.is_rest(last) or (last != day and self.is_paused(last)):
            last += DAY
        return day, last
