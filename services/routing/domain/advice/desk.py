"""What the law says at the reception desk: visits, sessions by video, days of the heads."""

import datetime as dt
import re

from services.routing.domain.advice.answer import Answer, FactMissing
from services.routing.domain.advice.draft import Draft
from services.routing.domain.advice.facts import Facts, Online, Schedule, Visit
from services.routing.domain.advice.seats import Bench
from services.routing.rules.advising import AdviceBook, Value
from shared.errors import RuleMissing
from shared.legal.calendar import Calendar
from shared.legal.counting import Period, due

_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])")


def advise_on_visit(book: AdviceBook, facts: Facts, visit: Visit) -> Answer:
    """
    Return whether and how a visitor is received.

    Legal source: LTCD Đ9, Đ26, Đ29; ND154 Đ4, Đ14, Đ15; tables of 60-reception.yaml.

    Raises:
        RuleMissing: no row covers the day.
    """
    draft = blank(book, facts, _visit(facts, visit))
    refused = draft.ask("refusal")
    draft.ask("house_rules")
    if not refused and not draft.ask("reception"):
        raise RuleMissing(f"reception: no rule is in force on {facts.received_on}")
    draft.ask("visit_closing")
    return draft.answer("reception_visit")


def advise_on_session(
    book: AdviceBook, calendar: Calendar, facts: Facts, online: Online
) -> Answer:
    """
    Return whether a reception by video is held.

    Legal source: ND154 Đ20, Đ23; tables of 60-reception.yaml.

    Raises:
        RuleMissing: the calendar of the session's year is not published, or no row covers it.
    """
    observed: dict[str, Value] = {
        "matter": online.matter,
        "grounds": frozenset(online.grounds),
        "several_bodies": "multi_body" in online.grounds,
        "wishes": online.citizen_wishes,
        "identity_protection": online.identity_protection_requested,
        "confidential": online.confidentiality_assured,
        "notice": "unknown",
    }
    draft = blank(book, facts, observed)
    draft.found({"notice": _notice(draft, calendar, online)})
    draft.ask("online")
    draft.found({"online_ground": "ONLINE_ELIGIBLE" in draft.flags})
    draft.ask("online_outcome")
    if not draft.rules:
        raise RuleMissing(f"online: no rule is in force on {facts.received_on}")
    draft.ask("visit_closing")
    return draft.answer("online_reception")


def advise_on_schedule(book: AdviceBook, facts: Facts, schedule: Schedule) -> Answer:
    """
    Return whether a head received on as many days as the law of that month asked.

    Legal source: LTCD Đ12.5, Đ13.5, Đ15, Đ18.2; ND154 Đ10.2.

    Raises:
        RuleMissing: no row speaks of such a head in that month.
        FactMissing: the month is no month.
    """
    month = _MONTH.fullmatch(schedule.month)
    if month is None:
        raise FactMissing("schedule.month", "schedule.month: write the month as YYYY-MM")
    every_week = schedule.every_week
    if every_week is None:
        every_week = (
            schedule.weeks_in_month is not None and schedule.days >= schedule.weeks_in_month
        )
    observed: dict[str, Value] = {
        "head_of": schedule.head_of,
        "days": schedule.days,
        "every_week": every_week,
    }
    draft = blank(book, facts, observed)
    on = dt.date(int(month["year"]), int(month["month"]), 1)
    if not draft.ask("schedule", on):
        raise RuleMissing(f"schedule: no rule on the head of a {schedule.head_of} on {on}")
    return draft.answer("schedule_audit")


def blank(book: AdviceBook, facts: Facts, observed: dict[str, Value]) -> Draft:
    """Return an answer in which nothing is found yet."""
    bench = Bench(
        book=book, on=facts.received_on, bodies={"receiver": facts.receiving_body}
    )
    start: dict[str, Value] = {"actions": frozenset(), "reasons": frozenset()}
    return Draft(
        book=book, on=facts.received_on, observed={**start, **observed}, bench=bench
    )


def _visit(facts: Facts, visit: Visit) -> dict[str, Value]:
    matter = visit.matter
    return {
        "receiver": facts.receiving_body.kind,
        "conditions": frozenset(visit.condition),
        "people": visit.people,
        "appointed_in_writing": visit.representatives_appointed,
        "has_petition": "none" if visit.has_petition is None else visit.has_petition,
        "cannot_write": visit.cannot_write,
        "gives_evidence": visit.gives_evidence,
        "within_authority": "none"
        if visit.within_authority is None
        else visit.within_authority,
        "matter": (matter.kind or "none") if matter else "none",
        "settled_reviewed_explained": matter is not None
        and matter.resolved_lawfully
        and matter.review_notice_issued
        and matter.explained_in_reception,
        "answered": matter is not None
        and (
            matter.answered_in_writing
            or matter.explained_in_reception
            or matter.resolved_lawfully
        ),
        "new_facts": matter is not None and matter.new_facts,
        "judged_without_review": matter is not None
        and matter.court_judgment_effective
        and matter.no_review_written_reply,
        "pending_elsewhere": matter is not None and matter.pending_with_other_body,
    }


def _notice(draft: Draft, calendar: Calendar, online: Online) -> str:
    if online.notice_sent_on is None or online.session_on is None:
        return "unknown"
    if not draft.book.tables["online_outcome"].rows[0].covers(draft.on):
        return "unknown"
    row = draft.book.limit("online_notice", draft.observed, draft.on)
    draft.applied([row])
    period = Period(
        trigger_on=online.session_on, length=row.days, unit="working_day", mode="before"
    )
    return "late" if online.notice_sent_on > due(period, calendar).due_on else "in_time"
