"""Names on the wire, as data: the one stream of facts, its subjects and settings."""

import json
import zlib
from typing import Any

from nats.aio.client import Client

from shared.log.wire import request

SERVICES = ("intake", "routing", "deadlines", "reporting")
STREAM = "TIEPDAN"
JOBS = "JOBS"
PARTITIONS = 16
"""Subjects stay few: an aggregate is hashed into one of these, never given its own."""

API_TIMEOUT_S = 5.0


class StreamUnfit(Exception):
    """The stream is missing or is not set up as facts need it."""


def source_of(service: str, province: str) -> str:
    """Return the CloudEvents source of a service's facts."""
    return f"/tiepdan/{province}/{service}"


def subject_of(service: str, wire_type: str, stream: str) -> str:
    """Return the subject on which a fact is published: `tiepdan.intake.petition.lodged.v1.p07`."""
    partition = zlib.crc32(stream.encode()) % PARTITIONS
    return f"tiepdan.{service}.{wire_type}.p{partition:02d}"


def said_by(service: str) -> str:
    """Return the filter for all that a service publishes in order."""
    return f"tiepdan.{service}.>"


def repaired_of(service: str) -> str:
    """
    Return the subject for facts that the stream had lost and got back out of order.

    It is not under `said_by`: the relay resumes from the last message there, and an old
    fact must not make it start over.
    """
    return f"repair.{service}"


def facts_stream(replicas: int) -> dict[str, Any]:
    """Return the settings of the stream of facts: kept for good, nothing deletable."""
    return {
        "name": STREAM,
        "subjects": ["tiepdan.>", "repair.>"],
        "storage": "file",
        "retention": "limits",
        "compression": "s2",
        "allow_direct": True,
        "deny_delete": True,
        "deny_purge": True,
        "duplicate_window": 120_000_000_000,
        "num_replicas": replicas,
    }


def jobs_stream(replicas: int) -> dict[str, Any]:
    """Return the settings of the work queue for jobs whose order does not matter."""
    return {
        "name": JOBS,
        "subjects": ["jobs.>"],
        "storage": "file",
        "retention": "workqueue",
        "num_replicas": replicas,
    }


async def js_api(nc: Client, subject: str, body: object = None) -> dict[str, Any]:
    """Ask JetStream's API and return its answer, errors included."""
    payload = b"" if body is None else json.dumps(body).encode()
    answer = await request(nc, f"$JS.API.{subject}", payload, API_TIMEOUT_S)
    decoded: dict[str, Any] = json.loads(answer.data)
    return decoded


async def declare(nc: Client, *, replicas: int = 1) -> None:
    """
    Create the streams where they are missing; leave those that are there.

    Raises:
        StreamUnfit: a stream is there with settings that facts cannot live with.
    """
    for config in (facts_stream(replicas), jobs_stream(replicas)):
        answer = await js_api(nc, f"STREAM.CREATE.{config['name']}", config)
        if "error" in answer and answer["error"].get("err_code") != _NAME_IN_USE:
            raise StreamUnfit(f"{config['name']}: {answer['error'].get('description')}")
    await check(nc)


async def declare_work(nc: Client, subject: str, consumer: str) -> None:
    """
    Make the durable consumer of a kind of jobs, where it is missing.

    A service finds it there and needs no right to make one, which would let it choose
    another's jobs.

    Raises:
        StreamUnfit: the server refuses.
    """
    if "error" not in await js_api(nc, f"CONSUMER.INFO.{JOBS}.{consumer}"):
        return
    config = {"durable_name": consumer, "filter_subject": subject, "ack_policy": "explicit"}
    answer = await js_api(
        nc,
        f"CONSUMER.CREATE.{JOBS}.{consumer}.{subject}",
        {"stream_name": JOBS, "config": config | {"name": consumer}},
    )
    if "error" in answer:
        raise StreamUnfit(f"{consumer}: {answer['error'].get('description')}")


_NAME_IN_USE = 10058


async def check(nc: Client) -> None:
    """
    Test that the stream of facts is there and keeps what it is given.

    Raises:
        StreamUnfit: it is missing, or could lose or drop facts by its settings.
    """
    answer = await js_api(nc, f"STREAM.INFO.{STREAM}")
    if "error" in answer:
        raise StreamUnfit(f"stream {STREAM} is missing: run `tiepdan provision`")
    found = answer["config"]
    for key in ("subjects", "storage", "retention", "deny_delete", "deny_purge"):
        if found.get(key) != facts_stream(1)[key]:
            raise StreamUnfit(f"stream {STREAM} has {key} = {found.get(key)!r}")
    if any(found.get(key, -1) > 0 for key in ("max_msgs", "max_bytes", "max_age")):
        raise StreamUnfit(f"stream {STREAM} has a limit: it would drop old facts")
