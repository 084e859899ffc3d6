"""What tests of every kind share: a data folder that the database's account can reach."""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from deploy.embedded.server import Server
from deploy.embedded.supervisor import Stack
from tests.folders import data_folder

_PATIENCE_S = 180.0

# No test is timed: on shared cores an example may take a second for no reason of ours.
# What CI says of a commit it says each time; at a desk every run tries other examples.
hypothesis.settings.register_profile(
    "untimed", deadline=None, derandomize="CI" in os.environ
)
hypothesis.settings.load_profile("untimed")

# Tests write hundreds of petitions from one address, as no village does. Those of the limit
# itself set their own: tests/integration/test_visitor_limit.py.
os.environ["TIEPDAN_VISITOR_LIMIT"] = "off"


@pytest.fixture(name="data_folder")
def _data_folder() -> Iterator[Path]:
    """Lend a new folder."""
    with data_folder() as folder:
        yield folder


@pytest.fixture(autouse=True)
def _servers_live(request: pytest.FixtureRequest) -> None:
    """
    Give servers that died the time to come back, and say what ails one that does not.

    Else every test after it fails with a connection refused, and none says why.
    """
    if "stack" in request.fixturenames:
        stack: Stack = request.getfixturevalue("stack")
        for server in (stack.nats, stack.postgres):
            deadline = time.monotonic() + _PATIENCE_S
            while server.wanted and not _answers(server):
                if time.monotonic() > deadline:
                    pytest.fail(_ailment(server), pytrace=False)
                time.sleep(0.1)


def _answers(server: Server) -> bool:
    with contextlib.suppress(OSError):
        return server.alive and server.is_ready()
    return False


def _ailment(server: Server) -> str:
    log = server.log_file.read_text("utf-8", "replace").splitlines()
    free = shutil.disk_usage(server.folder).free // 2**20
    return "\n".join(
        [f"{server.name} is away ({server.exit_status}); {free} MB are free", *log[-8:]]
    )
