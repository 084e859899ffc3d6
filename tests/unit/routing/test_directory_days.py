"""The directory as of a day, and who stands in the place of a body that is gone."""

import datetime as dt

import pytest

from deploy.demo import directory as demonstration
from services.routing.domain.agency.decider import AGENCY
from services.routing.domain.agency.errors import AgencyNotInForce
from services.routing.domain.agency.planning import plan
from services.routing.domain.agency.state import Register, grown
from services.routing.domain.case.errors import AgencyUnknown
from services.routing.domain.directory import Directory
from services.routing.domain.officer.grants import HeldRole
from services.routing.domain.officer.reach import reach, tree_of
from shared.auth.principal import WHOLE_PROVINCE
from shared.contracts.routing_bodies import AgencyAbolished, AgencyRestated, Successor
from shared.ids import AgencyCode
from tests.unit.routing.test_agency import established

BEFORE, AFTER, TODAY = dt.date(2025, 6, 30), dt.date(2025, 7, 1), dt.date(2026, 11, 23)
A, B, C, D = (AgencyCode(code) for code in "ABCD")


@pytest.fixture(name="tay_ninh", scope="module")
def _tay_ninh() -> Register:
    found = plan(demonstration.rows(), Register())
    assert found.faults == ()
    return grown(Register(), found.facts)


def ends(
    code: AgencyCode, *successors: Successor, last_on: dt.date = BEFORE
) -> AgencyAbolished:
    return AgencyAbolished(
        code=code, last_on=last_on, successors=successors, confidence="unsaid"
    )


def whole(code: AgencyCode, function: str = "") -> Successor:
    return Successor(code=code, share="whole", function=function)


def part(code: AgencyCode) -> Successor:
    return Successor(code=code, share="part")


@pytest.mark.parametrize(
    ("code", "day", "there"),
    [
        ("705", dt.date(2012, 7, 1), True),  # longer than anybody wrote down
        ("705", BEFORE, True),
        ("705", AFTER, False),  # Luật 72/2025: no district level from 1 July 2025
        ("25486", BEFORE, False),
        ("25486", AFTER, True),
        ("80", TODAY, True),
        ("72", TODAY, False),
    ],
)
def test_tay_ninh_across_the_first_of_july(
    tay_ninh: Register, code: str, day: dt.date, there: bool
) -> None:
    assert tay_ninh.in_force(AgencyCode(code), day) == there
    assert (code in tay_ninh.known_on(day)) == there


def test_the_directory_of_each_time(tay_ninh: Register) -> None:
    """One old province with its nine districts; then 113 bodies, 96 of them communes."""
    before, after = tay_ninh.known_on(BEFORE), tay_ninh.known_on(AFTER)
    assert sorted(before) == [
        "703",
        "705",
        "706",
        "707",
        "708",
        "709",
        "710",
        "711",
        "712",
        "72",
    ]
    assert len(after) == 113
    assert sum(version.kind in {"ward", "commune"} for version in after.values()) == 96
    assert len(tay_ninh.children(AgencyCode("80"), TODAY)) == 97


def test_a_district_has_no_sole_heir(tay_ninh: Register) -> None:
    """Which commune has the case depends on where the matter arose: a person decides."""
    heirs = Directory.of(tay_ninh).successors(AgencyCode("705"), TODAY)
    assert [(heir.agency.code, heir.share) for heir in heirs.all] == [
        ("25486", "whole"), ("25489", "whole"), ("25498", "whole"), ("25510", "whole"),
        ("25549", "part"), ("25591", "part"),
    ]  # fmt: skip
    assert heirs.sole is None


def test_the_old_province_has_one(tay_ninh: Register) -> None:
    sole = Directory.of(tay_ninh).successors(AgencyCode("72"), TODAY).sole
    assert sole is not None
    assert sole.code == "80"


