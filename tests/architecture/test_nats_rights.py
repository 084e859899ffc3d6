"""Rights on NATS are neither more nor less than what the code says, asks and hears."""

import importlib
import re
from pathlib import Path

import pytest

from deploy.nats.permissions import ANSWERS, HEARD, LIVE, WORK, permissions_of
from shared.log.streams import SERVICES

_ROOT = Path(__file__).parents[2] / "services"


def _code(service: str) -> str:
    files = sorted((_ROOT / service).rglob("*.py"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _subjects(service: str, head: str) -> set[tuple[str, str]]:
    """Return whose subjects the service's code names, and which: `"rpc.intake.unseal"`."""
    found = re.findall(rf'"{head}\.([a-z]+)\.([a-z-]+)"', _code(service))
    return set(found)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_hears_what_its_rights_say(service: str) -> None:
    """The facts it may ask for are those it hears."""
    hears = importlib.import_module(f"services.{service}.app").HEARS
    assert tuple(hears) == HEARD[service]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_asks_what_it_may(service: str) -> None:
    """Each question in its code is in the table with its name, and each right is used."""
    named = _subjects(service, "rpc")
    answers = {what for owner, what in named if owner == service}
    asked = {(owner, what) for owner, what in named if owner != service}
    granted = {
        (owner, what)
        for owner, questions in ANSWERS.items()
        for what, askers in questions.items()
        if service in askers
    }
    assert answers == set(ANSWERS.get(service, {})), (
        "see ANSWERS in deploy/nats/permissions"
    )
    assert asked == granted, "see ANSWERS in deploy/nats/permissions"


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_jobs_it_does(service: str) -> None:
    """Jobs are its own, and their consumer is made when the stream is."""
    named = _subjects(service, "jobs")
    assert {owner for owner, _ in named} <= {service}
    assert {what for _, what in named} == set(WORK.get(service, ())), "see WORK"
    durable = set(re.findall(r'durable="([a-z-]+)"', _code(service)))
    assert durable == {f"{service}-{what}" for _, what in named}
    assert ('subscriber(f"live.' in _code(service)) == (service in LIVE)


@pytest.mark.parametrize("service", SERVICES)
def test_no_right_reaches_beyond_a_service(service: str) -> None:
    """No wildcard stands where another's name could, and no stream can be managed."""
    rights = permissions_of(service)
    wide = [
        subject
        for way in ("publish", "subscribe")
        for subject in rights[way]["allow"]
        if re.match(r"[^.]+\.[*>]", subject)
        and not subject.startswith(f"_INBOX_{service}.")
    ]
    assert wide == []
    managing = r"STREAM\.(?!INFO|MSG\.GET)|DELETE|PURGE|DURABLE|DIRECT|\.JOBS\.[*>]"
    assert [s for s in rights["publish"]["allow"] if re.search(managing, s)] == []
