"""What the directory of bodies refuses. Codes are part of the public API."""

import datetime as dt
from collections.abc import Sequence

from shared.errors import Kind, Refusal


class AgencyExists(Refusal):
    """Another body has this code."""

    code = "agency-exists"
    kind = Kind.CONFLICT


class AgencyNotKnown(Refusal):
    """What is to be changed is no body."""

    code = "agency-not-known"
    kind = Kind.NOT_FOUND


class AgencyNameMissing(Refusal):
    """A body must be called something that can be printed."""

    code = "agency-name-missing"
    kind = Kind.INVALID


class AgencyCodeUnfit(Refusal):
    """A code of other signs than letters, digits and dashes, or too long."""

    code = "agency-code-unfit"
    kind = Kind.INVALID


class ParentUnknown(Refusal):
    """The body above is none."""

    code = "parent-unknown"
    kind = Kind.INVALID


class ParentNotInForce(Refusal):
    """The body above is not there on every day on which the other stands under it."""

    code = "parent-not-in-force"
    kind = Kind.CONFLICT


class ParentsCircle(Refusal):
    """A body would stand under itself."""

    code = "parents-circle"
    kind = Kind.CONFLICT


class DatesOutOfOrder(Refusal):
    """An end before the beginning, or a change after the end or before a change that is known."""

    code = "agency-dates-out-of-order"
    kind = Kind.INVALID


class DayUnlikely(Refusal):
    """A day on which nobody living has changed a body, or will: a slip of the keys."""

    code = "agency-day-unlikely"
    kind = Kind.INVALID


class SuccessorUnfit(Refusal):
    """A successor that is none, is named twice, or is the body itself."""

    code = "successor-unfit"
    kind = Kind.INVALID


class SuccessorNotInForce(Refusal):
    """A successor that is not there on the day on which it is to take over."""

    code = "successor-not-in-force"
    kind = Kind.CONFLICT


class HasChildren(Refusal):
    """Bodies still stand under the one that is to end: end or move them first."""

    code = "agency-has-children"
    kind = Kind.CONFLICT


class AlreadyAbolished(Refusal):
    """It ends on another day, or to others, already."""

    code = "agency-already-abolished"
    kind = Kind.CONFLICT


class DirectoryMovedOn(Refusal):
    """Somebody else changed the directory since the file was looked at."""

    code = "directory-moved-on"
    kind = Kind.CONFLICT


class NoHead(Refusal):
    """Nobody leads the body on that day, so nobody can cease to."""

    code = "agency-without-head"
    kind = Kind.CONFLICT


class AgencyNotInForce(Refusal):
    """
    A body that is not there on the day: not yet, or no longer.

    `heirs` are those to turn to instead, with whether one of them takes everything.
    """

    code = "agency-not-in-force"
    kind = Kind.CONFLICT

    def __init__(
        self,
        name: str,
        *,
        day: dt.date,
        last_on: dt.date | None,
        heirs: Sequence[tuple[str, str]],
        sole: bool,
        field: str = "agency",
    ) -> None:
        """`heirs`: codes and names; `last_on`: None where the body is not there yet."""
        super().__init__(_sentence(name, day, last_on, heirs, sole=sole), field=field)
        named = "; ".join(f"{heir} ({code})" for code, heir in heirs)
        self.values = {"name": name, "day": f"{day:%d/%m/%Y}", "heirs": named or "–"}
        self.heirs = tuple(heirs)
        self.sole = sole


def _sentence(
    name: str,
    day: dt.date,
    last_on: dt.date | None,
    heirs: Sequence[tuple[str, str]],
    *,
    sole: bool,
) -> str:
    if last_on is None:
        return f"{name} chưa hoạt động vào ngày {day:%d/%m/%Y}; chọn cơ quan khác."
    ended = f"{name} đã kết thúc hoạt động sau ngày {last_on:%d/%m/%Y}"
    named = "; ".join(f"{heir} ({code})" for code, heir in heirs)
    if sole:
        return f"{ended}; chọn cơ quan kế thừa: {named}."
    if heirs:
        return (
            f"{ended}; xem vụ việc phát sinh ở đâu rồi chọn một cơ quan kế thừa: {named}."
        )
    return f"{ended} và chưa ghi nhận cơ quan kế thừa; hãy hỏi người quản trị danh mục."
