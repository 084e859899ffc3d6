"""Reads our own books, which are YAML: what stands twice would silently hide what stood first."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

from yaml import MappingNode

try:  # a wheel of PyYAML has it; it reads our books seven times as fast
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]


class KeyTwice(Exception):
    """A book has a key twice: do not start."""


class _Loader(SafeLoader):
    def construct_mapping(
        self,
        node: MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - PyYAML's signature
    ) -> dict[Hashable, Any]:
        seen = set[Hashable]()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise KeyTwice(
                    f"{key} stands twice, again in line {key_node.start_mark.line + 1}"
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def read_book(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """
    Return what a book holds; the caller validates it.

    Raises:
        KeyTwice: a mapping has a key twice.
    """
    loader = _Loader(path.read_text("utf-8"))
    try:
        return loader.get_single_data()
    except KeyTwice as error:
        raise KeyTwice(f"{path.name}: {error}") from None
    finally:
        loader.dispose()
