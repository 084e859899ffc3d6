"""
What a service that was taken over cannot do, tried with its own login on the real servers.

Each table is read as: whatever the service, this is refused.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import asyncpg
import nats
import pytest
from nats.aio.client import Client
from nats.errors import Error as NatsError

from deploy.embedded.names import OPERATOR, OWNER_ROLE, database_of, role_of
from deploy.embedded.supervisor import Stack
from deploy.nats.keys import new_seed
from deploy.nats.permissions import WORK
from shared.log.streams import SERVICES, STREAM
from shared.log.wire import NatsAddress

REFUSED_BY_THE_DATABASE = {
    "said": ("update set body = body", "delete", "truncate", "insert"),
    "said_head": ("update set position = 0", "delete", "truncate", "insert"),
    "heard": ("update set body = body", "delete", "truncate"),
    "heard_of": ("update set source = source", "delete", "truncate"),
    "checkpoint": ("update set generation = 0", "delete", "truncate", "insert"),
    "job_cursor": ("update set name = name", "delete", "truncate"),
    "live_shape": ("update set shape = shape", "delete", "truncate", "insert"),
}
ALLOWED_BY_THE_DATABASE = (
    # That the tables are spelled right, and that hearing and appending can do their work.
    "select 1 from said, said_head, heard, heard_of, checkpoint, job_cursor, live_shape",
    "insert into heard select * from heard limit 0",
    "update heard_of set position = position, hash = hash where false",
    "update checkpoint set heard = heard, processed = processed, shift = shift where false",
)
_ALTER = (
    "alter function append_facts(uuid[], text[], int[], text[], text[], int[], bytea[])"
)
REFUSED_BEYOND_TABLES = (
    "create table mine (n int)",
    "create table live.mine (n int)",
    "create temporary table said (n int)",
    "create schema mine",
    "create view mine as select 1",
    "create function mine() returns int language sql as 'select 1'",
    "create role mine",
    "create database mine",
    "alter table said add column mine int",
    "alter table heard disable trigger all",
    "drop table heard",
    "create index mine on said (type)",
    "create trigger mine before insert on said for each row execute function mine()",
    f"{_ALTER} security invoker",
    f"set role {OWNER_ROLE}",
    "set role postgres",
    "set session_replication_role = replica",
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select pg_reload_conf()",
    "select rolpassword from pg_authid",
    "select lo_import('/etc/passwd')",
    "copy said to '/tmp/mine'",
    "copy (select 1) to program 'true'",
    "alter system set fsync = off",
)


def _statements() -> list[str]:
    out = list(REFUSED_BEYOND_TABLES)
    for table, acts in REFUSED_BY_THE_DATABASE.items():
        for act in acts:
            verb, _, rest = act.partition(" ")
            out.append(
                {
                    "update": f"update {table} {rest} where false",
                    "delete": f"delete from {table} where false",
                    "truncate": f"truncate {table}",
                    "insert": f"insert into {table} select * from {table} limit 0",
                }[verb]
            )
    return out


@pytest.mark.parametrize("service", SERVICES)
async def test_a_role_changes_no_fact_and_makes_nothing(stack: Stack, service: str) -> None:
    """Neither the log nor the tables are its to change, nor anything outside its database."""
    connection = await asyncpg.connect(stack.dsn(service))
    allowed = []
    for statement in ALLOWED_BY_THE_DATABASE:
        await connection.execute(statement)
    for statement in _statements():
        try:
            await connection.execute(statement)
        except asyncpg.InsufficientPrivilegeError:
            continue
        except asyncpg.PostgresError as other:
            allowed.append(f"{statement}: {other}")
        else:
            allowed.append(statement)
    bound = await connection.fetchval("show statement_timeout")
    await connection.close()
    assert allowed == []
    assert bound == "1min"


@pytest.mark.parametrize("service", SERVICES)
async def test_a_role_enters_no_other_database(stack: Stack, service: str) -> None:
    """Vault, accounts and read models of the others are behind a closed door."""
    own = stack.dsn(service)
    others = {database_of(name) for name in SERVICES} - {database_of(service)}
    for database in [*others, "postgres", "template1"]:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(own.rpartition("/")[0] + f"/{database}")


@pytest.mark.parametrize("service", SERVICES)
async def test_what_runs_with_the_owners_rights_names_its_tables(
    stack: Stack, service: str
) -> None:
    """A fixed search path, what callers can make comes last, and only its role may call it."""
    connection = await asyncpg.connect(stack.dsn(service, "owner"))
    rows = await connection.fetch(
        "select oid::regprocedure::text as name, coalesce(proconfig, '{}') as config,"
        " has_function_privilege('public', oid, 'execute') as open from pg_proc"
        " where prosecdef and pronamespace <> 'pg_catalog'::regnamespace"
    )
    owners = await connection.fetch(
        "select distinct tableowner from pg_tables where schemaname in ('public', 'live')"
    )
    await connection.close()
    assert any(row["name"].startswith("append_facts") for row in rows)
    for row in rows:
        assert not row["open"], row["name"]
        path = next(c for c in row["config"] if c.startswith("search_path="))
        assert path.endswith("pg_temp"), row["name"]
    assert [OWNER_ROLE] == [row[0] for row in owners]
    assert role_of(service) != OWNER_ROLE


@pytest.mark.parametrize("service", SERVICES)
async def test_no_schema_gives_more_than_rows(stack: Stack, service: str) -> None:
    """Vault and accounts too: rows may change there, tables cannot, and all are the owner's."""
    connection = await asyncpg.connect(stack.dsn(service, "owner"))
    found = await connection.fetch(
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid ="
        " c.relnamespace where c.relkind in ('r', 'v', 'S', 'p', 'm')"
        " and n.nspname !~ '^(pg_|information_schema)' and (pg_get_userbyid(c.relowner) <> $2"
        " or (c.relkind = 'r' and has_table_privilege($1, c.oid, 'truncate, trigger, references')))"
        " union all select nspname from pg_namespace where nspname !~ '^(pg_|information_schema)'"
        " and (has_schema_privilege($1, oid, 'create')"
        " or has_schema_privilege('public', oid, 'create'))"
        " union all select datname from pg_database"
        " where has_database_privilege($1, oid, 'create, temporary')",
        role_of(service), OWNER_ROLE,
    )  # fmt: skip
    await connection.close()
    assert [row[0] for row in found] == []


