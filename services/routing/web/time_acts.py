"""What an officer can do now with the time of a case, from acceptance to publication."""

import datetime as dt
from collections.abc import Iterator

from services.routing.domain.case.course import Course, Paper
from services.routing.domain.case.state import Accepted, Case, Closed, Dossier
from services.routing.rules import RuleBook
from services.routing.web.ways import Act
from shared.contracts.routing import DecisionIssued, Notified
from shared.contracts.routing_settlement import CaseDiscontinued
from shared.legal.rules import in_force

_FORMS = ("posted", "meeting", "media")


def time_acts(case: Case, book: RuleBook, *, today: dt.date, heads: bool) -> list[Act]:
    """Return what can be done, what is most urgent first; only heads take something back."""
    match case:
        case Accepted(dossier, _, course):
            acts = list(_while_settled(dossier, course, book, today))
            struck = list(_taken_back(course, today)) if heads else []
            return [*acts, *_papers(dossier, course, today), *struck]
        case Closed(dossier, DecisionIssued() as ending, Course() as course):
            return list(_after_decision(dossier, ending, course, book, today))
        case Closed(dossier, CaseDiscontinued(), Course() as course):
            return list(_papers(dossier, course, today))
    return []


def _while_settled(
    dossier: Dossier, course: Course, book: RuleBook, today: dt.date
) -> Iterator[Act]:
    kind, on = dossier.classified.kind, {"on": today.isoformat()}
    if course.standing_still:
        told = not _waits(course, "pause")  # first the decision to pause must be sent
        yield Act(name="resume", inputs=("on",), values=on, proposed=told)
    else:
        rows = [row for row in in_force(book.settling.pauses, today) if kind in row.kinds]
        if rows:
            yield Act(
                name="pause",
                inputs=("on", "ground", "reason"),
                values=on,
                options={"ground": [row.ground for row in rows]},
                laws={row.ground: row.basis for row in rows},
            )
    yield from _lengthened(dossier, course, book, today)


def _lengthened(
    dossier: Dossier, course: Course, book: RuleBook, today: dt.date
) -> Iterator[Act]:
    kind, instance = dossier.classified.kind, dossier.opened.instance
    granted, on = len(course.granted()), {"on": today.isoformat()}
    rows = [row for row in in_force(book.settling.extensions, today) if kind in row.kinds]
    left = [row for row in rows if granted < row.times]
    if left:
        yield Act(
            name="extend",
            inputs=("on", "complexity", "days", "reason"),
            values=on | {"days": str(left[0].each)},
            options={"complexity": [row.complexity for row in left]},
            laws={row.complexity: row.basis for row in left},
        )
    for rule in in_force(book.settling.complexity, today):
        if kind in rule.kinds and instance in rule.instances:
            yield Act(
                name="complexity",
                inputs=("on", "complex", "criteria", "remote")
                if rule.criteria
                else ("on", "complex", "remote"),
                basis=rule.basis,
                values=on
                | {
                    "complex": "true" if course.complex else "",
                    "remote": "true" if course.remote else "",
                    "criteria": " ".join(course.criteria),
                },
                options={"criteria": rule.criteria},
            )


def _papers(dossier: Dossier, course: Course, today: dt.date) -> Iterator[Act]:
    """Yield how to record that papers were sent; of a decision, also when it was received."""
    latest = {paper.what: paper for paper in course.papers}
    for paper in latest.values():
        if paper.sent_on is None:
            plain = paper.what == "decision" and not _receipt_matters(dossier, paper)
            yield Act(
                name="notify",
                of="outcome" if plain else paper.what,
                inputs=("on", "received_on"),
                given={"what": paper.what},
                values={"on": today.isoformat()},
                proposed=_is_next(course, paper),
            )
        elif _receipt_matters(dossier, paper):
            yield Act(
                name="notify",
                of="receipt",
                inputs=("received_on",),
                given={"what": paper.what, "on": paper.sent_on.isoformat()},
            )


def _is_next(course: Course, paper: Paper) -> bool:
    """Test whether sending it is what must be done now."""
    lasts = paper.what == "pause" and course.standing_still is not None
    return lasts or paper.what in {"decision", "discontinuance"}


def _waits(course: Course, what: Notified) -> bool:
    paper = course.paper(what)
    return paper is not None and paper.sent_on is None


def _receipt_matters(dossier: Dossier, paper: Paper) -> bool:
    """Test whether somebody's own time runs from the receipt (LKN Đ33.1)."""
    kind, instance = dossier.classified.kind, dossier.opened.instance
    first = kind == "complaint" and instance == "first"
    return first and paper.what == "decision" and paper.received_on is None


def _taken_back(course: Course, today: dt.date) -> Iterator[Act]:
    on = {"on": today.isoformat()}
    for pause in course.lawful_pauses():
        yield Act(
            name="strike-pause",
            of=pause.paused_on.isoformat(),
            inputs=("reason",),
            given={"paused_on": pause.paused_on.isoformat()} | on,
            about=pause.paused_on,
        )
    for extension in course.granted():
        yield Act(
            name="strike-extension",
            of=str(extension.number),
            inputs=("reason",),
            given={"number": str(extension.number)} | on,
            about=extension.granted_on,
        )


def _after_decision(
    dossier: Dossier,
    ending: DecisionIssued,
    course: Course,
    book: RuleBook,
    today: dt.date,
) -> Iterator[Act]:
    yield from _papers(dossier, course, today)
    if ending.outcome == "withdrawn" or course.published:
        return
    kind, instance = dossier.classified.kind, dossier.opened.instance
    duties = in_force(book.settling.publication, ending.issued_on)
    duty = next((row for row in duties if row.fits(kind, instance)), None)
    yield Act(
        name="publish",
        inputs=("on", "form"),
        basis=duty.basis if duty else None,
        values={"on": today.isoformat()},
        options={"form": _FORMS},
        proposed=duty is not None and not _waits(course, "decision"),
    )
