"""The bodies of Tây Ninh, of today and of before 1 July 2025, imported as people import a list."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from services.routing.directory.files import rows_of_file
from services.routing.domain.agency.commands import ImportBodies, Row
from services.routing.domain.agency.planning import plan
from services.routing.store import CaseStore

FILE = Path(__file__).with_name("org-tay-ninh.csv")


def rows(file: Path = FILE) -> list[Row]:
    """Return what the list says, a row a body."""
    return rows_of_file(file.read_bytes())


def of_today(listed: Sequence[Row]) -> list[Row]:
    """Return the bodies that did not end."""
    return [row for row in listed if row.valid_to is None]


async def establish(store: CaseStore, at: dt.datetime) -> int:
    """Import every body; what is known already is not said again. Return how many are listed."""
    listed = rows()
    looked_at = plan(listed, await store.register())
    command = ImportBodies(rows=listed, fingerprint=looked_at.fingerprint, at=at)
    await store.keep(command, actor="service:provision")
    return len(listed)
