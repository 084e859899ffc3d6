"""Stored names of facts: written by hand, never changed; and the way up from old versions."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

import msgspec

RawFact = dict[str, Any]


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """
    Something that happened and is recorded for good.

    Subclasses repeat `frozen=True, kw_only=True`: neither is inherited.
    """

    wire_type: ClassVar[str]
    """Stored name and version, as in `petition.lodged.v1`."""


F = TypeVar("F", bound=type[Fact])


class UnknownFact(Exception):
    """A stored name or version that this code was not taught: a fault of ours, never skipped."""


FACTS: dict[str, type[Fact]] = {}
"""Wire type (`petition.lodged.v1`) → class, present versions only."""

_UPCASTS: dict[str, tuple[str, Callable[[RawFact], RawFact]]] = {}
_DECODERS: dict[str, Callable[[bytes | msgspec.Raw], Fact]] = {}


def fact(name: str, *, v: int) -> Callable[[F], F]:
    """
    Register a subclass of `Fact` under its stored name and version.

    Raises:
        ValueError: the name and version are taken.
    """

    def register(cls: F) -> F:
        wire = f"{name}.v{v}"
        if wire in FACTS:
            raise ValueError(f"{wire} is already {FACTS[wire].__name__}")
        cls.wire_type = wire
        FACTS[wire] = cls
        _DECODERS[wire] = msgspec.json.Decoder(cls).decode
        return cls

    return register


def upcast(
    old: str, new: str
) -> Callable[[Callable[[RawFact], RawFact]], Callable[[RawFact], RawFact]]:
    """Declare the pure function that lifts the data of wire type `old` to `new`."""

    def register(lift: Callable[[RawFact], RawFact]) -> Callable[[RawFact], RawFact]:
        if old in FACTS or old in _UPCASTS:
            raise ValueError(f"{old} cannot be both present and past")
        _UPCASTS[old] = (new, lift)
        return lift

    return register


def wire_type(kind: type[Fact]) -> str:
    """Return the wire type of a fact class: stored name and version."""
    return kind.wire_type


def wire_types_of(kinds: Iterable[type[Fact]]) -> list[str]:
    """Return every wire type, past ones too, that is read as one of these classes."""
    wanted = {kind.wire_type for kind in kinds}
    return [*wanted, *(old for old in _UPCASTS if present(old) in wanted)]


def present(wire: str) -> str:
    """Return the wire type that a past one is lifted to; a present one is itself."""
    while wire in _UPCASTS:
        wire = _UPCASTS[wire][0]
    return wire


def decode_fact(wire: str, data: bytes | msgspec.Raw) -> Fact:
    """
    Return the fact that was stored under a wire type, lifted to its present version.

    Raises:
        UnknownFact: no class and no upcaster has this wire type.
        msgspec.ValidationError: the data is not of the declared shape.
    """
    decode = _DECODERS.get(wire)
    if decode is not None:
        return decode(data)
    if wire not in _UPCASTS:
        raise UnknownFact(f"no fact is called {wire}")
    raw: RawFact = msgspec.json.decode(data)
    while wire in _UPCASTS:
        wire, lift = _UPCASTS[wire]
        raw = lift(raw)
    return msgspec.convert(raw, FACTS[wire])
