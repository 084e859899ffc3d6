"""`tiepdan demo load`: the demonstration province, through the real commands."""

import asyncio
import calendar
import datetime as dt
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from deploy.commands.answers import (
    DEFAULT_DATA,
    AsJson,
    DataFolder,
    console,
    errors,
    say_json,
)
from deploy.commands.people import show_accounts
from deploy.demo.load import Access, Loaded, Loader
from deploy.demo.staff import ACCOUNTS_FILE
from deploy.embedded.workspace import Workspace

Petitions = Annotated[int, typer.Option(min=0, help="How many; 0: the directory alone.")]
Months = Annotated[
    int, typer.Option(min=1, max=60, help="Over how many months up to today.")
]
Seed = Annotated[int, typer.Option(help="The same seed gives the same petitions.")]
Until = Annotated[
    dt.datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Last day; by default today."),
]

demo = typer.Typer(help="The demonstration province.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(demo, name="demo")


@demo.command()
def load(
    data: DataFolder = DEFAULT_DATA,
    *,
    petitions: Petitions = 2_000,
    months: Months = 18,
    seed: Seed = 1,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Load a reproducible province into the running stack; a second time adds nothing."""
    until_at = until.replace(tzinfo=dt.UTC) if until else dt.datetime.now(dt.UTC)
    workspace = Workspace.open(data)
    loader = Loader(access_of(workspace), seed=seed)
    start_on = months_before(until_at.date(), months)
    accounts = workspace.folder / ACCOUNTS_FILE
    people = asyncio.run(_establish(loader, until_at, accounts))
    if not as_json:
        show_accounts(people)
        console.print(f"These passwords are kept in {accounts}, for you alone.")
    loaded = asyncio.run(_load(loader, petitions, start_on, until_at, quiet=as_json))
    if as_json:
        say_json(
            {
                "petitions": loaded.petitions,
                "acts": loaded.acts,
                "refused": loaded.refused,
                "seconds": round(loaded.seconds, 1),
                "from": start_on.isoformat(),
                "accounts": str(accounts),
            }
        )
    elif petitions:
        console.print(
            f"Loaded {loaded.petitions} petitions and {loaded.acts} acts of officers"
            f" since {start_on} in {loaded.seconds:.0f} s."
        )


def access_of(workspace: Workspace) -> Access:
    """Return how the loader reaches a running stack."""
    return Access(
        intake_url=workspace.service_dsn("intake"),
        routing_url=workspace.service_dsn("routing"),
        master_key_file=str(workspace.master_key_file),
    )


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day some months earlier, or the last one that month has."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


async def _establish(
    loader: Loader, until_at: dt.datetime, accounts: Path
) -> list[dict[str, Any]]:
    async with loader.open():
        await loader.establish_directory(until_at)
        return await loader.establish_staff(accounts)


async def _load(
    loader: Loader, petitions: int, start_on: dt.date, until_at: dt.datetime, *, quiet: bool
) -> Loaded:
    started = time.perf_counter()
    async with loader.open():
        if petitions:
            with _bar(petitions, quiet=quiet) as bar:
                task = bar.add_task("Loading the demonstration", total=petitions)
                await loader.run(
                    petitions=petitions,
                    start_on=start_on,
                    until_at=until_at,
                    told=lambda done, _: bar.update(task, completed=done),
                )
    loader.done.seconds = time.perf_counter() - started
    return loader.done


def _bar(total: int, *, quiet: bool) -> Progress:
    del total
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=errors,
        disable=quiet or not errors.is_terminal,
    )
