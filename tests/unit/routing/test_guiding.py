"""Decisions on guided work: when something is proposed, agreed with, overridden."""

from dataclasses import replace
from typing import Any

import pytest

from services.deadlines.rules.loader import load as load_calendar
from services.routing.domain.advice.facts import Body
from services.routing.domain.case import errors
from services.routing.domain.case.commands import Handled
from services.routing.domain.case.decider import case_decider
from services.routing.domain.directory import Agency, Directory, Law
from services.routing.domain.guiding import commands as ask
from services.routing.domain.guiding import errors as no
from services.routing.domain.guiding.asking import Guide, unfit
from services.routing.domain.guiding.bodies import bodies_of, candidates, code_of, stated
from services.routing.domain.guiding.decider import guiding_decider
from services.routing.domain.guiding.knowing import Letter, known
from services.routing.domain.guiding.questions import BY_ID, NOT_KNOWN, QUESTIONS
from services.routing.domain.guiding.state import Guiding, evolve
from services.routing.domain.held import held_of
from services.routing.rules import RuleBook
from services.routing.rules.advice_loader import load_advice
from shared.contracts import routing_guiding as said
from shared.contracts.intake import Observed
from shared.ids import AgencyCode
from shared.testing.spec import Case, check
from tests.unit.routing.settled import IDS, REASON, WARD, asks, case_of, day

MARKS = Observed(identified=True, has_summary=True, has_request=True, has_respondent=True)
LETTER = Letter(
    kind_claimed="complaint",
    respondent_agency=WARD,
    respondent_post=None,
    observed=MARKS,
    addressees=(),
)
REVIEW = {"signals": "asks_review_admin_decision", "got_on": "2026-06-20"}
ADVICE, CALENDAR = load_advice(), load_calendar().calendar()


@pytest.fixture(name="decider")
def _decider(book: RuleBook, directory: Directory) -> Any:
    return guiding_decider(Law(book=book, directory=directory))


@pytest.fixture(name="guide")
def _guide(directory: Directory) -> Guide:
    return Guide(book=ADVICE, calendar=CALENDAR, bodies=bodies_of(directory))


@pytest.fixture(name="held")
def _held(book: RuleBook, directory: Directory) -> Any:
    decider = case_decider(book, directory)

    def held(*, accepted: bool = False) -> Any:
        on = day("6/7")
        facts = case_of("complaint", accepted_on=on if accepted else None, received_on=on)
        return held_of(decider.fold(facts))

    return held


@pytest.fixture(name="makes")
def _makes(guide: Guide, held: Any) -> Any:
    def makes(
        on: str = "20/7", *, accepted: bool = False, by: Any = WARD, **answers: str
    ) -> Any:
        matter = held(accepted=accepted)
        facts = known(matter.dossier, LETTER, guide.bodies, frozenset())
        left = () if unfit(guide, facts, answers) else guide.open(facts, answers)
        return asks(
            ask.MakeProposal, on, by=by, guide=guide, letter=LETTER, answers=answers,
            open=left, held=matter,
        )  # fmt: skip

    return makes


def one(decider: Any, command: Any) -> said.ProposalMade:
    (fact,) = decider.decide(command, Guiding())
    assert isinstance(fact, said.ProposalMade)
    return fact


def test_a_proposal_says_on_what_it_rests(decider: Any, makes: Any) -> None:
    """Known, answered, not known, taken to be usual: each input has its source; no words."""
    made = one(decider, makes(**REVIEW, court=NOT_KNOWN))
    sources = {each.question: each.source for each in made.inputs}
    assert sources["received_on"] == sources["issuer"] == "system"
    assert sources["signals"] == "officer"
    assert sources["court"] == "not_known"
    assert sources["second_decision"] == "usual"
    assert made.actions == ("ACCEPT",)
    assert made.competent == WARD
    assert {each.slot: each.seat for each in made.jurisdiction}[
        "first"
    ] == f"commune_chair@{WARD}"


def test_what_is_left_open_was_found_before(decider: Any, makes: Any) -> None:
    """The decision tries nothing: finding out which questions matter takes too long for it."""
    made = one(decider, replace(makes(**REVIEW), open=(BY_ID["court"],)))
    usual = [each.question for each in made.inputs if each.source == "usual"]
    assert usual == ["court"]


def test_what_the_officer_repeats_of_what_is_known_stays_known(
    decider: Any, makes: Any
) -> None:
    made = one(decider, makes(**REVIEW, issuer=WARD, legible="yes"))
    sources = {each.question: each.source for each in made.inputs}
    assert sources["issuer"] == sources["legible"] == "system"


def test_what_this_body_did_with_linked_petitions_is_known(
    decider: Any, makes: Any
) -> None:
    """Guided once about the same content: nobody is asked, and it is filed; others' acts stay."""
    linked = (
        Handled(guided_by=WARD),
        Handled(transferred_by=AgencyCode("TN-SXD")),
    )
    elsewhere = replace(LETTER, respondent_agency=AgencyCode("TN-SXD"))
    asked = replace(makes(**REVIEW), letter=elsewhere)
    assert one(decider, asked).actions == ("GUIDE",)
    made = one(decider, replace(asked, same_content=linked))
    sources = {each.question: each.source for each in made.inputs}
    assert sources["guided_before"] == "system"
    assert sources.get("transferred_before") != "system"
    assert made.actions == ("FILE", "LINK_DUPLICATE")


