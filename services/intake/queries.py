"""Reads of intake's own tables."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence

from services.intake.projections.attachment import AttachmentRow
from services.intake.projections.reception import ReceptionRow
from services.intake.projections.times import Time, times_of
from services.intake.projections.tracking import Tracking
from shared.alphabet import sort_key
from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.contracts.bodies import BodyRow
from shared.envelope import decode_envelope, heard_from
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database

_TRACKING = ", ".join(column.name for column in columns_of(Tracking))
_AGENCY = ", ".join(column.name for column in columns_of(BodyRow))
_RECEPTION = ", ".join(column.name for column in columns_of(ReceptionRow))
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

    async def agencies(self, on: dt.date) -> list[BodyRow]:
        """Return the bodies there are on a day, the province's first, communes by name."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(f"select {_AGENCY} from live.agency")
        found = [
            agency.named_on(on) for row in rows if (agency := BodyRow(*row)).in_force(on)
        ]
        return sorted(
            found, key=lambda agency: (agency.level == "commune", sort_key(agency.name))
        )

    async def bodies(self, codes: list[str]) -> dict[str, BodyRow]:
        """Return those of the codes that are bodies, ended ones too."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select {_AGENCY} from live.agency where code = any($1)", codes
            )
        return {row[0]: BodyRow(*row) for row in rows}

    async def known_agencies(self, codes: list[str], on: dt.date) -> dict[str, str]:
        """Return what those of the codes that are bodies are called on a day about now."""
        bodies = await self.bodies(codes)
        return {code: body.name_on(on) for code, body in bodies.items()}

    async def receptions(self, who: Principal, limit: int) -> list[ReceptionRow]:
        """Return the last visitors who were not received where somebody receives."""
        reach = who.reach(Act.RECEIVE)
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select {_RECEPTION} from live.reception where $1 or agency = any($2)"
                " order by refused_at desc, reception_id desc limit $3",
                WHOLE_PROVINCE in reach, list(reach), limit,
            )  # fmt: skip
        return [ReceptionRow(*row) for row in rows]

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
