"""The four services as they are put together, without servers: to look at, not to run."""

import base64
import os
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from shared.auth.token import Signer
from shared.log.streams import SERVICES
from shared.settings import from_environment


@cache
def apps() -> dict[str, FastAPI]:
    """Return each service's app; nothing is connected."""
    key = Path(tempfile.mkdtemp(prefix="tiepdan-test-")) / "some.key"
    key.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
    settings = from_environment(
        {
            "TIEPDAN_PORT": "1",
            "TIEPDAN_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
            "TIEPDAN_NATS_URL": "nats://127.0.0.1:1",
            "TIEPDAN_NATS_USER": "nobody",
            "TIEPDAN_NATS_SEED_FILE": str(key),
            "TIEPDAN_MASTER_KEY_FILE": str(key),
            "TIEPDAN_PRINCIPAL_KEY_FILE": str(key),
            "TIEPDAN_FACTOR_KEY_FILE": str(key),
            "TIEPDAN_PRINCIPAL_KEY": Signer.read(str(key)).public,
            "TIEPDAN_ATTACHMENTS_URL": key.parent.as_uri(),
        }
    )
    return {
        name: import_module(f"services.{name}.app").create(settings)[0] for name in SERVICES
    }


def routes() -> list[tuple[str, str, str, APIRoute]]:
    """Return service, method, path and route of every endpoint there is."""
    found = [
        (name, method, route.path, route)
        for name, app in apps().items()
        for route in _flat(app.routes)
        for method in sorted(route.methods)
    ]
    assert len(found) >= 40, "the apps were not read"
    return found


def _flat(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:  # a router that was included is kept as it is
            inner = getattr(route, "original_router", None)
            yield from _flat(inner.routes if inner else ())
