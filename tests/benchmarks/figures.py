"""Figures and how they are told: one line each, and a file for machines."""

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

FILE = Path(__file__).parents[2] / "benchmarks.json"


class Figure(msgspec.Struct, kw_only=True):
    """One measured figure; `value` is the median of `values`."""

    name: str
    unit: str
    value: float
    values: list[float]
    reference: str = ""
    """What it is compared with, measured in the same run."""
    reference_value: float | None = None
    ratio: float | None = None
    """Median of the ratios of neighbours: each value to the reference measured beside it."""
    target: str = ""
    met: bool | None = None


def compared(
    name: str,
    unit: str,
    pairs: Sequence[tuple[float, float]],
    *,
    to: str,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Figure:
    """Return a figure from pairs of product and reference, measured one after the other."""
    values = [ours for ours, _ in pairs]
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    target, met = "", None
    if at_least is not None:
        target, met = f"ratio >= {at_least:g}", ratio >= at_least
    if at_most is not None:
        target, met = f"ratio <= {at_most:g}", ratio <= at_most
    return Figure(
        name=name,
        unit=unit,
        value=statistics.median(values),
        values=values,
        reference=to,
        reference_value=statistics.median(bare for _, bare in pairs),
        ratio=ratio,
        target=target,
        met=met,
    )


def plain(
    name: str,
    unit: str,
    values: Sequence[float],
    *,
    below: float | None = None,
    at_least: float | None = None,
) -> Figure:
    """Return a figure that stands alone, with or without a limit."""
    value = statistics.median(values)
    target, met = "", None
    if below is not None:
        target, met = f"< {below:g}", value < below
    if at_least is not None:
        target, met = f">= {at_least:g}", value >= at_least
    return Figure(
        name=name, unit=unit, value=value, values=list(values), target=target, met=met
    )


def line_of(figure: Figure) -> str:
    """Return the line that is printed for a figure."""
    parts = [f"{figure.name:34} {_number(figure.value):>9} {figure.unit:12}"]
    if figure.ratio is not None and figure.reference_value is not None:
        parts.append(
            f"{_number(figure.ratio):>6} x {_number(figure.reference_value)} {figure.reference}"
        )
    if figure.target:
        parts.append(f"[{figure.target}: {'met' if figure.met else 'MISSED'}]")
    return " ".join(parts)


def told(figures: list[Figure]) -> Callable[[Figure], None]:
    """Return a function that prints a figure, keeps it, and writes the file anew."""

    def tell(figure: Figure) -> None:
        figures.append(figure)
        print(line_of(figure), flush=True)
        FILE.write_bytes(
            msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n"
        )

    return tell


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
