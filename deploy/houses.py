"""What operators need to know of each service: its read models, its own tables, what it hears."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.log.migrate import migrate
from shared.log.readmodel import ReadModel
from shared.log.rebuild import Rebuild, Report
from shared.log.streams import SERVICES
from shared.postgres.pool import Connection

_SERVICES = Path(__file__).parents[1] / "services"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One service as operators see it."""

    service: str
    models: Sequence[ReadModel[Any]]
    hears: Sequence[str]

    async def migrate(self, connection: Connection, role: str) -> bool:
        """Make its tables, as the owner; return whether a rebuild is due."""
        own = sorted((_SERVICES / self.service).glob("*.sql"))
        sql = "\n".join(file.read_text(encoding="utf-8") for file in own)
        return await migrate(connection, role=role, models=self.models, own_sql=sql)

    async def rebuild(
        self,
        owner_url: str,
        role: str,
        *,
        compare_only: bool = False,
        told: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> Report:
        """Fold its read models again from what it heard."""
        work = Rebuild(owner_url=owner_url, models=self.models, role=role, told=told)
        return await work.run(compare_only=compare_only)


def house(service: str) -> House:
    """Return a service as operators see it."""
    projections = importlib.import_module(f"services.{service}.projections")
    app = importlib.import_module(f"services.{service}.app")
    return House(service=service, models=projections.MODELS, hears=app.HEARS)


def houses() -> list[House]:
    """Return all services."""
    return [house(service) for service in SERVICES]
