"""What would let others listen does not start: one sentence that names the setting."""

from pathlib import Path

import pytest

from deploy.embedded.names import SERVICES
from deploy.embedded.secrets import seed_file
from deploy.embedded.workspace import Workspace
from tests.integration.tls_whole import run


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIEPDAN_NATS_URL", "nats://nats.mien.vn:4222"),
        ("TIEPDAN_DATABASE_URL", "postgresql://role:word@db.mien.vn/db?sslmode=require"),
        ("TIEPDAN_HOST", "10.0.0.5"),
        ("TIEPDAN_SMTP_URL", "mail.mien.vn:25"),
    ],
)
def test_a_service(name: str, value: str, tmp_path: Path) -> None:
    fit = Workspace.make(tmp_path).service_environment(
        "intake", port=9, postgres_port=9, nats_port=9
    )
    refused("serve", "intake", names=name, told=fit | {name: value})


@pytest.mark.parametrize("name", ["TIEPDAN_ADMIN_DATABASE_URL", "TIEPDAN_ADMIN_NATS_URL"])
def test_provisioning(name: str, tmp_path: Path) -> None:
    seed = seed_file(Workspace.make(tmp_path).folder, "operator")
    fit = {
        "TIEPDAN_ADMIN_DATABASE_URL": "postgresql://me:word@127.0.0.1:9/postgres",
        "TIEPDAN_ADMIN_NATS_URL": "nats://127.0.0.1:9",
        "TIEPDAN_ADMIN_NATS_SEED_FILE": str(seed),
        "TIEPDAN_OWNER_PASSWORD": "word",
        **{f"TIEPDAN_{service.upper()}_PASSWORD": "word" for service in SERVICES},
    }
    elsewhere = fit[name].replace("127.0.0.1", "db.mien.vn")
    refused("provision", "--from-environment", names=name, told=fit | {name: elsewhere})


@pytest.mark.parametrize(
    ("command", "told", "names"),
    [
        (["up", "--host", "10.0.0.5"], {}, "--tls-name"),
        (["up", "--tls-name", "mien.vn"], {}, "--tls-cert"),
        (["door"], {"TIEPDAN_FRONT_HOST": "10.0.0.5"}, "TIEPDAN_FRONT_HOST"),
        (["door"], {"TIEPDAN_ROUTING": "routing:8102"}, "TIEPDAN_ROUTING"),
        (["door"], {"TIEPDAN_FRONT_TLS_PORT": "https"}, "TIEPDAN_FRONT_TLS_PORT"),
    ],
)
def test_the_front_door(
    command: list[str], told: dict[str, str], names: str, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    refused(*command, names=names, told={"TIEPDAN_DATA": str(folder), **told})
    assert not folder.exists(), "something was begun"


def refused(*command: str, names: str, told: dict[str, str]) -> None:
    """Run it, and read why it would not."""
    ran = run(*command, **told)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert names in ran.stderr
    assert "word@" not in ran.stderr, "a secret was told"
    assert "Traceback" not in ran.stderr
