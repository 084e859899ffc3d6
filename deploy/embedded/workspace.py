"""The data folder: what is where, who holds it, and how to reach what runs on it."""

import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from deploy.embedded import secrets
from deploy.embedded.failures import AlreadyRunning, FolderUnusable, NotRunning
from deploy.embedded.names import (
    HOST,
    OPERATOR,
    OWNER_ROLE,
    SUPERUSER,
    database_of,
    role_of,
)
from deploy.embedded.secrets import Secrets, write_private
from shared.auth.token import Signer
from shared.log.wire import NatsAddress
from shared.settings import GOVERN_OR_UNSEAL

DEFAULT_FOLDER = Path(".tiepdan")
_TAKE_TIMEOUT_S = 0.5


@dataclass(frozen=True, slots=True)
class Workspace:
    """A data folder and its secrets. No port while nothing runs: `NotRunning`."""

    folder: Path
    secrets: Secrets

    @classmethod
    def open(cls, folder: Path = DEFAULT_FOLDER) -> Self:
        """
        Open the data folder of an existing installation.

        Raises:
            NotRunning: nothing was ever started here.
            SecretsLost: its secrets are gone.
        """
        folder = folder.absolute()
        if not folder.exists():
            raise NotRunning(
                f"There is no data folder {folder}; start one with `tiepdan up`."
            )
        return cls(folder, secrets.load(folder))

    @classmethod
    def make(cls, folder: Path = DEFAULT_FOLDER) -> Self:
        """
        Open the data folder, making it and its secrets where they are missing.

        Raises:
            FolderUnusable: it cannot be written.
            SecretsLost: there are data, but not what opens them.
        """
        folder = folder.absolute()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # Root's database account must pass through; what stands inside is closed to it.
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for name in ("log", "run", "keys"):
                (folder / name).mkdir(mode=0o700, exist_ok=True)
            return cls(folder, secrets.load_or_generate(folder))
        except OSError as fault:
            raise FolderUnusable(
                f"The data folder {folder} cannot be written ({fault.strerror}); "
                "give another with --data."
            ) from None

    @property
    def master_key_file(self) -> Path:
        """The key that wraps the keys of persons; intake alone may open it."""
        return self.folder / secrets.MASTER_KEY_FILE

    @property
    def principal_key_file(self) -> Path:
        """The key that signs who asks; routing alone may open it."""
        return self.folder / secrets.PRINCIPAL_KEY_FILE

    @property
    def factor_key_file(self) -> Path:
        """The key that seals second factors; routing alone may open it."""
        return self.folder / secrets.FACTOR_KEY_FILE

    @property
    def attachments_folder(self) -> Path:
        """Files that came with petitions, sealed; intake makes it when the first one comes."""
        return self.folder / "attachments"

    @property
    def state_file(self) -> Path:
        """What runs here now; gone after a clean stop."""
        return self.folder / "state.json"

    def state(self) -> dict[str, Any]:
        """
        Return ports, addresses and process ids of the running stack.

        Raises:
            NotRunning: nothing runs on this folder.
        """
        try:
            # The lock tells, not the file: a crash leaves the file behind.
            if is_held(self.folder):
                found: dict[str, Any] = json.loads(self.state_file.read_bytes())
                return found
        except (OSError, ValueError):
            pass  # just starting, or just ending
        raise NotRunning(
            f"Tiepdan does not run on {self.folder}; start it with `tiepdan up`."
        )

    def write_state(self, state: dict[str, Any]) -> None:
        """Write down what runs, whole or not at all."""
        write_private(self.state_file, json.dumps(state, indent=2).encode() + b"\n")

    def port(self, name: str) -> int:
        """Return the port of `front`, `postgres`, `nats` or a service."""
        ports: dict[str, int] = self.state()["ports"]
        if name not in ports:
            raise NotRunning(
                f"{name} does not run on {self.folder}; start it with `tiepdan up`."
            )
        return ports[name]

    def service_dsn(self, service: str, *, port: int | None = None) -> str:
        """Return the address of the service's database with the service's own rights."""
        password = self.secrets.postgres_services[service]
        return self._dsn(role_of(service), password, database_of(service), port)

    def owner_dsn(self, service: str, *, port: int | None = None) -> str:
        """Return the address of the service's database with the right to make tables."""
        return self._dsn(
            OWNER_ROLE, self.secrets.postgres_owner, database_of(service), port
        )

    def admin_dsn(self, database: str = "postgres", *, port: int | None = None) -> str:
        """Return the address of a database with every right."""
        return self._dsn(SUPERUSER, self.secrets.postgres_superuser, database, port)

    def nats_login(self, user: str = OPERATOR, *, port: int | None = None) -> NatsAddress:
        """Return the way into NATS of a service, or of the operator, who may do all."""
        url = f"nats://{HOST}:{self.port('nats') if port is None else port}"
        seed = secrets.seed_file(self.folder, user)
        return NatsAddress(url=url, user=user, seed_file=seed)

    def service_environment(
        self,
        service: str,
        *,
        port: int,
        postgres_port: int,
        nats_port: int,
        others: bool = False,
    ) -> dict[str, str]:
        """
        Return the settings with which `tiepdan serve` starts the service.

        `others`: the front door answers other machines too.
        """
        login = self.nats_login(service, port=nats_port)
        settings = {
            "TIEPDAN_SERVICE": service,
            "TIEPDAN_HOST": HOST,
            "TIEPDAN_PORT": str(port),
            "TIEPDAN_TLS_CERT_FILE": "",  # the front door asks them on this machine, in clear
            "TIEPDAN_TLS_KEY_FILE": "",
            "TIEPDAN_DATABASE_URL": self.service_dsn(service, port=postgres_port),
            "TIEPDAN_NATS_URL": login.url,
            "TIEPDAN_NATS_USER": login.user,
            "TIEPDAN_NATS_SEED_FILE": str(login.seed_file),
            "TIEPDAN_PRINCIPAL_KEY": Signer.read(str(self.principal_key_file)).public,
            "TIEPDAN_PROVINCE": os.environ.get("TIEPDAN_PROVINCE", "80"),
            "TIEPDAN_LOG": "json",
            "PYTHONUNBUFFERED": "1",
        }
        keys = {
            "intake": {
                "TIEPDAN_MASTER_KEY_FILE": str(self.master_key_file),
                "TIEPDAN_ATTACHMENTS_URL": os.environ.get(
                    "TIEPDAN_ATTACHMENTS_URL", self.attachments_folder.as_uri()
                ),
                # Not the system's: that may be memory, and files are large.
                "TIEPDAN_ATTACHMENTS_TEMP": os.environ.get(
                    "TIEPDAN_ATTACHMENTS_TEMP", str(self.folder / "run")
                ),
            },
            "routing": {
                "TIEPDAN_PRINCIPAL_KEY_FILE": str(self.principal_key_file),
                "TIEPDAN_FACTOR_KEY_FILE": str(self.factor_key_file),
                # On this machine alone it is a demonstration: one file has all passwords.
                "TIEPDAN_SECOND_FACTOR": os.environ.get(
                    "TIEPDAN_SECOND_FACTOR", GOVERN_OR_UNSEAL if others else "off"
                ),
            },
        }
        return settings | keys.get(service, {})

    def _dsn(self, role: str, password: str, database: str, port: int | None) -> str:
        at = self.port("postgres") if port is None else port
        return f"postgresql://{role}:{password}@{HOST}:{at}/{database}"


