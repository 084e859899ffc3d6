"""Changes of one body by hand: each from a day on, none before a change that is known."""

import datetime as dt
import re
from typing import Final

from services.routing.domain.agency.commands import (
    AbolishAgency,
    AppointHead,
    EstablishAgency,
    HeadLeaves,
    MoveAgency,
    RenameAgency,
)
from services.routing.domain.agency.errors import (
    AgencyCodeUnfit,
    AgencyExists,
    AgencyNameMissing,
    AgencyNotKnown,
    AlreadyAbolished,
    DatesOutOfOrder,
    DayUnlikely,
    NoHead,
)
from services.routing.domain.agency.events import AgencyEvent
from services.routing.domain.agency.names import tidy
from services.routing.domain.agency.state import EVER, Body, Register, Version
from shared.contracts.routing_bodies import (
    AgencyAbolished,
    AgencyEstablished,
    AgencyHeadAppointed,
    AgencyHeadLeft,
    AgencyRestated,
)
from shared.ids import AgencyCode

LONGEST_CODE: Final = 20
LONGEST_NAME: Final = 150
LONGEST_TITLE: Final = 120
EARLIEST: Final = dt.date(1900, 1, 1)
LATEST: Final = dt.date(2200, 12, 31)
"""Far from where the calendar of the machine ends: the day before and the day after are days."""
CODE: Final = re.compile(r"(?=.{1,20}$)[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*")
"""Of the national list five digits, of the province's own bodies `TN-…`."""


def establish(command: EstablishAgency, register: Register) -> list[AgencyEvent]:
    """
    Enter a body under its code, once.

    Raises:
        AgencyExists: another body has the code, or this one is known otherwise.
        AgencyCodeUnfit, AgencyNameMissing: it cannot be called so.
        DayUnlikely: nor since then.
    """
    if command.valid_from is not None:
        _check_day(command.valid_from, "valid_from")
    if not CODE.fullmatch(command.code):
        raise AgencyCodeUnfit(
            f"Mã chỉ gồm chữ không dấu, số và gạch nối, không quá {LONGEST_CODE} ký tự.",
            field="code",
        )
    version = Version(
        on=command.valid_from or EVER,
        name=_named(command.name, LONGEST_NAME),
        kind=command.kind,
        parent=command.parent,
    )
    body = register.bodies.get(command.code)
    if body is not None:
        if (body.versions[0], body.level) == (version, command.level):
            return []
        raise AgencyExists("Mã này đã thuộc về một cơ quan khác.", field="code")
    return [
        AgencyEstablished(
            code=command.code,
            name=version.name,
            kind=command.kind,
            level=command.level,
            parent=command.parent,
            valid_from=command.valid_from,
            confidence=command.confidence,
        )
    ]


def rename(command: RenameAgency, register: Register) -> list[AgencyEvent]:
    """
    Call a body otherwise from a day on; of the day of its last change, correct it.

    Raises:
        AgencyNotKnown, AgencyNameMissing: there is nothing to call so.
        DatesOutOfOrder, DayUnlikely: not on that day.
    """
    body = _body(command.code, register)
    before = _last(body, command.on)
    name = _named(command.name, LONGEST_NAME)
    if (name, command.kind) == (before.name, before.kind):
        return []
    return [
        AgencyRestated(
            code=body.code,
            on=command.on,
            name=name,
            kind=command.kind,
            parent=before.parent,
            confidence="unsaid",
        )
    ]


def move(command: MoveAgency, register: Register) -> list[AgencyEvent]:
    """
    Put a body under another from a day on.

    Raises:
        AgencyNotKnown: there is nothing to move.
        DatesOutOfOrder, DayUnlikely: not on that day.
    """
    body = _body(command.code, register)
    before = _last(body, command.on)
    if command.parent == before.parent:
        return []
    return [
        AgencyRestated(
            code=body.code,
            on=command.on,
            name=before.name,
            kind=before.kind,
            parent=command.parent,
            confidence="unsaid",
        )
    ]


