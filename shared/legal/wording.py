"""The sentences of an explanation, in Vietnamese and English: what a clerk would say aloud."""

import datetime as dt

from shared.legal.calendar import ClosedDay, ClosedKind
from shared.legal.counting import ONE_DAY, Due, Extension, Mode, Pause, Unit
from shared.legal.rules import Bilingual

_UNITS: dict[Unit, Bilingual] = {
    "calendar_day": Bilingual("ngày", "day"),
    "working_day": Bilingual("ngày làm việc", "working day"),
    "week": Bilingual("tuần", "week"),
    "month": Bilingual("tháng", "month"),
    "year": Bilingual("năm", "year"),
}
_CLOSED: dict[ClosedKind, Bilingual] = {
    "holiday": Bilingual("nghỉ lễ, tết", "public holiday"),
    "in_lieu": Bilingual("nghỉ bù", "day off in lieu"),
    "swapped": Bilingual("nghỉ hoán đổi", "exchanged day off"),
    "local": Bilingual("nghỉ theo quyết định địa phương", "local day off"),
}
_GROUNDS = {
    "complainant_obstacle": Bilingual(
        "người khiếu nại có trở ngại", "obstacle on the complainant's side"
    ),
    "citizen_obstacle": Bilingual("trở ngại khách quan", "objective obstacle"),
    "other_body": Bilingual("chờ cơ quan khác", "waiting for another body"),
    "expert": Bilingual("chờ giám định", "waiting for an expert"),
}
CIRCUMSTANCES = {
    "complex": Bilingual("phức tạp", "complex"),
    "especially_complex": Bilingual("đặc biệt phức tạp", "especially complex"),
    "remote": Bilingual(
        "vùng sâu, vùng xa đi lại khó khăn", "remote area, difficult to travel"
    ),
    "multi_site": Bilingual("phải xác minh tại nhiều nơi", "verified at several places"),
    "delegated": Bilingual("ủy quyền xác minh", "verification delegated"),
    "dismissal": Bilingual("buộc thôi việc", "dismissal"),
    "coordination": Bilingual("cần phối hợp nhiều cơ quan", "needs several bodies"),
}


def day(on: dt.date) -> str:
    """Return `23/11/2026`, in both languages."""
    return f"{on:%d/%m/%Y}"


def amount(n: int, unit: Unit) -> Bilingual:
    """Return `30 ngày` and `30 days`."""
    if unit == "day_of_month":
        return Bilingual(f"ngày {n} của tháng", f"day {n} of the month")
    words = _UNITS[unit]
    return Bilingual(f"{n} {words.vi}", f"{n} {words.en}{'' if n == 1 else 's'}")


def span(start: dt.date, until: dt.date) -> Bilingual:
    """Return how a stretch `[start, until)` begins its sentence."""
    last = until - ONE_DAY
    if start == last:
        return Bilingual(f"Ngày {day(start)}", f"On {day(start)}")
    return Bilingual(
        f"Từ {day(start)} đến hết {day(last)}", f"From {day(start)} to {day(last)}"
    )


def circumstances(variant: frozenset[str]) -> Bilingual:
    """Return the words of circumstances; their codes where we have none."""
    known = [CIRCUMSTANCES.get(code, Bilingual(code, code)) for code in sorted(variant)]
    return Bilingual(
        "; ".join(each.vi for each in known), "; ".join(each.en for each in known)
    )


def trigger(on: dt.date, mode: Mode) -> Bilingual:
    """Say which day is not counted."""
    if mode == "before":
        return Bilingual(
            f"Ngày {day(on)} là ngày diễn ra sự việc, không tính; đếm ngược từ "
            f"{day(on - ONE_DAY)}.",
            f"{day(on)} is the day of the event and is not counted; count back from "
            f"{day(on - ONE_DAY)}.",
        )
    return Bilingual(
        f"Ngày {day(on)} là ngày bắt đầu, không tính; ngày thứ nhất là {day(on + ONE_DAY)}.",
        f"{day(on)} is the day of the trigger and is not counted; "
        f"day 1 is {day(on + ONE_DAY)}.",
    )


def counted(start: dt.date, until: dt.date, unit: Unit, total: int, of: int) -> Bilingual:
    """Say that days were counted."""
    on, n = span(start, until), amount((until - start).days, unit)
    return Bilingual(
        f"{on.vi}: tính {n.vi}, cộng dồn {total}/{of}.",
        f"{on.en}: {n.en} counted, {total} of {of}.",
    )


def made_up(on: dt.date, name: str, source: str, total: int, of: int) -> Bilingual:
    """Say that a Saturday was counted."""
    why, why_en = _named(name, source)
    return Bilingual(
        f"Ngày {day(on)} (thứ Bảy làm bù{why}): tính 1 ngày làm việc, "
        f"cộng dồn {total}/{of}.",
        f"On {day(on)} (make-up Saturday{why_en}): 1 working day counted, {total} of {of}.",
    )


def corresponding(n: int, unit: Unit, end_on: dt.date) -> Bilingual:
    """Say that months or years end on the same day of the calendar."""
    length = amount(n, unit)
    return Bilingual(
        f"Tính {length.vi}: đến ngày tương ứng {day(end_on)}.",
        f"{length.en} counted: to the corresponding day, {day(end_on)}.",
    )


def whole(first_on: dt.date, last_on: dt.date) -> Bilingual:
    """Say which month or week a duty falls in."""
    return Bilingual(
        f"Kỳ tính từ {day(first_on)} đến hết {day(last_on)}.",
        f"The span of the duty runs from {day(first_on)} to {day(last_on)}.",
    )


