"""A small province and the rule book of routing."""

import pytest

from services.routing.domain.directory import Agency, Directory
from services.routing.rules import RuleBook
from services.routing.rules.loader import load
from shared.ids import AgencyCode

COMMITTEE = AgencyCode("TN-UBND")


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """Return the rows as shipped."""
    return load()


@pytest.fixture(scope="session")
def directory() -> Directory:
    """Return the committee, its board, office and inspectorate, a department and two communes."""
    rows = [
        Agency(
            code=AgencyCode("TN-BTCD"),
            name="Ban Tiếp công dân",
            kind="board",
            level="province",
            parent=COMMITTEE,
        ),
        Agency(
            code=AgencyCode("TN-VP"),
            name="Văn phòng UBND",
            kind="office",
            level="department",
            parent=COMMITTEE,
        ),
        Agency(
            code=AgencyCode("TN-TT"),
            name="Thanh tra tỉnh",
            kind="inspectorate",
            level="department",
            parent=COMMITTEE,
        ),
        Agency(
            code=AgencyCode("TN-SXD"),
            name="Sở Xây dựng",
            kind="department",
            level="department",
            parent=COMMITTEE,
        ),
        Agency(
            code=AgencyCode("25459"),
            name="Phường A",
            kind="ward",
            level="commune",
            parent=COMMITTEE,
        ),
        Agency(
            code=AgencyCode("25462"),
            name="Xã B",
            kind="commune",
            level="commune",
            parent=COMMITTEE,
        ),
        Agency(
            code=COMMITTEE,
            name="UBND tỉnh",
            kind="peoples_committee",
            level="province",
            parent=None,
        ),
    ]
    return Directory(agencies={row.code: row for row in rows})
