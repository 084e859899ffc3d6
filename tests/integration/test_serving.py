"""A service starts only on a database and a stream that were made for its code."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.supervisor import Stack


@pytest.fixture(name="bare")
def _bare(data_folder: Path) -> Iterator[Stack]:
    """Servers that nobody provisioned."""
    with Stack(
        data_folder, ports=None, with_caddy=False, with_services=False, with_provision=False
    ) as stack:
        yield stack


def test_a_service_refuses_what_was_not_provisioned(bare: Stack) -> None:
    """One sentence that says what to run; exit status 1; nothing is created by the service."""
    own = bare.workspace.service_environment(
        "routing", port=29999, postgres_port=bare.postgres.port, nats_port=bare.nats.port
    )
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.cli", "serve", "routing"],
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert 1 == ran.returncode
    assert "run `tiepdan provision`" in ran.stderr
    assert "Traceback" not in ran.stderr
