"""What opens the doors of one data folder: made once, in files only their owner reads."""

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from deploy.embedded.failures import SecretsLost
from deploy.embedded.names import OPERATOR, SERVICES
from deploy.nats.keys import new_seed

SECRETS_FILE = "secrets.json"
MASTER_KEY_FILE = "keys/master.key"
"""Apart from the other secrets, because keys are backed up apart from facts."""
PRINCIPAL_KEY_FILE = "keys/principal.key"
"""With which routing signs who asks; a new one only ends the minute that runs."""
FACTOR_KEY_FILE = "keys/factor.key"
"""Under which routing seals second factors; without it they open no more, see SECURITY.md."""
SEEDS = "keys/nats"
"""A file a NATS user. A lost one is made anew: the server learns it at its next start."""
NATS_USERS = (*SERVICES, OPERATOR)
_DATA_FOLDERS = ("postgres", "nats")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Passwords by who holds them. Never printed: `repr` shows none of them."""

    postgres_superuser: str = field(repr=False)
    postgres_owner: str = field(repr=False)
    postgres_services: dict[str, str] = field(repr=False)
    """By service."""

    @classmethod
    def generate(cls) -> Self:
        """Return fresh random secrets."""
        return cls(
            postgres_superuser=_password(),
            postgres_owner=_password(),
            postgres_services={service: _password() for service in SERVICES},
        )


def load(folder: Path) -> Secrets:
    """
    Return the secrets of the data folder.

    Raises:
        SecretsLost: there are none, they cannot be read, or the master key is missing.
    """
    path = folder / SECRETS_FILE
    try:
        stored = _read(path)
    except FileNotFoundError:
        raise SecretsLost(f"{path} is missing; put it back from your backup.") from None
    except (OSError, ValueError, TypeError) as fault:
        raise SecretsLost(
            f"{path} cannot be read ({type(fault).__name__}); put it back."
        ) from None
    if not (folder / MASTER_KEY_FILE).exists():
        raise SecretsLost(
            f"{folder / MASTER_KEY_FILE} is missing: sealed data cannot be opened; "
            "put the key back from its own backup."
        )
    make_routing_keys(folder)
    make_seeds(folder)
    return stored


def _read(path: Path) -> Secrets:
    found = json.loads(path.read_bytes())
    if found.pop("nats_users", None) is None:
        return Secrets(**found)
    # Passwords of an older version, which open nothing any more: nobody needs to keep them.
    kept = Secrets(**found)
    _write(path, kept)
    return kept


def _write(path: Path, kept: Secrets) -> None:
    stored = {name: getattr(kept, name) for name in Secrets.__slots__}
    write_private(path, json.dumps(stored, indent=2).encode() + b"\n")


def seed_file(folder: Path, user: str) -> Path:
    """Return where the seed stands with which a NATS user signs in."""
    return folder / SEEDS / f"{user}.seed"


def make_seeds(folder: Path) -> None:
    """Make the seeds of NATS users where there are none; the server is told at its start."""
    for user in NATS_USERS:
        if not (path := seed_file(folder, user)).exists():
            write_private(path, new_seed())


def make_routing_keys(folder: Path) -> None:
    """Make the keys that sign who asks and seal second factors, where there are none yet."""
    for name in (PRINCIPAL_KEY_FILE, FACTOR_KEY_FILE):
        if not (folder / name).exists():
            key = base64.urlsafe_b64encode(secrets.token_bytes(32))
            write_private(folder / name, key + b"\n")


def load_or_generate(folder: Path) -> Secrets:
    """
    Return the secrets of the data folder, making them for a new one.

    Raises:
        SecretsLost: the folder holds data but not what opens them. New ones would not fit.
    """
    if (folder / SECRETS_FILE).exists() or any(
        (folder / name).exists() for name in _DATA_FOLDERS
    ):
        return load(folder)
    fresh = Secrets.generate()
    # The key first: where secrets.json is, the key was written whole.
    if not (folder / MASTER_KEY_FILE).exists():
        key = base64.urlsafe_b64encode(secrets.token_bytes(32))
        write_private(folder / MASTER_KEY_FILE, key + b"\n")
    make_routing_keys(folder)
    make_seeds(folder)
    _write(folder / SECRETS_FILE, fresh)
    return fresh


def write_private(path: Path, content: bytes) -> None:
    """Write the file whole or not at all, readable by its owner alone."""
    for folder in (path.parent.parent, path.parent):  # `parents` would not heed the mode
        folder.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _password() -> str:
    return secrets.token_urlsafe(24)
