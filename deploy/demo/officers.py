"""What the officers of the demonstration do next with a case, and when."""

import datetime as dt
import random
from typing import Any

from services.routing.domain.case.commands import (
    AcceptCase,
    AnswerCase,
    CaseRequest,
    ConfirmTransfer,
    ExtendCase,
    FileCase,
    FindComplexity,
    GuideCase,
    IssueDecision,
    NotifyOf,
    PauseCase,
    PublishDecision,
    ResumeCase,
    TransferPetition,
)
from services.routing.domain.case.course import Course, Paper
from services.routing.domain.case.state import (
    Accepted,
    AwaitingAction,
    Case,
    Closed,
    Dossier,
    InTransfer,
)
from shared.clock import local_date
from shared.contracts.routing import DecisionIssued, Ground, Outcome

COMPLAINT_OUTCOMES: dict[Outcome, int] = {
    "right": 4, "partly_right": 4, "withdrawn": 27, "wrong": 65,
}  # fmt: skip
DENUNCIATION_OUTCOMES: dict[Outcome, int] = {
    "right": 9, "partly_right": 14, "withdrawn": 10, "wrong": 67,
}  # fmt: skip
PROMPT = 0.86
"""Share of acts done within their time; the others are late by days or never done."""
FORGOTTEN = 0.05
FORGOTTEN_PAPERS = 0.02
"""Share of papers that are never sent, of decisions that are never made public."""
PAUSED, EXTENDED, COMPLEX = 0.12, 0.20, 0.15
"""Shares of settlements that stand still once, are extended once, prove complex on the way."""
PAUSES_SINCE = dt.date(2026, 7, 1)
"""Of complaints (LKN Đ11a); before that day no officer would try."""
GROUNDS: dict[str, tuple[Ground, ...]] = {
    "complaint": ("complainant_obstacle", "other_body"),
    "denunciation": ("other_body", "expert"),
}
REASONS: dict[Ground, str] = {
    "complainant_obstacle": "Người khiếu nại nằm viện, có giấy xác nhận.",
    "other_body": "Chờ kết quả giải quyết vụ việc liên quan trực tiếp.",
    "expert": "Chờ kết quả giám định bổ sung.",
}
CRITERIA = ("several_places", "several_contents", "many_people", "several_agencies")


def next_act(case: Case, at: dt.datetime, chance: random.Random) -> CaseRequest | None:
    """Return the act that the present state asks for; None when nothing is left to do."""
    match case:
        case AwaitingAction(dossier=dossier):
            common = _common(dossier, at)
            return _proposed(dossier.decided.proposed_action, common, chance)
        case InTransfer(dossier=dossier, sent=sent):
            return ConfirmTransfer(case_id=dossier.opened.case_id, by=sent.to_agency, at=at)
        case Accepted(dossier=dossier, course=course):
            return _settling(dossier, course, _common(dossier, at), chance)
        case Closed(
            dossier=dossier, ending=DecisionIssued() as ending, course=Course() as c
        ):
            return _after_decision(dossier, ending, c, _common(dossier, at))
    return None


def delay(case: Case | None, chance: random.Random) -> dt.timedelta | None:
    """Return how long the next act takes; None when it is never done."""
    usual, forgotten = _usual(case)
    if chance.random() < forgotten:
        return None
    days = chance.triangular(0.5, usual, usual * 0.6)
    if chance.random() > PROMPT:
        days = usual + chance.expovariate(1 / usual)
    return dt.timedelta(days=days)


def _usual(case: Case | None) -> tuple[float, float]:
    """Return how many days the next act takes at most as a rule, and how often none follows."""
    match case:
        case Accepted(dossier=dossier, course=course):
            if _to_send(dossier, course):
                return 3.0, FORGOTTEN_PAPERS
            return 27.0, FORGOTTEN
        case Closed(dossier=dossier, course=Course() as course):
            return (3.0 if _to_send(dossier, course) else 8.0), FORGOTTEN_PAPERS
    return 5.0, FORGOTTEN


def _common(dossier: Dossier, at: dt.datetime) -> dict[str, Any]:
    return {"case_id": dossier.opened.case_id, "by": dossier.holder, "at": at}


def _settling(
    dossier: Dossier, course: Course, common: dict[str, Any], chance: random.Random
) -> CaseRequest:
    paper = _to_send(dossier, course)
    if paper:
        return NotifyOf(**common, what=paper.what)
    if course.standing_still:
        return ResumeCase(**common)
    kind = dossier.classified.kind
    return _more_time(kind, course, common, chance) or _decision(kind, common, chance)


def _more_time(
    kind: str, course: Course, common: dict[str, Any], chance: random.Random
) -> CaseRequest | None:
    """Return what makes the time longer, where chance has it: each once a case."""
    on, complaint = local_date(common["at"]), kind == "complaint"
    lawful = not complaint or on >= PAUSES_SINCE
    if not course.pauses and lawful and chance.random() < PAUSED:
        ground = chance.choice(GROUNDS[kind])
        return PauseCase(**common, ground=ground, reason=REASONS[ground])
    if not complaint and not course.extensions and chance.random() < EXTENDED:
        return ExtendCase(
            **common, days=30, complexity="complex", reason="Phải xác minh tại nhiều nơi."
        )
    if complaint and not course.complex and chance.random() < COMPLEX:
        criteria = frozenset({chance.choice(CRITERIA)} if lawful else ())
        return FindComplexity(**common, complex=True, remote=False, criteria=criteria)
    return None


def _decision(kind: str, common: dict[str, Any], chance: random.Random) -> CaseRequest:
    table = COMPLAINT_OUTCOMES if kind == "complaint" else DENUNCIATION_OUTCOMES
    outcome = chance.choices(list(table), list(table.values()))[0]
    return IssueDecision(**common, outcome=outcome)


def _after_decision(
    dossier: Dossier, ending: DecisionIssued, course: Course, common: dict[str, Any]
) -> CaseRequest | None:
    paper = _to_send(dossier, course)
    if paper:
        return NotifyOf(**common, what=paper.what)
    decision = course.paper("decision")
    complaint, first = ending.kind == "complaint", ending.instance == "first"
    if complaint and first and decision and decision.sent_on and not decision.received_on:
        got_it, sent = local_date(common["at"]), {**common, "on": decision.sent_on}
        return NotifyOf(**sent, what="decision", received_on=got_it)
    if ending.outcome == "withdrawn" or course.published or (complaint and first):
        return None
    return PublishDecision(**common, form="posted" if complaint else "media")


def _to_send(dossier: Dossier, course: Course) -> Paper | None:
    """Return a paper that waits; to complainants the acceptance itself is the notice."""
    complaint = dossier.classified.kind == "complaint"
    for paper in course.papers:
        told = complaint and paper.what == "acceptance"
        if paper.sent_on is None and paper is course.paper(paper.what) and not told:
            return paper
    return None


def _proposed(
    action: str, common: dict[str, Any], chance: random.Random
) -> CaseRequest | None:
    match action:
        case "ACCEPT":
            return AcceptCase(**common, complex=chance.random() < COMPLEX)
        case "GUIDE":
            return GuideCase(**common)
        case "TRANSFER":
            return TransferPetition(**common)
        case "FILE":
            return FileCase(**common)
        case "ANSWER":
            return AnswerCase(**common)
    return None
