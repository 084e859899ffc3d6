"""The search for petitions that are the same: how fast, how many of them, how many besides."""

import math
import os
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass

import asyncpg
from rich.progress import track

from services.intake.domain.petition.likeness import Sketch
from services.intake.projections import MODELS
from services.intake.projections.tracking import TRACKING
from services.intake.vault.kept import COLUMNS, values_of
from services.intake.vault.likenesses import Likenesses
from services.intake.vault.sketches import Sketcher
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database, connect
from tests.benchmarks.figures import Figure, compared, plain
from tests.benchmarks.ground import Ground
from tests.integration.desk import everywhere
from tests.letters.matters import Letter
from tests.letters.writing import Writer

P95_MS, RECALL, PRECISION = 150, 0.95, 0.9
WARM_UP = 20
SHOWN = 50
OFFICER = everywhere("bench", "inspectorate")
_SKETCHER = Sketcher(b"likeness of the benchmark, 32 by")
_BARE = """
    select petition_id from (
        select petition_id, words # $1::bit(1024) as x from vault.likeness offset 0
    ) all_of_them
    order by bit_count((x | (x >> 1) | (x >> 2) | (x >> 3))
        & repeat('0001', 256)::bit(1024)) limit 50
"""
"""The reference: the same comparison of words alone, with every petition there is."""


@dataclass
class Corpus:
    """Petitions in a vault, with what is known of them."""

    letters: list[Letter]
    sketches: list[Sketch]
    likenesses: Likenesses
    database: Database
    same: dict[int, set[str]]

    def id_of(self, number: int) -> str:
        return _id(number)


def _id(number: int) -> str:
    return f"{number:08x}-0000-7000-8000-000000000000"


async def likeness(ground: Ground, *, petitions: int, queries: int) -> list[Figure]:
    """Return figures on the vocabulary that was tuned on, and on the one that was held out."""
    figures: list[Figure] = []
    for vocabulary, seed in (("tuned", 20261121), ("held_out", 20261122)):
        async with AsyncExitStack() as open_:
            url = await open_.enter_async_context(ground.database("intake"))
            corpus = await _filled(url, vocabulary, seed, petitions)
            figures += await _measured(corpus, vocabulary, queries)
            await corpus.database.close()
    return figures


def _sketched(batch: Sequence[Letter]) -> list[Sketch]:
    return [
        _SKETCHER.of(each.content, each.agency, secret=each.kind == "denunciation")
        for each in batch
    ]


async def _filled(url: str, vocabulary: str, seed: int, petitions: int) -> Corpus:
    """Fill the vault as lodging does; of a petition's facts nothing is looked at here."""
    letters = list(Writer.of(vocabulary, seed).letters(petitions))
    random.Random(seed).shuffle(letters)
    batches = [letters[n : n + 500] for n in range(0, len(letters), 500)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        made = track(pool.map(_sketched, batches), f"{vocabulary}: sketches", len(batches))
        sketches = [sketch for batch in made for sketch in batch]
    owner = await connect(url, name="bench", statement_timeout_s=3_600)
    await _put(owner, letters, sketches)
    await owner.close()
    database = Database(url, name="bench-likeness")
    await database.open()
    same: dict[int, set[str]] = defaultdict(set)
    for number, letter in enumerate(letters):
        same[letter.matter].add(_id(number))
    return Corpus(letters, sketches, Likenesses(database), database, same)


async def _put(
    owner: asyncpg.Connection, letters: list[Letter], sketches: list[Sketch]
) -> None:
    assert TRACKING in MODELS
    await owner.copy_records_to_table(
        "likeness",
        schema_name="vault",
        columns=["petition_id", *COLUMNS],
        records=((_id(n), *values_of(each)) for n, each in enumerate(sketches)),
    )
    columns = {
        "petition_id": "u.id", "kind": "u.kind", "holder": "u.holder", "state": "'received'",
        "receipt_code": "u.id",
    }  # fmt: skip
    empty = {"text": "''", "date": "current_date", "timestamptz": "now()", "bigint": "0"}
    values = ", ".join(
        columns.get(c.name, empty[c.sql_type]) for c in columns_of(TRACKING.row)
    )
    await owner.execute(
        f"insert into live.tracking select {values}"
        " from unnest($1::text[], $2::text[], $3::text[]) as u (id, kind, holder)",
        [_id(n) for n in range(len(letters))],
        [each.kind for each in letters],
        [each.agency for each in letters],
    )
    for table in ("vault.likeness", "live.tracking"):
        await owner.execute(f"vacuum analyze {table}")
    await owner.execute("checkpoint")


async def _measured(corpus: Corpus, vocabulary: str, queries: int) -> list[Figure]:
    asked = _asked(corpus, queries)
    for number in asked[:WARM_UP]:
        await _search(corpus, number)
    times, found, right, wanted = [], 0, 0, 0
    for number in asked:
        started = time.perf_counter()
        likely = await _search(corpus, number)
        times.append(1_000 * (time.perf_counter() - started))
        same = corpus.same[corpus.letters[number].matter] - {corpus.id_of(number)}
        found, right, wanted = (
            found + len(likely),
            right + len(likely & same),
            wanted + len(same),
        )
    size = f"{len(corpus.letters):_}"
    bare = await _bare(corpus, asked[:20])
    p95 = _quantile(times, 0.95)
    name = f"likeness.{vocabulary}"
    return [
        plain(f"{name}.recall", f"of {wanted}", [right / wanted], at_least=RECALL),
        plain(f"{name}.precision", f"of {found}", [right / found], at_least=PRECISION),
        plain(f"{name}.{size}.p50", "ms", [_quantile(times, 0.5)]),
        plain(f"{name}.{size}.p95", "ms", [p95], below=P95_MS),
        compared(f"{name}.{size}.p95", "ms", [(p95, bare)], to="ms, all compared"),
    ]


def _asked(corpus: Corpus, queries: int) -> list[int]:
    """Return whom to ask about: half of them came more than once, half as they come."""
    chance = random.Random(queries)
    everyone = range(len(corpus.letters))
    several = [n for n in everyone if len(corpus.same[corpus.letters[n].matter]) > 1]
    half = queries // 2
    asked = [*chance.sample(several, half), *chance.sample(everyone, queries - half)]
    chance.shuffle(asked)
    return asked


async def _search(corpus: Corpus, number: int) -> set[str]:
    found = await corpus.likenesses.near(
        OFFICER,
        corpus.sketches[number],
        secret=corpus.letters[number].kind == "denunciation",
        besides=corpus.id_of(number),
        limit=SHOWN,
    )
    return {each.petition.petition_id for each in found if each.likeness.is_likely}


async def _bare(corpus: Corpus, asked: Sequence[int]) -> float:
    times = []
    async with corpus.database.connection() as connection:
        for number in asked:
            words = asyncpg.BitString.frombytes(corpus.sketches[number].words)
            started = time.perf_counter()
            await connection.fetch(_BARE, words)
            times.append(1_000 * (time.perf_counter() - started))
    return _quantile(times, 0.95)


def _quantile(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[math.ceil(share * len(ordered)) - 1]
