"""Whatever is asked about an officer: nothing breaks, no two roles clash, the list agrees."""

import datetime as dt
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.officer.commands import (
    AppointOfficer,
    DeclareRelative,
    GrantRole,
    LeaveOffice,
    OfficerCommand,
    WithdrawRole,
)
from services.routing.domain.officer.decider import OFFICER
from services.routing.domain.officer.events import OfficerEvent
from services.routing.domain.officer.grants import HeldRole, read, written
from services.routing.domain.officer.reach import Tree, reach
from services.routing.domain.officer.state import Gone, Serving
from services.routing.projections.officer import OFFICER as LIST
from shared.auth.principal import WHOLE_PROVINCE
from shared.contracts.routing_bodies import (
    OfficerAppointed,
    OfficerLeft,
    RelativeDeclared,
    RoleGranted,
    RoleWithdrawn,
)
from shared.envelope import Told
from shared.errors import Refusal
from shared.ids import AgencyCode, OfficerId

LAN, SON = OfficerId("lan"), OfficerId("son")
AT = dt.datetime(2026, 7, 6, 3, tzinfo=dt.UTC)
CODES = [AgencyCode(code) for code in ("25585", "TN-BTCD")]
ROLES = ("reception", "processing", "head", "inspectorate", "auditor")
days = st.integers(0, 60).map(lambda n: AT.date() + dt.timedelta(days=n))
instants = st.integers(0, 40).map(lambda n: AT + dt.timedelta(days=n))
roles = st.sampled_from((*ROLES, "administrator", "custodian"))


