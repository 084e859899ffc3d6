"""One word a thing, and the words that mean nothing are not used."""

import ast
from pathlib import Path

from shared.registry import FACTS

ROOT = Path(__file__).parents[2]
EMPTY_WORDS = {"manager", "helper", "helpers", "utils", "util", "common", "misc", "base"}
NOT_OURS = {"ticket", "grievance", "accusation"}
"""The field says petition, complaint, denunciation (glossary in the README)."""


def test_facts_are_past_participles_without_suffix() -> None:
    """`PetitionLodged`, never `PetitionLodgedEvent` or `PetitionUpdated`."""
    for wire, kind in FACTS.items():
        assert not kind.__name__.endswith(("Event", "Updated", "Changed")), kind
        assert wire == wire.lower(), wire
        assert kind.__doc__, wire


def test_no_module_is_called_by_an_empty_word() -> None:
    """If a newcomer would ask what is in it, it has the wrong name."""
    found = [
        p
        for folder in ("services", "shared", "deploy")
        for p in (ROOT / folder).rglob("*.py")
        if p.stem in EMPTY_WORDS
    ]
    assert found == []


def test_no_name_uses_a_word_of_another_field() -> None:
    """A petition is no ticket."""
    found = []
    for folder in ("services", "shared", "deploy"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                name = getattr(node, "name", None) or getattr(node, "id", None)
                if isinstance(name, str) and set(name.lower().split("_")) & NOT_OURS:
                    found.append(f"{path.relative_to(ROOT)}: {name}")
    assert found == []
