"""Who heads one body and works in another decides nothing alone in the other: form and program."""

from collections.abc import Iterator

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from services.routing.api.lives import HEADS_ONLY
from shared.auth.principal import Grant, Principal
from shared.auth.token import HEADER
from shared.ids import AgencyCode, new_id
from tests.integration.desk import CSRF, lodge, principal, signed
from tests.integration.signed import until

HERE, ELSEWHERE = AgencyCode("25585"), AgencyCode("25459")


@pytest.fixture(name="asked", scope="module")
def _asked(stack: Stack) -> Iterator[tuple[httpx.Client, str]]:
    who = principal("heads-elsewhere", "processing", agency=HERE)
    heads = Grant(role="head", agency=ELSEWHERE, covers=frozenset({ELSEWHERE}))
    both = Principal(
        officer=who.officer,
        name=who.name,
        agency=who.agency,
        post=who.post,
        grants=(*who.grants, heads),
        csrf=who.csrf,
        until=who.until,
    )
    petition = lodge(stack, receiving_agency=HERE)["petition_id"]
    page = f"/desk/petitions/{petition}"
    headers = {HEADER: signed(stack, both), "Csrf-Token": CSRF}
    base = stack.services["routing"].url
    with httpx.Client(base_url=base, headers=headers, timeout=20) as client:
        until(lambda: client.get(page).status_code == 200)
        yield client, petition


@pytest.mark.parametrize("act", sorted(HEADS_ONLY))
def test_the_form_asks_for_the_head_of_this_body(
    asked: tuple[httpx.Client, str], act: str
) -> None:
    client, petition = asked
    form = {
        "csrf": CSRF,
        "token": new_id(),
        "reason": "Vì lẽ khác.",
        "to_agency": ELSEWHERE,
    }
    refused = client.post(f"/desk/petitions/{petition}/{act}", data=form)
    assert refused.status_code == 403, refused.text


@pytest.mark.parametrize("act", sorted(HEADS_ONLY))
def test_so_does_the_program(asked: tuple[httpx.Client, str], act: str) -> None:
    client, petition = asked
    bodies = {
        "designate": {"to_agency": ELSEWHERE},
        "strike-pause": {"paused_on": "2026-07-01"},
        "strike-extension": {"number": 1},
        "place": {"place": "ahead"},
        "strike-fulfilment": {"item": 1, "entry": 1},
        "urge": {},
    }
    body = {"reason": "Vì lẽ khác.", **bodies[act]}
    refused = client.post(f"/api/routing/petitions/{petition}/{act}", json=body)
    assert refused.status_code == 403, refused.text
