"""The bodies of Tây Ninh as of 2026, established as facts."""

import csv
import datetime as dt
from pathlib import Path

import msgspec

from services.routing.domain.agency.commands import EstablishAgency
from services.routing.store import CaseStore
from shared.contracts.routing import AgencyKind, Level
from shared.ids import AgencyCode

FILE = Path(__file__).with_name("org-tay-ninh.csv")


def commands(at: dt.datetime, file: Path = FILE) -> list[EstablishAgency]:
    """Return one command for each body that exists today, superiors first as in the file."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["valid_to"]]
    return [
        EstablishAgency(
            code=AgencyCode(row["code"]),
            name=row["name"],
            kind=msgspec.convert(row["kind"], AgencyKind),
            level=msgspec.convert(row["level"], Level),
            parent=AgencyCode(row["parent"]) if row["parent"] else None,
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            at=at,
        )
        for row in rows
    ]


async def establish(store: CaseStore, at: dt.datetime) -> int:
    """Establish every body; those that exist already stay as they are. Return how many."""
    asked = commands(at)
    for command in asked:
        await store.establish(command, actor="service:provision")
    return len(asked)