class FolderLock:
    """Held by the one supervisor of a folder; the kernel lets go of it when that dies."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._handle: int | None = None

    def take(self) -> None:
        """
        Take the lock.

        Raises:
            AlreadyRunning: another supervisor has it; the sentence gives its address.
        """
        deadline = time.monotonic() + _TAKE_TIMEOUT_S
        while (handle := _lock(self._workspace.folder, fcntl.LOCK_EX)) is None:
            if time.monotonic() > deadline:
                raise AlreadyRunning(self._who())
            time.sleep(0.05)  # perhaps somebody only looked (`is_held`)
        self._handle = handle

    @property
    def held(self) -> bool:
        """Whether it is we who hold it."""
        return self._handle is not None

    def release(self) -> None:
        """Let go of the lock."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _who(self) -> str:
        folder = self._workspace.folder
        try:
            state = self._workspace.state()
        except NotRunning:
            return f"Tiepdan is just starting or ending on {folder}; wait a moment for it."
        where = state["urls"].get("front") or f"no front door, {state['urls']['nats']}"
        return (
            f"Tiepdan already runs on {folder} at {where} (process {state['supervisor']}); "
            "use that one, stop it, or give another folder with --data."
        )


def is_held(folder: Path) -> bool:
    """Test whether a supervisor holds the data folder."""
    handle = _lock(folder, fcntl.LOCK_SH)
    if handle is None:
        return True
    os.close(handle)
    return False


def _lock(folder: Path, kind: int) -> int | None:
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
