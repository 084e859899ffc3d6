"""Decides on proposals and publications of a year's working days; due dates follow from them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, assert_never

from services.deadlines.domain.calendar.commands import (
    ApproveCalendar,
    CalendarCommand,
    ProposeCalendar,
    PublishCalendar,
    RejectCalendar,
)
from services.deadlines.domain.calendar.errors import (
    ApprovesOwnProposal,
    CalendarImpossible,
    CalendarKeptByPeople,
    CalendarMovedOn,
    CalendarSourceMissing,
    CalendarUnchanged,
    CalendarVersionTaken,
    ProposalUnknown,
    RejectionReasonMissing,
)
from services.deadlines.domain.calendar.events import CalendarEvent
from services.deadlines.domain.calendar.state import Days, Publications, evolve
from shared.contracts.deadlines import (
    CalendarDay,
    CalendarProposed,
    CalendarPublished,
    CalendarRejected,
)
from shared.decider import Decider
from shared.legal.calendar import SATURDAY


def publish(command: PublishCalendar, known: Publications) -> list[CalendarEvent]:
    """
    Publish the days of a year that came with the program.

    Legal source: BLLD Đ111.3, Đ112 and the yearly notices of holidays and swapped days.

    Raises:
        CalendarImpossible: a day is of another year, or the wrong day of the week.
        CalendarVersionTaken: the version is not higher than the latest, or says otherwise.
        CalendarKeptByPeople: people of the province decided on the year.
    """
    _check_days(command.year, command.days)
    if known.published.get(command.version) == command.days:
        return []
    if command.version <= known.last:
        raise CalendarVersionTaken(
            f"Lịch năm {command.year} đã có phiên bản {known.last}; "
            "bản công bố mới phải có số phiên bản cao hơn.",
            field="version",
            values={"year": command.year, "version": known.last},
        )
    if known.latest() in known.approved:
        raise CalendarKeptByPeople(
            f"Lịch năm {command.year} do người có thẩm quyền của tỉnh công bố; bản kèm theo "
            "phần mềm phải được đề xuất và phê duyệt như mọi lịch khác.",
            field="version",
            values={"year": command.year},
        )
    return [
        CalendarPublished(
            year=command.year,
            version=command.version,
            days=_in_order(command.days),
            source=command.source,
            confidence=command.confidence,
            approved_by=None,
        )
    ]


def propose(command: ProposeCalendar, known: Publications) -> list[CalendarEvent]:
    """
    Propose days under the next free version.

    Raises:
        CalendarImpossible: a day is of another year, or the wrong day of the week.
        CalendarSourceMissing: nobody says where the days come from.
        CalendarUnchanged: it says what the calendar in use says.
    """
    _check_days(command.year, command.days)
    if not command.source.strip():
        raise CalendarSourceMissing(
            "Xin ghi văn bản làm căn cứ của lịch: số, cơ quan ban hành.", field="source"
        )
    if known.published.get(known.latest()) == command.days:
        raise CalendarUnchanged(
            f"Lịch năm {command.year} đang dùng đã đúng như vậy.",
            field="days",
            values={"year": command.year},
        )
    for waiting in known.proposed.values():
        if frozenset(waiting.days) == command.days:
            return []
    return [
        CalendarProposed(
            year=command.year,
            version=known.last + 1,
            days=_in_order(command.days),
            source=command.source,
            confidence=command.confidence,
            proposed_by=command.by,
        )
    ]


def approve(command: ApproveCalendar, known: Publications) -> list[CalendarEvent]:
    """
    Publish a proposal; a proposal older than the calendar in use is not published any more.

    Raises:
        ProposalUnknown, ApprovesOwnProposal: see each.
        CalendarVersionTaken: a later proposal was published meanwhile.
        CalendarMovedOn: the consequences were looked at under another calendar.
    """
    if command.version in known.published:
        return []
    proposal = _waiting(command.year, command.version, known)
    if proposal.proposed_by == command.by:
        raise ApprovesOwnProposal(
            "Người đề xuất lịch không được tự phê duyệt; cần một người khác."
        )
    if command.version < known.latest():
        raise CalendarVersionTaken(
            f"Lịch năm {command.year} đã có phiên bản {known.latest()} mới hơn đề xuất này; "
            "hãy đề xuất lại.",
            field="version",
            values={"year": command.year, "version": known.latest()},
        )
    if command.instead_of != known.latest():
        raise CalendarMovedOn(
            f"Lịch năm {command.year} đang dùng là phiên bản {known.latest()}, không phải "
            f"phiên bản {command.instead_of} như khi xem trước; hãy xem trước lại.",
            field="instead_of",
            values={
                "year": command.year,
                "version": known.latest(),
                "seen": command.instead_of,
            },
        )
    return [
        CalendarPublished(
            year=command.year,
            version=command.version,
            days=proposal.days,
            source=proposal.source,
            confidence=proposal.confidence,
            approved_by=command.by,
        )
    ]


def reject(command: RejectCalendar, known: Publications) -> list[CalendarEvent]:
    """
    Lay a proposal aside; its proposer may do so too.

    Raises:
        ProposalUnknown: none waits under this version.
        RejectionReasonMissing: nobody says why.
    """
    if command.version in known.rejected:
        return []
    _waiting(command.year, command.version, known)
    if not command.reason.strip():
        raise RejectionReasonMissing("Xin ghi lý do không phê duyệt.", field="reason")
    return [
        CalendarRejected(
            year=command.year,
            version=command.version,
            rejected_by=command.by,
            reason=command.reason,
        )
    ]


def _waiting(year: int, version: int, known: Publications) -> CalendarProposed:
    proposal = known.proposed.get(version)
    if proposal is None:
        raise ProposalUnknown(
            f"Không có đề xuất lịch {year} phiên bản {version} đang chờ phê duyệt.",
            field="version",
            values={"year": year, "version": version},
        )
    return proposal


def _check_days(year: int, days: Days) -> None:
    if len({day.on for day in days}) < len(days):
        twice = next(on for on, n in Counter(day.on for day in days).items() if n > 1)
        raise CalendarImpossible(
            f"Ngày {twice:%d/%m/%Y} được ghi nhiều lần; mỗi ngày chỉ ghi một lần.",
            field="days",
            values={"day": twice, "year": year},
        )
    for day in _in_order(days):
        why = unfit(year, day)
        if why is not None:
            raise CalendarImpossible(
                f"Ngày {day.on:%d/%m/%Y} {_WHY[why].format(year=year)}",
                field="days",
                values={"day": day.on, "year": year},
            )


Unfit: TypeAlias = Literal["another_year", "closed_weekend", "made_up_on_no_saturday"]
_WHY: Mapping[Unfit, str] = {
    "another_year": "không thuộc năm {year}.",
    "closed_weekend": "là thứ Bảy hoặc Chủ nhật, vốn đã nghỉ; chỉ ghi ngày thường được nghỉ.",
    "made_up_on_no_saturday": "không phải thứ Bảy; chỉ làm bù vào thứ Bảy.",
}


def unfit(year: int, day: CalendarDay) -> Unfit | None:
    """Return why a day cannot stand in the calendar of a year; None: it can."""
    if day.on.year != year:
        return "another_year"
    if day.kind == "make_up":
        return None if day.on.weekday() == SATURDAY else "made_up_on_no_saturday"
    return None if day.on.weekday() < SATURDAY else "closed_weekend"


def _in_order(days: Days) -> tuple[CalendarDay, ...]:
    return tuple(sorted(days, key=lambda day: day.on))


def decide(command: CalendarCommand, known: Publications) -> Sequence[CalendarEvent]:
    """Return what is said of a year's calendar; dispatch only."""
    match command:
        case PublishCalendar():
            return publish(command, known)
        case ProposeCalendar():
            return propose(command, known)
        case ApproveCalendar():
            return approve(command, known)
        case RejectCalendar():
            return reject(command, known)
        case _:
            assert_never(command)


CALENDAR: Decider[CalendarCommand, Publications, CalendarEvent] = Decider(
    initial=Publications(), evolve=evolve, decide=decide
)
