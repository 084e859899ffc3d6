"""A province of one vault and one log, whose master key changes and whose processes end anywhere."""

import base64
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from deploy.houses import house
from services.intake.domain.petition.personal import PersonalContent, Petitioner, Respondent
from services.intake.store import Lodging, PetitionStore, Receipt
from services.intake.vault import rewrapping
from services.intake.vault.conflicts import Conflicts
from services.intake.vault.keys import Vault
from services.intake.vault.ring import NEXT, OLD, KeyRing
from shared.clock import SystemClock
from shared.envelope import Context
from shared.ids import AgencyCode, PetitionId
from shared.log.saying import PostgresLog
from shared.log.streams import source_of
from shared.postgres.pool import Database

SOURCE = source_of("intake", "80")
CONTEXT = Context(actor="operator", recorded_at=dt.datetime.now(dt.UTC), correlation_id="")
CANARY = "Khúc Thị Khóa"


class Crash(Exception):
    """The process ends here."""


def lodging(name: str) -> Lodging:
    return Lodging(
        channel="online",
        kind_claimed="complaint",
        receiving_agency=AgencyCode("25585"),
        subject_field="land",
        content=PersonalContent(
            petitioner=Petitioner(full_name=name, address="Ấp 1"),
            respondent=Respondent(name="UBND xã"),
            summary="x",
            request="y",
        ),
    )


class Province:
    """A vault, a log and key files, without any server but PostgreSQL."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.key_file = url, folder / "master.key"
        if not self.key_file.exists():
            self.key_file.write_bytes(base64.urlsafe_b64encode(os.urandom(32)) + b"\n")
        self.database = Database(url, name="test", size=2)
        self.log = PostgresLog(self.database, service="intake", source=SOURCE)
        self.receipts: dict[str, Receipt] = {}
        self.start()

    def start(self) -> None:
        """A process starts: nothing is remembered."""
        self.ring = KeyRing(str(self.key_file))
        self.vault = Vault(self.database, self.ring)
        conflicts = Conflicts(self.database, SystemClock())
        self.store = PetitionStore(self.log, self.vault, conflicts, SystemClock())

    async def lodge(self) -> PetitionId:
        name = f"{CANARY} {len(self.receipts)}"
        receipt = await self.store.lodge(
            lodging(name), actor="test", command_id=f"l:{name}"
        )
        self.receipts[name] = receipt
        return receipt.petition_id

    async def check(self) -> None:
        """Everything opens, and every receipt is what it was."""
        codes = await self.vault.codes()
        for name, receipt in self.receipts.items():
            content = await self.store.content(receipt.petition_id)
            assert content is not None
            assert name == content.petitioner.full_name
            assert receipt.tracking_secret == codes.tracking_secret(receipt.petition_id)
            assert receipt == await self.store.lodge(
                lodging(name), actor="test", command_id=f"l:{name}"
            )

    async def rotate(self, crash: str = "") -> None:
        """Rotate as the command does, in a process of its own, which may end anywhere."""
        ring = KeyRing(str(self.key_file))
        connection = await asyncpg.connect(self.url)
        try:
            await self._steps(connection, ring, crash)
        finally:
            await connection.close()

    async def _steps(
        self, connection: asyncpg.Connection, ring: KeyRing, crash: str
    ) -> None:
        if crash == "new key written":
            await rewrapping.adopt(connection, ring)
            head = await connection.fetchval("select generation from vault.head")
            if not ring.beside(NEXT).exists() and not ring.beside(OLD).exists():
                key = rewrapping.MasterKey.new(head + 1)
                rewrapping._write(ring.beside(NEXT), key.text)
            raise Crash
        if crash == "new key in force":
            await rewrapping.adopt(connection, ring)
            await rewrapping.begin(connection, ring)
            raise Crash
        if crash == "half wrapped":

            def stop(done: int, total: int) -> None:
                raise Crash

            await rewrapping.rotate(connection, ring, SOURCE, CONTEXT, stop)
            raise Crash  # there was nothing to wrap
        if not crash:
            await rewrapping.rotate(connection, ring, SOURCE, CONTEXT, lambda _d, _t: None)
            return
        await rewrapping.adopt(connection, ring)
        target = await rewrapping.begin(connection, ring)
        await rewrapping.rewrap(connection, ring, target, lambda _d, _t: None)
        if crash == "all wrapped":
            raise Crash
        await rewrapping.say(connection, target, SOURCE, CONTEXT)
        if crash == "said":
            raise Crash
        if ring.beside(NEXT).exists() and not ring.beside(OLD).exists():
            os.link(ring.path, ring.beside(OLD))
        if crash == "old key linked":
            raise Crash
        if ring.beside(NEXT).exists():
            ring.beside(NEXT).replace(ring.path)
        if crash == "files changed places":
            raise Crash
        if ring.beside(OLD).exists():
            ring.beside(OLD).write_bytes(b"\0" * 20)
        raise Crash  # old key half overwritten


CRASHES = [
    "new key written", "new key in force", "half wrapped", "all wrapped", "said",
    "old key linked", "files changed places", "half overwritten",
]  # fmt: skip


async def made(url: str) -> None:
    """Make intake's tables, as the owner does."""
    connection = await asyncpg.connect(url)
    await connection.execute(
        "do $$ begin create role tiepdan_intake; exception when duplicate_object then null; end $$"
    )
    await house("intake").migrate(connection, "tiepdan_intake")
    await connection.close()


@asynccontextmanager
async def province(url: str, folder: Path | None = None) -> AsyncIterator[Province]:
    await made(url)
    place = folder or Path(tempfile.mkdtemp(prefix="tiepdan-test-"))
    one = Province(url, place)
    await one.database.open()
    try:
        yield one
    finally:
        await one.database.close()
        shutil.rmtree(place, ignore_errors=True)
