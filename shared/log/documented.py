"""The facts a service says, as typed publishers of FastStream: what AsyncAPI documents."""

from typing import Annotated, Any

import msgspec
from faststream.nats import NatsBroker
from pydantic import WithJsonSchema

from shared.log.streams import STREAM
from shared.registry import FACTS, Fact


def facts_of(service: str) -> dict[str, type[Fact]]:
    """Return the facts that a service says, by wire type."""
    module = f"shared.contracts.{service}"
    return {
        wire: kind
        for wire, kind in FACTS.items()
        # `routing_settlement` is a part of what routing says.
        if kind.__module__ == module or kind.__module__.startswith(f"{module}_")
    }


def document_facts(broker: NatsBroker, service: str) -> None:
    """Register one typed publisher a fact; the relay publishes, in order, on these subjects."""
    for wire, kind in facts_of(service).items():
        broker.publisher(
            f"tiepdan.{service}.{wire}.{{partition}}",
            schema=Annotated[dict[str, Any], WithJsonSchema(_schema(kind))],
            title=wire,
            description=f"{(kind.__doc__ or '').strip()} (data of a CloudEvent in {STREAM})",
        )


def _schema(kind: type[Fact]) -> dict[str, Any]:
    """Return the JSON schema of a fact without references: it stands inside another document."""
    schema = msgspec.json.schema(kind)
    definitions = schema.pop("$defs", {})
    inlined: dict[str, Any] = _inline(schema, definitions)
    return inlined


def _inline(node: Any, definitions: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, dict):
        if "$ref" in node:
            return _inline(definitions[node["$ref"].rpartition("/")[2]], definitions)
        return {key: _inline(value, definitions) for key, value in node.items()}
    if isinstance(node, list):
        return [_inline(value, definitions) for value in node]
    return node
