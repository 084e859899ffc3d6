"""Who may say and hear what on NATS: the one declaration for every server."""

from typing import Any, Final

FACTS: Final = "TIEPDAN"
JOBS: Final = "JOBS"

# Reading either stream. Creating, changing, purging or deleting one is not in the list:
# streams are declared once, by the operator, and facts cannot be taken back by a service.
_JETSTREAM: Final = (
    "$JS.API.INFO",
    "$JS.API.STREAM.INFO.*",
    f"$JS.API.STREAM.MSG.GET.{FACTS}",
    f"$JS.API.DIRECT.GET.{FACTS}",
    f"$JS.API.DIRECT.GET.{FACTS}.>",
    f"$JS.API.CONSUMER.CREATE.{FACTS}",
    f"$JS.API.CONSUMER.CREATE.{FACTS}.>",
    f"$JS.API.CONSUMER.INFO.{FACTS}.*",
    f"$JS.API.CONSUMER.DELETE.{FACTS}.*",
    f"$JS.API.CONSUMER.MSG.NEXT.{FACTS}.*",
    f"$JS.API.CONSUMER.CREATE.{JOBS}",
    f"$JS.API.CONSUMER.CREATE.{JOBS}.>",
    f"$JS.API.CONSUMER.DURABLE.CREATE.{JOBS}.*",
    f"$JS.API.CONSUMER.INFO.{JOBS}.*",
    f"$JS.API.CONSUMER.MSG.NEXT.{JOBS}.*",
    f"$JS.ACK.{JOBS}.>",
    "$JS.FC.>",
)


def permissions_of(service: str) -> dict[str, Any]:
    """Return what the service may publish and subscribe to, in the server's own words."""
    return {
        "publish": {
            "allow": [
                f"tiepdan.{service}.>",
                f"repair.{service}",  # its own facts, given back to a stream that lost them
                f"live.{service}",
                "rpc.>",
                f"jobs.{service}.>",
                *_JETSTREAM,
            ]
        },
        "subscribe": {
            "allow": [
                f"_INBOX_{service}.>",
                "live.>",
                f"rpc.{service}.>",
                f"jobs.{service}.>",
            ],
        },
        # It may answer whoever asked it, once a question, without a right to their inbox.
        "allow_responses": True,
    }


def users(passwords: dict[str, str], *, operator: str) -> list[dict[str, Any]]:
    """Return the server's users: each service within its bounds, the operator without."""
    return [
        {"user": name, "password": password}
        | ({} if name == operator else {"permissions": permissions_of(name)})
        for name, password in passwords.items()
    ]
