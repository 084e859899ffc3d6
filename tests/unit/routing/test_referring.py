"""Other endings: told to write apart or to add, information checked, signs of a crime referred."""

import datetime as dt
from typing import Any

import pytest

from services.routing.domain.case import ending_errors as no
from services.routing.domain.case import errors
from services.routing.domain.case.commands import AcceptCase, CaseCommand, GuideCase
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.ending_commands import CheckInformation, ReferCrime
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.repeating import handled
from services.routing.domain.case.state import Accepted, AwaitingAction, Closed
from services.routing.domain.custody import chain
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import CaseGuided
from shared.contracts.routing_settlement import CaseChecked, CrimeReferred
from shared.legal.citation import Citation
from shared.personal import Sealed
from shared.testing.spec import Case, check
from tests.unit.routing.endings import ended, reopened
from tests.unit.routing.test_case import (
    BUILDING,
    COMPLETE,
    IDS,
    ON,
    RECEIVED,
    WARD,
    accepted,
    asks,
    complaint,
    denunciation,
    given,
    guided,
    ineligible,
    misdirected,
    report,
)

REASON, FILE = "Đã đối chiếu hồ sơ.", "Công văn 12/CV-UBND, 34 trang"
unnamed = given("denunciation", WARD, WARD, "FILE", None, "MISSING_IDENTITY")
unnamed_elsewhere = given(
    "denunciation", BUILDING, WARD, "FILE", None, "MISSING_IDENTITY", ours=False
)
incomplete = given("complaint", WARD, WARD, "FILE", None, "COMPLAINT_INCOMPLETE")
unclear = given(
    "denunciation", WARD, WARD, "FILE", None, "MISSING_IDENTITY", "DENUNCIATION_INCOMPLETE"
)
information = given("denunciation_information", WARD, WARD, "INFO_CHECK")
told: dict[str, Any] = {"competent_agency": None, "guided_on": ON}
split = CaseGuided(
    **IDS, holder=WARD, **told, manner="split", basis=Citation("TT05", "Đ21")
)
completed = CaseGuided(
    **IDS, holder=WARD, **told, manner="complete", basis=Citation("TT05", "Đ7")
)
checked = CaseChecked(
    **IDS, holder=WARD, checked_on=ON, finding="signs", follow_up="inspection",
    reason=REASON, basis=Citation("LTC", "Đ25.2"),
)  # fmt: skip


def guides(manner: str) -> Any:
    return asks(GuideCase, WARD, manner=manner)


def checks(finding: str = "signs", follow_up: str = "inspection", **more: Any) -> Any:
    said = {"by": WARD, "finding": finding, "follow_up": follow_up, "reason": REASON}
    return asks(CheckInformation, **said | more)


def refers(to: str = "investigation", **more: Any) -> Any:
    return asks(ReferCrime, **{"by": WARD, "to": to, "file": FILE, "reason": REASON} | more)


def referred(kind: str, act: str, provision: str, *, ends: bool) -> CrimeReferred:
    return CrimeReferred(
        **IDS, kind=kind, instance="first", holder=WARD, to="investigation", referred_on=ON,
        file=FILE, reason=REASON, ends=ends, basis=Citation(act, provision),
    )  # type: ignore[arg-type]  # fmt: skip


of_denunciation = referred("denunciation", "LTC", "Đ27.1", ends=True)
of_complaint = referred("complaint", "TT05", "Đ22", ends=False)

