"""What the law says of a petition: its tables, in the order in which the law asks."""

from collections.abc import Mapping

from services.routing.domain.advice.answer import Answer
from services.routing.domain.advice.draft import Draft
from services.routing.domain.advice.facts import Facts
from services.routing.domain.advice.observing import bodies_of, observe, title_differs
from services.routing.domain.advice.seats import Bench
from services.routing.domain.advice.timing import Reckoner
from services.routing.domain.advice.whose import decide_whose
from services.routing.rules.advising import AdviceBook, Value
from shared.errors import RuleMissing
from shared.legal.calendar import Calendar

BEFORE = ("legibility", "kind")
"""Asked always: an unreadable petition still is counted under a kind."""
ALONE = ("mixed", "unnamed")
"""Asked before anybody asks whose it is."""
OUTCOME = (
    "eligible",
    "danger",
    "referred",
    "ineligible",
    "others",
    "effective",
    "split",
    "coordination",
    "elsewhere",
    "grounds",
    "defects",
    "acceptance",
)
AFTER = ("closing", "forms")
"""Asked always: what goes with the outcome."""


def advise_on_petition(book: AdviceBook, calendar: Calendar, facts: Facts) -> Answer:
    """
    Return what the law says of a petition.

    Legal source: the tables 10 to 52 of `rules/advice/`; the order is that of TT05 and LTC.

    Raises:
        RuleMissing: no row covers the case or the day.
    """
    bench = Bench(
        book=book, on=facts.received_on, bodies=bodies_of(facts, facts.contents[0])
    )
    draft = Draft(book=book, on=facts.received_on, observed=observe(facts), bench=bench)
    for table in BEFORE:
        draft.ask(table)
    kind = _kind(draft, facts)
    _ask(draft, ALONE)
    kind = _kind(draft, facts) if draft.kinds else kind
    if not draft.stopped:
        _count(draft, calendar, facts, kind)
        draft.ask("particulars")
        decide_whose(draft, facts, kind)
        _ask(draft, OUTCOME)
    _close(draft)
    return draft.answer(kind)


def _ask(draft: Draft, tables: tuple[str, ...]) -> None:
    for table in tables:
        if not draft.stopped:
            draft.ask(table)


def _kind(draft: Draft, facts: Facts) -> str:
    """
    Settle the kind: that of the contents, or mixed.

    Raises:
        RuleMissing: no row of the day knows a signal.
    """
    found = set(draft.kinds)
    if not found:
        raise RuleMissing(f"kind: no rule on {draft.on} says what such a petition is")
    kind = "mixed"
    if len(found) == 1 or "denunciation_information" in found:
        kind = draft.kinds[-1]
    draft.found({"kind": kind, "title_differs": title_differs(facts, found, kind)})
    return kind


def _count(draft: Draft, calendar: Calendar, facts: Facts, kind: str) -> None:
    """Add what days say; only complaints and denunciations have such days."""
    draft.found({"time_bar": "in_time", "first_level": "unknown", "discontinued": "never"})
    decided = facts.history.first_decision is not None
    enclosed = facts.document.first_decision_enclosed
    draft.found({"first_decision_missing": not enclosed})
    if kind not in ("complaint", "denunciation"):
        return
    days = Reckoner(
        book=draft.book, calendar=calendar, facts=facts, observed=draft.observed
    ).days()
    draft.applied(days.rules)
    draft.found(
        {
            "time_bar": days.time_bar,
            "first_level": days.first_level,
            "discontinued": days.discontinued,
            # Nobody can enclose what was not given in time (LKN Đ33.1, ND124 Đ4).
            "first_decision_missing": not enclosed
            and (decided or days.first_level not in ("overdue", "running")),
        }
    )


def _close(draft: Draft) -> None:
    for name, value in _UNASKED.items():
        draft.observed.setdefault(name, value)
    for table in AFTER:
        draft.ask(table)


_UNASKED: Mapping[str, Value] = {
    "ours": False,
    "superior_of_decider": False,
    "first_level": "unknown",
    "external": "none",
}
"""What was not asked where the outcome was settled before."""
