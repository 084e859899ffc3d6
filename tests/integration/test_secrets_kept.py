"""Secrets stand in files of their owner, and nowhere else: not in the tree, a log, a command."""

import json
import os
import re
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from deploy.embedded.secrets import NATS_USERS, seed_file
from deploy.embedded.supervisor import Stack
from deploy.nats.keys import new_seed, public_key_of

_ROOT = Path(__file__).parents[2]
LOOKS_SECRET = {
    "a seed of NATS": r"\bS[UAONC][A-Z2-7]{56}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a password in an address": r"\b[a-z]+://[^\s:/@{}$<>\"']+:(?!password@)[^\s/@{}$<>\"']{6,}@",
    "a password": r"(?i)(password|passwd|secret|token)[\"']?\s*[:=]\s*[\"']"
    r"(?=[^\"']*\d)(?=[^\"']*[A-Za-z])[A-Za-z0-9+/_-]{20,}[\"']",  # words without a digit are sentences
    "a key of a cloud": r"\bAKIA[0-9A-Z]{16}\b",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.",
}


def tracked_files() -> list[Path]:
    """Return every file of the repository, and those about to come into it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=_ROOT, capture_output=True, check=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    return [path for name in listed if name and (path := _ROOT / name).is_file()]


def looks_secret(text: str) -> list[str]:
    """Return what in a text looks like a secret."""
    return [what for what, pattern in LOOKS_SECRET.items() if re.search(pattern, text)]


def test_the_tree_holds_no_secret() -> None:
    """No seed, private key, password or token is in any file."""
    found = {}
    files = tracked_files()
    for path in files:
        if path.suffix in (".png", ".ico", ".woff2") or path.name.endswith(".lock"):
            continue
        if suspicious := looks_secret(path.read_text(encoding="utf-8", errors="replace")):
            found[str(path.relative_to(_ROOT))] = suspicious
    assert len(files) > 300
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        new_seed().decode(),
        "-----BEGIN EC " + "PRIVATE KEY-----",
        "postgresql://me:" + "k3yk3yk3y@db/x",
        'password = "' + "q1" * 12 + '"',
    ],
    ids=["a NKey seed", "a private key", "an address with a password", "a password"],
)
def test_the_search_would_find_one(text: str) -> None:
    """The patterns are not too narrow."""
    assert looks_secret(text)


def secrets_of(stack: Stack) -> list[str]:
    """Return everything that opens a door of the stack."""
    folder = stack.workspace.folder
    stored = json.loads((folder / "secrets.json").read_bytes())
    words = [stored["postgres_superuser"], stored["postgres_owner"]]
    words += stored["postgres_services"].values()
    for path in (folder / "keys").rglob("*"):
        if path.is_file():
            words.append(path.read_text().strip())
    assert len(words) >= 6 + len(NATS_USERS) + 2
    return words


def living(stack: Stack) -> Iterator[psutil.Process]:
    """Yield each process of the stack."""
    for server in (stack.caddy, stack.nats, stack.postgres, *stack.services.values()):
        process = psutil.Process(server.pid)
        yield from [process, *process.children(recursive=True)]


def test_no_secret_is_in_a_command_line_or_a_log(stack: Stack, door: httpx.Client) -> None:
    """What others on the machine can list, and what logs carry away, opens nothing."""
    door.get("/")
    door.get("/api/intake/track", params={"receipt_code": "x", "secret": "y"})
    words = secrets_of(stack)
    commands = [" ".join(process.cmdline()) for process in living(stack)]
    assert len(commands) >= 7
    places = {f"command {line[:60]}": line for line in commands}
    for log in (stack.workspace.folder / "log").iterdir():
        places[log.name] = log.read_text(errors="replace")
    for name in ("state.json", "nats/users.conf", "nats/nats-server.conf"):
        places[name] = (stack.workspace.folder / name).read_text()
    leaks = [place for place, text in places.items() for word in words if word in text]
    assert leaks == []


def test_the_server_of_nats_knows_public_keys_only(stack: Stack) -> None:
    """Whoever steals its configuration can sign in as nobody."""
    folder = stack.workspace.folder
    text = (folder / "nats" / "users.conf").read_text()
    for user in NATS_USERS:
        assert public_key_of(seed_file(folder, user).read_bytes()) in text
    assert "password" not in text
    assert not re.search(LOOKS_SECRET["a seed of NATS"], text)


def test_files_are_their_owners_alone(stack: Stack) -> None:
    """Folders 0700, files 0600: others on the machine see nothing of the data folder."""
    top = stack.workspace.folder
    through = 0o711 if os.geteuid() == 0 else 0o700  # the database's account must pass
    assert stat.S_IMODE(top.stat().st_mode) == through
    inside = [
        path for path in top.rglob("*") if not path.is_relative_to(stack.postgres.home)
    ]
    open_ones = [
        str(path.relative_to(top))
        for path in inside
        if stat.S_IMODE(path.lstat().st_mode) & 0o077 and not _is_behind_a_door(path, top)
    ]
    assert open_ones == []
    assert stat.S_IMODE(stack.postgres.home.stat().st_mode) == 0o700
    for user in NATS_USERS:
        assert stat.S_IMODE(seed_file(top, user).stat().st_mode) == 0o600


def _is_behind_a_door(path: Path, top: Path) -> bool:
    """Test whether a folder above, inside the data folder, is closed to others."""
    above = [
        parent for parent in path.parents if parent.is_relative_to(top) and parent != top
    ]
    mine = path.parts[len(top.parts)] in ("nats", "caddy", "run")  # written by the servers
    return mine and any(stat.S_IMODE(p.stat().st_mode) & 0o077 == 0 for p in above)
