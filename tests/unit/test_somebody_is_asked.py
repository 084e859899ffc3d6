"""
Whatever bodies ask of a petition: whoever has it owes the next act by a day.

Routing's facts are heard by the clocks as in life; bodies do as in `test_custody_machine`.
"""

from hypothesis import settings
from hypothesis.stateful import invariant

from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.domain.clocks.running import AGAINST_BODIES
from services.deadlines.domain.clocks.state import Clocks, Running
from services.deadlines.reactions import REACTIONS
from services.deadlines.rules.loader import load
from services.routing.domain.case.commands import CaseCommand
from services.routing.domain.case.state import Closed
from shared.envelope import Heard
from shared.registry import Fact
from tests.law.matters import CALENDAR
from tests.unit.routing.test_custody_machine import LAW, C, Custody, P

CLOCKS = clocks_decider(load(), CALENDAR)


class Asked(Custody):
    """The same petition, with its clocks."""

    def __init__(self) -> None:
        super().__init__()
        self.clocks: Clocks = CLOCKS.initial
        self.heard = 0

    def ask(self, command: CaseCommand) -> None:
        """Ask, and let the clocks hear what came of it."""
        before = len(self.history)
        super().ask(command)
        if self.heard == 0:
            self.hear(self.lodged)
        for fact in self.history[before:]:
            self.hear(fact)

    def hear(self, fact: Fact) -> None:
        """Let the clocks hear a fact."""
        self.heard += 1
        heard = Heard(
            id=str(self.heard), service="routing", stream=C, version=self.heard,
            position=self.heard, happened_at=self.now, recorded_at=self.now, actor="",
            correlation_id=P, causation_id=None, demo=False, fact=fact,
        )  # fmt: skip
        for command in REACTIONS[type(fact)](heard) if type(fact) in REACTIONS else ():
            for said in CLOCKS.decide(command, self.clocks):
                self.clocks = CLOCKS.evolve(self.clocks, said)

    @invariant()
    def whoever_has_it_has_a_day(self) -> None:
        """A clock runs against the body that holds it, until the matter is closed."""
        dossier = getattr(self.state, "dossier", None)
        if dossier is None or isinstance(self.state, Closed):
            return
        against = {
            clock.inputs.against
            for clock in self.clocks.values()
            if isinstance(clock, Running) and clock.inputs.party in AGAINST_BODIES
        }
        assert any(LAW.same_seat(each, dossier.holder) for each in against)


TestAsked = Asked.TestCase
TestAsked.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
