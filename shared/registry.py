"""Stored names of facts: written by hand, never changed; and the way up from old versions."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar, dataclass_transform

import msgspec

T = TypeVar("T")
RawFact = dict[str, Any]


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened and is recorded for good. Subclassed only by `fact`."""

    wire_type: ClassVar[str]
    """Stored name and version, as in `petition.lodged.v1`."""


class UnknownFact(Exception):
    """A stored name or version that this code was not taught. A fault of ours: nothing is skipped."""


FACTS: dict[str, type[Fact]] = {}
"""Wire type (`petition.lodged.v1`) → class, present versions only."""

_UPCASTS: dict[str, tuple[str, Callable[[RawFact], RawFact]]] = {}
_DECODERS: dict[str, Callable[[bytes | msgspec.Raw], Fact]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def fact(name: str, *, v: int) -> Callable[[type[T]], type[T]]:
    """
    Register the class as a fact under its stored name.

    The class becomes a frozen, keyword-only struct.

    Raises:
        ValueError: the name and version are taken.
    """

    def register(cls: type[T]) -> type[T]:
        wire = f"{name}.v{v}"
        if wire in FACTS:
            raise ValueError(f"{wire} is already {FACTS[wire].__name__}")
        fields: list[Any] = [
            (field, kind, getattr(cls, field)) if hasattr(cls, field) else (field, kind)
            for field, kind in cls.__annotations__.items()
        ]
        struct = msgspec.defstruct(
            cls.__name__,
            fields,
            bases=(Fact,),
            namespace={"__doc__": cls.__doc__, "wire_type": wire},
            module=cls.__module__,
            frozen=True,
            kw_only=True,
        )
        FACTS[wire] = struct
        _DECODERS[wire] = msgspec.json.Decoder(struct).decode
        return struct

    return register


def upcast(old: str, new: str) -> Callable[[Callable[[RawFact], RawFact]], Callable[[RawFact], RawFact]]:
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
