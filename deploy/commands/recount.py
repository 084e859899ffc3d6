"""`tiepdan clock rederive`, `clock what-if`: clocks counted again, and by a draft of law."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from deploy.commands import clock
from deploy.commands.answers import (
    DEFAULT_DATA,
    DEFAULT_PROVINCE,
    AsJson,
    DataFolder,
    Province,
    console,
    errors,
    say_json,
)
from deploy.embedded.failures import StackError
from deploy.embedded.workspace import Workspace
from services.deadlines.calendars.files import FORMATS, days_of_file
from services.deadlines.domain.announcing import Law
from services.deadlines.rederiving import progress as noted
from services.deadlines.rederiving.drafts import Draft, of_calendar, of_rule, read_rule
from services.deadlines.rederiving.found import Found, Shift
from services.deadlines.rederiving.job import Rederiving
from services.deadlines.rederiving.trying import Seen, walk
from services.deadlines.rules.loader import load
from services.deadlines.store import DeadlinesAggregates
from shared.clock import SystemClock, local_date
from shared.errors import Conflict, Refusal, StoreUnavailable
from shared.log.streams import source_of
from shared.postgres.pool import Database, connect

T = TypeVar("T")
Told = Callable[[int, int], None]
MOST_SHOWN = 20

DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Only say how many would move; 0 where all is well."),
]
RuleFile = Annotated[
    Path | None,
    typer.Option("--rule", help="A draft of a rule: YAML, see clock what-if --help."),
]
CalendarFile = Annotated[
    Path | None, typer.Option("--calendar", help="Days of a year: CSV or YAML.")
]
Year = Annotated[int | None, typer.Option(help="Of the calendar; by default this year.")]
Cases = Annotated[int, typer.Option(min=0, help="How many cases to list; all in --json.")]


class NotCounted(StackError):
    """Clocks could not be counted again; the sentence says why."""

    code = "not-counted"


def register(_: typer.Typer) -> None:
    """Add the commands to `tiepdan clock`."""
    clock.group.command("rederive")(rederive)
    clock.group.command("what-if")(what_if)


def rederive(
    data: DataFolder = DEFAULT_DATA,
    *,
    dry_run: DryRun = False,
    province: Province = DEFAULT_PROVINCE,
    as_json: AsJson = False,
) -> None:
    """
    Count every running clock again by the calendars published now; say which moved.

    The service does it by itself after each publication; this is for looking whether it did.
    """
    dsn = Workspace.open(data).service_dsn("deadlines")
    with _bar("Counting clocks again", quiet=as_json) as told:
        done = _run(_rederive(dsn, province, told, dry_run=dry_run))
    if done is None:
        raise NotCounted("The service is counting clocks again just now; try again later.")
    document = {
        "dry_run": dry_run,
        "examined": done.examined,
        "moved": done.moved,
        "troubled": done.troubled,
    }
    if as_json:
        say_json(document)
        return
    verb = "would move" if dry_run else "moved"
    console.print(f"{done.examined:,} running clocks looked at, {done.moved:,} {verb}.")
    if done.troubled:
        console.print(
            f"{done.troubled:,} have no date by these calendars: publish the year that lacks."
        )


async def _rederive(
    dsn: str, province: str, told: Told, *, dry_run: bool
) -> noted.Progress | None:
    async with _database(dsn) as database:
        job = Rederiving(
            database=database,
            source=source_of("deadlines", province),
            aggregates=DeadlinesAggregates(load()),
            clock=SystemClock(),
            told=lambda progress: told(progress.examined, progress.total),
        )
        return await job.run_all(dry_run=dry_run)


def what_if(
    data: DataFolder = DEFAULT_DATA,
    *,
    rule: RuleFile = None,
    calendar: CalendarFile = None,
    year: Year = None,
    cases: Cases = MOST_SHOWN,
    as_json: AsJson = False,
) -> None:
    """
    Try a draft on every clock there is or was; nothing is changed by it.

    A rule names the clock, from when it would hold, and what would be other: for example
    `{id: KN.L1.SETTLE, valid_from: 2026-01-01, length: 20, unit: working_day}`; also
    `valid_to`, `variants: {complex: 40}`, `extensions: {each: 15, complex: 1}`,
    `pauses: false` or `{from: 2026-01-01}`, `roll: false`.
    """
    if (rule is None) == (calendar is None):
        raise typer.BadParameter("give --rule FILE or --calendar FILE, one of them")
    dsn = Workspace.open(data).service_dsn("deadlines")
    asked = _Asked(rule, calendar, year)
    with _bar("Trying the draft", quiet=as_json) as told:
        answer = _run(_what_if(dsn, asked, told))
    if as_json:
        say_json(answer.document())
    else:
        answer.print(cases)


@dataclass(frozen=True, slots=True)
class _Asked:
    rule: Path | None
    calendar: Path | None
    year: int | None

    def draft(self, law: Law) -> Draft:
        """
        Return the draft that the file has.

        Raises:
            NotCounted: the file cannot be read, or is no draft.
        """
        try:
            return self._read(law)
        except OSError as fault:
            raise NotCounted(
                f"{fault.filename} cannot be read: {fault.strerror}."
            ) from None
        except Refusal as refusal:
            raise NotCounted(refusal.sentence) from None

    def _read(self, law: Law) -> Draft:
        if self.rule is not None:
            return of_rule(law, read_rule(self.rule.read_bytes()))
        if self.calendar is None:
            raise TypeError("one of both was given")
        known = FORMATS.get(self.calendar.suffix.casefold())
        if known is None:
            raise NotCounted(f"{self.calendar} is neither .csv nor .yaml.")
        year = self.year or local_date(SystemClock().now()).year
        return of_calendar(law, year, days_of_file(year, self.calendar.read_bytes(), known))


@dataclass(frozen=True, slots=True)
class _Answer:
    draft: Draft
    found: Found
    shifts: list[Shift]
    examined: int

    def document(self) -> dict[str, Any]:
        """Return everything, for machines."""
        return {
            "kind": self.draft.kind,
            "subject": self.draft.subject,
            "examined": self.examined,
            **msgspec.to_builtins(self.found),
            "cases": [
                {
                    "clock_id": shift.row.clock_id,
                    "petition_id": shift.row.petition_id,
                    "rule": shift.row.rule,
                    "against": shift.row.against,
                    "old_on": shift.row.due_on.isoformat(),
                    "new_on": shift.new_on.isoformat(),
                    "side": shift.side,
                }
                for shift in self.shifts
            ],
        }

    def print(self, most: int) -> None:
        """Say it to a person: figures, bodies, and the first cases."""
        found = self.found
        console.print(
            f"{self.examined:,} clocks looked at, {found.moved:,} would end on another day"
            f" ({found.later:,} later, {found.earlier:,} earlier);"
            f" [red]{found.to_late:,}[/] would become late,"
            f" [green]{found.to_in_time:,}[/] in time. Nothing was changed."
        )
        for code, n in found.troubled.items():
            console.print(f"{n:,} would have no date: {code}.")
        if found.moved:
            console.print(_bodies(found))
        if found.moved and most:
            console.print(_cases(self.shifts[:most]))
        if len(self.shifts) > most:
            console.print(f"… and {len(self.shifts) - most:,} more; --json has them all.")


def _bodies(found: Found) -> Table:
    table = Table("body", "other day", "to late", "to in time", box=None, pad_edge=False)
    for line in found.by_agency[:MOST_SHOWN]:
        table.add_row(
            line.key, *(f"{n:,}" for n in (line.moved, line.to_late, line.to_in_time))
        )
    return table


def _cases(shifts: list[Shift]) -> Table:
    table = Table(
        "petition", "clock", "body", "was", "would be", "", box=None, pad_edge=False
    )
    words = {"late": "[red]becomes late[/]", "in_time": "[green]becomes in time[/]", "": ""}
    for shift in shifts:
        row = shift.row
        table.add_row(
            row.petition_id, row.rule, row.against, f"{row.due_on}", f"{shift.new_on}",
            words[shift.side],
        )  # fmt: skip
    return table


async def _what_if(dsn: str, asked: _Asked, told: Told) -> _Answer:
    aggregates = DeadlinesAggregates(load())
    connection = await connect(dsn, name="what-if")
    try:
        await aggregates.refresh(connection)
        draft = asked.draft(Law(book=aggregates.book, calendar=aggregates.calendar))
        shifts: list[Shift] = []
        examined = 0

        async def take(seen: Seen) -> None:
            nonlocal examined
            shifts.extend(seen.shifts)
            examined = seen.examined
            told(seen.examined, seen.total)

        today = local_date(SystemClock().now())
        found = await walk(connection, draft, today, take)
    finally:
        connection.terminate()
    shifts.sort(key=lambda shift: (not shift.side, shift.new_on, shift.row.clock_id))
    return _Answer(draft, found, shifts, examined)


@asynccontextmanager
async def _database(dsn: str) -> AsyncIterator[Database]:
    database = Database(dsn, name="rederive", size=2)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@contextmanager
def _bar(words: str, *, quiet: bool) -> Iterator[Told]:
    """Show how far it is, on the error stream, where a person looks."""
    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=errors, disable=quiet or not errors.is_terminal
    ) as progress:
        task = progress.add_task(words, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except StoreUnavailable:
        raise NotCounted("The database does not answer; is the stack up?") from None
    except Conflict:
        raise NotCounted("Others kept changing the same petitions; ask again.") from None
