"""The real PostgreSQL 18, in the data folder, under an account that is not root."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from deploy.embedded import programs
from deploy.embedded.account import Account, reachable_folder, reachable_program
from deploy.embedded.failures import DidNotStart, FolderUnusable
from deploy.embedded.names import HOST, SUPERUSER
from deploy.embedded.process import command_of
from deploy.embedded.secrets import Secrets
from deploy.embedded.server import Server

_SETTINGS = Path(__file__).parents[1] / "postgres" / "postgresql.conf"
_MAJOR = "18"
_INITDB_TIMEOUT_S = 120
_READY_LINE = 7


class PostgresServer(Server):
    """One PostgreSQL cluster; `home` is where its files really are (see `account.py`)."""

    stop_signal: ClassVar[signal.Signals] = signal.SIGINT  # "fast"

    def __init__(self, *, folder: Path, secrets: Secrets, port: int | None) -> None:
        super().__init__(name="postgres", folder=folder, port=port)
        self._secrets = secrets
        self._account = Account.choose(folder / "postgres")
        self.home_asked = self.home = folder / "postgres"
        self._program = Path()

    def prepare(self) -> None:
        """
        Make the cluster where there is none.

        Raises:
            FolderUnusable: no folder works, or another major version wrote it.
            DidNotStart: initdb failed.
        """
        self.home = reachable_folder(self.folder / "postgres", self._account)
        self._program = reachable_program(programs.postgres_home(), self._account) / "bin"
        written_by = self._cluster / "PG_VERSION"
        if not written_by.exists():
            self._initialize()
        elif (found := written_by.read_text().strip()) != _MAJOR:
            raise FolderUnusable(
                f"{self._cluster} was written by PostgreSQL {found}, this is {_MAJOR}; "
                "move it with pg_upgrade, or give another folder with --data."
            )

    @property
    def _cluster(self) -> Path:
        return self.home / "data"

    def _initialize(self) -> None:
        # Aside and renamed at the end: an interrupted first start leaves no half cluster.
        draft, password = self.home / "data.new", self.home / "password.new"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            self._hand_over(password, self._secrets.postgres_superuser)
            answer = subprocess.run(
                self._initdb(draft, password),
                capture_output=True,
                text=True,
                timeout=_INITDB_TIMEOUT_S,
                check=False,
                cwd=self.home,
                env=self.environment(),
                **self.run_as(),
            )
        finally:
            password.unlink(missing_ok=True)
        if answer.returncode != 0:
            lines = answer.stderr.strip().splitlines() or ["no reason was given"]
            raise DidNotStart(f"PostgreSQL's folder could not be made: {lines[-1]}")
        draft.rename(self._cluster)

    def _initdb(self, cluster: Path, password: Path) -> list[str]:
        return [
            str(self._program / "initdb"),
            f"--pgdata={cluster}",
            f"--username={SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--data-checksums",
            "--encoding=UTF8",
            "--no-locale",
        ]

    def _hand_over(self, path: Path, content: str) -> None:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(content)
        if self._account.borrowed:
            os.chown(path, self._account.uid, self._account.gid)

    def configure(self) -> None:
        """Put the settings of this version of Tiepdan in place."""
        self._hand_over(self._cluster / "postgresql.conf", _SETTINGS.read_text())

    def command(self) -> list[str]:
        """Return the command line."""
        return [
            str(self._program / "postgres"),
            "-D",
            str(self._cluster),
            "-p",
            str(self.port),
        ]

    def environment(self) -> dict[str, str]:
        """Return a bare environment, and the pid that a crashed predecessor left behind."""
        bare = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        stale = self._stale_postmaster()
        # PostgreSQL refuses to start while *any* process has the pid in its lock file, as
        # happens after a restart of the machine. It passes over its grandparent's pid, and
        # still looks for backends that live on; taking the file away would switch that off.
        return bare | ({"PG_GRANDPARENT_PID": str(stale)} if stale else {})

    def _stale_postmaster(self) -> int | None:
        lines = self._postmaster_lines()
        if not lines or not lines[0].isdigit():
            return None
        command = command_of(int(lines[0])) or []
        ours = any(Path(part).name == "postgres" for part in command[:1])
        return None if ours and str(self._cluster) in command else int(lines[0])

    def _postmaster_lines(self) -> list[str]:
        with contextlib.suppress(OSError):
            return (self._cluster / "postmaster.pid").read_text().splitlines()
        return []

    def run_as(self) -> Mapping[str, Any]:
        """Return the account's arguments for Popen."""
        return self._account.popen()

    def working_folder(self) -> Path:
        """Return the folder of the cluster, which the account can surely enter."""
        return self.home

    def is_ready(self) -> bool:
        """Test whether the lock file names this very process and calls it ready."""
        lines = self._postmaster_lines()
        return (
            len(lines) > _READY_LINE
            and lines[0] == str(self.pid)
            and lines[_READY_LINE].strip() == "ready"
        )

    @property
    def url(self) -> str:
        """Where clients connect; without user, password and database."""
        return f"postgresql://{HOST}:{self.port}"
