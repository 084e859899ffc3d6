"""Decisions on officers: who works here, what they may do, and who may not decide it."""

import datetime as dt
from typing import Any

import pytest

from services.routing.domain.officer import errors
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
from shared.contracts.routing_bodies import (
    OfficerAppointed,
    OfficerLeft,
    RelativeDeclared,
    RoleGranted,
    RoleWithdrawn,
)
from shared.ids import AgencyCode, OfficerId
from shared.testing.spec import Case, check

LAN, SON = OfficerId("lan"), OfficerId("son")
COMMUNE, BOARD = AgencyCode("25585"), AgencyCode("TN-BTCD")
AT = dt.datetime(2026, 7, 5, 18, tzinfo=dt.UTC)
DAY = dt.date(2026, 7, 6)
YESTERDAY, TOMORROW = dt.date(2026, 7, 5), dt.date(2026, 7, 7)
LATER, LAST = dt.date(2026, 9, 1), dt.date(2027, 1, 1)
ASKED: dict[str, Any] = {"officer": LAN, "by": SON, "at": AT}


def appoint(agency: AgencyCode = COMMUNE, *marks: str) -> AppointOfficer:
    return AppointOfficer(**ASKED, agency=agency, post="official", marks=marks)


def grant(role: Any = "processing", **more: Any) -> GrantRole:
    common = {**ASKED, "agency": COMMUNE, "subordinates": False, "from_on": DAY}
    return GrantRole(**{**common, "role": role, **more})


def withdraw(role: Any = "processing") -> WithdrawRole:
    return WithdrawRole(**ASKED, role=role, agency=COMMUNE)


def leave(successor: OfficerId | None = SON) -> LeaveOffice:
    return LeaveOffice(**ASKED, successor=successor)


def appointed(agency: AgencyCode = COMMUNE, *marks: str) -> OfficerAppointed:
    return OfficerAppointed(
        officer=LAN, agency=agency, post="official", marks=marks, appointed_on=DAY
    )


def granted(role: Any = "processing", **more: Any) -> RoleGranted:
    common = {"agency": COMMUNE, "subordinates": False, "from_on": DAY, "until_on": None}
    return RoleGranted(officer=LAN, role=role, **{**common, **more})


def withdrawn(role: Any = "processing", on: dt.date = DAY) -> RoleWithdrawn:
    return RoleWithdrawn(officer=LAN, role=role, agency=COMMUNE, withdrawn_on=on)


here = appointed()
left = OfficerLeft(officer=LAN, left_on=DAY, successor=SON)
spouse = DeclareRelative(**ASKED, relation="spouse", marks=("name:1",))
unmarked = DeclareRelative(**ASKED, relation="spouse", marks=())
declared = RelativeDeclared(officer=LAN, relation="spouse", marks=("name:1",))

# fmt: off
CASES: list[Case[OfficerCommand, OfficerEvent]] = [
    Case("somebody begins to work for a body",     [],                   appoint(),        [here]),
    Case("beginning twice is one",                 [here],               appoint(),        []),
    Case("an officer moves to another body",       [here],               appoint(BOARD),   [appointed(BOARD)]),
    Case("marks that were missing are added",      [here],               appoint(COMMUNE, "name:9"), [appointed(COMMUNE, "name:9")]),
    Case("who left does not begin again",          [here, left],         appoint(),        errors.OfficerIsGone),

    Case("a role is granted",                      [here],               grant(),          [granted()]),
    Case("the same role twice is one",             [here, granted()],    grant(),          []),
    Case("a role is granted for later, for a time", [here],              grant(from_on=LATER, until_on=LAST), [granted(from_on=LATER, until_on=LAST)]),
    Case("the same role in another body",          [here, granted()],    grant(agency=BOARD), [granted(agency=BOARD)]),
    Case("an officer receives and processes",      [here, granted()],    grant("reception"), [granted("reception")]),
    Case("nobody is granted what they hold",       [here, granted()],    grant(from_on=LATER), errors.RoleHeldAlready),
    Case("what ends first may follow itself",      [here, granted(until_on=LATER)], grant(from_on=LATER), [granted(from_on=LATER)]),
    Case("withdrawn today, granted again today",   [here, granted(from_on=YESTERDAY), withdrawn()], grant(), [granted()]),
    Case("nobody grants to themself",              [here],               grant(by=LAN),    errors.OwnRole),
    Case("the machine's keeper may grant",         [here],               grant(by=None),   [granted()]),
    Case("no role begins in the past",             [here],               grant(from_on=YESTERDAY), errors.PeriodImpossible),
    Case("no role ends before it begins",          [here],               grant(until_on=DAY), errors.PeriodImpossible),
    Case("nobody unknown gets a role",             [],                   grant(),          errors.OfficerUnknown),
    Case("nobody gone gets a role",                [here, left],         grant(),          errors.OfficerIsGone),

    Case("who runs accounts handles no petition",  [here, granted("administrator")], grant(), errors.RolesClash),
    Case("who handles petitions runs no accounts", [here, granted("reception")], grant("administrator"), errors.RolesClash),
    Case("who runs accounts keeps no keys",        [here, granted("custodian")], grant("administrator"), errors.RolesClash),
    Case("who asks for a reveal agrees to none",   [here, granted("head")], grant("custodian"), errors.RolesClash),
    Case("who agrees to reveals settles nothing",  [here, granted("custodian")], grant("processing"), errors.RolesClash),
    Case("who agrees to reveals may receive",      [here, granted("custodian")], grant("reception"), [granted("reception")]),
    Case("roles that never meet do not clash",     [here, granted("head", until_on=LATER)], grant("custodian", from_on=LATER), [granted("custodian", from_on=LATER)]),

    Case("a role is withdrawn",                    [here, granted()],    withdraw(),       [withdrawn()]),
    Case("withdrawing twice is one",               [here, granted(), withdrawn()], withdraw(), []),
    Case("a role that begins later is withdrawn",  [here, granted(from_on=LATER)], withdraw(), [withdrawn()]),
    Case("a role not held is not withdrawn",       [here],               withdraw(),       errors.RoleNotHeld),
    Case("a role that ended is not withdrawn",     [here, granted(from_on=YESTERDAY, until_on=DAY)], withdraw(), errors.RoleNotHeld),
    Case("a role of another body stays",           [here, granted(agency=BOARD)], withdraw(), errors.RoleNotHeld),

    Case("a relative is declared",                 [here],               spouse,           [declared]),
    Case("a relative declared twice is one",       [here, declared],     spouse,           []),
    Case("a relative without a mark is nobody",    [here],               unmarked,         errors.NothingToKnowThemBy),
    Case("nobody unknown has relatives",           [],                   spouse,           errors.OfficerUnknown),

    Case("an officer leaves to a successor",       [here, granted()],    leave(),          [left]),
    Case("leaving twice is one",                   [here, left],         leave(),          []),
    Case("who left has one successor",             [here, left],         leave(None),      errors.OfficerIsGone),
    Case("nobody takes over from themself",        [here],               leave(LAN),       errors.OwnSuccessor),
    Case("nobody unknown leaves",                  [],                   leave(),          errors.OfficerUnknown),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_officer_decides(case: Case[OfficerCommand, OfficerEvent]) -> None:
    check(OFFICER, case)
