"""What may be said at a moment, and what comes first; and who is answerable for a case."""

import datetime as dt
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from services.deadlines.domain.clocks.commands import EscalateClock, ExpireClock, RemindOf
from services.deadlines.projections.matter import MatterRow, fold
from services.deadlines.rules import RuleBook
from services.deadlines.rules.office import Office, load
from services.deadlines.scheduling.due import DueRow, Moment, Telling, tellings
from services.deadlines.scheduling.ticking import code_of
from shared.clock import LOCAL
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import CaseAssigned, CaseClassified, TransferSent
from shared.envelope import decode_envelope, heard_from
from shared.errors import RuleMissing
from shared.ids import OfficerId, PetitionId
from shared.legal.gaps import CalendarMissing

GOLDEN = Path(__file__).parents[2] / "contracts" / "golden"
ROW = DueRow(
    clock_id="p/XLD.PROCESS/1",
    petition_id=PetitionId("p"),
    mode="deadline",
    party="agency",
    half_on=dt.date(2026, 7, 11),
    most_on=dt.date(2026, 7, 16),
    nominal_on=dt.date(2026, 7, 19),
    due_on=dt.date(2026, 7, 20),
    announced_on=dt.date(2026, 7, 1),
    told="",
    next_on=dt.date(2026, 7, 11),
    unassigned=False,
)
F = TypeVar("F")
LONG_AGO = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)


@pytest.fixture(name="office")
def _office(book: RuleBook) -> Office:
    return Office(hours=load(), calendar=book.calendar())


def moment(office: Office, text: str) -> Moment:
    local = dt.datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return Moment(now=local.astimezone(dt.UTC), office=office, open=office.is_open(local))


def said(row: DueRow, when: Moment, announced_at: dt.datetime = LONG_AGO) -> list[str]:
    """Return what is told, in words."""
    return [word(each) for each in tellings(row, when, announced_at, when.today)]


def word(telling: Telling) -> str:
    match telling.command:
        case RemindOf() as command:
            return command.stage + (" late" if command.late else "")
        case ExpireClock():
            return "over"
        case EscalateClock() as command:
            return f"{command.rung} {command.to} {command.why}"


# fmt: off
MOMENTS = [
    ("on the Saturday of a stage", "2026-07-11 09:00", False, []),
    ("on the Monday after, and it is not late", "2026-07-13 07:30", False, ["half"]),
    ("on the day after that it is", "2026-07-14 07:30", False, ["half late"]),
    ("where nobody is answerable, that first", "2026-07-13 07:30", True, ["0 head unassigned", "half"]),
    ("once, however many stages were missed", "2026-07-17 09:00", True, ["0 head unassigned", "half late", "most late"]),
    ("at night only the end", "2026-07-21 00:00", True, ["over"]),
    ("at noon, too", "2026-07-21 12:00", False, ["over"]),
    ("before the end nothing at night", "2026-07-20 23:59", False, []),
    ("in the morning all of it", "2026-07-24 08:00", False, ["half late", "most late", "last late", "over", "1 head overdue", "2 superior overdue"]),
]
# fmt: on


@pytest.mark.parametrize(
    ("text", "unassigned", "words"),
    [row[1:] for row in MOMENTS],
    ids=[row[0] for row in MOMENTS],
)
def test_what_may_be_said(
    office: Office, text: str, words: list[str], *, unassigned: bool
) -> None:
    row = msgspec.structs.replace(ROW, unassigned=unassigned)
    assert said(row, moment(office, text)) == words


@pytest.mark.parametrize(
    ("announced", "words"),
    [
        ("2026-07-13 16:59", ["half late"]),
        ("2026-07-13 17:00", ["half"]),
        ("2026-07-14 07:00", ["half"]),
    ],
)
def test_what_was_typed_in_late_is_not_our_lateness(
    office: Office, announced: str, words: list[str]
) -> None:
    """It could not be said before it was known, and after hours not that day."""
    row = msgspec.structs.replace(ROW, announced_on=dt.date.fromisoformat(announced[:10]))
    local = dt.datetime.fromisoformat(announced).replace(tzinfo=LOCAL)
    assert said(row, moment(office, "2026-07-14 09:00"), local) == words


def test_days_after_the_page_wait(office: Office) -> None:
    when = moment(office, "2026-07-17 09:00")
    first = list(tellings(ROW, when, LONG_AGO, ROW.half_on))
    assert [word(each) for each in first] == ["half late"]


def test_nobody_comes_first_then_day_after_day(office: Office) -> None:
    """And of one day, first what has nobody."""
    when = moment(office, "2026-07-17 09:00")
    rows = [
        msgspec.structs.replace(ROW, clock_id=name, unassigned=name in "bd")
        for name in ("a", "b", "c", "d")
    ]
    found = [each for row in rows for each in tellings(row, when, LONG_AGO, when.today)]
    assert [
        f"{each.row.clock_id} {word(each)}"
        for each in sorted(found, key=lambda each: each.rank)
    ] == [
        "b 0 head unassigned",
        "d 0 head unassigned",
        *(f"{name} half late" for name in "bdac"),
        *(f"{name} most late" for name in "bdac"),
    ]


def test_what_is_missing_has_a_word() -> None:
    assert code_of(CalendarMissing.of(2031)) == "calendar-missing"
    assert code_of(RuleMissing("a row")) == "RuleMissing"


def test_who_is_answerable_follows_the_case() -> None:
    """Nobody at first and after a transfer; a repeat changes nothing."""
    lodged = golden("petition.lodged.v1", PetitionLodged)
    assigned = golden("case.assigned.v1", CaseAssigned)
    sent = golden("transfer.sent.v1", TransferSent)
    classified = golden("case.classified.v1", CaseClassified)
    by_nobody = msgspec.structs.replace(assigned, officer=None)
    row = told(None, lodged)
    assert row is not None
    assert row.officer == ""
    row = told(row, msgspec.structs.replace(assigned, officer=OfficerId("lan")))
    assert row is not None
    assert row.officer == "lan"
    assert told(row, msgspec.structs.replace(classified, kind=row.kind)) is row
    after = told(row, sent)
    assert after is not None
    assert (after.officer, after.holder) == ("", sent.to_agency)
    after = told(row, by_nobody)
    assert after is not None
    assert after.officer == ""
    assert told(None, assigned) is None


def golden(name: str, kind: type[F]) -> F:
    """Return a fact as it stands in the golden files."""
    heard = heard_from(decode_envelope((GOLDEN / f"{name}.json").read_bytes()))
    assert isinstance(heard.fact, kind)
    return heard.fact


def told(row: MatterRow | None, fact: object) -> MatterRow | None:
    """Return the row after a fact."""
    heard = heard_from(decode_envelope((GOLDEN / "petition.lodged.v1.json").read_bytes()))
    return fold(row, msgspec.structs.replace(heard, fact=fact))
