"""A condition that is put together from parts, each with its values."""


class Where:
    """Parts of a condition, joined by `and`; values travel beside it, never inside it."""

    def __init__(self, values: list[object] | None = None) -> None:
        self._parts: list[str] = []
        self.values: list[object] = [] if values is None else values
        """Several conditions of one statement share a list."""

    def add(self, part: str, *values: object) -> None:
        """Add a part; each `{}` in it stands for one of the values, in order."""
        start = len(self.values) + 1
        self._parts.append(part.format(*(f"${start + n}" for n in range(len(values)))))
        self.values.extend(values)

    def __str__(self) -> str:
        return " and ".join(self._parts) or "true"

    def copy(self) -> "Where":
        """Return one to which more can be added while this one stays."""
        other = Where()
        other._parts, other.values = list(self._parts), list(self.values)
        return other
