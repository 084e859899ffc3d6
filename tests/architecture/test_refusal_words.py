"""Every refusal can be said in both languages, with the figures and days that it names."""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import services
import shared
from services.deadlines.domain.errors import ClockRefused
from shared.errors import Refusal
from shared.legal.gaps import Gap
from shared.web.words import OURS, Words

ROOT = Path(__file__).parents[2]
SERVICES = ("deadlines", "intake", "reporting", "routing")
VIETNAMESE = re.compile(r"[À-ỹ]")
"""A letter that English does not write."""


class _Call(NamedTuple):
    file: str
    call: ast.Call


@pytest.mark.parametrize("service", SERVICES)
def test_every_refusal_has_words(service: str) -> None:
    """Else a page shows the sentence of the API, whatever language that is in."""
    codes = {each.code for each in _of(service)}
    assert codes
    assert [code for code in sorted(codes) if f"refusal.{code}" not in _book(service)] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_refusal_gives_what_its_words_take(service: str) -> None:
    """Else the page that shows it is an error page."""
    missing = []
    for each in _of(service):
        taken = _taken(_book(service), each.code)
        for where, given in _given(each):
            missing += [f"{where}: {each.code} lacks {name}" for name in taken - given]
    assert missing == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_sentence_that_a_page_takes_up_is_vietnamese(service: str) -> None:
    """Words that take up `{sentence}` stand beside English ones."""
    book = _book(service)
    foreign = [
        f"{where}: {text}"
        for each in _of(service)
        if "{sentence}" in book._entries.get(f"refusal.{each.code}", {}).get("vi", "")
        for where, text in _sentences(each)
        if text and not VIETNAMESE.search(text)
    ]
    assert foreign == []


def test_every_trouble_of_a_trial_has_words() -> None:
    """Else a code stands among the figures of what a draft of law would change."""
    book = _book("deadlines")
    codes = {each.code for each in _known() if issubclass(each, ClockRefused | Gap)}
    assert [code for code in sorted(codes) if f"trouble.{code}" not in book] == []


def _book(service: str) -> Words:
    return Words([OURS, ROOT / "services" / service / "web" / "words.yaml"])


def _taken(book: Words, code: str) -> set[str]:
    entry: Mapping[str, str] = book._entries.get(f"refusal.{code}", {})
    found = {name for text in entry.values() for name in re.findall(r"{(\w+)}", text)}
    return found - {"sentence"}


@cache
def _known() -> tuple[type[Refusal | Gap], ...]:
    for package in (services, shared):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    return tuple(each for kind in (Refusal, Gap) for each in _below(kind))


def _below(kind: type[Refusal | Gap]) -> Iterator[type[Refusal | Gap]]:
    for each in kind.__subclasses__():
        if "code" in vars(each):
            yield each
        yield from _below(each)


def _of(service: str) -> list[type[Refusal | Gap]]:
    """Return what a page of a service may have to say: its own refusals and shared ones."""
    homes = (f"services.{service}.", "shared.")
    return [
        each
        for each in _known()
        if each.__module__.startswith(homes)
        and (service == "deadlines" or not issubclass(each, Gap))
    ]


@cache
def _index() -> tuple[Mapping[str, list[_Call]], Mapping[tuple[str, str], ast.ClassDef]]:
    """Return every call by the name of what is called, and every class by module and name."""
    calls, classes = defaultdict(list), {}
    for folder in ("services", "shared"):
        for file in (ROOT / folder).rglob("*.py"):
            place = file.relative_to(ROOT)
            module = ".".join(place.with_suffix("").parts).removesuffix(".__init__")
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    calls[_name(node.func)].append(_Call(str(place), node))
                elif isinstance(node, ast.ClassDef):
                    classes[module, node.name] = node
    return calls, classes


def _calls(kind: type[Refusal | Gap]) -> Iterator[tuple[str, ast.Call]]:
    """Return where one is made; services may have a class of the same name each."""
    home = "/".join(kind.__module__.split(".")[:2])
    own = (home, "shared/") if home.startswith("services/") else ("services/", "shared/")
    for file, call in _index()[0][kind.__name__]:
        if file.startswith(own):
            yield f"{file}:{call.lineno}", call


def _given(kind: type[Refusal | Gap]) -> Iterator[tuple[str, set[str]]]:
    """Return the names of the values that each place gives where one is made."""
    own = _by_itself(kind)
    for where, call in _calls(kind):
        yield (
            where,
            own
            | {
                key for each in call.keywords if each.arg == "values" for key in _keys(each)
            },
        )


def _by_itself(kind: type[Refusal | Gap]) -> set[str]:
    """Return the names of the values that the class gives whoever makes one."""
    return _keys(_index()[1][kind.__module__, kind.__name__])


def _keys(node: ast.AST) -> set[str]:
    return {
        key.value
        for each in ast.walk(node)
        if isinstance(each, ast.Dict)
        for key in each.keys
        if isinstance(key, ast.Constant)
    }


def _sentences(kind: type[Refusal | Gap]) -> Iterator[tuple[str, str]]:
    """Return the words of each sentence that is written where one is made."""
    for where, call in _calls(kind):
        if call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr):
            parts = [n.value for n in ast.walk(call.args[0]) if isinstance(n, ast.Constant)]
            yield where, "".join(part for part in parts if isinstance(part, str))


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
