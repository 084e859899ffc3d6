"""Every event that a service logs has its line in shared/telemetry/events.md, and the other way."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "shared/telemetry/events.md"
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
LOGGER = re.compile(r"(?i)_?log(ger)?|structlog\.get_logger\(.*\)")
_LINE = re.compile(r"(?m)^\| `(\w+)` \| (\w+) \| ([^|]+) \| ([^|]+) \|$")


def logged(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield name and level of each event that a module writes."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        to = ast.unparse(node.func.value)
        if node.func.attr not in LEVELS or not LOGGER.fullmatch(to):
            continue
        event = node.args[0] if node.args else None
        named = isinstance(event, ast.Constant) and isinstance(event.value, str)
        yield event.value if named else f"not constant: {ast.unparse(node)}", node.func.attr


def in_code() -> set[tuple[str, str]]:
    """Return name and level of each event that services write."""
    return {
        event
        for folder in ("services", "shared")
        for path in (ROOT / folder).rglob("*.py")
        for event in logged(ast.parse(path.read_text("utf-8")))
    }


def test_the_page_and_the_code_know_the_same_events() -> None:
    """A new event brings its line; one that is gone takes its line along."""
    lines = _LINE.findall(PAGE.read_text("utf-8"))
    names = [name for name, *_ in lines]
    assert names == sorted(set(names))
    assert {(name, level) for name, level, *_ in lines} == in_code()
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in names)


def test_an_error_names_somebody() -> None:
    """What nobody acts on is no error."""
    lines = _LINE.findall(PAGE.read_text("utf-8"))
    idle = [name for name, level, _, who in lines if level == "error" and "nobody" in who]
    assert idle == []


def test_every_logger_is_called_log() -> None:
    """Under another name its events would not be found."""
    for folder in ("services", "shared"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text("utf-8")
            made = re.findall(r"(?m)^(.*?)structlog\.(?:stdlib\.)?get_logger\(", text)
            assert set(made) <= {"log = "}, path
            assert not re.search(
                r"from structlog import|logging\.(info|warning|error)\(", text
            )


@pytest.mark.parametrize(
    "text", ["log.info(name)", "log.error(f'x {y}')", "_logger.warning('a_b', c=1)"]
)
def test_the_search_would_find_it(text: str) -> None:
    """One whose name is made, too: it is on no page."""
    assert list(logged(ast.parse(text)))
