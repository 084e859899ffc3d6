"""Every endpoint names who asks, or is public on purpose and stands in this list."""

import pytest
from fastapi.routing import APIRoute

from services.deadlines import api as deadlines
from services.intake import api as intake
from services.intake.web import views as intake_pages
from services.reporting import api as reporting
from services.reporting.web import views as dashboard
from services.routing.api import cases as routing
from services.routing.web import views as routing_pages
from shared.auth.officer import officer

PUBLIC = {
    ("GET", "/"),
    ("GET", "/lodge"),
    ("POST", "/lodge"),
    ("GET", "/track"),
    ("POST", "/track"),
    ("POST", "/api/intake/petitions"),
    ("GET", "/api/intake/tracking/{receipt_code}"),
    ("GET", "/api/intake/agencies"),
}


def _all(dependencies: list) -> list:
    return [d for one in dependencies for d in (one, *_all(one.dependencies))]


def routes() -> list[APIRoute]:
    modules = (
        intake,
        routing,
        deadlines,
        reporting,
        intake_pages,
        routing_pages,
        dashboard,
    )
    found = [
        r for module in modules for r in module.router.routes if isinstance(r, APIRoute)
    ]
    assert len(found) >= 9, "the routers were not read"
    return found


@pytest.mark.parametrize(
    "route", routes(), ids=lambda r: f"{sorted(r.methods)[0]} {r.path}"
)
def test_an_endpoint_has_a_principal_or_is_public_on_purpose(route: APIRoute) -> None:
    """An officer in the signature, or a place in the list of public ones."""
    named = any(d.call is officer for d in _all(route.dependant.dependencies))
    public = all((method, route.path) in PUBLIC for method in route.methods)
    assert named != public
