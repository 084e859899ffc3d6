"""Where every matter enters: which tables answer which kind of intake."""

from services.routing.domain.advice.answer import Answer, FactMissing
from services.routing.domain.advice.desk import (
    advise_on_schedule,
    advise_on_session,
    advise_on_visit,
)
from services.routing.domain.advice.facts import Facts
from services.routing.domain.advice.petition import advise_on_petition
from services.routing.domain.advice.running import (
    advise_on_conflict,
    advise_on_event,
    advise_on_handover,
)
from services.routing.rules.advising import AdviceBook
from shared.legal.calendar import Calendar


def advise(book: AdviceBook, calendar: Calendar, facts: Facts) -> Answer:  # noqa: PLR0911
    """
    Return what the law says of a matter.

    Raises:
        RuleMissing: no row covers the case or the day.
        FactMissing: something was not stated without which no row can answer.
    """
    match facts.intake:
        case "petition" if facts.contents:
            return advise_on_petition(book, calendar, facts)
        case "reception_visit" if facts.visit is not None:
            return advise_on_visit(book, facts, facts.visit)
        case "online_session" if facts.online is not None:
            return advise_on_session(book, calendar, facts, facts.online)
        case "schedule_audit" if facts.schedule is not None:
            return advise_on_schedule(book, facts, facts.schedule)
        case "case_event" if facts.event is not None:
            return advise_on_event(book, facts, facts.event)
        case "jurisdiction_conflict" if facts.conflict is not None:
            return advise_on_conflict(book, facts, facts.conflict)
        case "handover" if facts.pending_file is not None:
            return advise_on_handover(book, facts, facts.pending_file)
        case intake:
            part = _PART[intake]
            raise FactMissing(part, f"{part}: an intake of kind {intake} states it; add it")


_PART = {
    "petition": "contents",
    "reception_visit": "visit",
    "online_session": "online",
    "schedule_audit": "schedule",
    "case_event": "event",
    "jurisdiction_conflict": "conflict",
    "handover": "pending_file",
}
