"""Questions, answers and proposals in an officer's words. No rule here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.routing.domain.guiding.asking import Guide
from services.routing.domain.guiding.bodies import candidates
from services.routing.domain.guiding.questions import NOT_KNOWN, Question, Values
from shared.web.showing import Showing

_OF_BODIES = frozenset(
    {"issuer_kind", "respondent_kind", "now_kind", "managing_kind", "effective"}
    | {"second_decision"}
)
_SHARED = {"yes": "guide.yes", "no": "guide.no", NOT_KNOWN: "guide.not_known"}
LONGEST_LIST = 6
"""More choices than that stand in a list to open, not one below the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it stands on the page."""

    id: str
    group: str
    sort: str
    words: str
    law: str
    choices: Sequence[tuple[str, str]]
    value: str
    usual: str
    must: bool

    @property
    def folded(self) -> bool:
        """Test whether its choices are too many to stand one below the other."""
        return len(self.choices) > LONGEST_LIST


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidewords:
    """Says what a page of guided work says, to one reader."""

    show: Showing
    names: Mapping[str, str]
    guide: Guide

    def asked(self, question: Question, values: Values, missing: str) -> Asked:
        """Return a question with the words of its choices."""
        codes: Sequence[str] = question.choices
        if question.sort == "body":
            codes = candidates(question, values, self.guide.bodies)
        value = values.get(question.id, "")
        return Asked(
            id=question.id,
            group=question.group,
            sort=question.sort,
            words=self.show.t(f"ask.{question.id}"),
            law=self.show.law(question.basis),
            choices=[(code, self.choice(question.id, code)) for code in codes],
            value=value,
            usual=self.value(question.id, question.usual) if question.usual else "",
            must=question.id == missing,
        )

    def choice(self, question: str, code: str) -> str:
        """Return the words of one answer."""
        if code in self.names:
            return self.names[code]
        for key in (f"choice.{question}.{code}", _SHARED.get(code, "")):
            if key and key in self.show.words:
                return self.show.t(key)
        group = "party_kind" if question in _OF_BODIES else "choice"
        return self.show.word(group, code)

    def value(self, question: str, value: str) -> str:
        """Return an answer in words: of several, all."""
        if not value:
            return self.show.t("guide.nothing_said")
        if question == "received_on" or question.endswith("_on"):
            day = value.split("-")
            return "/".join(reversed(day))
        return ", ".join(self.choice(question, code) for code in value.split())

    def seat(self, seat: str) -> str:
        """Return who decides: the head of a body, or a channel outside the province."""
        role, _, body = seat.partition("@")
        words = self.show.word("seat", role)
        return f"{words} ({self.names.get(body, body)})" if body else words
