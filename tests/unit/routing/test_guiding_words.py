"""Every question, answer and outcome of guided work has words in both languages."""

from pathlib import Path
from typing import get_args

import pytest

from services.routing.domain.guiding.questions import KNOWN, QUESTIONS
from services.routing.rules import vocabulary as words
from services.routing.rules.advice_loader import load_advice
from shared.contracts.intake import Channel, ForwarderKind
from shared.contracts.routing_guiding import Did
from shared.web.words import OURS, Words

BOOK = Words([OURS, Path(__file__).parents[3] / "services/routing/web/words.yaml"])
PETITION = {
    "legibility", "kind", "mixed", "unnamed", "particulars", "eligible", "danger", "referred",
    "ineligible", "others", "effective", "split", "coordination", "elsewhere", "grounds",
    "defects", "acceptance", "closing", "forms",
}  # fmt: skip
ROWS = [row for name in PETITION for row in load_advice().tables[name].rows]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_and_its_answers(question: object) -> None:
    id_, choices = question.id, question.choices  # type: ignore[attr-defined]
    assert f"ask.{id_}" in BOOK
    for code in choices:
        keys = (
            f"choice.{id_}.{code}",
            f"choice.{code}",
            f"party_kind.{code}",
            f"guide.{code}",
        )
        assert any(key in BOOK for key in keys), code


def test_what_is_never_asked_has_words_too() -> None:
    assert all(f"ask.{id_}" in BOOK for id_ in KNOWN)
    codes = (*get_args(Channel), *get_args(ForwarderKind))
    assert [code for code in codes if f"choice.{code}" not in BOOK] == []


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        (
            "course",
            {action for row in ROWS for action in row.says.actions} | set(get_args(Did)),
        ),
        ("mind", {flag for row in ROWS for flag in row.says.flags} - {"NEEDS_HUMAN"}),
        ("reason", {reason for row in ROWS for reason in row.says.reasons}),
        ("seat", {*get_args(words.Role), *get_args(words.External), *get_args(words.Slot)}),
        ("matter_kind", {row.says.kind for row in ROWS if row.says.kind}),
    ],
)
def test_what_a_proposal_says(group: str, codes: set[str]) -> None:
    assert [code for code in sorted(codes) if f"{group}.{code}" not in BOOK] == []
