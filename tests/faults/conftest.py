"""One stack of all services for each test of faults: what one breaks no other should meet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.supervisor import Stack


@pytest.fixture(name="told")
def _told() -> list[str]:
    """What the supervisor says: one line a death."""
    return []


@pytest.fixture(name="stack")
def _stack(data_folder: Path, told: list[str]) -> Iterator[Stack]:
    """A stack without front door, on free ports."""
    with Stack(data_folder, ports=None, with_caddy=False, tell=told.append) as stack:
        yield stack
