"""One line of a list of days, however it was written: what it says, or what is wrong with it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal, TypeAlias

import msgspec

from services.deadlines.domain.calendar.decider import unfit
from shared.contracts.deadlines import CalendarDay, DayKind
from shared.lists import LineFault, ListUnfit, day_in

MOST_LINES: Final = 400
"""A year has fewer days."""
LONGEST_NAME: Final = 120
Field: TypeAlias = Literal["file", "line", "on", "kind", "name"]
FaultCode: TypeAlias = Literal[
    "file_empty",
    "file_large",
    "file_unreadable",
    "file_long",
    "file_missing",
    "file_unknown",
    "line_unreadable",
    "date_missing",
    "date_unreadable",
    "date_twice",
    "date_kept",
    "kind_unknown",
    "name_missing",
    "name_long",
    "name_unprintable",
    "another_year",
    "closed_weekend",
    "made_up_on_no_saturday",
]

KINDS: Final[Mapping[str, DayKind]] = {
    **dict.fromkeys(("holiday", "nghỉ lễ", "lễ", "tết"), "holiday"),
    **dict.fromkeys(("in_lieu", "nghỉ bù"), "in_lieu"),
    **dict.fromkeys(("swapped", "hoán đổi", "nghỉ hoán đổi"), "swapped"),
    **dict.fromkeys(("local", "địa phương", "nghỉ riêng"), "local"),
    **dict.fromkeys(("make_up", "làm bù", "đi làm bù"), "make_up"),
}
"""How a kind may be written: our code, or as notices have it."""
_SENTENCES: Final[Mapping[FaultCode, str]] = {
    "file_empty": "tệp không có ngày nào",
    "file_large": "tệp quá lớn; lịch một năm không đến {value} kB",
    "file_unreadable": "không đọc được; hãy lưu lại dưới dạng văn bản UTF-8",
    "file_long": "quá {value} dòng; một năm không có từng ấy ngày",
    "file_missing": "chưa chọn tệp",
    "file_unknown": "chỉ đọc tệp .csv và .yaml",
    "line_unreadable": "không đúng cách viết YAML; kiểm tra dấu hai chấm và thụt dòng",
    "date_missing": "thiếu ngày",
    "date_unreadable": "không phải là ngày có thật; viết 2027-01-01 hoặc 01/01/2027",
    "date_twice": "ngày đã có ở dòng {value}; mỗi ngày chỉ ghi một lần",
    "date_kept": "ngày này đã có trong lịch; bỏ ngày cũ trước nếu muốn ghi lại",
    "kind_unknown": "không có loại ngày này; chọn nghỉ lễ, nghỉ bù, hoán đổi, địa phương, làm bù",
    "name_missing": "thiếu tên, lý do của ngày",
    "name_long": "tên quá {value} chữ",
    "name_unprintable": "tên có ký tự không in được",
    "another_year": "ngày không thuộc năm {value}",
    "closed_weekend": "thứ Bảy, Chủ nhật vốn đã nghỉ; bỏ dòng này",
    "made_up_on_no_saturday": "chỉ làm bù vào thứ Bảy",
}


class CalendarFileUnfit(ListUnfit):
    """A list of days of which some lines cannot be taken; none is."""

    code = "calendar-file-unfit"


class WrittenDay(msgspec.Struct, frozen=True, kw_only=True):
    """A line as somebody wrote it."""

    line: int
    on: str
    kind: str
    name: str


def fault(line: int, field: Field, code: FaultCode, value: object = "") -> LineFault:
    """Return what is wrong in one place. `value`: a figure of ours, never what somebody wrote."""
    words = _SENTENCES[code].format(value=value)
    return LineFault(line=line, field=field, code=code, value=str(value), words=words)


def whole(code: FaultCode, value: object = "") -> CalendarFileUnfit:
    """Return the refusal of a file as a whole."""
    return CalendarFileUnfit([fault(0, "file", code, value)])


def days_from(
    year: int, written: Sequence[WrittenDay], kept: Collection[dt.date] = ()
) -> frozenset[CalendarDay]:
    """
    Return the days that lines say; `kept`: those that stand already, and stay.

    Raises:
        CalendarFileUnfit: with every line that cannot be taken, and why.
    """
    if not written:
        raise whole("file_empty")
    if len(written) > MOST_LINES:
        raise whole("file_long", MOST_LINES)
    faults: list[LineFault] = []
    lines: dict[dt.date, int] = {}
    days: list[CalendarDay] = []
    for each in written:
        day, wrong = _day(year, each)
        if day is not None and day.on in lines:
            wrong = [fault(each.line, "on", "date_twice", lines[day.on])]
        if day is not None and day.on in kept:
            wrong = [fault(each.line, "on", "date_kept")]
        faults += wrong
        if day is not None and not wrong:
            lines[day.on] = each.line
            days.append(day)
    if faults:
        raise CalendarFileUnfit(faults)
    return frozenset(days)


def _day(year: int, each: WrittenDay) -> tuple[CalendarDay | None, list[LineFault]]:
    on, kind, name = day_in(each.on), _kind(each.kind), each.name.strip()
    wrong: list[LineFault] = []
    if not each.on.strip():
        wrong.append(fault(each.line, "on", "date_missing"))
    elif on is None:
        wrong.append(fault(each.line, "on", "date_unreadable"))
    if kind is None:
        wrong.append(fault(each.line, "kind", "kind_unknown"))
    wrong += _name(each, name)
    if on is None or kind is None:
        return None, wrong
    day = CalendarDay(on=on, kind=kind, name=name)
    why = unfit(year, day)
    if why is not None:
        wrong.append(fault(each.line, "on", why, year if why == "another_year" else ""))
    return day, wrong


def _name(each: WrittenDay, name: str) -> list[LineFault]:
    if not name:
        return [fault(each.line, "name", "name_missing")]
    if len(name) > LONGEST_NAME:
        return [fault(each.line, "name", "name_long", LONGEST_NAME)]
    return [] if name.isprintable() else [fault(each.line, "name", "name_unprintable")]


def _kind(text: str) -> DayKind | None:
    return KINDS.get(" ".join(text.casefold().split()))
