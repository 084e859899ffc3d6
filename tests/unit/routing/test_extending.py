"""Decisions that make the time longer: extensions of denunciations, complexity of complaints."""

import dataclasses
import datetime as dt

import pytest

from services.routing.domain.case import errors
from services.routing.domain.case.commands import CaseCommand
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.errors import Refusal, RuleMissing
from shared.legal.citation import Citation
from shared.testing.spec import Case, check
from tests.unit.routing.settled import (
    BUILDING,
    COMPLAINT,
    CRITERIA,
    DENUNCIATION,
    FIRST_LEVEL,
    OLD,
    SECOND,
    SECOND_LEVEL,
    UNACCEPTED,
    case_of,
    decided,
    extended,
    extends,
    finds,
    found,
    strikes_extension,
    struck_extension,
)

MOST = "especially_complex"
once = [*DENUNCIATION, extended(1, "3/8")]
gone = [*once, struck_extension(1, "30/9")]
both = [
    *DENUNCIATION,
    extended(1, "3/8", complexity=MOST),
    extended(2, "2/9", complexity=MOST),
]
closed = [*DENUNCIATION, decided("3/8", kind="denunciation")]
ALL_SEVEN = (
    "several_places", "several_contents", "many_people", "foreign_element",
    "several_agencies", "differing_views", "contradictory_evidence",
)  # fmt: skip
in_june = dataclasses.replace(finds("29/9"), on=dt.date(2026, 6, 15))
in_june_found = dataclasses.replace(in_june, criteria=frozenset({"many_people"}))
plain = {"complex": False, "remote": False}

