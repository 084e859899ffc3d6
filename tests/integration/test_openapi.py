"""The published API documents hold: no request a machine can think of gives a server error."""

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import get_args

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.auth.principal import WHOLE_PROVINCE, Grant, Principal
from shared.auth.token import HEADER, Signer
from shared.contracts.routing_bodies import Role

SERVICES = ("intake", "routing", "deadlines", "reporting")


def _of_every_role(stack: Stack) -> str:
    """Return the word of somebody who may do all there is, so that every endpoint is reached."""
    who = Principal(
        officer="of-every-role",
        name="Người Thử",
        agency="80",
        post="official",
        grants=tuple(
            Grant(role=role, agency="80", covers=frozenset({WHOLE_PROVINCE}))
            for role in get_args(Role)
        ),
        csrf="word",
        until=dt.datetime.now(dt.UTC) + dt.timedelta(days=1),
    )
    return Signer.read(str(stack.workspace.principal_key_file)).sign(who)


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
            "--max-examples=10",
            "--seed=1",
            "--generation-database=none",
            "--no-color",
            f"--header={HEADER}: {_of_every_role(stack)}",
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=600,
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