# fmt: off
CASES: list[Case[CaseCommand, CaseEvent]] = [
    Case("several contents are written apart", complaint, guides("split"), [split]),
    Case("told so once", [*complaint, split], guides("split"), []),
    Case("ended otherwise", [*complaint, split], guides("complete"), errors.CaseIsClosed),
    Case("whose sender nobody knows is not split", ineligible, guides("split"), no.NotSeparable),
    Case("what is missing can be added", incomplete, guides("complete"), [completed]),
    Case("a name cannot be asked of nobody", ineligible, guides("complete"), no.NothingMissing),
    Case("nothing is missing", complaint, guides("complete"), no.NothingMissing),
    Case("reports have no such guidance", report, guides("complete"), errors.NotProvidedFor),
    Case("an accepted case is not split", [*complaint, accepted], guides("split"), errors.CaseIsAccepted),

    Case("information is checked", information, checks(), [checked]),
    Case("an unnamed denunciation too", unnamed, checks(), [checked]),
    Case("recorded once", [*unnamed, checked], checks(), []),
    Case("found otherwise", [*unnamed, checked], checks("no_signs", "none"), errors.CaseIsClosed),
    Case("signs want something done", unnamed, checks("signs", "none"), no.FollowUpUnfit),
    Case("no signs want nothing", unnamed, checks("no_signs", "inspection"), no.FollowUpUnfit),
    Case("it says what was found", unnamed, checks(reason=" "), errors.ReasonMissing),
    Case("nobody is named in it: nothing can be checked", unclear, checks(), errors.NotProvidedFor),
    Case("who is known is no information", denunciation, checks(), errors.NotProvidedFor),
    Case("another body checks it", unnamed_elsewhere, checks(by=BUILDING), errors.NotProvidedFor),

    Case("a denunciation of a crime ends here", denunciation, refers(), [of_denunciation]),
    Case("recorded once", [*denunciation, of_denunciation], refers(), []),
    Case("what else is asked for goes on", complaint, refers(), [of_complaint]),
    Case("the same again changes nothing", [*complaint, of_complaint], refers(), []),
    Case("not to two bodies", [*complaint, of_complaint], refers("procuracy"), no.CrimeReferredAlready),
    Case("an accepted case is not ended", [*complaint, accepted], refers(), [of_complaint]),
    Case("the file goes with it", denunciation, refers(file=" "), no.FileMissing),
    Case("it says which signs", denunciation, refers(reason=""), errors.ReasonMissing),
    Case("only by who holds it", denunciation, refers(by=BUILDING), errors.NotTheHolder),
    Case("it can still be accepted", [*complaint, of_complaint], asks(AcceptCase, WARD), [accepted]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_decides(
    case: Case[CaseCommand, CaseEvent], book: RuleBook, directory: Directory
) -> None:
    check(case_decider(book, directory), case)


def test_what_is_remembered(book: RuleBook, directory: Directory) -> None:
    """An ending ends; what goes on goes on; and only "elsewhere" is said once."""
    fold = case_decider(book, directory).fold
    assert isinstance(fold([*denunciation, of_denunciation]), Closed)
    assert isinstance(fold([*complaint, of_complaint]), AwaitingAction)
    assert isinstance(fold([*complaint, accepted, of_complaint]), Accepted)
    assert None is handled(fold([*complaint, split])).guided_by
    assert BUILDING == handled(fold([*misdirected, guided])).guided_by


def test_who_holds_it_knows_when_it_ended() -> None:
    """The chain of holders ends with the case, and not where something is left to do."""
    lodged = PetitionLodged(
        petition_id=IDS["petition_id"], receipt_code="R", channel="post",
        kind_claimed="denunciation", instance="first", received_on=RECEIVED,
        receiving_agency=WARD, subject_field="land", respondent_agency=WARD,
        respondent_post=None, observed=COMPLETE, addressees=(), forwarder=None,
        sealed=Sealed(key="", box=b""), request_digest="",
    )  # fmt: skip
    for facts, ended_on in (
        ([of_denunciation], ON),
        ([of_complaint], None),
        ([checked], ON),
        ([ended("7/7"), reopened("8/7")], None),
        ([ended("7/7")], dt.date(2026, 7, 7)),
    ):
        found = chain([lodged, *facts], dt.date(2026, 7, 9))
        assert ended_on == found.ended_on
        assert found.links[-1].did