def abolish(command: AbolishAgency, register: Register) -> list[AgencyEvent]:
    """
    End a body; who takes over may be named later, once.

    Raises:
        AgencyNotKnown: there is nothing to end.
        AlreadyAbolished: it ended on another day, or to others.
        DayUnlikely: not on that day.
    """
    _check_day(command.last_on, "last_on")
    body = _body(command.code, register)
    if body.last_on is not None:
        same_day = body.last_on == command.last_on
        if same_day and set(body.successors) == set(command.successors):
            return []
        if not same_day or body.successors:
            raise AlreadyAbolished(
                f"Đã ghi nhận kết thúc sau ngày {body.last_on:%d/%m/%Y}.", field="last_on"
            )
    return [
        AgencyAbolished(
            code=body.code,
            last_on=command.last_on,
            successors=command.successors,
            confidence="unsaid",
        )
    ]


def appoint_head(command: AppointHead, register: Register) -> list[AgencyEvent]:
    """
    Let somebody lead a body from a day on; whoever did, does until the day before.

    Raises:
        AgencyNotKnown, AgencyNameMissing: there is nothing to lead, or no title.
        DatesOutOfOrder: the body is not there on that day, or has a later head.
        DayUnlikely: not on that day.
    """
    _check_day(command.from_on, "from_on")
    body = _body(command.code, register)
    title = _named(command.title, LONGEST_TITLE, field="title")
    if not body.in_force(command.from_on) or any(
        head.from_on > command.from_on for head in body.heads
    ):
        raise DatesOutOfOrder(
            "Cơ quan không hoạt động vào ngày này, hoặc đã có người đứng đầu sau ngày này.",
            field="from_on",
        )
    head = body.head(command.from_on)
    if head and (head.title, head.officer) == (title, command.officer):
        return []
    return [
        AgencyHeadAppointed(
            code=body.code, title=title, officer=command.officer, from_on=command.from_on
        )
    ]


def head_leaves(command: HeadLeaves, register: Register) -> list[AgencyEvent]:
    """
    Leave a body without a head after a day.

    Raises:
        AgencyNotKnown, NoHead: there is nobody to leave.
        DayUnlikely: not on that day.
    """
    _check_day(command.last_on, "last_on")
    body = _body(command.code, register)
    head = body.head(command.last_on)
    if head is None:
        raise NoHead("Vào ngày này cơ quan không có người đứng đầu.", field="last_on")
    if head.last_on == command.last_on:
        return []
    return [AgencyHeadLeft(code=body.code, last_on=command.last_on)]


def _body(code: AgencyCode, register: Register) -> Body:
    body = register.bodies.get(code)
    if body is None:
        raise AgencyNotKnown("Danh mục không có cơ quan này.", field="code")
    return body


def _last(body: Body, day: dt.date) -> Version:
    """Return what a body is now, if it may be another from this day on."""
    _check_day(day, "on")
    before = body.versions[-1]
    if day < before.on or (body.last_on is not None and day > body.last_on):
        raise DatesOutOfOrder(
            "Ngày thay đổi phải từ lần thay đổi gần nhất và trước ngày kết thúc.",
            field="on",
        )
    return before


def is_likely(day: dt.date) -> bool:
    """Test whether a body may change on a day."""
    return EARLIEST <= day <= LATEST


def _check_day(day: dt.date, field: str) -> None:
    if not is_likely(day):
        raise DayUnlikely(
            f"Ngày phải từ năm {EARLIEST.year} đến năm {LATEST.year}.", field=field
        )


def _named(text: str, longest: int, *, field: str = "name") -> str:
    name = tidy(text)
    if not name or len(name) > longest or not name.isprintable():
        raise AgencyNameMissing(
            f"Xin ghi tên in được, không quá {longest} chữ.", field=field
        )
    return name
