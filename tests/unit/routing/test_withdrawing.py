"""Decisions on signers and withdrawals: each on their own, and what becomes of the case."""

import dataclasses

import pytest

from services.routing.domain.case import ending_errors as no
from services.routing.domain.case import errors
from services.routing.domain.case.commands import CaseCommand
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.contracts.routing import CaseGuided
from shared.errors import Refusal
from shared.legal.citation import Citation
from shared.testing.spec import Case, check
from tests.unit.routing.endings import (
    A136,
    DENUNCIATION_LETTER,
    continued,
    continues,
    discontinues,
    ended,
    ended_denunciation,
    registers,
    reopened,
    signed,
    sued,
    tells,
    told,
    withdraws,
    withdrew,
)
from tests.unit.routing.settled import (
    BUILDING,
    COMPLAINT,
    DENUNCIATION,
    IDS,
    OLD,
    UNACCEPTED,
    WARD,
    accepts,
    day,
    decided,
    decides,
    notified,
    notifies,
    paused,
)

three = [*COMPLAINT, signed(3)]
one_gone = [*three, withdrew(1, "20/7")]
all_gone = [*one_gone, withdrew(2, "21/7"), withdrew(3, "22/7")]
alone = [*COMPLAINT, withdrew(1, "20/7")]
in_part = [*COMPLAINT, withdrew(1, "20/7", "Tiền cây trồng.")]
over = [*alone, ended("21/7")]
denounced = [*DENUNCIATION, withdrew(1, "20/7", basis=DENUNCIATION_LETTER)]
goes_on = [*denounced, continued("violation", "21/7")]
guided = [*UNACCEPTED, CaseGuided(**IDS, holder=WARD, guided_on=day("7/7"), competent_agency=None, basis=Citation("TT05", "Đ8.1"))]  # fmt: skip
minutes = Citation("LKN", f"Đ10 {A136}")
court = Citation("LKN", "Đ11a.2.d (sửa bởi Luật 136/2025/QH15 Đ2.4)")
dead = Citation("LKN", "Đ11a.2.b (sửa bởi Luật 136/2025/QH15 Đ2.4)")

