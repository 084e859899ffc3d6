"""The calendars of the province: what stands in them, who wants them otherwise, who decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.deadlines.domain.calendar.commands import (
    ApproveCalendar,
    CalendarCommand,
    ProposeCalendar,
    RejectCalendar,
)
from services.deadlines.domain.calendar.errors import CalendarYearApart, ProposalUnknown
from services.deadlines.projections.calendar import CalendarRow
from services.deadlines.store import DeadlinesAggregates
from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.clock import Clock
from shared.contracts.deadlines import CalendarDay, CalendarProposed
from shared.envelope import Context
from shared.errors import Kind, Refusal
from shared.legal.calendar import Calendar
from shared.log.handling import Done, handle
from shared.log.readmodel import columns_of
from shared.log.saying import Log
from shared.postgres.pool import Database

_COLUMNS = ", ".join(column.name for column in columns_of(CalendarRow))


class CalendarUnknown(Refusal):
    """Nobody proposed or published this year, or this version of it."""

    code = "calendar-unknown"
    kind = Kind.NOT_FOUND


class NotYourProvince(Refusal):
    """The calendar holds for the whole province, and their role does not."""

    code = "not-your-province"
    kind = Kind.FORBIDDEN


@dataclass(frozen=True, slots=True)
class Year:
    """A year as the list of years shows it."""

    year: int
    in_use: CalendarRow | None
    """The publication that dates are counted by; None while there is only a proposal."""
    waiting: int
    """Proposals that nobody decided on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A year's days as somebody wants them."""

    year: int
    days: frozenset[CalendarDay]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal was taken, now or when it was first made."""

    version: int
    done: Done


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """Reads calendars and carries out what people ask of them."""

    database: Database
    log: Log
    aggregates: DeadlinesAggregates
    clock: Clock

    async def years(self) -> list[Year]:
        """Return every year, the latest first."""
        rows = await self._rows("true")
        return [self._year(year, rows) for year in sorted({r.year for r in rows})[::-1]]

    def _year(self, year: int, rows: Sequence[CalendarRow]) -> Year:
        own = [row for row in rows if row.year == year]
        published = [row for row in own if row.state == "published"]
        waiting = sum(row.state == "proposed" for row in own)
        return Year(
            year, max(published, key=lambda row: row.version, default=None), waiting
        )

    async def versions(self, year: int) -> list[CalendarRow]:
        """
        Return the versions of a year, the latest first.

        Raises:
            CalendarUnknown: there is none.
        """
        rows = await self._rows("year = $1", year)
        if not rows:
            raise CalendarUnknown(
                f"Chưa ai đề xuất hay công bố lịch năm {year}.", values={"year": year}
            )
        return rows

    async def version(self, year: int, version: int) -> CalendarRow:
        """
        Return one version.

        Raises:
            CalendarUnknown: there is none.
        """
        rows = await self._rows("year = $1 and version = $2", year, version)
        if not rows:
            raise CalendarUnknown(
                f"Lịch năm {year} không có phiên bản {version}.", values={"year": year}
            )
        return rows[0]

    async def proposal(self, year: int, version: int) -> CalendarRow:
        """
        Return a proposal that waits for a decision.

        Raises:
            CalendarUnknown: there is no such version.
            ProposalUnknown: it was decided on.
        """
        row = await self.version(year, version)
        if row.state != "proposed":
            raise ProposalUnknown(
                f"Đề xuất lịch {year} phiên bản {version} đã được quyết định.",
                field="version",
                values={"year": year, "version": version},
            )
        return row

    async def calendar(self) -> Calendar:
        """Return what dates are counted by now."""
        async with self.database.connection() as connection:
            await self.aggregates.refresh(connection)
        return self.aggregates.calendar

    async def propose(self, who: Principal, written: Written, key: str) -> Proposed:
        """
        Ask that these become the days of a year; return the version under which they wait.

        Raises:
            CalendarYearApart: a year in between is unknown.
            Refusal: the days are impossible, or those in use.
        """
        self._must_adjoin(written.year, await self.calendar())
        command = ProposeCalendar(
            year=written.year,
            days=written.days,
            source=written.source.strip(),
            confidence=written.confidence,
            by=who.officer,
            at=self.clock.now(),
        )
        done = await self._carry_out(who, command, key)
        return Proposed(await self._version_of(done, written.days), done)

    async def _version_of(self, done: Done, days: frozenset[CalendarDay]) -> int:
        """
        Return the version under which a proposal waits.

        A key that was used before gets the answer of then, whatever days it comes with now.
        """
        facts: list[tuple[int, Any]] = [
            (heard.position, heard.fact) for heard in await self.log.load(done.stream)
        ]
        alike = [
            fact.version
            for _, fact in facts
            if isinstance(fact, CalendarProposed) and frozenset(fact.days) == days
        ]
        versions: dict[int, int] = {position: fact.version for position, fact in facts}
        return alike[-1] if alike else versions[done.position]

    async def approve(
        self, who: Principal, row: CalendarRow, *, instead_of: int, key: str
    ) -> Done:
        """
        Publish what another person proposed.

        Raises:
            NotYourProvince: their role does not reach so far.
            Refusal: it is their own, or the calendar moved on.
        """
        if WHOLE_PROVINCE not in who.reach(Act.APPROVE_CALENDAR):
            raise NotYourProvince(
                "Lịch áp dụng cho cả tỉnh: chỉ người có vai trò trên toàn tỉnh được phê duyệt."
            )
        command = ApproveCalendar(
            year=row.year,
            version=row.version,
            instead_of=instead_of,
            by=who.officer,
            at=self.clock.now(),
        )
        return await self._carry_out(who, command, key)

    async def reject(
        self, who: Principal, row: CalendarRow, *, reason: str, key: str
    ) -> Done:
        """
        Lay a proposal aside: whoever may approve it, or its proposer.

        Raises:
            NotYourProvince: they are neither.
            Refusal: nobody says why.
        """
        its_own = row.proposed_by == who.officer
        if not its_own and WHOLE_PROVINCE not in who.reach(Act.APPROVE_CALENDAR):
            raise NotYourProvince(
                "Chỉ người đề xuất hoặc người được phê duyệt mới loại được đề xuất này."
            )
        command = RejectCalendar(
            year=row.year,
            version=row.version,
            by=who.officer,
            reason=reason.strip(),
            at=self.clock.now(),
        )
        return await self._carry_out(who, command, key)

    async def _carry_out(self, who: Principal, command: CalendarCommand, key: str) -> Done:
        context = Context(actor=who.actor, recorded_at=command.at, correlation_id="")
        aggregate = self.aggregates.of(command)
        return await handle(self.log, aggregate, command, context, command_id=key)

    async def _rows(self, condition: str, *values: int) -> list[CalendarRow]:
        async with self.database.connection() as connection:
            rows = await connection.fetch(
                f"select {_COLUMNS} from live.calendar where {condition}"
                " order by year desc, version desc",
                *values,
            )
        return [CalendarRow(*row) for row in rows]

    def _must_adjoin(self, year: int, calendar: Calendar) -> None:
        known = calendar.years
        if known and not min(known) - 1 <= year <= max(known) + 1:
            raise CalendarYearApart(
                f"Lịch mới phải liền với các năm đã có ({min(known)}–{max(known)}): "
                f"hãy đề xuất năm {max(known) + 1} trước.",
                field="year",
                values={"first": min(known), "last": max(known), "next": max(known) + 1},
            )
