"""The life of one clock: acts and absences by day, ticks at all hours, rows that are behind."""

import datetime as dt
from dataclasses import dataclass, field

from hypothesis import strategies as st

from services.deadlines.domain.clocks.commands import (
    ClocksCommand,
    ExtendClocks,
    MoveClocks,
    PauseClocks,
    ResumeClocks,
    StartClock,
    StopClock,
    StrikeExtension,
    StrikePause,
)
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.domain.clocks.state import Clocks
from services.deadlines.projections.clock import ClockRow, fold
from services.deadlines.rules.loader import load
from services.deadlines.rules.office import Office
from services.deadlines.rules.office import load as load_hours
from services.deadlines.scheduling.due import DueRow, Moment, tellings
from shared.clock import LOCAL
from shared.contracts.deadlines import ANNOUNCING, ClockExtended, ClockPaused
from shared.envelope import Told
from shared.errors import Refusal
from shared.ids import AgencyCode, PetitionId
from shared.legal.calendar import CalendarYear
from shared.legal.citation import Citation

Plan = tuple[str, bool, dict[int, str], set[int], list[int]]
"""Rule, whether nobody is answerable, acts by day, days of absence, how far rows are behind."""

P = PetitionId("p-1")
BEGUN = dt.date(2026, 7, 6)
DAYS = 50
BOOK = load()
RULES = ("TC.SETTLE", "KN.L1.SETTLE", "XLD.PROCESS", "KN.L2.FILE")
ALL = frozenset(RULES)
TICKS = (dt.time(0, 5), dt.time(7, 40), dt.time(12), dt.time(16, 30))


def at(day: dt.date, time: dt.time) -> dt.datetime:
    """Return a local time as an instant."""
    return dt.datetime.combine(day, time, LOCAL).astimezone(dt.UTC)


@dataclass
class Life:
    """One clock, what was said of it and when, and what the read model makes of it."""

    rule: str
    unassigned: bool
    office: Office = field(
        default_factory=lambda: Office(hours=load_hours(), calendar=BOOK.calendar())
    )
    heard: list[Told] = field(default_factory=list)
    rows: list[ClockRow | None] = field(default_factory=lambda: [None])
    """After none of the facts, after one, and so on."""
    state: Clocks = field(default_factory=dict)

    def ask(self, command: ClocksCommand) -> None:
        """Carry out a command as it would be now."""
        decider = clocks_decider(BOOK, self.office.calendar)
        try:
            facts = decider.decide(command, self.state)
        except Refusal:
            return
        for fact in facts:
            told = Told(
                happened_at=command.at,
                recorded_at=command.at,
                position=len(self.rows),
                actor="",
                fact=fact,
            )
            self.heard.append(told)
            self.state = decider.evolve(self.state, fact)
            self.rows.append(fold(self.rows[-1], told))

    def row(self, behind: int = 0) -> ClockRow | None:
        """Return the row, without the last facts."""
        return self.rows[max(len(self.heard) - behind, 0)]

    def tick(self, now: dt.datetime, behind: int) -> None:
        """Say what is due, as the scheduler does for one clock."""
        row = self.row(behind)
        moment = Moment(now=now, office=self.office, open=self.office.is_open(now))
        if row is None or row.next_on > moment.today:
            return
        names = DueRow.__struct_fields__[:-1]
        due = DueRow(*(getattr(row, name) for name in names), self.unassigned)
        announced_at = [
            told.recorded_at for told in self.heard if isinstance(told.fact, ANNOUNCING)
        ]
        for telling in tuple(tellings(due, moment, announced_at[-1], moment.today)):
            self.ask(telling.command)

    def publish(self, day_off: dt.date) -> None:
        """Have one more day off in the calendar."""
        year = self.office.calendar.years[2026]
        plain = CalendarYear.plain(
            2026, year.version + 1, [*year.closed, day_off], year.make_up, "", "primary"
        )
        self.office = Office(
            hours=self.office.hours, calendar=self.office.calendar.published(plain)
        )


def act_of(kind: str, day: dt.date, life: Life) -> ClocksCommand:  # noqa: PLR0911
    """Return what is asked of the clock on a day."""
    now = at(day, dt.time(15))
    paused = [told.fact for told in life.heard if isinstance(told.fact, ClockPaused)]
    number = sum(isinstance(told.fact, ClockExtended) for told in life.heard)
    match kind:
        case "pause":
            return PauseClocks(
                petition_id=P,
                rule_ids=ALL,
                on=day,
                ground="other_body",
                basis=Citation("LKN", "Đ11a"),
                at=now,
            )
        case "resume":
            return ResumeClocks(petition_id=P, rule_ids=ALL, on=day, at=now)
        case "strike pause":
            on = paused[-1].paused_on if paused else day
            return StrikePause(petition_id=P, rule_ids=ALL, paused_on=on, at=now)
        case "extend":
            return ExtendClocks(
                petition_id=P,
                rule_ids=ALL,
                number=number + 1,
                granted_on=day,
                days=30,
                variant=frozenset({"especially_complex"}),
                at=now,
            )
        case "strike extension":
            return StrikeExtension(petition_id=P, rule_ids=ALL, number=number, at=now)
        case "stop":
            return StopClock(petition_id=P, rule_id=life.rule, on=day, reason="met", at=now)
        case _:
            for off in range(1, 9):
                life.publish(day + dt.timedelta(days=off))
            return MoveClocks(petition_id=P, at=now)


ACTS = ("pause", "resume", "strike pause", "extend", "strike extension", "stop", "calendar")
LIVES = st.tuples(
    st.sampled_from(RULES),
    st.booleans(),
    st.dictionaries(st.integers(0, DAYS), st.sampled_from(ACTS), max_size=6),
    st.sets(st.integers(0, DAYS), max_size=40),
    st.lists(st.integers(0, 3), min_size=1, max_size=5),
)


def lived(plan: Plan) -> Life:
    """Return a life: acts and absences by day, ticks at all hours, rows behind now and then."""
    rule, unassigned, acts, away, behind = plan
    life = Life(rule, unassigned)
    life.ask(
        StartClock(
            petition_id=P,
            rule_id=rule,
            trigger_on=BEGUN,
            against=AgencyCode("25459"),
            at=at(BEGUN, dt.time(8)),
        )
    )
    for number in range(DAYS + 90):
        day = BEGUN + dt.timedelta(days=number)
        for place, time in enumerate(TICKS):
            if number not in away:
                life.tick(at(day, time), behind[(number + place) % len(behind)])
            if time == dt.time(12) and number in acts:
                life.ask(act_of(acts[number], day, life))
        if number > DAYS + 50:
            behind = [0]
    return life