# fmt: off
CASES: list[Case[CaseCommand, CaseEvent]] = [
    Case("a complex denunciation is extended once", DENUNCIATION, extends("3/8"), [extended(1, "3/8")]),
    Case("by fewer days too", DENUNCIATION, extends("3/8", 12), [extended(1, "3/8", 12)]),
    Case("an especially complex one twice", both[:-1], extends("2/9", complexity=MOST), [extended(2, "2/9", complexity=MOST)]),
    Case("what was complex can prove to be especially so", once, extends("2/9", complexity=MOST), [extended(2, "2/9", complexity=MOST)]),
    Case("not by 31 days", DENUNCIATION, extends("3/8", 31), errors.ExtensionTooLong),
    Case("nor by none", DENUNCIATION, extends("3/8", 0), errors.ExtensionTooLong),
    Case("a complex one not twice", once, extends("2/9"), errors.ExtensionsUsedUp),
    Case("an especially complex one not thrice", both, extends("20/9", complexity=MOST), errors.ExtensionsUsedUp),
    Case("the same extension twice is one", once, extends("3/8"), []),
    Case("a struck one leaves room, and keeps its number", gone, extends("2/9"), [extended(2, "2/9")]),
    Case("a complaint is not extended: it has a longer time at once", COMPLAINT, extends("3/8"), errors.ExtensionNotProvidedFor),
    Case("nor at the second level", SECOND, extends("3/8"), errors.ExtensionNotProvidedFor),
    Case("why must be said", DENUNCIATION, extends("3/8", reason=""), errors.ReasonMissing),
    Case("not before acceptance", DENUNCIATION, extends("5/7"), errors.DayImpossible),
    Case("not tomorrow", DENUNCIATION, extends("1/10"), errors.DayImpossible),
    Case("what is decided is not extended", closed, extends("3/8"), errors.CaseIsClosed),
    Case("nor what nobody accepted", UNACCEPTED, extends("3/8"), errors.CaseNotAccepted),
    Case("nor by another body", DENUNCIATION, dataclasses.replace(extends("3/8"), by=BUILDING), errors.NotTheHolder),
    Case("the law can be silent about a kind", case_of("recommendation"), extends("3/8"), RuleMissing),

    Case("an extension is taken back", once, strikes_extension(1), [struck_extension(1, "30/9")]),
    Case("the same twice is once", gone, strikes_extension(1), []),
    Case("not for another reason", gone, strikes_extension(1, "Khác"), errors.StruckAlready),
    Case("one that never was is not", once, strikes_extension(2), errors.ExtensionUnknown),
    Case("why must be said of that too", once, strikes_extension(1, " "), errors.ReasonMissing),
    Case("a decided case keeps its extensions", [*once, decided("3/9", kind="denunciation")], strikes_extension(1), errors.CaseIsClosed),

    Case("a complaint is complex by one criterion, in writing", COMPLAINT, finds("20/7", "many_people"), [found("20/7", "many_people")]),
    Case("by any of seven, told in the order of the law", COMPLAINT, finds("20/7", *reversed(ALL_SEVEN)), [found("20/7", *ALL_SEVEN)]),
    Case("at the second level too", SECOND, finds("20/7", "many_people"), [found("20/7", "many_people")]),
    Case("not without any", COMPLAINT, finds("20/7"), errors.CriteriaMissing),
    Case("nor by an invented one", COMPLAINT, finds("20/7", "much_work"), errors.CriterionUnknown),
    Case("what is not complex has none", COMPLAINT, finds("20/7", "many_people", complex=False), errors.CriterionUnknown),
    Case("it can lie in a remote area", COMPLAINT, finds("20/7", complex=False, remote=True), [found("20/7", complex=False, remote=True)]),
    Case("what was complex can prove plain", case_of("complaint", complex=True), finds("20/7", **plain), [found("20/7", **plain)]),
    Case("what holds already is not found again", COMPLAINT, finds("20/7", **plain), []),
    Case("the same finding twice is one", [*COMPLAINT, found("20/7", "many_people")], finds("21/7", "many_people"), []),
    Case("acceptance as complex still wants its criteria in writing", case_of("complaint", complex=True), finds("20/7", "many_people"), [found("20/7", "many_people")]),
    Case("before July 2026 the law named no criteria", OLD, in_june, [found("15/6", basis=FIRST_LEVEL)]),
    Case("so none could be given", OLD, in_june_found, errors.CriterionUnknown),
    Case("a denunciation is extended instead", DENUNCIATION, finds("20/7", "many_people"), errors.ComplexityNotProvidedFor),
    Case("what is decided is what it was", [*COMPLAINT, decided("18/7")], finds("20/7", "many_people"), errors.CaseIsClosed),
    Case("the law can be silent about a kind here too", case_of("recommendation"), finds("20/7", "many_people"), RuleMissing),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_more_time_is_decided(
    case: Case[CaseCommand, CaseEvent], book: RuleBook, directory: Directory
) -> None:
    check(case_decider(book, directory), case)


# fmt: off
REFUSED: list[tuple[str, list[CaseEvent], CaseCommand, str | None, Citation]] = [
    ("first complaint", COMPLAINT, extends("3/8"), None, FIRST_LEVEL),
    ("second complaint", SECOND, extends("3/8"), None, SECOND_LEVEL),
    ("too long", DENUNCIATION, extends("3/8", 31), "days", Citation("LTC", "Đ30.2")),
    ("too often", both, extends("20/9", complexity=MOST), "complexity", Citation("LTC", "Đ30.3")),
    ("no criteria", COMPLAINT, finds("20/7"), "criteria", CRITERIA),
    ("denunciation", DENUNCIATION, finds("20/7", "many_people"), None, Citation("LTC", "Đ30.2")),
]
# fmt: on


@pytest.mark.parametrize(
    ("given", "when", "field", "basis"),
    [r[1:] for r in REFUSED],
    ids=[r[0] for r in REFUSED],
)
def test_a_refusal_names_field_and_law(
    given: list[CaseEvent],
    when: CaseCommand,
    field: str,
    basis: Citation,
    book: RuleBook,
    directory: Directory,
) -> None:
    decider = case_decider(book, directory)
    with pytest.raises(Refusal) as refused:
        decider.decide(when, decider.fold(given))
    assert (field, basis) == (refused.value.field, refused.value.basis)
    assert refused.value.sentence.endswith(".")
