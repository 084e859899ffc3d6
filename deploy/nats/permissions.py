"""
Who may say and hear what on NATS: the one declaration for every server.

What is not named here is refused. `tests/architecture/test_nats_rights.py` compares the
tables with what the services' code says and asks, so that neither outgrows the other.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

FACTS: Final = "TIEPDAN"
JOBS: Final = "JOBS"

HEARD: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "intake": ("intake", "routing", "deadlines"),
        "routing": ("intake", "routing", "deadlines"),
        "deadlines": ("intake", "routing", "deadlines"),
        "reporting": ("intake", "routing", "deadlines", "reporting"),
    }
)
"""Whose facts a service hears, and so whom it may ask for those that the stream lost."""

ANSWERS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "intake": {
            "unseal": ("routing",),
            "marks": ("routing",),
            "candidates": ("routing",),
        },
        "routing": {"names": ("intake", "deadlines"), "standing": ("deadlines",)},
    }
)
"""What a service answers while somebody waits, and who may ask it."""

WORK: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"intake": ("mail",), "routing": ("handover",)}
)
"""The jobs of a service: on `jobs.<service>.<what>`, done by its consumer `<service>-<what>`."""

LIVE: Final = ("routing", "reporting")
"""Those whose pages move by themselves: they hear that their own read models moved."""

# The answer to a question may go wherever the question says: once, and soon.
_RESPONSES: Final = {"max": 1, "expires": "30s"}


def consumer_of(service: str, what: str) -> str:
    """Return the durable consumer that does the jobs of a kind."""
    return f"{service}-{what}"


def permissions_of(service: str) -> dict[str, Any]:
    """Return what the service may publish and subscribe to, in the server's own words."""
    return {
        "publish": {"allow": [*_says(service), *_asks(service), *_reads(service)]},
        "subscribe": {
            "allow": [
                f"_INBOX_{service}.>",
                f"rpc.{service}.said",
                *(f"rpc.{service}.{what}" for what in ANSWERS.get(service, {})),
                *([f"live.{service}"] if service in LIVE else []),
            ],
        },
        # It may answer whoever asked it, without a right to their inbox.
        "allow_responses": _RESPONSES,
    }


def _says(service: str) -> list[str]:
    jobs = [f"jobs.{service}.{what}" for what in WORK.get(service, ())]
    return [f"tiepdan.{service}.>", f"live.{service}", *jobs]


def _asks(service: str) -> list[str]:
    said = [f"rpc.{other}.said" for other in HEARD[service]]
    answered = [
        f"rpc.{other}.{what}"
        for other, questions in ANSWERS.items()
        for what, askers in questions.items()
        if service in askers
    ]
    return said + answered


def _reads(service: str) -> list[str]:
    """
    Return what it needs of JetStream: a nameless consumer of facts, and its own jobs.

    Creating, changing, purging or deleting a stream is not in the list, nor is anything
    that lets another's consumer be found. Direct reads are not: the server would send a
    stored message, unwrapped, to whatever subject the reader names.
    """
    facts = [
        f"$JS.API.STREAM.INFO.{FACTS}",
        f"$JS.API.STREAM.MSG.GET.{FACTS}",
        f"$JS.API.CONSUMER.CREATE.{FACTS}",
        f"$JS.API.CONSUMER.MSG.NEXT.{FACTS}.*",
    ]
    consumers = [consumer_of(service, what) for what in WORK.get(service, ())]
    jobs = [
        subject
        for name in consumers
        for subject in (
            f"$JS.API.CONSUMER.INFO.{JOBS}.{name}",
            f"$JS.API.CONSUMER.MSG.NEXT.{JOBS}.{name}",
            f"$JS.ACK.{JOBS}.{name}.>",
        )
    ]
    return facts + jobs


def users(public_keys: Mapping[str, str], *, operator: str) -> list[dict[str, Any]]:
    """Return the server's users: each service within its bounds, the operator without."""
    return [
        {"nkey": key} | ({} if name == operator else {"permissions": permissions_of(name)})
        for name, key in public_keys.items()
    ]