def asked(kind: type[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        kind,
        officer=st.just(LAN),
        by=st.sampled_from([LAN, SON, None]),
        at=instants,
        **more,
    )


codes = st.sampled_from(CODES)
marks = st.sampled_from([(), ("name:1",)])
requests = st.one_of(
    asked(AppointOfficer, agency=codes, post=st.just("official"), marks=marks),
    asked(
        GrantRole,
        role=roles,
        agency=codes,
        subordinates=st.booleans(),
        from_on=days,
        until_on=st.none() | days,
    ),
    asked(WithdrawRole, role=roles, agency=codes),
    asked(DeclareRelative, relation=st.just("spouse"), marks=marks),
    asked(LeaveOffice, successor=st.sampled_from([SON, None])),
)


def _history(asked_for: list[OfficerCommand]) -> list[OfficerEvent]:
    history: list[OfficerEvent] = []
    for command in asked_for:
        try:
            facts = OFFICER.decide(command, OFFICER.fold(history))
        except Refusal:
            continue
        history.extend(facts)
        assert not OFFICER.decide(command, OFFICER.fold(history))
    return history


APPOINT = AppointOfficer(
    officer=LAN, by=SON, at=AT, agency=CODES[0], post="official", marks=()
)


@given(asked_for=st.lists(requests, max_size=40).map(lambda more: [APPOINT, *more]))
def test_no_history_breaks_and_no_two_roles_clash(asked_for: list[OfficerCommand]) -> None:
    """The decider's memory and the list that people see are one."""
    history = _history(asked_for)
    state = OFFICER.fold(history)
    row = None
    for fact in history:
        told = Told(happened_at=AT, recorded_at=AT, position=1, actor="a", fact=fact)
        row = LIST.fold(row, told) if type(fact) in LIST.keys else row
    serving = state.served if isinstance(state, Gone) else state
    assert isinstance(serving, Serving)
    assert row is not None
    assert read(row.grants) == serving.held
    assert (row.left_on is not None) == isinstance(state, Gone)
    for one, other in combinations(serving.held, 2):
        assert not one.clashes(other)
        same = (one.role, one.agency) == (other.role, other.agency)
        assert not (same and one.meets(other) and one != other)


@given(order=st.permutations(range(6)))
def test_fold_is_total(order: list[int]) -> None:
    """Facts in an order that never was change nothing they should not, and never raise."""
    commands: list[OfficerCommand] = [
        AppointOfficer(
            officer=LAN, by=SON, at=AT, agency=CODES[0], post="official", marks=()
        ),
        GrantRole(
            officer=LAN, by=SON, at=AT, role="head", agency=CODES[0], subordinates=False,
            from_on=AT.date(),
        ),
        WithdrawRole(officer=LAN, by=SON, at=AT, role="head", agency=CODES[0]),
        DeclareRelative(officer=LAN, by=SON, at=AT, relation="child", marks=("id:1",)),
        AppointOfficer(officer=LAN, by=SON, at=AT, agency=CODES[1], post="head", marks=()),
        LeaveOffice(officer=LAN, by=SON, at=AT, successor=None),
    ]  # fmt: skip
    facts = _history(commands)
    assert len(facts) == 6
    OFFICER.fold(facts[n] for n in order)


def _held(agency: str, *, below: bool) -> HeldRole:
    return HeldRole(
        role="head",
        agency=AgencyCode(agency),
        subordinates=below,
        from_on=AT.date(),
        until_on=None,
    )


TREE: Tree = {
    AgencyCode(code): AgencyCode(parent) if parent else None
    for code, parent in {
        "80": "", "UB": "80", "S1": "UB", "S2": "UB", "P1": "S1", "X1": "80",
    }.items()
}  # fmt: skip


@pytest.mark.parametrize(
    ("agency", "below", "reached"),
    [
        ("S1", False, {"S1"}),
        ("S1", True, {"S1", "P1"}),
        ("UB", True, {"UB", "S1", "S2", "P1"}),
        ("UB", False, {"UB"}),
        ("80", True, {WHOLE_PROVINCE}),
        ("80", False, {"80"}),
        ("XX", True, {"XX"}),
    ],
)
def test_a_role_reaches_its_body_and_where_granted_those_below(
    agency: str, below: bool, reached: set[str]
) -> None:
    assert reach(_held(agency, below=below), TREE) == reached


def test_what_leaves_out_only_its_superiors_is_everything() -> None:
    without = {code: parent for code, parent in TREE.items() if code != "X1"}
    assert reach(_held("UB", below=True), without) == {WHOLE_PROVINCE}


def test_a_ring_of_bodies_ends() -> None:
    one, other = AgencyCode("A"), AgencyCode("B")
    ring: Tree = {one: other, other: one, AgencyCode("C"): None}
    assert reach(_held("A", below=True), ring) == {"A", "B"}


def test_roles_are_read_as_they_were_written() -> None:
    held = (_held("S1", below=True), _held("X1", below=False))
    assert read(written(held)) == held
    assert held[0].holds(AT.date())
    assert not held[0].holds(AT.date() - dt.timedelta(days=1))


def test_a_fact_about_nobody_known_makes_no_row() -> None:
    left = OfficerLeft(officer=LAN, left_on=AT.date(), successor=None)
    told = Told(happened_at=AT, recorded_at=AT, position=1, actor="a", fact=left)
    assert LIST.fold(None, told) is None
    begun = OfficerAppointed(
        officer=LAN, agency=CODES[0], post="head", marks=(), appointed_on=AT.date()
    )
    assert LIST.keys[OfficerAppointed](begun) == LAN


def test_the_list_shows_what_each_fact_says() -> None:
    at, row = AT.date(), None
    for fact in (
        OfficerAppointed(
            officer=LAN, agency=CODES[0], post="official", marks=(), appointed_on=at
        ),
        RoleGranted(
            officer=LAN, role="head", agency=CODES[0], subordinates=True, from_on=at,
            until_on=None,
        ),
        RoleGranted(
            officer=LAN, role="head", agency=CODES[1], subordinates=False, from_on=at,
            until_on=None,
        ),
        RoleWithdrawn(officer=LAN, role="head", agency=CODES[0], withdrawn_on=at),
        OfficerAppointed(
            officer=LAN, agency=CODES[1], post="head", marks=(), appointed_on=at
        ),
        OfficerLeft(officer=LAN, left_on=at, successor=SON),
        RelativeDeclared(officer=LAN, relation="child", marks=()),
    ):  # fmt: skip
        told = Told(happened_at=AT, recorded_at=AT, position=1, actor="a", fact=fact)
        row = LIST.fold(row, told)
    assert row is not None
    assert (row.agency, row.post, row.left_on, row.successor) == (CODES[1], "head", at, SON)
    assert [held.withdrawn for held in read(row.grants)] == [True, False]