# fmt: off
CASES: list[Case[CaseCommand, CaseEvent]] = [
    Case("several signed", COMPLAINT, registers(12, 4, 1), [signed(12, 1, 4)]),
    Case("before it is accepted too", UNACCEPTED, registers(2), [signed(2)]),
    Case("it was one all the time", COMPLAINT, registers(1), []),
    Case("a wrong number is put right", three, registers(4), [signed(4)]),
    Case("but not below who withdrew", [*three, withdrew(3, "20/7")], registers(2), no.SignersFixed),
    Case("nobody signed", COMPLAINT, registers(0), no.SignersWrong),
    Case("everybody signed", COMPLAINT, registers(10**6), no.SignersWrong),
    Case("few have two who speak", COMPLAINT, registers(6, 1, 2, 3), no.RepresentativesWrong),
    Case("many have five", COMPLAINT, registers(20, 1, 2, 3, 4, 5, 6), no.RepresentativesWrong),
    Case("one speaks for nobody", COMPLAINT, registers(1, 1), no.RepresentativesWrong),
    Case("who did not sign does not speak", COMPLAINT, registers(6, 7), no.RepresentativesWrong),
    Case("one withdraws", three, withdraws(1, "20/7"), [withdrew(1, "20/7")]),
    Case("a part of it", COMPLAINT, withdraws(1, "20/7", " Tiền cây trồng. "), [withdrew(1, "20/7", "Tiền cây trồng.")]),
    Case("then all of it", in_part, withdraws(1, "21/7"), [withdrew(1, "21/7")]),
    Case("not before the part", in_part, withdraws(1, "19/7"), errors.DayImpossible),
    Case("before minutes instead of a letter", COMPLAINT, withdraws(1, "20/7", form="minutes"), [withdrew(1, "20/7", form="minutes", basis=minutes)]),
    Case("by the law of before only by letter", OLD, withdraws(1, "8/6", form="minutes"), no.WithdrawalNotProvidedFor),
    Case("before it is accepted", UNACCEPTED, withdraws(1, "7/7"), [withdrew(1, "7/7")]),
    Case("nobody withdraws twice", one_gone, withdraws(1, "25/7"), no.WithdrawnAlready),
    Case("nor a part after all", one_gone, withdraws(1, "25/7", "Một phần."), no.WithdrawnAlready),
    Case("nor the same part", in_part, withdraws(1, "25/7", "Tiền cây trồng."), no.WithdrawnAlready),
    Case("who did not sign", three, withdraws(4, "20/7"), no.SignerUnknown),
    Case("signer zero", three, withdraws(0, "20/7"), no.SignerUnknown),
    Case("tomorrow", three, withdraws(1, "1/10"), errors.DayImpossible),
    Case("before it came", three, withdraws(1, "4/1"), errors.DayImpossible),
    Case("after the decision", [*three, decided("24/8")], withdraws(1, "25/8"), errors.CaseIsClosed),
    Case("of another body", three, dataclasses.replace(withdraws(1, "20/7"), by=BUILDING), errors.NotTheHolder),
    Case("all withdrew: it ends", all_gone, discontinues("23/7"), [ended("23/7")]),
    Case("the only one withdrew", alone, discontinues("21/7"), [ended("21/7")]),
    Case("though it stands still", [*alone, paused("21/7")], discontinues("22/7"), [ended("22/7")]),
    Case("before it was accepted", [*UNACCEPTED, withdrew(1, "7/7")], discontinues("8/7"), [ended("8/7")]),
    Case("some remain", one_gone, discontinues("23/7"), no.SignersRemain),
    Case("a part remains", in_part, discontinues("23/7"), no.SignersRemain),
    Case("nobody withdrew", COMPLAINT, discontinues("23/7"), no.SignersRemain),
    Case("not before they withdrew", all_gone, discontinues("21/7"), errors.DayImpossible),
    Case("it says why", alone, discontinues("21/7", reason=" "), errors.ReasonMissing),
    Case("death without heirs", COMPLAINT, discontinues("21/7", "dead"), [ended("21/7", "dead", dead)]),
    Case("no ground before the new law", OLD, discontinues("30/6", "dead"), no.EndNotProvidedFor),
    Case("a withdrawal always was one", [*OLD, withdrew(1, "8/6")], discontinues("9/6"), [ended("9/6", "withdrawn", Citation("LKN", "Đ10"), None)]),
    Case("a court took it", [*COMPLAINT, sued("10/7", "13/7")], discontinues("14/7", "court"), [ended("14/7", "court", court)]),
    Case("no court is known to", COMPLAINT, discontinues("14/7", "court"), no.LawsuitMissing),
    Case("what a court has is not decided here", [*COMPLAINT, sued("10/7", "13/7")], decides("20/7"), errors.CourtHasIt),
    Case("nor accepted", [*UNACCEPTED, sued("10/7", "13/7")], accepts("14/7"), errors.CourtHasIt),
    Case("what is over is not ended", [*COMPLAINT, decided("24/8")], discontinues("25/8", "dead"), errors.CaseIsClosed),
    Case("nor on another ground", over, discontinues("25/8", "dead"), errors.CaseIsClosed),
    Case("the denounced died", DENUNCIATION, discontinues("21/7", "dead"), [ended_denunciation("21/7", "dead", "Đ34.3.b")]),
    Case("no object: no ground of denunciations", DENUNCIATION, discontinues("21/7", "no_object"), no.EndNotProvidedFor),
    Case("a denunciation withdrawn ends", denounced, discontinues("21/7"), [ended_denunciation("21/7", "withdrawn", "Đ34.3.a")]),
    Case("unless there are signs of a violation", denounced, continues("violation", "21/7"), [continued("violation", "21/7")]),
    Case("then it must go on", goes_on, discontinues("22/7"), no.MustContinue),
    Case("death ends it all the same", goes_on, discontinues("22/7", "dead"), [ended_denunciation("22/7", "dead", "Đ34.3.b")]),
    Case("one ground is enough", goes_on, continues("slander", "22/7"), no.ContinuedAlready),
    Case("nothing to go on in spite of", DENUNCIATION, continues("violation", "21/7"), no.NobodyWithdrew),
    Case("not before", denounced, continues("violation", "19/7"), errors.DayImpossible),
    Case("a complaint goes on only after coercion", alone, continues("violation", "21/7"), no.NotOfThisKind),
    Case("which begins it anew", over, continues("coerced", "3/8"), [reopened("3/8")]),
    Case("not before it ended", over, continues("coerced", "20/7"), errors.DayImpossible),
    Case("a denunciation that ended is not reopened for slander", [*denounced, ended_denunciation("21/7", "withdrawn", "Đ34.3.a")], continues("slander", "3/8"), no.NotReopened),
    Case("nor what ended by death", [*DENUNCIATION, ended_denunciation("21/7", "dead", "Đ34.3.b")], continues("coerced", "3/8"), no.NotReopened),
    Case("reopened, it cannot end by the same withdrawal", [*over, reopened("3/8")], discontinues("4/8"), no.MustContinue),
    Case("reopened, it is decided", [*over, reopened("3/8")], decides("24/8"), [decided("24/8")]),
    Case("not before it was reopened", [*over, reopened("3/8")], decides("2/8"), errors.DayImpossible),
    Case("guided is guided", guided, continues("coerced", "3/8"), errors.CaseIsClosed),
    Case("the end is told", over, notifies("discontinuance", "22/7"), [notified("discontinuance", "22/7")]),
    Case("not before it was signed", over, notifies("discontinuance", "20/7"), errors.DayImpossible),
    Case("each signer is told", [*three, decided("24/8")], tells(2, "26/8"), [told(2, "26/8")]),
    Case("and when it came", [*three, decided("24/8"), told(2, "26/8")], tells(2, "26/8", "28/8"), [told(2, "26/8", "28/8")]),
    Case("once", [*three, decided("24/8"), told(2, "26/8", "28/8")], tells(2, "26/8", "29/8"), errors.PaperSentAlready),
    Case("not before it was sent", three, tells(2, "26/8", "25/8"), errors.ReceivedBeforeSent),
    Case("who did not sign is not told", three, tells(9, "26/8"), no.SignerUnknown),
    Case("nothing of what was not accepted", UNACCEPTED, tells(1, "26/8"), errors.CaseNotAccepted),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_withdrawing(
    case: Case[CaseCommand, CaseEvent], book: RuleBook, directory: Directory
) -> None:
    check(case_decider(book, directory), case)


def test_a_refusal_of_a_second_withdrawal_names_code_and_law(
    book: RuleBook, directory: Directory
) -> None:
    decider = case_decider(book, directory)
    with pytest.raises(Refusal) as refused:
        decider.decide(withdraws(1, "25/7"), decider.fold(one_gone))
    assert "withdrawn-already" == refused.value.code
    assert Citation("LKN", "Đ10") == refused.value.basis
    assert "signer" == refused.value.field


def test_each_signer_has_a_standing(book: RuleBook, directory: Directory) -> None:
    """Five hundred sign, one withdraws all and one a part: 499 stand."""
    decider = case_decider(book, directory)
    case = decider.fold(
        [*COMPLAINT, signed(500), withdrew(7, "20/7"), withdrew(8, "20/7", "x")]
    )
    assert 499 == case.dossier.signers.standing
    assert {7} == case.dossier.signers.gone