def test_a_body_that_is_not_there_is_refused_with_the_way_out(tay_ninh: Register) -> None:
    directory = Directory.of(tay_ninh)
    assert directory.in_force(AgencyCode("705"), BEFORE).name == "Huyện Tân Biên"
    with pytest.raises(AgencyUnknown):
        directory.in_force(AgencyCode("99999"), TODAY)
    with pytest.raises(
        AgencyNotInForce, match="chọn cơ quan kế thừa: Tỉnh Tây Ninh"
    ) as old:
        directory.in_force(AgencyCode("72"), TODAY)
    assert (old.value.code, old.value.sole) == ("agency-not-in-force", True)
    with pytest.raises(AgencyNotInForce, match=r"Xã Tân Biên \(25486\)") as gone:
        directory.in_force(AgencyCode("705"), TODAY, field="to_agency")
    assert (gone.value.field, gone.value.sole) == ("to_agency", False)
    with pytest.raises(AgencyNotInForce, match="chưa hoạt động"):
        directory.in_force(AgencyCode("25486"), BEFORE)


HEIRS = [
    ("there, it stands for itself", [], TODAY, ["A whole"], "A"),
    ("one takes everything", [ends(A, whole(B))], TODAY, ["B whole"], "B"),
    ("one took over from others too", [ends(A, part(B))], TODAY, ["B part"], None),
    ("two share it", [ends(A, whole(B), whole(C))], TODAY, ["B whole", "C whole"], None),
    ("nobody", [ends(A)], TODAY, [], None),
    ("the heir of the heir", [ends(A, whole(B)), ends(B, whole(C), last_on=AFTER)], TODAY, ["C whole"], "C"),
    ("on the day between", [ends(A, whole(B)), ends(B, whole(C), last_on=AFTER)], AFTER, ["B whole"], "B"),
    ("a part of a part", [ends(A, whole(B)), ends(B, part(C), last_on=AFTER)], TODAY, ["C part"], None),
    ("by two ways to one", [ends(A, whole(B), part(C)), ends(B, whole(C), last_on=AFTER)], TODAY, ["C whole"], "C"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "facts", "day", "all_", "sole"), HEIRS)
def test_heirs(
    title: str,
    facts: list[AgencyAbolished],
    day: dt.date,
    all_: list[str],
    sole: str | None,
) -> None:
    known = [established(code, name=code, valid_from=None) for code in (A, B, C)]
    found = Directory.of(AGENCY.fold([*known, *facts])).successors(A, day)
    assert [f"{heir.agency.code} {heir.share}" for heir in found.all] == all_, title
    assert (found.sole.code if found.sole else None) == sole


def test_a_task_has_its_own_heir() -> None:
    """Inspection goes to the provincial inspectorate, all else to another body."""
    known = [established(code, name=code, valid_from=None) for code in (A, B, C)]
    gone = ends(A, whole(B), whole(C, "thanh tra"))
    directory = Directory.of(AGENCY.fold([*known, gone]))
    assert directory.successors(A, TODAY).sole is None
    by_task = directory.successors(A, TODAY, "thanh tra").sole
    rest = directory.successors(A, TODAY, "đất đai").sole
    assert by_task is not None
    assert rest is not None
    assert (by_task.code, rest.code) == ("C", "B")


def test_names_and_parents_of_each_day() -> None:
    change = AgencyRestated(
        code=A, on=AFTER, name="Phường A", kind="ward", parent=C, confidence="unsaid"
    )
    known = [
        established(B, valid_from=None),
        established(C, valid_from=None),
        established(A, name="Xã A", kind="commune", parent=B, valid_from=None),
    ]
    body = AGENCY.fold([*known, change]).bodies[A]
    assert (body.on(BEFORE).name, body.on(BEFORE).parent) == ("Xã A", B)
    assert (body.on(AFTER).name, body.on(AFTER).kind, body.on(AFTER).parent) == (
        "Phường A",
        "ward",
        C,
    )


def test_the_province_sees_what_an_ended_district_holds(tay_ninh: Register) -> None:
    """A role over the new province reaches the districts of the old one, and so everything."""
    role = HeldRole(
        role="head", agency=AgencyCode("80"), subordinates=True, from_on=AFTER,
        until_on=None, withdrawn=False,
    )  # fmt: skip
    assert reach(role, tree_of(tay_ninh, TODAY)) == {WHOLE_PROVINCE}
