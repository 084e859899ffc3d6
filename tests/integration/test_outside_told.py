"""Who runs Tiepdan is told with whom it speaks, and whether its log lines have left the machine."""

import json
from pathlib import Path

import pytest

from deploy.commands.doctor import Finding, examine
from deploy.embedded.shipping import Shipping
from deploy.embedded.workspace import Workspace
from tests.integration.collector import Collector, until


def told(folder: Path, what: str) -> Finding | None:
    return next((each for each in examine(folder) if each.what == what), None)


def test_doctor_tells_with_whom_services_speak(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each outside system with the service and the setting; without any, that there is none."""
    Workspace.make(data_folder)
    found = told(data_folder, "Outside systems")
    assert found is not None
    assert found.found == "on this machine"
    monkeypatch.setenv("TIEPDAN_SMTP_URL", "smtps://u:word@mail.example.vn")
    monkeypatch.setenv("TIEPDAN_OIDC_ISSUER", "https://id.example.vn")
    found = told(data_folder, "Outside systems")
    assert found is not None
    assert found.found == (
        "intake → mail server mail.example.vn:465 (TIEPDAN_SMTP_URL);"
        " routing → OpenID provider id.example.vn:443 (TIEPDAN_OIDC_ISSUER)"
    )


def test_doctor_tells_when_log_lines_wait(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receiver that is away is a finding; one that took everything is none."""
    Workspace.make(data_folder)
    (data_folder / "log" / "intake.log").write_text(json.dumps({"event": "x"}) + "\n")
    assert told(data_folder, "Log lines elsewhere") is None
    with Collector() as collector:
        monkeypatch.setenv("TIEPDAN_LOG_TO", collector.setting)
        for up in (False, True):
            (collector.start if up else collector.stop)()
            settings = {"TIEPDAN_LOG_TO": collector.setting}
            shipping = Shipping.asked(data_folder, settings, lambda _: None)
            assert shipping is not None
            shipping.start()
            until(lambda: len(collector.messages) == 1) if up else None
            shipping.end(2.0)
            found = told(data_folder, "Log lines elsewhere")
            assert found is not None
            assert found.ok == up
            assert found.found.startswith("0 bytes" if up else "15 bytes")