def others_of(service: str) -> list[str]:
    """Return the other services."""
    return [other for other in SERVICES if other != service]


def unsayable(service: str) -> list[str]:
    """Return subjects on which the service may not publish."""
    theirs = [
        subject
        for other in others_of(service)
        for subject in (
            f"tiepdan.{other}.petition.lodged.v1.p00", f"live.{other}", f"jobs.{other}.mail",
            f"rpc.{other}.anything", f"_INBOX_{other}.x",
        )
    ]  # fmt: skip
    managing = [
        f"$JS.API.{verb}.{stream}"
        for stream in (STREAM, "JOBS")
        for verb in (
            "STREAM.CREATE", "STREAM.UPDATE", "STREAM.DELETE", "STREAM.PURGE",
            "STREAM.MSG.DELETE", "STREAM.SNAPSHOT", "STREAM.RESTORE", "STREAM.LEADER.STEPDOWN",
            "CONSUMER.NAMES", "CONSUMER.LIST", "DIRECT.GET",
        )
    ]  # fmt: skip
    consumers = [
        f"$JS.API.CONSUMER.DELETE.{STREAM}.x", f"$JS.API.CONSUMER.PAUSE.{STREAM}.x",
        f"$JS.API.CONSUMER.DURABLE.CREATE.{STREAM}.x", f"$JS.API.CONSUMER.CREATE.{STREAM}.x",
        f"$JS.API.CONSUMER.CREATE.{STREAM}.x.tiepdan.y", "$JS.API.CONSUMER.CREATE.JOBS",
        "$JS.API.CONSUMER.CREATE.JOBS.x", "$JS.API.CONSUMER.MSG.NEXT.JOBS.x",
        *(
            f"$JS.{api}.JOBS.{other}-{what}{more}"
            for other, kinds in WORK.items() if other != service for what in kinds
            for api, more in (("API.CONSUMER.MSG.NEXT", ""), ("ACK", ".1.1.1.1.1"))
        ),
    ]  # fmt: skip
    rest = [f"repair.{service}", f"jobs.{service}.unheard-of", "rpc.intake.erase",
            "$JS.API.INFO", "$JS.API.STREAM.NAMES", "$SYS.REQ.SERVER.PING", "anything"]  # fmt: skip
    if service != "routing":
        rest += ["rpc.intake.unseal", "rpc.intake.marks"]
    return [*theirs, *managing, *consumers, *rest]


