"""Lists of days from files: CSV as tables save it, YAML as our own rule books have it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

import yaml

from services.deadlines.calendars.lines import (
    CalendarFileUnfit,
    Field,
    WrittenDay,
    days_from,
    fault,
    whole,
)
from shared.contracts.deadlines import CalendarDay
from shared.lists import lines_of, text_of

LARGEST_BYTES: Final = 200_000
Format: TypeAlias = Literal["csv", "yaml"]
FORMATS: Final[Mapping[str, Format]] = {
    **dict.fromkeys((".csv", "text/csv", ".txt", "text/plain"), "csv"),
    **dict.fromkeys((".yaml", ".yml", "application/yaml", "text/yaml"), "yaml"),
}
"""By the ending of a name, and by media type."""
_COLUMNS: Final[Mapping[str, Field]] = {
    **dict.fromkeys(("on", "date", "ngày"), "on"),
    **dict.fromkeys(("kind", "loại"), "kind"),
    **dict.fromkeys(("name", "tên", "lý do", "nội dung"), "name"),
}
_ORDER: Final[tuple[Field, ...]] = ("on", "kind", "name")


def days_of_file(year: int, content: bytes, format: Format) -> frozenset[CalendarDay]:
    """
    Return the days of a year that a file lists.

    Raises:
        CalendarFileUnfit: with a sentence for each line that cannot be taken.
    """
    text = text_of(content, LARGEST_BYTES, whole)
    return days_from(year, _READERS[format](text))


def _csv(text: str) -> list[WrittenDay]:
    filled = lines_of(text, whole)
    if not filled:
        return []
    named = [_COLUMNS.get(cell.strip().casefold()) for cell in filled[0][1]]
    has_head = "on" in named
    order = named if has_head else _ORDER
    return [_of_cells(line, row, order) for line, row in filled[1 if has_head else 0 :]]


def _of_cells(line: int, row: Sequence[str], order: Sequence[Field | None]) -> WrittenDay:
    cells = dict(zip(order, row, strict=False))
    on, kind, name = (cells.get(field, "") for field in _ORDER)
    return WrittenDay(line=line, on=on, kind=kind, name=name)


def _yaml(text: str) -> list[WrittenDay]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark
        line = mark.line + 1 if mark else 0
        raise CalendarFileUnfit([fault(line, "line", "line_unreadable")]) from None
    except (yaml.YAMLError, RecursionError):
        raise whole("file_unreadable") from None
    return list(_entries(root))


def _entries(root: yaml.Node | None) -> Iterable[WrittenDay]:
    """
    Yield the days of a publication: `days` with date, kind and name, or `closed` and
    `make_up` as our own rule books have them. Of several publications the last counts.
    """
    if isinstance(root, yaml.SequenceNode) and _publishes(root.value[-1:]):
        root = root.value[-1]
    if not isinstance(root, yaml.MappingNode):
        yield from _list(root)
        return
    parts = {_scalar(key): value for key, value in root.value}
    yield from _list(parts.get("days"))
    for part, kind in (("closed", ""), ("make_up", "make_up")):
        for key, value in _pairs(parts.get(part)):
            yield _of_pair(key, value, kind)


def _publishes(nodes: Sequence[yaml.Node]) -> bool:
    keys = {
        _scalar(key)
        for node in nodes
        if isinstance(node, yaml.MappingNode)
        for key, _ in node.value
    }
    return bool(keys & {"days", "closed", "make_up"})


def _list(node: yaml.Node | None) -> Iterable[WrittenDay]:
    for each in node.value if isinstance(node, yaml.SequenceNode) else ():
        said = {_scalar(key): _scalar(value) for key, value in _pairs(each)}
        yield _written(each, *(said.get(field, "") for field in _ORDER))


def _pairs(node: yaml.Node | None) -> Iterable[tuple[yaml.Node, yaml.Node]]:
    """Yield keys and values; of a plain list each item, which says no more."""
    if isinstance(node, yaml.MappingNode):
        yield from node.value
    elif isinstance(node, yaml.SequenceNode):
        yield from ((each, each) for each in node.value)


def _of_pair(key: yaml.Node, value: yaml.Node, kind: str) -> WrittenDay:
    if kind:
        return _written(key, _scalar(key), kind, "" if value is key else _scalar(value))
    said = {
        _scalar(part): _scalar(each) for part, each in _pairs(value) if value is not key
    }
    return _written(key, _scalar(key), said.get("kind", ""), said.get("name", ""))


def _written(node: yaml.Node, on: str, kind: str, name: str) -> WrittenDay:
    return WrittenDay(line=node.start_mark.line + 1, on=on, kind=kind, name=name)


def _scalar(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


_READERS: Final[Mapping[Format, Callable[[str], list[WrittenDay]]]] = {
    "csv": _csv,
    "yaml": _yaml,
}
