"""The AsyncAPI document tells every fact, field by field."""

import json

import pytest
from faststream.nats import NatsBroker
from faststream.specification import AsyncAPI

from shared.contracts import deadlines, intake, routing
from shared.log.documented import document_facts, facts_of

assert deadlines and intake and routing


@pytest.mark.parametrize("service", ["intake", "routing", "deadlines"])
def test_every_fact_is_documented(service: str) -> None:
    """One channel a fact, with its fields and without dangling references."""
    broker = NatsBroker()
    document_facts(broker, service)
    text = AsyncAPI(broker, title=service, version="1").to_specification().to_json()
    document = json.loads(text)
    assert "#/$defs" not in text
    assert len(document["channels"]) == len(facts_of(service)) > 0
    for kind in facts_of(service).values():
        for field in kind.__struct_fields__:
            assert f'"{field}"' in text, (kind, field)
