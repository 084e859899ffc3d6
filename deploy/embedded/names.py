"""The names and preferred ports that all parts of the embedded stack agree on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SERVICES: Final = ("intake", "routing", "deadlines", "reporting")
OPERATOR: Final = "operator"
OWNER_ROLE: Final = "tiepdan_owner"
SUPERUSER: Final = "postgres"
HOST: Final = "127.0.0.1"

PREFERRED_PORTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "front": 8080,
        "postgres": 55432,
        "nats": 54222,
        "intake": 8101,
        "routing": 8102,
        "deadlines": 8103,
        "reporting": 8104,
    }
)


def role_of(service: str) -> str:
    """Return the PostgreSQL role with which the service signs in."""
    return f"tiepdan_{service}"


def database_of(service: str) -> str:
    """Return the database that belongs to the service alone."""
    return f"tiepdan_{service}"
