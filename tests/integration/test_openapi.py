"""The published API documents hold: no request a machine can think of gives a server error."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from deploy.embedded.supervisor import Stack

SERVICES = ("intake", "routing", "deadlines", "reporting")


@pytest.mark.parametrize("service", SERVICES)
def test_no_request_gives_a_server_error(
    stack: Stack, service: str, tmp_path: Path
) -> None:
    """Every operation of the document, fed with fitting and unfitting values, answers below 500."""
    base = stack.urls[service]
    ran = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")),
            "run",
            f"{base}/api/{service}/openapi.json",
            "--checks=not_a_server_error",
            "--phases=examples,coverage,fuzzing",
            "--max-examples=25",
            "--seed=1",
            "--generation-database=none",
            "--no-color",
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=240,
        check=False,
    )
    assert 0 == ran.returncode, ran.stdout[-4000:] + ran.stderr[-1000:]
    assert "generated" in ran.stdout


def test_the_documents_are_published(stack: Stack) -> None:
    """OpenAPI and AsyncAPI, for each service, through the front door."""
    for service in SERVICES:
        for document in ("openapi.json", "asyncapi", "docs"):
            answer = httpx.get(f"{stack.urls['front']}/api/{service}/{document}")
            assert 200 == answer.status_code, (service, document, answer.text)
