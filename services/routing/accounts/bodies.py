"""The register of bodies as the log has it: read from what was said, never from a read model."""

from dataclasses import dataclass, field
from typing import Final

from services.routing.domain.agency.commands import AgencyCommand
from services.routing.domain.agency.decider import decide
from services.routing.domain.agency.events import EVENTS, AgencyEvent
from services.routing.domain.agency.state import Register, evolve, grown
from shared.decider import Decider
from shared.envelope import decode_envelope, heard_from
from shared.log.handling import Aggregate
from shared.postgres.pool import Pooled

STREAM: Final = "agency-directory"
"""
All that is said of bodies since they are one aggregate. Before, each had a stream of its own;
those are read first, and nothing is added to them.
"""


@dataclass(slots=True)
class Registers:
    """The register, remembered between requests and read on from where it stood."""

    register: Register = field(default_factory=Register)
    _before: Register = field(default_factory=Register)
    """What the streams of single bodies add up to."""
    _seen: int = 0

    async def refresh(self, connection: Pooled) -> bool:
        """
        Read what was said since the last time; False where that is nothing.

        Several requests may read the same at once: whoever comes back later finds it counted.
        """
        rows = await connection.fetch(
            "select position, stream, body from said"
            " where stream >= 'agency-' and stream < 'agency.' and position > $1"
            " order by position",
            self._seen,
        )
        news = [row for row in rows if row["position"] > self._seen]
        facts: list[AgencyEvent] = []
        alone: list[AgencyEvent] = []
        for _, stream, body in news:
            fact = heard_from(decode_envelope(body)).fact
            if isinstance(fact, EVENTS):
                (facts if stream == STREAM else alone).append(fact)
        if news:
            self._before = grown(self._before, alone)
            self.register = grown(self.register, [*alone, *facts])
            self._seen = news[-1]["position"]
        return bool(news)

    def aggregate(self) -> Aggregate[AgencyCommand, Register]:
        """Return how commands about bodies are decided; `refresh` comes first."""
        decider: Decider[AgencyCommand, Register, AgencyEvent] = Decider(
            initial=self._before, evolve=evolve, decide=decide
        )
        return Aggregate(decider, lambda _: STREAM)
