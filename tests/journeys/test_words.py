"""Every fact has its sentence, every key both languages, and every page only known words."""

import datetime as dt
import re
from pathlib import Path
from typing import get_args

import pytest
from jinja2 import Environment

from services.routing.web.story import story
from shared.contracts.states import State
from shared.envelope import decode_envelope, heard_from
from shared.web.showing import Showing
from shared.web.words import LANGUAGES, OURS, Words

ROOT = Path(__file__).parents[2]
WEB = sorted((ROOT / "services").glob("*/web/words.yaml"))
NOT_TOLD = {
    "agency.abolished",
    "agency.restated",
    "agency.established",
    "agency.head_appointed",
    "agency.head_left",
    "calendar.proposed",
    "calendar.published",
    "calendar.rejected",
    "fact.set_aside",
    "officer.appointed",
    "officer.left",
    "petitions.linked",
    "petitions.unlinked",
    "reception.refused",
    "relative.declared",
    "role.granted",
    "role.withdrawn",
    "vault.rotated",
}
"""Of no case: they stand in no story. A link is of a pair: who reads one may not know of the other."""
GOLDEN = sorted(
    file
    for file in (ROOT / "tests" / "contracts" / "golden").glob("*.json")
    if file.name.split(".v")[0] not in NOT_TOLD
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("golden", GOLDEN, ids=lambda file: file.stem)
def test_every_fact_of_a_case_is_a_sentence(golden: Path, language: str) -> None:
    """A new fact without words would be an empty line in a story."""
    words = Words([OURS, ROOT / "services" / "routing" / "web" / "words.yaml"])
    show = Showing(words, language, dt.date(2026, 11, 23))
    heard = heard_from(decode_envelope(golden.read_bytes()))
    line = story([heard], show, lambda code: code or "–")[0]
    assert line.sentence != show.t("fact.unknown")
    assert "{" not in line.sentence


@pytest.mark.parametrize("book", [OURS, *WEB], ids=lambda file: file.parent.parent.name)
def test_a_sentence_takes_the_same_values_in_both_languages(book: Path) -> None:
    """Else a reader of one language gets an error page."""
    entries = Words([book])._entries
    assert entries
    for key, entry in entries.items():
        taken = {frozenset(re.findall(r"{(\w+)}", text)) for text in entry.values()}
        # `{sentence}` is the refusal's own, in Vietnamese, and has its figures in it;
        # tests/architecture/test_refusal_words.py looks at those that stand beside it.
        assert len(taken) == 1 or entry["vi"] == "{sentence}", key
        assert all(text.strip() for text in entry.values()), key


@pytest.mark.parametrize("book", WEB, ids=lambda file: file.parent.parent.name)
def test_templates_use_known_words(book: Path) -> None:
    """Keys that stand in a template as they are must be in the books of its service."""
    words = Words([OURS, book])
    folders = [book.parent / "templates", ROOT / "shared" / "web" / "templates"]
    for template in (file for folder in folders for file in folder.glob("*.html")):
        Environment(autoescape=True).parse(template.read_text())
        for key in re.findall(
            r"""\bt\("([a-z_]+\.[a-z_0-9]+)"[,)]""", template.read_text()
        ):
            assert key in words, f"{template.name}: {key}"


def test_every_clock_that_a_fact_starts_has_a_name() -> None:
    """Else its code stands on the page of a case, and in the mail of a citizen."""
    words, rules = Words([OURS]), re.compile(r'"((?:KN|TC|XLD|KNPA)\.[A-Z0-9_.]+)"')
    home = ROOT / "services" / "deadlines"
    started = {
        rule
        for file in ("reactions.py", "domain/following.py", "domain/applicable.py")
        for rule in rules.findall((home / file).read_text())
    }
    assert [rule for rule in sorted(started) if f"clock.{rule}" not in words] == []


def test_every_state_can_be_filtered_by_and_told() -> None:
    """To officers in the list, and to the citizen on the page where the petition stands."""
    desk = (ROOT / "services/routing/web/templates/desk.html").read_text()
    citizen = Words([ROOT / "services/intake/web/words.yaml"])
    for state in get_args(State):
        assert f'"{state}"' in desk, state
        assert f"state.{state}" in Words([OURS]), state
        assert f"stands.{state}" in citizen, state