def unhearable(service: str) -> list[str]:
    """Return subjects to which the service may not subscribe: facts come by a consumer."""
    theirs = [
        subject
        for other in others_of(service)
        for subject in (f"rpc.{other}.said", f"_INBOX_{other}.>", f"live.{other}")
    ]
    return [
        *theirs, "tiepdan.>", f"tiepdan.{service}.>", "repair.>", "jobs.>", f"jobs.{service}.>",
        "rpc.>", "rpc.*.said", "_INBOX.>", "*.x", "live.>", "$SYS.>", "$JS.>", ">",
    ]  # fmt: skip


@contextlib.asynccontextmanager
async def signed_in(address: NatsAddress, refusals: list[str]) -> AsyncIterator[Client]:
    """Be a service, and note what the server refuses."""

    async def note(fault: Exception) -> None:
        refusals.append(str(fault).lower())

    client = await nats.connect(
        address.url, nkeys_seed=str(address.seed_file), inbox_prefix=address.inbox,
        allow_reconnect=False, error_cb=note,
    )  # fmt: skip
    yield client
    await client.close()


async def told(client: Client, refusals: Sequence[str], count: int) -> None:
    """Wait for the server's refusals, which come beside its answers."""
    await client.flush()
    for _ in range(40):
        if len(refusals) >= count:
            break
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("service", SERVICES)
async def test_a_user_says_and_hears_only_what_is_its_own(
    stream: Any, service: str
) -> None:
    """Subjects of others, management of streams, and listening to all are refused."""
    refusals: list[str] = []
    async with signed_in(stream.nats_user(service), refusals) as client:
        for subject in unsayable(service):
            await client.publish(subject, b"")
        await told(client, refusals, len(unsayable(service)))
        for subject in unsayable(service):
            assert any(f'publish to "{subject}"'.lower() in r for r in refusals), subject
        refusals.clear()
        for subject in unhearable(service):
            await client.subscribe(subject)
        await told(client, refusals, len(unhearable(service)))
        for subject in unhearable(service):
            assert any(f'subscription to "{subject}"'.lower() in r for r in refusals), (
                subject
            )
        refusals.clear()
        ack = await client.request(f"tiepdan.{service}.x", b"", timeout=2)
        assert b'"seq":1' in ack.data
        assert refusals == []


async def test_who_has_no_key_or_a_wrong_one_stays_outside(
    stream: Any, tmp_path: Path
) -> None:
    """Nor does a name with a password help: the server knows keys only."""
    wrong = tmp_path / "wrong.seed"
    wrong.write_bytes(new_seed())
    for login in (
        {"nkeys_seed": str(wrong)},
        {},
        {"user": "intake", "password": "intake"},
        {"user": OPERATOR, "password": ""},
        {"token": "intake"},
    ):
        with pytest.raises(NatsError, match=r"(?i)authorization violation"):
            await nats.connect(stream.nats.url, allow_reconnect=False, **login)
