"""The people of the demonstration who sign in: everybody a province needs, under made-up names."""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.embedded.secrets import write_private
from services.routing.accounts.staff import NewOfficer, Staff
from services.routing.domain.officer.commands import GrantRole
from shared.clock import local_date
from shared.contracts.routing_bodies import OfficerPost, Role
from shared.ids import AgencyCode, OfficerId, derived_id

ACCOUNTS_FILE: Final = "demo-accounts.json"
"""In the data folder, readable by its owner alone: the passwords stand nowhere else."""
PROVINCE: Final = AgencyCode("80")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody of the demonstration, and the one role they hold."""

    login: str
    name: str
    agency: AgencyCode
    post: OfficerPost
    role: Role
    reach: AgencyCode
    subordinates: bool = False

    @property
    def officer(self) -> OfficerId:
        """The same in every demonstration."""
        return OfficerId(derived_id("demo-officer", self.login))


def _member(
    login: str, name: str, agency: str, post: OfficerPost, role: Role, reach: str = ""
) -> Member:
    return Member(
        login=login,
        name=name,
        agency=AgencyCode(agency),
        post=post,
        role=role,
        reach=AgencyCode(reach or agency),
        subordinates=bool(reach),
    )


def _unit(suffix: str, agency: str, *names: str) -> list[Member]:
    receives, processes, leads = names
    return [
        _member(f"tiepdan-{suffix}", receives, agency, "official", "reception"),
        _member(f"xuly-{suffix}", processes, agency, "official", "processing"),
        _member(f"lanhdao-{suffix}", leads, agency, "head", "head"),
    ]


MEMBERS: Final[tuple[Member, ...]] = (
    _member("tiepdan", "Lê Thị Mai", "TN-BTCD", "official", "reception"),
    _member("xuly", "Trần Văn Hòa", "TN-BTCD", "official", "processing"),
    _member("lanhdao", "Phạm Quốc Bình", "TN-UBND", "head", "head", PROVINCE),
    _member("thanhtra", "Võ Minh Tâm", "TN-TTT", "official", "inspectorate", PROVINCE),
    _member("kiemtoan", "Đặng Thu Hà", "TN-TTT", "official", "auditor", PROVINCE),
    _member("quantri", "Hồ Ngọc Sơn", "TN-VPUB", "official", "administrator", PROVINCE),
    _member("luukhoa1", "Bùi Thanh Trúc", "TN-VPUB", "official", "custodian", PROVINCE),
    _member("luukhoa2", "Ngô Hải Đăng", "TN-S-NV", "official", "custodian", PROVINCE),
    *_unit("25585", "25585", "Đỗ Thị Kim", "Nguyễn Hữu Phước", "Huỳnh Văn Lộc"),
    *_unit("25459", "25459", "Mai Thị Cúc", "Dương Văn Khang", "Lý Thanh Liêm"),
    *_unit("25486", "25486", "Tạ Thị Sen", "Cao Văn Nghĩa", "Đinh Công Tráng"),
    *_unit("nnmt", "TN-S-NNMT", "Vũ Thị Lành", "Hà Văn Tiến", "Lương Thế Dân"),
    *_unit("xd", "TN-S-XD", "Tô Thị Ngân", "Phan Văn Đức", "Trịnh Xuân Lâm"),
)


async def establish(
    staff: Staff, file: Path, marks_of: Callable[[str], tuple[str, ...]]
) -> list[dict[str, Any]]:
    """
    Give every member an account and a role; return all accounts, with their passwords.

    A second time adds nobody: the passwords are those that the file keeps. `marks_of` is
    what intake makes of a name.
    """
    kept = {entry["login"]: entry for entry in read(file)}
    done = await asyncio.gather(
        *(_add(staff, member, marks_of(member.name)) for member in MEMBERS)
    )
    for member, password in zip(MEMBERS, done, strict=True):
        if password is not None:
            kept[member.login] = {
                "login": member.login,
                "password": password,
                "name": member.name,
                "role": member.role,
                "agency": member.reach,
            }
    entries = [kept[member.login] for member in MEMBERS if member.login in kept]
    content = json.dumps({"accounts": entries}, ensure_ascii=False, indent=2)
    write_private(file, content.encode() + b"\n")
    return entries


def read(file: Path) -> list[dict[str, Any]]:
    """Return the accounts that the file keeps; none where there is no file."""
    if not file.exists():
        return []
    found: list[dict[str, Any]] = json.loads(file.read_bytes())["accounts"]
    return found


def passwords(entries: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return the passwords by login."""
    return {entry["login"]: entry["password"] for entry in entries}


async def _add(staff: Staff, member: Member, marks: tuple[str, ...]) -> str | None:
    new = NewOfficer(
        officer=member.officer,
        login=member.login,
        name=member.name,
        agency=member.agency,
        post=member.post,
        marks=marks,
    )
    if await staff.accounts.of(member.officer):
        return None
    password, _ = await staff.add(new, by=None, must_change=False, demo=True)
    at = staff.now()
    grant = GrantRole(
        officer=member.officer,
        role=member.role,
        agency=member.reach,
        subordinates=member.subordinates,
        from_on=local_date(at),
        by=None,
        at=at,
    )
    await staff.grant(grant, demo=True)
    return password
