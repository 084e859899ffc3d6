"""What became of settlement since acceptance: pauses, extensions, papers sent, publication."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from services.routing.domain.case.events import SettlingEvent
from shared.contracts.routing import (
    CaseAccepted,
    CaseComplexityFound,
    CaseExtended,
    CaseExtensionStruck,
    CaseNotified,
    CasePaused,
    CasePauseStruck,
    CaseResumed,
    DecisionPublished,
    Ground,
    Notified,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """A pause: days from `paused_on` until before `resumed_on` are not counted."""

    paused_on: dt.date
    ground: Ground
    resumed_on: dt.date | None = None
    """None: it lasts."""
    struck: str | None = None
    """Why it was taken back; None: it stands."""

    def holds(self, day: dt.date) -> bool:
        """Test whether settlement stands still on a day."""
        until = self.resumed_on or dt.date.max
        return self.struck is None and self.paused_on <= day < until


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An extension; struck ones keep their number."""

    number: int
    granted_on: dt.date
    days: int
    complexity: str
    struck: str | None = None
    """Why it was taken back; None: it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Something written that the law wants sent."""

    what: Notified
    dated: dt.date
    sent_on: dt.date | None = None
    received_on: dt.date | None = None
    """When the sender of the petition got it, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All of it, in the order in which it was recorded."""

    accepted_on: dt.date
    complex: bool
    remote: bool
    criteria: tuple[str, ...] = ()
    pauses: tuple[Standstill, ...] = ()
    extensions: tuple[Extension, ...] = ()
    papers: tuple[Paper, ...]
    published: frozenset[str] = frozenset()
    """The forms in which the decision was made public."""

    @classmethod
    def of(cls, accepted: CaseAccepted) -> "Course":
        """Return the course of a case on the day of its acceptance."""
        return cls(
            accepted_on=accepted.accepted_on,
            complex=accepted.complex,
            remote=accepted.remote,
            papers=(Paper(what="acceptance", dated=accepted.accepted_on),),
        )

    @property
    def standing_still(self) -> Standstill | None:
        """The pause that lasts; None: settlement goes on."""
        return next((each for each in self.lawful_pauses() if not each.resumed_on), None)

    def lawful_pauses(self) -> Iterator[Standstill]:
        """Yield the pauses that were not struck."""
        return (each for each in self.pauses if each.struck is None)

    def granted(self) -> list[Extension]:
        """Return the extensions that were not struck."""
        return [each for each in self.extensions if each.struck is None]

    def paper(self, what: Notified) -> Paper | None:
        """Return the latest paper of a kind; None: there is none yet."""
        return next((each for each in reversed(self.papers) if each.what == what), None)

    def with_paper(self, what: Notified, dated: dt.date) -> "Course":
        """Return the course with one more paper to be sent."""
        return replace(self, papers=(*self.papers, Paper(what=what, dated=dated)))


def after(course: Course, event: SettlingEvent) -> Course:  # noqa: PLR0911 - one line a fact
    """Return the course after the fact. Total: a fact that fits nothing changes nothing."""
    match event:
        case CasePaused(paused_on=on, ground=ground):
            still = Standstill(paused_on=on, ground=ground)
            return replace(course, pauses=(*course.pauses, still)).with_paper("pause", on)
        case CaseResumed(resumed_on=on):
            resumed = replace(course, pauses=tuple(_ended(course, on)))
            return resumed.with_paper("resumption", on)
        case CasePauseStruck():
            return _pause_struck(course, event)
        case CaseExtended() | CaseExtensionStruck():
            return replace(course, extensions=tuple(_extensions(course, event)))
        case CaseComplexityFound(complex=complex, remote=remote, criteria=criteria):
            return replace(course, complex=complex, remote=remote, criteria=criteria)
        case CaseNotified():
            return replace(course, papers=tuple(_sent(course, event)))
        case DecisionPublished(form=form):
            return replace(course, published=course.published | {form})
        case _:
            assert_never(event)


def _ended(course: Course, on: dt.date) -> Iterator[Standstill]:
    lasting = course.standing_still
    for each in course.pauses:
        yield replace(each, resumed_on=on) if each is lasting else each


def _pause_struck(course: Course, event: CasePauseStruck) -> Course:
    """Strike a pause; its papers need not be sent any more."""
    struck = next(
        (each for each in course.lawful_pauses() if each.paused_on == event.paused_on), None
    )
    if struck is None:
        return course
    marked = replace(struck, struck=event.reason)
    gone = {("pause", struck.paused_on), ("resumption", struck.resumed_on)}
    return replace(
        course,
        pauses=tuple(marked if each is struck else each for each in course.pauses),
        papers=tuple(each for each in course.papers if (each.what, each.dated) not in gone),
    )


def _extensions(
    course: Course, event: CaseExtended | CaseExtensionStruck
) -> Iterator[Extension]:
    if isinstance(event, CaseExtended):
        yield from course.extensions
        yield Extension(
            number=event.number,
            granted_on=event.granted_on,
            days=event.days,
            complexity=event.complexity,
        )
        return
    for each in course.extensions:
        yield replace(each, struck=event.reason) if each.number == event.number else each


def _sent(course: Course, event: CaseNotified) -> Iterator[Paper]:
    """Mark what had to be sent by then: one letter may carry two decisions."""
    for each in course.papers:
        if each.what != event.what or each.dated > event.sent_on:
            yield each
        elif each.sent_on is None or each.sent_on == event.sent_on:
            yield replace(each, sent_on=event.sent_on, received_on=event.received_on)
        else:
            yield each
