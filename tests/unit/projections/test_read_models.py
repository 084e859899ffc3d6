"""Read models are total folds: any history of real facts gives a row, in any order of services."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.projections import MODELS as DEADLINES
from services.intake.projections import MODELS as INTAKE
from services.reporting.projections import MODELS as REPORTING
from services.routing.projections import MODELS as ROUTING
from shared.contracts import operations
from shared.envelope import Heard, decode_envelope, heard_from
from shared.log.readmodel import ReadModel, columns_of, create_statements

assert operations
GOLDEN = sorted((Path(__file__).parents[2] / "contracts" / "golden").glob("*.json"))
FACTS = [heard_from(decode_envelope(file.read_bytes())) for file in GOLDEN]
MODELS = [*INTAKE, *ROUTING, *DEADLINES, *REPORTING]


@pytest.mark.parametrize(
    "model", MODELS, ids=lambda m: f"{m.row.__module__.split('.')[1]}-{m.table}"
)
@given(history=st.lists(st.sampled_from(FACTS), max_size=25))
def test_a_fold_is_total_and_counts_its_row(
    model: ReadModel[Any], history: list[Heard]
) -> None:
    """Never raises; the key stays; every tally finds a whole bucket for every row."""
    row = None
    for heard in history:
        key_of = model.keys.get(type(heard.fact))
        if key_of is None:
            continue
        row = model.fold(row, heard)
        if row is None:
            continue
        values = msgspec.structs.astuple(row)
        for value, column in zip(values, columns_of(model.row), strict=True):
            assert column.nullable or value is not None, column
        for tally in model.tallies:
            bucket = tally.bucket(row)
            assert bucket is None or len(bucket) == len(tally.columns)
            assert bucket is None or None not in bucket


def test_tables_are_made_from_the_rows() -> None:
    """Types follow the fields; what may be missing may be null."""
    (table, *_rest) = create_statements(ROUTING[0], "live")
    assert "petition_id text not null" in table
    assert "competent text," in table
    assert "due_on date not null" in table
    assert "primary key (petition_id)" in table
