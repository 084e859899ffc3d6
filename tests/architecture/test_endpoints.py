"""Every endpoint names who asks, or is public on purpose and stands in this list."""

import pytest
from fastapi.routing import APIRoute

from shared.auth.asking import officer
from tests.apps import routes

PUBLIC = {
    # Everybody may write to their government, and follow what they wrote.
    "GET /",
    "GET /lodge",
    "POST /lodge",
    "GET /track",
    "POST /track",
    "POST /api/intake/petitions",
    "GET /api/intake/tracking/{receipt_code}",
    "GET /api/intake/agencies",
    # Whoever signs in is nobody yet; the front door asks who holds a session.
    "GET /sign-in",
    "POST /sign-in",
    "GET /sign-in/code",
    "POST /sign-in/code",
    "GET /sign-in/oidc",
    "GET /sign-in/oidc/callback",
    "GET /api/routing/session",
    # The receipt's secret is the key to one's own papers.
    "POST /track/papers",
    "PUT /api/intake/tracking/{receipt_code}/attachments/{attachment_id}",
    "GET /api/intake/tracking/{receipt_code}/attachments",
    "GET /api/intake/tracking/{receipt_code}/attachments/{attachment_id}",
    # A calendar program signs in nowhere: the address itself is the key, see `subscriptions.py`.
    "GET /clocks/feed/{token}.ics",
}
OF_THE_MACHINERY = {"healthz", "readyz", "metrics", "docs", "asyncapi", "openapi.json"}


def _all(dependencies: list) -> list:
    return [d for one in dependencies for d in (one, *_all(one.dependencies))]


@pytest.mark.parametrize(
    ("endpoint", "route"),
    [
        pytest.param(f"{method} {path}", route, id=f"{service} {method} {path}")
        for service, method, path, route in routes()
        if path.rpartition("/")[2] not in OF_THE_MACHINERY
    ],
)
def test_an_endpoint_has_a_principal_or_is_public_on_purpose(
    endpoint: str, route: APIRoute
) -> None:
    """An officer in the signature, or a place in the list of public ones."""
    named = any(d.call is officer for d in _all(route.dependant.dependencies))
    assert named != (endpoint in PUBLIC)


def test_the_list_of_public_endpoints_names_only_what_there_is() -> None:
    """A name that nothing answers to would hide the next one of that name."""
    assert {f"{method} {path}" for _, method, path, _ in routes()} >= PUBLIC
