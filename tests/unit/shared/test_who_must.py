"""Which roles must have a second factor, as the setting says it."""

import base64
import os
from pathlib import Path
from typing import get_args

import pytest

from shared.contracts.routing_bodies import Role
from shared.settings import SettingMissing, from_environment


@pytest.fixture(name="environment")
def _environment(tmp_path: Path) -> dict[str, str]:
    seed = tmp_path / "some.seed"
    seed.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
    return {
        "TIEPDAN_PORT": "1",
        "TIEPDAN_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "TIEPDAN_NATS_URL": "nats://127.0.0.1:1",
        "TIEPDAN_NATS_USER": "nobody",
        "TIEPDAN_NATS_SEED_FILE": str(seed),
        "TIEPDAN_PRINCIPAL_KEY": "key",
    }


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        (None, {"administrator", "custodian", "inspectorate"}),
        ("off", set()),
        ("all", set(get_args(Role))),
        ("auditor", {"auditor"}),
        ("head, processing", {"head", "processing"}),
    ],
)
def test_these_roles_must_have_one(
    environment: dict[str, str], said: str | None, roles: set[str]
) -> None:
    asked = {} if said is None else {"TIEPDAN_SECOND_FACTOR": said}
    assert from_environment(environment | asked).second_factor == roles


@pytest.mark.parametrize("said", ["", "custodians", "off,head", "all,head", "head,", "OFF"])
def test_a_slip_does_not_switch_it_off(environment: dict[str, str], said: str) -> None:
    """A service that cannot read it does not start."""
    with pytest.raises(SettingMissing, match="TIEPDAN_SECOND_FACTOR"):
        from_environment(environment | {"TIEPDAN_SECOND_FACTOR": said})
