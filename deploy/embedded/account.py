"""Under which account PostgreSQL runs, and where that reaches its program and data."""

import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from deploy.embedded.failures import FolderUnusable, ProgramMissing

_RUNS = '"$1/bin/postgres" -V && "$1/bin/initdb" -V && test -r "$1/share/postgres.bki"'
_CANDIDATES = ("postgres", "nobody")
_SHARED_PLACES = (Path("/var/lib/tiepdan"), Path("/srv/tiepdan"), Path("/opt/tiepdan"))
"""For root only: where other accounts can go and the system never cleans up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account that owns the database files; `borrowed` where it is not our own."""

    name: str
    uid: int
    gid: int
    borrowed: bool

    @classmethod
    def choose(cls, data: Path) -> Self:
        """
        Return our own account, or for root (whom PostgreSQL refuses) another one.

        An existing data folder keeps the account that owns it.

        Raises:
            ProgramMissing: root finds no other account.
        """
        if os.geteuid() != 0:
            mine = pwd.getpwuid(os.geteuid()).pw_name if _is_named(os.geteuid()) else "you"
            return cls(name=mine, uid=os.geteuid(), gid=os.getegid(), borrowed=False)
        if data.exists() and (owner := data.stat()).st_uid != 0 and _is_named(owner.st_uid):
            name = pwd.getpwuid(owner.st_uid).pw_name
            return cls(name=name, uid=owner.st_uid, gid=owner.st_gid, borrowed=True)
        for name in _CANDIDATES:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(name=name, uid=entry.pw_uid, gid=entry.pw_gid, borrowed=True)
        raise ProgramMissing(
            "PostgreSQL refuses to run as root and neither `postgres` nor `nobody` exists; "
            "run Tiepdan as an ordinary user."
        )

    def popen(self) -> Mapping[str, Any]:
        """Return what makes Popen take on this account, and none of root's groups."""
        if not self.borrowed:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, shell_test: str, path: Path) -> bool:
        """Test by trying, as the account itself, with a `test` expression on `$1`."""
        answer = subprocess.run(
            ["/bin/sh", "-c", shell_test, "sh", str(path)],
            cwd="/",
            capture_output=True,
            check=False,
            **self.popen(),
        )
        return answer.returncode == 0


def reachable_folder(wanted: Path, account: Account) -> Path:
    """
    Return a folder owned by the account: the wanted one, or one that it can reach.

    A link is left at the wanted place, so the data are found from where they belong.

    Raises:
        FolderUnusable: no place works.
    """
    if wanted.is_symlink() or wanted.exists():
        return _checked(wanted.resolve(), account)
    if account.can('test -x "$1"', wanted.parent.resolve()):
        return _checked(_owned(wanted, account), account)
    # A fresh name, not one derived from the path: where a data folder was thrown away and
    # made anew, the old cluster would answer, and to passwords that nobody has any more.
    token = secrets.token_hex(6)
    for place in _SHARED_PLACES:
        try:
            _make_place(place)
            other = _owned(place / f"{wanted.name}-{token}", account)
        except OSError:
            continue
        wanted.symlink_to(other)
        return _checked(other, account)
    raise FolderUnusable(_sentence(wanted, account))


def reachable_program(home: Path, account: Account) -> Path:
    """
    Return PostgreSQL's home, copied to a shared place if the account cannot read it here.

    Raises:
        FolderUnusable: the copy cannot be made.
    """
    if account.can(_RUNS, home):
        return home
    digest = hashlib.sha256((home / "bin" / "postgres").read_bytes()).hexdigest()[:12]
    for place in _SHARED_PLACES:
        copy = place / f"postgresql-{digest}"
        try:
            _make_place(place)
            if not copy.exists():
                _copy(home, copy)
        except OSError:
            continue
        if account.can(_RUNS, copy / home.parent.name / home.name):
            return copy / home.parent.name / home.name
    raise FolderUnusable(_sentence(home, account))


def _copy(home: Path, copy: Path) -> None:
    package = home.parent
    libraries = package.with_name(f"{package.name}.libs")  # looked for beside the package
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    without = shutil.ignore_patterns("include")
    shutil.copytree(home, draft / package.name / home.name, symlinks=True, ignore=without)
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runnable else 0o644)
    draft.rename(copy)


def _make_place(place: Path) -> None:
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o755)  # whatever root's umask says


def _owned(folder: Path, account: Account) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    if account.borrowed:
        os.chown(folder, account.uid, account.gid)
    return folder


def _checked(folder: Path, account: Account) -> Path:
    if not account.can('test -w "$1" -a -x "$1"', folder):
        raise FolderUnusable(_sentence(folder, account))
    return folder


def _sentence(folder: Path, account: Account) -> str:
    return (
        f"The account {account.name}, under which PostgreSQL runs, cannot use {folder}; "
        "give another folder with --data, or run Tiepdan as an ordinary user."
    )


def _is_named(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
