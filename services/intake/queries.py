"""Reads of intake's own tables."""

from collections.abc import AsyncIterator, Sequence

from services.intake.projections.agency import Agency
from services.intake.projections.attachment import AttachmentRow
from services.intake.projections.times import Time, times_of
from services.intake.projections.tracking import Tracking
from shared.alphabet import sort_key
from shared.envelope import decode_envelope, heard_from
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database

_TRACKING = ", ".join(column.name for column in columns_of(Tracking))
_ATTACHMENT = ", ".join(column.name for column in columns_of(AttachmentRow))
_OPENABLE = "exists (select from vault.key k where k.name = a.petition_id)"
"""A file whose key is there; the others nobody can open any more."""
_AT_ONCE = 1_000


class Queries:
    """What intake's read models answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tracking(self, receipt_code: str) -> Tracking | None:
        """Return the petition of a receipt code."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                f"select {_TRACKING} from live.tracking where receipt_code = $1",
                receipt_code,
            )
        return None if row is None else Tracking(*row)

    async def open_letters(self, officer: str, petition_id: str) -> list[str]:
        """Return an officer's reveals of a petition's letter that may be open."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select reveal_id from live.reveal where petition_id = $1 and officer = $2"
                " and state = 'open' and 'letter' = any(string_to_array(scope, ' '))"
                " order by until desc",
                petition_id, officer,
            )  # fmt: skip
        return [row[0] for row in rows]

    async def petition(self, petition_id: str) -> Tracking | None:
        """Return a petition by its id."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                f"select {_TRACKING} from live.tracking where petition_id = $1",
                petition_id,
            )
        return None if row is None else Tracking(*row)

    async def times(self, petition_id: str) -> list[Time]:
        """Return the clocks of a petition, as deadlines told them."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select body from heard where correlation = $1 and type like 'clock.%'"
                " order by seq, position",
                petition_id,
            )
        return times_of(heard_from(decode_envelope(body)).fact for (body,) in rows)

    async def receipt_codes(self, petition_ids: Sequence[str]) -> dict[str, str]:
        """Return the receipt codes of petitions that a list has shown already."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select petition_id, receipt_code from live.tracking"
                " where petition_id = any($1)",
                list(petition_ids),
            )
        return {row[0]: row[1] for row in rows}

    async def agencies(self) -> list[Agency]:
        """Return every body, the province's first, communes by name."""
        async with self._database.connection() as connection:
            rows = await connection.fetch("select code, name, kind, level from live.agency")
        found = [Agency(*row) for row in rows]
        return sorted(
            found, key=lambda agency: (agency.level == "commune", sort_key(agency.name))
        )

    async def known_agencies(self, codes: list[str]) -> dict[str, str]:
        """Return the names of those codes that are bodies."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select code, name from live.agency where code = any($1)", codes
            )
        return {row[0]: row[1] for row in rows}

    async def attachments(self, petition_id: str) -> list[AttachmentRow]:
        """Return the files of a petition, in the order in which they came."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select {_ATTACHMENT} from live.attachment where petition_id = $1"
                " order by added_at, key",
                petition_id,
            )
        return [AttachmentRow(*row) for row in rows]

    async def recorded(self, files: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """
        Return of which of these files (petition and digest) a fact speaks, and can be opened.

        From the facts themselves: a read model that is behind would cost somebody's file.
        """
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"""
                select a.petition_id, a.digest from (
                    select stream as petition_id,
                        convert_from(body, 'UTF8')::json -> 'data' ->> 'digest' as digest
                    from said where stream = any($1) and type like 'attachment.added.%'
                ) a where a.digest = any($2) and {_OPENABLE}
                """,
                list({petition_id for petition_id, _ in files}),
                [digest for _, digest in files],
            )
        return {(row[0], row[1]) for row in rows}

    async def openable(self) -> AsyncIterator[tuple[str, str]]:
        """Return petition and digest of every file that can still be opened."""
        after = ""
        while True:
            async with self._database.connection() as connection:
                rows = await connection.fetch(
                    f"select key, petition_id, digest from live.attachment a"
                    f" where key > $1 and {_OPENABLE} order by key limit {_AT_ONCE}",
                    after,
                )
            for _, petition_id, digest in rows:
                yield petition_id, digest
            if not rows:
                return
            after = rows[-1][0]
