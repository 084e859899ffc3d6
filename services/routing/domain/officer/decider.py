"""Decides who works here and what they may do; nobody decides it for themself."""

from collections.abc import Sequence
from typing import assert_never

from services.routing.domain.officer.commands import (
    AppointOfficer,
    DeclareRelative,
    GrantRole,
    LeaveOffice,
    OfficerCommand,
    WithdrawRole,
)
from services.routing.domain.officer.errors import (
    NothingToKnowThemBy,
    OfficerIsGone,
    OfficerUnknown,
    OwnRole,
    OwnSuccessor,
    PeriodImpossible,
    RoleHeldAlready,
    RoleNotHeld,
    RolesClash,
)
from services.routing.domain.officer.events import OfficerEvent
from services.routing.domain.officer.grants import held_by
from services.routing.domain.officer.state import (
    Gone,
    OfficerState,
    Serving,
    Unknown,
    evolve,
)
from shared.contracts.routing_bodies import (
    OfficerAppointed,
    OfficerLeft,
    RelativeDeclared,
    RoleGranted,
    RoleWithdrawn,
)
from shared.decider import Decider


def _serving(officer: OfficerState) -> Serving:
    match officer:
        case Unknown():
            raise OfficerUnknown("Không có cán bộ này.", field="officer")
        case Gone():
            raise OfficerIsGone(
                "Cán bộ này đã thôi việc; người trở lại được cấp tài khoản mới.",
                field="officer",
            )
        case Serving():
            return officer
        case _:
            assert_never(officer)


def appoint(command: AppointOfficer, officer: OfficerState) -> list[OfficerEvent]:
    """
    Enter an officer, or move one to another body or post.

    Raises:
        OfficerIsGone: they left.
    """
    if not isinstance(officer, Unknown):
        before = _serving(officer).appointed
        if (before.agency, before.post, before.marks) == (
            command.agency,
            command.post,
            command.marks,
        ):
            return []
    return [
        OfficerAppointed(
            officer=command.officer,
            agency=command.agency,
            post=command.post,
            marks=command.marks,
            appointed_on=command.day,
        )
    ]


def grant(command: GrantRole, officer: OfficerState) -> list[OfficerEvent]:
    """
    Grant a role over its days.

    Raises:
        OwnRole: nobody grants to themself.
        PeriodImpossible: it ends before it begins, or begins in the past.
        RoleHeldAlready, RolesClash: not beside what the officer holds.
        OfficerUnknown, OfficerIsGone: nobody to grant it to.
    """
    held = _serving(officer).held
    granted = RoleGranted(
        officer=command.officer,
        role=command.role,
        agency=command.agency,
        subordinates=command.subordinates,
        from_on=command.from_on,
        until_on=command.until_on,
    )
    wanted = held_by(granted)
    if wanted in held:
        return []
    if command.by == command.officer:
        raise OwnRole("Không ai được tự cấp vai trò cho mình; nhờ một quản trị viên khác.")
    _possible(command)
    for other in held:
        if (other.role, other.agency) == (wanted.role, wanted.agency) and (
            other.meets(wanted)
        ):
            raise RoleHeldAlready(
                "Cán bộ đã giữ vai trò này tại cơ quan đó; hãy thu hồi trước khi cấp lại.",
                field="role",
            )
        if other.clashes(wanted):
            raise RolesClash(
                "Một người không được đồng thời giữ hai vai trò này; thu hồi vai trò cũ trước.",
                field="role",
            )
    return [granted]


def _possible(command: GrantRole) -> None:
    if command.from_on < command.day:
        raise PeriodImpossible("Ngày bắt đầu phải từ hôm nay.", field="from_on")
    if command.until_on is not None and command.until_on <= command.from_on:
        raise PeriodImpossible("Ngày kết thúc phải sau ngày bắt đầu.", field="until_on")


def withdraw(command: WithdrawRole, officer: OfficerState) -> list[OfficerEvent]:
    """
    End a role today, one that begins later included.

    Raises:
        RoleNotHeld: the officer does not hold it.
        OfficerUnknown, OfficerIsGone: nobody to take it from.
    """
    same = [
        one
        for one in _serving(officer).held
        if (one.role, one.agency) == (command.role, command.agency)
    ]
    if any(one.until_on is None or one.until_on > command.day for one in same):
        return [
            RoleWithdrawn(
                officer=command.officer,
                role=command.role,
                agency=command.agency,
                withdrawn_on=command.day,
            )
        ]
    if any(one.withdrawn and one.until_on == command.day for one in same):
        return []
    raise RoleNotHeld("Cán bộ không giữ vai trò này tại cơ quan đó.", field="role")


def declare(command: DeclareRelative, officer: OfficerState) -> list[OfficerEvent]:
    """
    Note a relative, by marks only.

    Legal source: LTC Đ61.5 (persons with an interest take no part).

    Raises:
        NothingToKnowThemBy: there is no mark.
        OfficerUnknown, OfficerIsGone: nobody whose relative it is.
    """
    known = _serving(officer).relatives
    if not command.marks:
        raise NothingToKnowThemBy("Cần họ tên hoặc số định danh.", field="full_name")
    declared = RelativeDeclared(
        officer=command.officer, relation=command.relation, marks=command.marks
    )
    return [] if declared in known else [declared]


def leave(command: LeaveOffice, officer: OfficerState) -> list[OfficerEvent]:
    """
    End an officer's work; every role ends with it.

    Raises:
        OwnSuccessor: they cannot take over from themself.
        OfficerUnknown: nobody leaves.
        OfficerIsGone: they left, to another successor.
    """
    if command.successor == command.officer:
        raise OwnSuccessor("Người tiếp nhận phải là người khác.", field="successor")
    if isinstance(officer, Gone) and officer.left.successor == command.successor:
        return []
    _serving(officer)
    return [
        OfficerLeft(
            officer=command.officer, left_on=command.day, successor=command.successor
        )
    ]


def decide(command: OfficerCommand, officer: OfficerState) -> Sequence[OfficerEvent]:
    """Return the facts to which a command leads: dispatch only."""
    match command:
        case AppointOfficer():
            return appoint(command, officer)
        case GrantRole():
            return grant(command, officer)
        case WithdrawRole():
            return withdraw(command, officer)
        case DeclareRelative():
            return declare(command, officer)
        case LeaveOffice():
            return leave(command, officer)
        case _:
            assert_never(command)


OFFICER: Decider[OfficerCommand, OfficerState, OfficerEvent] = Decider(
    initial=Unknown(), evolve=evolve, decide=decide
)
