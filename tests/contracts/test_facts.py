"""What was ever published still decodes: one golden file a fact version, kept for good."""

from pathlib import Path

import msgspec
import pytest

from shared import contracts
from shared.contracts import deadlines, intake, operations, routing
from shared.envelope import Context, decode_envelope, encode_unplaced, heard_from
from shared.registry import _UPCASTS, FACTS, Fact, UnknownFact, decode_fact, fact, upcast

GOLDEN = Path(__file__).with_name("golden")
FILES = sorted(GOLDEN.glob("*.json"))
assert contracts and deadlines and intake and operations and routing


def test_every_version_ever_published_has_a_golden_file() -> None:
    """A new version comes with its file; an old file is never taken away."""
    assert {f.stem for f in FILES} == set(FACTS) | set(_UPCASTS)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_golden_file_decodes_and_keeps_its_content(file: Path) -> None:
    """Field by field, what stands in the file stands in the fact."""
    envelope = decode_envelope(file.read_bytes())
    heard = heard_from(envelope)
    present = msgspec.json.decode(msgspec.json.encode(heard.fact))
    assert file.stem == envelope.type
    if envelope.type in FACTS:
        assert msgspec.json.decode(envelope.data) == present


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_encoding_again_gives_the_same_bytes(file: Path) -> None:
    """The writer's bytes, up to position and predecessor, are those of the file."""
    body = file.read_bytes().rstrip()
    envelope = decode_envelope(body)
    if envelope.type not in FACTS:
        return
    heard = heard_from(envelope)
    again = encode_unplaced(
        id=heard.id,
        source=envelope.source,
        stream=heard.stream,
        version=heard.version,
        happened_at=heard.happened_at,
        fact=heard.fact,
        context=Context(
            actor=heard.actor,
            recorded_at=heard.recorded_at,
            correlation_id=heard.correlation_id,
            causation_id=heard.causation_id,
            demo=heard.demo,
        ),
    )
    assert body.startswith(again[:-1])


def test_an_unknown_fact_is_a_fault() -> None:
    """Nothing is skipped because its name is new to us."""
    with pytest.raises(UnknownFact):
        decode_fact("petition.vanished.v1", b"{}")


def test_a_name_is_taken_once() -> None:
    """Two classes cannot share a stored name and version."""
    with pytest.raises(ValueError, match="already"):

        @fact("petition.lodged", v=1)
        class Again(Fact, frozen=True, kw_only=True):
            """A second claim to the name."""


def test_an_old_version_is_lifted_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """v1 → v2 → present, each by its own pure function."""
    monkeypatch.setattr("shared.registry.FACTS", dict(FACTS))
    monkeypatch.setattr("shared.registry._UPCASTS", {})

    @fact("thing.seen", v=3)
    class ThingSeen(Fact, frozen=True, kw_only=True):
        """Something was seen."""

        name: str
        times: int

    upcast("thing.seen.v1", "thing.seen.v2")(lambda raw: {"name": raw["title"]})
    upcast("thing.seen.v2", "thing.seen.v3")(lambda raw: {**raw, "times": 1})
    lifted = decode_fact("thing.seen.v1", b'{"title": "x"}')
    assert ThingSeen(name="x", times=1) == lifted
