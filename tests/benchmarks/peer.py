"""A peer: the `eventsourcing` library's ProjectionRunner on PostgreSQL, counting by office."""

import time
import urllib.parse
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier

NOTE = "road water pension school permit noise heating lighting transport clinic " * 5


class Petition(Aggregate):
    """A petition that is received and routed seven times."""

    @event("Received")
    def __init__(self, office: str, note: str) -> None:
        self.office, self.note = office, note

    @event("Routed")
    def route(self, office: str, note: str) -> None:
        """Send it on."""
        self.office = office


class Petitions(Application[UUID]):
    """The application whose events are projected."""


class View(PostgresTrackingRecorder):
    """Counts by office, in the transaction that notes the position."""

    def __init__(self, datastore: Any, **kw: Any) -> None:
        super().__init__(datastore, **kw)
        self._table = Identifier(datastore.schema, "counts")
        self.sql_create_statements.append(
            SQL("create table if not exists {} (office text primary key, k bigint)").format(
                self._table
            )
        )

    def count(self, office: str, tracking: Any) -> None:
        """Count one event."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(
                SQL(
                    "insert into {} as c values (%s, 1)"
                    " on conflict (office) do update set k = c.k + 1"
                ).format(self._table),
                (office,),
            )
            self._insert_tracking(cursor, tracking)


class Counting(Projection[View]):
    """What the runner runs."""

    def process_event(self, domain_event: Any, tracking: Any) -> None:
        """Count the event."""
        self.view.count(getattr(domain_event, "office", "?"), tracking)


def projection_runner(url: str, *, events: int, number: int) -> float:
    """Return how many events a second the runner projects."""
    at = urllib.parse.urlsplit(url)
    schema = f"peer{number}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL("create schema {}").format(Identifier(schema)))
    env = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": at.path.strip("/"),
        "POSTGRES_HOST": str(at.hostname),
        "POSTGRES_PORT": str(at.port),
        "POSTGRES_USER": str(at.username),
        "POSTGRES_PASSWORD": str(at.password),
        "POSTGRES_SCHEMA": schema,
    }
    total = _fill(env, events)
    started = time.perf_counter()
    with ProjectionRunner(
        application_class=Petitions, projection_class=Counting, view_class=View, env=env
    ) as runner:
        runner.wait(total, timeout=300)
    return total / (time.perf_counter() - started)


def _fill(env: dict[str, str], events: int) -> int:
    app, total = Petitions(env=env), 0
    while total < events:
        petitions = []
        for _ in range(100):
            petition = Petition(office="O1", note=NOTE)
            for _ in range(7):
                petition.route(office="O2", note=NOTE)
            petitions.append(petition)
        app.save(*petitions)
        total += 800
    app.close()
    return total
