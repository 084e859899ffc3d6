"""A case in the officers' list: what its row keeps of its facts."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from services.routing.api.linking import forwarder_of
from services.routing.projections.worklist import WORKLIST
from shared.envelope import Told
from tests.unit.routing.endings import reopened, revoked
from tests.unit.routing.settled import AT, COMPLAINT, day, decided
from tests.unit.routing.test_notice import LODGED, listed

AGAIN = [revoked("10/9"), reopened("10/9", "revoked")]
DECIDED: list[tuple[str, list[Any], dt.date | None]] = [
    ("nobody decided", [], None),
    ("decided", [decided("6/8")], day("6/8")),
    ("ended by a withdrawal", [decided("6/8", "withdrawn")], None),
    ("revoked", [decided("6/8"), *AGAIN], None),
    ("decided again", [decided("6/8"), *AGAIN, decided("12/9")], day("12/9")),
]


@pytest.mark.parametrize(
    ("facts", "on"), [row[1:] for row in DECIDED], ids=[row[0] for row in DECIDED]
)
def test_the_row_knows_the_decision_that_stands(
    facts: list[Any], on: dt.date | None
) -> None:
    assert listed(*COMPLAINT, *facts).decided_on == on


@pytest.mark.parametrize(
    ("forwarder", "channel", "of"),
    [(None, "post", None), ("press", "post", "press"), (None, "forwarded", "unsaid")],
)
def test_the_row_knows_who_sent_the_petition_on(
    forwarder: str | None, channel: str, of: str | None
) -> None:
    lodged = msgspec.structs.replace(LODGED, forwarder=forwarder, channel=channel)
    row = WORKLIST.fold(
        None, Told(fact=lodged, position=1, happened_at=AT, recorded_at=AT, actor="x")
    )
    assert row is not None
    assert forwarder_of(row) == of
