"""What every reader makes of the facts of a clock: due, standing still, late, or none of theirs."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from services.intake.projections.tracking import TRACKING
from services.reporting.projections.deadline import DEADLINE
from services.routing.projections.worklist import WORKLIST
from shared.contracts.deadlines import (
    Announced,
    ClockExtended,
    ClockExtensionStruck,
    ClockMoved,
    ClockPaused,
    ClockPauseStruck,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockVariantFound,
)
from shared.contracts.intake import Observed, PetitionLodged
from shared.envelope import Told
from shared.ids import AgencyCode, PetitionId
from shared.legal.citation import Citation, RuleApplied
from shared.legal.running import NEVER
from shared.personal import Sealed

P, WARD, AT = PetitionId("p-1"), AgencyCode("25459"), dt.datetime(2026, 7, 6, tzinfo=dt.UTC)
CLOCK: dict[str, Any] = {"clock_id": "p-1/KN.L1.SETTLE/1", "petition_id": P}
BASIS = Citation("LKN", "Đ28")


def day(text: str) -> dt.date:
    number, month = text.split("/")
    return dt.date(2026, int(month), int(number))


def until(text: str) -> Announced:
    on = day(text)
    return Announced(
        nominal_on=on, due_on=on, half_on=on, most_on=on, calendar_version="2026.2"
    )


def started(
    text: str = "5/8", mode: Any = "deadline", party: Any = "agency"
) -> ClockStarted:
    return ClockStarted(
        **CLOCK, mode=mode, party=party, trigger_on=day("6/7"), length=30, variant=(),
        unit="calendar_day", announced=until(text), against=WARD,
        rule=RuleApplied(rule="KN.L1.SETTLE", version=2, basis=BASIS, confidence="primary"),
    )  # fmt: skip


def paused(text: str) -> ClockPaused:
    return ClockPaused(**CLOCK, paused_on=day(text), ground="other_body", basis=BASIS)


def resumed(text: str, due: str) -> ClockResumed:
    return ClockResumed(**CLOCK, resumed_on=day(text), announced=until(due))


def struck(text: str, due: str) -> ClockPauseStruck:
    return ClockPauseStruck(**CLOCK, paused_on=day(text), announced=until(due))


def stopped(text: str, reason: Any = "met") -> ClockStopped:
    return ClockStopped(**CLOCK, stopped_on=day(text), reason=reason)


longer = ClockExtended(
    **CLOCK,
    number=1,
    granted_on=day("1/8"),
    days=30,
    variant=("complex",),
    announced=until("4/9"),
)
shorter = ClockExtensionStruck(**CLOCK, number=1, announced=until("5/8"))
complex_ = ClockVariantFound(
    **CLOCK, variant=("complex",), length=45, announced=until("20/8")
)
moved = ClockMoved(**CLOCK, earlier=day("5/8"), announced=until("6/8"))
lodged = PetitionLodged(
    petition_id=P, receipt_code="R", channel="post", kind_claimed="complaint",
    instance="first", received_on=day("1/7"), receiving_agency=WARD, subject_field="land",
    respondent_agency=None, respondent_post=None,
    observed=Observed(
        identified=True, has_summary=True, has_request=True, has_respondent=True
    ),
    addressees=(), forwarder=None, request_digest="", sealed=Sealed(key="k", box=b""),
)  # fmt: skip


def folded(model: Any, facts: Sequence[Any]) -> Any:
    row = None
    for position, fact in enumerate(facts, start=1):
        heard = Told(happened_at=AT, recorded_at=AT, position=position, actor="", fact=fact)
        row = model.fold(row, heard) if type(fact) in model.keys else row
    return row


# fmt: off
SHOWN: list[tuple[str, list[Any], dt.date, dt.date | None]] = [
    ("a clock runs until the day announced", [started()], day("5/8"), None),
    ("while it stands still nothing is due", [started(), paused("20/7")], NEVER, day("20/7")),
    ("it goes on until a later day", [started(), paused("20/7"), resumed("27/7", "12/8")], day("12/8"), None),
    ("a struck pause that lasted lets it go on", [started(), paused("20/7"), struck("20/7", "5/8")], day("5/8"), None),
    ("one that ended gives an earlier day", [started(), paused("20/7"), resumed("27/7", "12/8"), struck("20/7", "5/8")], day("5/8"), None),
    ("while a later one lasts it still stands", [started(), paused("20/7"), resumed("27/7", "12/8"), paused("3/8"), struck("20/7", "5/8")], NEVER, day("3/8")),
    ("an extension makes it longer", [started(), longer], day("4/9"), None),
    ("without it, it is as before", [started(), longer, shorter], day("5/8"), None),
    ("complexity counts", [started(), complex_], day("20/8"), None),
    ("so does a new calendar", [started(), moved], day("6/8"), None),
    ("an extension starts nothing that stands still", [started(), paused("20/7"), longer], NEVER, day("20/7")),
    ("what is done is due no more", [started(), stopped("4/8")], NEVER, None),
    ("a citizen's time makes nobody late", [started(party="citizen"), moved], NEVER, None),
    ("nor does what only takes effect", [started(mode="status", party="none"), moved], NEVER, None),
    ("a superior can be late as well", [started(party="superior")], day("5/8"), None),
]
# fmt: on


@pytest.mark.parametrize("model", [WORKLIST, TRACKING], ids=["worklist", "tracking"])
@pytest.mark.parametrize(
    ("facts", "due_on", "still_since"),
    [row[1:] for row in SHOWN],
    ids=[row[0] for row in SHOWN],
)
def test_a_list_shows(
    model: Any, facts: list[Any], due_on: dt.date, still_since: dt.date | None
) -> None:
    row = folded(model, [lodged, *facts])
    assert (due_on, still_since) == (row.due_on, row.still_since)


# fmt: off
COUNTED: list[tuple[str, list[Any], str | None, dt.date | None]] = [
    ("it runs", [started()], "running", day("5/8")),
    ("it stands still, and is overdue with nothing", [started(), paused("20/7")], "paused", None),
    ("it goes on", [started(), paused("20/7"), resumed("27/7", "12/8")], "running", day("12/8")),
    ("a struck pause lets it go on", [started(), paused("20/7"), struck("20/7", "5/8")], "running", day("5/8")),
    ("in time by the first date", [started(), stopped("5/8")], "in_time", None),
    ("late by it", [started(), stopped("6/8")], "late", None),
    ("in time by the date that held then", [started(), longer, stopped("6/8")], "in_time", None),
    ("late once the extension was struck", [started(), longer, shorter, stopped("6/8")], "late", None),
    ("in time after a pause", [started(), paused("20/7"), resumed("27/7", "12/8"), stopped("12/8")], "in_time", None),
    ("stopped while it stood still: not late", [started(), paused("20/7"), stopped("30/9")], "in_time", None),
    ("paused when it was over: late", [started(), paused("6/8"), stopped("30/9")], "late", None),
    ("what no longer matters is neither", [started(), stopped("30/9", "moot")], "moot", None),
    ("what ended does not begin again", [started(), stopped("5/8"), moved], "in_time", None),
    ("a citizen's time is not counted", [started(party="citizen"), moved, stopped("9/9")], None, None),
    ("nor is what takes effect", [started(mode="status", party="none"), stopped("9/9")], None, None),
]
# fmt: on


@pytest.mark.parametrize(
    ("facts", "state", "due_on"),
    [row[1:] for row in COUNTED],
    ids=[row[0] for row in COUNTED],
)
def test_reporting_counts(
    facts: list[Any], state: str | None, due_on: dt.date | None
) -> None:
    """Of running clocks alone it counts by which day they are due."""
    row = folded(DEADLINE, facts)
    due, _ = DEADLINE.tallies
    assert state == (row and row.state)
    assert ((WARD, due_on) if due_on else None) == (due.bucket(row) if row else None)
