"""The province itself holds nothing: its People's Committee acts for it."""

from dataclasses import replace

import pytest

from services.deadlines.rules.loader import load as load_calendar
from services.routing.domain.case.decider import case_decider
from services.routing.domain.directory import Agency, Directory, Law
from services.routing.domain.guiding.asking import Guide, Unruled
from services.routing.domain.guiding.bodies import bodies_of
from services.routing.domain.guiding.commands import MakeProposal
from services.routing.domain.guiding.decider import guiding_decider
from services.routing.domain.guiding.errors import NoRuleCovers
from services.routing.domain.guiding.knowing import Letter, known
from services.routing.domain.held import held_of
from services.routing.rules import RuleBook
from services.routing.rules.advice_loader import load_advice
from shared.contracts.intake import Observed
from shared.ids import AgencyCode
from tests.unit.routing.settled import WARD, asks, case_of, day

PROVINCE = AgencyCode("80")
MARKS = Observed(identified=True, has_summary=True, has_request=True, has_respondent=True)


@pytest.fixture(name="bodies")
def _bodies(directory: Directory) -> Directory:
    """The small province, and the province itself."""
    itself = Agency(
        code=PROVINCE, name="Tỉnh", kind="province", level="province", parent=None
    )
    return Directory(agencies={PROVINCE: itself, **directory.agencies})


@pytest.mark.parametrize(
    "answers", [{}, {"signals": "asks_review_admin_decision", "got_on": "2026-06-20"}]
)
def test_nothing_is_proposed_or_asked_where_the_province_has_it(
    answers: dict[str, str], book: RuleBook, bodies: Directory
) -> None:
    """Before nobody was kept from sending it there; an officer still gets it from there."""
    history = case_of("complaint", accepted_on=None, received_on=day("6/7"))
    held = held_of(case_decider(book, bodies).fold(history))
    held = replace(held, dossier=replace(held.dossier, holder=PROVINCE))
    guide = Guide(
        book=load_advice(), calendar=load_calendar().calendar(), bodies=bodies_of(bodies)
    )
    letter = Letter(
        kind_claimed="complaint", respondent_agency=WARD, respondent_post=None,
        observed=MARKS, addressees=(),
    )  # fmt: skip
    facts = known(held.dossier, letter, guide.bodies, frozenset())
    assert isinstance(guide.outcome(facts | answers), Unruled)
    assert guide.open(facts, answers) == ()
    command = asks(
        MakeProposal, "20/7", by=PROVINCE, guide=guide, letter=letter, answers=answers,
        open=(), held=held,
    )  # fmt: skip
    decider = guiding_decider(Law(book=book, directory=bodies))
    with pytest.raises(NoRuleCovers):
        decider.decide(command, decider.initial)
