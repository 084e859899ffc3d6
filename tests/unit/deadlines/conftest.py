"""The rule book of deadlines, read once."""

import pytest

from services.deadlines.rules import RuleBook
from services.deadlines.rules.loader import load


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """Return the rows as shipped."""
    return load()