def test_the_same_on_the_same_says_nothing_anew(decider: Any, makes: Any) -> None:
    made = one(decider, makes(**REVIEW))
    state = decider.fold([made])
    assert list(decider.decide(makes("21/7", **REVIEW), state)) == []
    (next_,) = decider.decide(makes("21/7", **REVIEW, court="judgment"), state)
    assert next_.number == 2
    assert "LKN11_9" in next_.reason_codes


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        ({}, no.AnswerMissing),
        ({"signals": "x"}, no.AnswerUnfit),
        ({"signals": "reports_official_violation"}, no.AnswerMissing),
    ],
)
def test_half_an_answer_proposes_nothing(
    decider: Any, makes: Any, answers: Any, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        decider.decide(makes(**answers), Guiding())


def test_too_late_and_by_another(decider: Any, makes: Any) -> None:
    with pytest.raises(errors.CaseIsAccepted):
        decider.decide(makes(accepted=True, **REVIEW), Guiding())
    with pytest.raises(errors.NotTheHolder):
        decider.decide(makes(by=AgencyCode("TN-SXD"), **REVIEW), Guiding())


def judged(decider: Any, makes: Any, held: Any) -> list[Case[Any, Any]]:
    sure = one(decider, makes(**REVIEW))
    unsure = one(decider, makes(signals="asks_review_admin_decision"))
    assert "NEEDS_HUMAN" in unsure.flags
    now = {"held": held()}
    agrees = asks(ask.FollowProposal, "20/7", number=1, **now)
    looked = asks(ask.FollowProposal, "20/7", number=1, looked=True, **now)
    other = asks(ask.OverrideProposal, "20/7", number=1, did="FILE", reason=REASON, **now)
    mute = asks(ask.OverrideProposal, "20/7", number=1, did="FILE", reason=" ", **now)
    later = asks(ask.FollowProposal, "20/7", number=2, **now)
    ids = {**IDS, "holder": WARD, "number": 1}
    followed = said.ProposalFollowed(**ids, followed_on=day("20/7"), looked=False)
    seen = said.ProposalFollowed(**ids, followed_on=day("20/7"), looked=True)
    left = said.ProposalOverridden(
        **ids, overridden_on=day("20/7"), did="FILE", reason=REASON
    )
    return [
        Case("nothing was proposed", [], agrees, no.NothingProposed),
        Case("the officer agrees", [sure], agrees, [followed]),
        Case("another proposal is meant", [sure], later, no.ProposalReplaced),
        Case(
            "a rule below primary: somebody must look",
            [unsure],
            agrees,
            no.SomebodyMustLook,
        ),
        Case("somebody looked", [unsure], looked, [seen]),
        Case("something else, for a reason", [sure], other, [left]),
        Case("something else, for no reason", [sure], mute, errors.ReasonMissing),
        Case("who agreed may still do otherwise", [sure, followed], other, [left]),
        Case(
            "what was overridden is not agreed with",
            [sure, left],
            agrees,
            no.ProposalJudged,
        ),
    ]


def test_what_officers_hold_of_it(decider: Any, makes: Any, held: Any) -> None:
    for case in judged(decider, makes, held):
        check(decider, case)


def test_the_next_holder_keeps_what_was_said_of_the_letter(
    decider: Any, makes: Any
) -> None:
    """What was answered about the body itself is asked anew."""
    made = one(decider, makes(**REVIEW, guided_before="no"))
    state = evolve(Guiding(), made)
    assert state.answers_for(WARD)["guided_before"] == "no"
    assert "guided_before" not in state.answers_for(AgencyCode("TN-SXD"))
    assert state.answers_for(AgencyCode("TN-SXD"))["signals"] == REVIEW["signals"]
    assert state.proposal_for(AgencyCode("TN-SXD")) is None


def test_bodies_of_the_directory_and_beyond(directory: Directory) -> None:
    bodies = bodies_of(directory)
    ward = bodies[WARD]
    assert (ward.kind, ward.parent_kind) == ("commune", "province")
    issuer = BY_ID["issuer"]
    assert candidates(issuer, {"issuer_kind": "ministry"}, bodies) == ()
    assert stated(issuer, {"issuer_kind": "ministry"}, bodies) == Body(
        kind="ministry", id="ministry"
    )
    unit = stated(issuer, {"issuer_kind": "commune_unit", "issuer": WARD}, bodies)
    assert (unit.parent, unit.parent_kind) == (WARD, "commune")
    assert code_of("provincial_chair", directory) == directory.provincial_committee().code
    assert code_of("minister", directory) is None
    assert all(isinstance(agency, Agency) for agency in directory.agencies.values())


def test_every_question_can_be_answered_and_has_its_law() -> None:
    for question in QUESTIONS:
        assert question.choices or question.sort in ("day", "number", "body"), question.id
        assert question.usual in ("", *question.choices) or question.sort == "number"
        assert question.basis.provision.startswith("Đ"), question.id
