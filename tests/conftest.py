"""What tests of every kind share: a data folder that the database's account can reach."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# No test is timed: on shared cores an example may take a second for no reason of ours.
# What CI says of a commit it says each time; at a desk every run tries other examples.
hypothesis.settings.register_profile(
    "untimed", deadline=None, derandomize="CI" in os.environ
)
hypothesis.settings.load_profile("untimed")

# Tests write hundreds of petitions from one address, as no village does. Those of the limit
# itself set their own: tests/integration/test_visitor_limit.py.
os.environ["TIEPDAN_VISITOR_LIMIT"] = "off"


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """Return a new folder; pytest's own stands below one that is closed to other accounts."""
    folder = Path(tempfile.mkdtemp(prefix="tiepdan-test-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
