"""How a sketch stands in its row of `vault.likeness`."""

from collections.abc import Sequence
from typing import Any

from asyncpg import BitString

from services.intake.domain.petition.likeness import Sketch
from shared.postgres.pool import Pooled

COLUMNS = {
    "words": "bit(1024)",
    "word_pieces": "int",
    "letters": "bit(1024)",
    "letter_pieces": "int",
    "tokens": "int[]",
    "figures": "int[]",
    "names": "int[]",
    "numbers": "int[]",
    "respondents": "int[]",
    "places": "int[]",
}
"""And their types; besides the petition."""


def sketch_of(row: Sequence[Any]) -> Sketch:
    """Return the sketch of a row that begins with `COLUMNS`."""
    words, word_pieces, letters, letter_pieces = row[:4]
    tokens, figures, names, numbers, respondents, places = map(tuple, row[4:10])
    return Sketch(
        words=words.bytes,
        word_pieces=word_pieces,
        letters=letters.bytes,
        letter_pieces=letter_pieces,
        tokens=tokens,
        figures=figures,
        names=names,
        numbers=numbers,
        respondents=respondents,
        places=places,
    )


def values_of(sketch: Sketch) -> tuple[object, ...]:
    """Return a sketch as the columns of its row."""
    return (
        BitString.frombytes(sketch.words),
        sketch.word_pieces,
        BitString.frombytes(sketch.letters),
        sketch.letter_pieces,
        list(sketch.tokens),
        list(sketch.figures),
        list(sketch.names),
        list(sketch.numbers),
        list(sketch.respondents),
        list(sketch.places),
    )


def placed(first: int) -> str:
    """Return the parameters of a row, typed, from a number on."""
    return ", ".join(
        f"${n}::{kind}" for n, kind in enumerate(COLUMNS.values(), start=first)
    )


async def keep(connection: Pooled, sketches: Sequence[tuple[str, Sketch]]) -> None:
    """Keep the sketches of petitions; one that is there stays as it is."""
    await connection.executemany(
        f"insert into vault.likeness (petition_id, {', '.join(COLUMNS)})"
        f" values ($1, {placed(2)}) on conflict do nothing",
        [(petition_id, *values_of(sketch)) for petition_id, sketch in sketches],
    )