def weekend(start: dt.date, until: dt.date) -> Bilingual:
    """Say that weekly rest is no working day."""
    on = span(start, until)
    return Bilingual(
        f"{on.vi}: nghỉ hằng tuần, không tính là ngày làm việc.",
        f"{on.en}: weekly rest, not a working day.",
    )


def closed(start: dt.date, until: dt.date, why: ClosedDay, source: str) -> Bilingual:
    """Say which holiday is no working day, and by which notice."""
    on, kind = span(start, until), rest(why, source)
    return Bilingual(
        f"{on.vi}: {kind.vi}, không tính là ngày làm việc.",
        f"{on.en}: {kind.en}, not a working day.",
    )


def paused(pause: Pause) -> Bilingual:
    """Say that days stood still."""
    on = span(pause.from_on, pause.until_on)
    ground = _GROUNDS.get(pause.ground)
    why, why_en = ("", "") if ground is None else (f" ({ground.vi})", f" ({ground.en})")
    n = amount((pause.until_on - pause.from_on).days, "calendar_day")
    until = day(pause.until_on)
    return Bilingual(
        f"{on.vi}: thời gian không tính vào thời hạn{why}, {n.vi}; tính tiếp từ {until}.",
        f"{on.en}: time that is not counted{why_en}, {n.en}; counting goes on on {until}.",
    )


def not_paused(pause: Pause, end_on: dt.date) -> Bilingual:
    """Say that a pause outside the period changes nothing."""
    on = span(pause.from_on, pause.until_on)
    if pause.from_on > end_on:
        return Bilingual(
            f"{on.vi}: thời hạn đã hết từ {day(end_on)}, nên việc tạm dừng không làm "
            "thay đổi gì.",
            f"{on.en}: the period had ended on {day(end_on)}, so this pause changes "
            "nothing.",
        )
    return Bilingual(
        f"{on.vi}: trước khi thời hạn bắt đầu, nên không làm thay đổi gì.",
        f"{on.en}: before the period began, so it changes nothing.",
    )


def extended(number: int, granted: Extension, late_after: dt.date | None) -> Bilingual:
    """Say what a written decision added, and whether it came too late."""
    n = amount(granted.days, "calendar_day")
    late, late_en = "", ""
    if late_after is not None:
        late = f" Quyết định ký sau khi thời hạn đã hết ({day(late_after)})."
        late_en = f" It was signed after the period had ended ({day(late_after)})."
    on = day(granted.granted_on)
    return Bilingual(
        f"Gia hạn lần {number}, quyết định ngày {on}: thêm {n.vi}, tính liền một mạch "
        f"từ ngày bắt đầu.{late}",
        f"Extension {number}, decided on {on}: {n.en} more, one span from the trigger."
        f"{late_en}",
    )


def rolled(start: dt.date, until: dt.date, why: Bilingual) -> Bilingual:
    """Say that a period does not end on a day off."""
    on = span(start, until)
    return Bilingual(
        f"{on.vi}: {why.vi}; thời hạn không kết thúc vào ngày nghỉ mà vào ngày làm việc "
        "tiếp theo.",
        f"{on.en}: {why.en}; a period does not end on a day off but on the next working "
        "day.",
    )


def rolled_back(start: dt.date, until: dt.date, why: Bilingual) -> Bilingual:
    """Say that what is due before an event cannot wait over a day off."""
    on = span(start, until)
    return Bilingual(
        f"{on.vi}: {why.vi}; phải làm trước đó, vào ngày làm việc liền trước.",
        f"{on.en}: {why.en}; it must be done earlier, on the working day before.",
    )


def not_moved(on: dt.date, why: Bilingual, better_on: dt.date) -> Bilingual:
    """Say that a fixed day stands although offices are closed."""
    return Bilingual(
        f"Ngày {day(on)}: {why.vi}; văn bản không cho dời, nên làm trước, chậm nhất "
        f"{day(better_on)}.",
        f"On {day(on)}: {why.en}; the text allows no later day, so act by "
        f"{day(better_on)}.",
    )


def ending(answer: Due, mode: Mode) -> Bilingual:
    """Say what the end means."""
    on, after = day(answer.due_on), day(answer.due_on + ONE_DAY)
    match mode:
        case "before":
            return Bilingual(
                f"Ngày cuối cùng còn đúng hạn là {on}.", f"The last day in time is {on}."
            )
        case "status":
            return Bilingual(
                f"Hết ngày {on}; có hiệu lực từ {after}. Ngày này không dời dù là ngày nghỉ.",
                f"After {on}; it takes effect on {after}. That day does not move for a "
                "day off.",
            )
        case "minimum":
            return Bilingual(
                f"Phải giữ ít nhất đến hết ngày {on}.", f"It must stay at least to {on}."
            )
        case "threshold":
            return Bilingual(
                f"Vượt ngưỡng từ ngày {after}.", f"The threshold is passed from {after} on."
            )
        case _:
            return Bilingual(
                f"Thời hạn kết thúc lúc 24 giờ ngày {on}.",
                f"The period ends at midnight at the end of {on}.",
            )


def rest(why: ClosedDay | None, source: str) -> Bilingual:
    """Return why a day is a day off; None: it is a weekend."""
    if why is None:
        return Bilingual("nghỉ hằng tuần", "weekly rest")
    kind = _CLOSED[why.kind]
    vi, en = _named(why.name, source)
    return Bilingual(f"{kind.vi}{vi}", f"{kind.en}{en}")


def _named(name: str, source: str) -> Bilingual:
    title = f" – {name}" if name else ""
    return Bilingual(
        f"{title} (theo {source})" if source else title,
        f"{title} (by {source})" if source else title,
    )
