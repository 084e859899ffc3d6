"""`tiepdan set-aside`: let processing go past a fact it cannot take, by a fact that says so."""

import asyncio
import datetime as dt
from typing import Annotated

import typer

from deploy.commands.answers import (
    DEFAULT_DATA,
    DEFAULT_PROVINCE,
    AsJson,
    DataFolder,
    Province,
    console,
    say_json,
)
from deploy.embedded.failures import StackError
from deploy.embedded.workspace import Workspace
from shared.envelope import Context
from shared.log.setting_aside import NotStoppedThere, set_aside
from shared.log.streams import SERVICES, source_of
from shared.postgres.pool import connect

ServiceName = Annotated[str, typer.Argument(help="Where processing stands.")]
FactId = Annotated[str, typer.Argument(help="The fact, as readyz and the log name it.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("set-aside")(set_aside_fact)


def set_aside_fact(
    service: ServiceName,
    fact_id: FactId,
    reason: Annotated[str, typer.Option(help="Why; kept for good.")],
    data: DataFolder = DEFAULT_DATA,
    *,
    province: Province = DEFAULT_PROVINCE,
    as_json: AsJson = False,
) -> None:
    """Set a fact aside: it stays heard, but read models and reactions never see it."""
    if service not in SERVICES:
        raise typer.BadParameter(f"no service is called {service}", param_hint="SERVICE")
    workspace = Workspace.open(data)
    position = asyncio.run(_say(workspace, service, fact_id, reason, province))
    if as_json:
        say_json({"service": service, "fact": fact_id, "position": position})
    else:
        console.print(f"{service} goes on past {fact_id}; position {position} says why.")


async def _say(
    workspace: Workspace, service: str, fact_id: str, reason: str, province: str
) -> int:
    connection = await connect(workspace.service_dsn(service), name="set-aside")
    try:
        return await set_aside(
            connection,
            service=service,
            source=source_of(service, province),
            fact_id=fact_id,
            reason=reason,
            context=Context(
                actor="operator", recorded_at=dt.datetime.now(dt.UTC), correlation_id=""
            ),
        )
    except NotStoppedThere as refusal:
        raise StackError(f"{refusal}; see `readyz` of {service}.") from None
    finally:
        connection.terminate()
