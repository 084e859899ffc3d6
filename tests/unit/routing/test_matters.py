"""
Whatever is linked, unlinked, guided and filed, in whatever order: each case keeps its own facts.

What a second guidance of the same content comes to is asked of a plain model: the pairs that
hold now, united one after the other.
"""

import datetime as dt
from itertools import combinations
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.routing.domain.case.commands import CaseCommand, FileCase, GuideCase
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.errors import GuidedOnce
from services.routing.domain.case.repeating import handled
from services.routing.domain.directory import Agency, Directory
from services.routing.domain.link.commands import (
    LinkCommand,
    LinkPetitions,
    Pair,
    UnlinkPetitions,
)
from services.routing.domain.link.decider import LINK
from services.routing.domain.link.errors import NotLinked
from services.routing.domain.link.groups import group_of
from services.routing.domain.link.state import Linked
from services.routing.rules.loader import load
from shared.contracts import routing as said
from shared.errors import Refusal
from shared.ids import AgencyCode, PetitionId, case_of

BUILDING, WARD, COMMITTEE = map(AgencyCode, ("TN-SXD", "25459", "TN-UBND"))
RECEIVED = dt.date(2026, 7, 1)
AT = dt.datetime(2026, 7, 5, 18, tzinfo=dt.UTC)
PETITIONS = [PetitionId(f"p-{n}") for n in range(5)]
PAIRS = [Pair.of(one, other) for one, other in combinations(PETITIONS, 2)]
_BODIES = (
    (COMMITTEE, "peoples_committee", "province"),
    (BUILDING, "department", "department"),
    (WARD, "commune", "commune"),
)
CASES = case_decider(
    load(),
    Directory(
        agencies={
            code: Agency(code=code, name=code, kind=kind, level=level, parent=COMMITTEE)
            for code, kind, level in _BODIES
        }
    ),
)


def opened(petition: PetitionId) -> list[Any]:
    """A complaint that a department holds, about a ward: to be guided."""
    ids: dict[str, Any] = {"case_id": case_of(petition), "petition_id": petition}
    return [
        said.CaseOpened(
            **ids, receipt_code="R", channel="post", instance="first",
            subject_field="land", received_on=RECEIVED, holder=BUILDING, forwarder=None,
        ),
        said.CaseClassified(
            **ids, kind="complaint", eligible=True, reason_codes=(), rules=()
        ),
        said.JurisdictionDecided(
            **ids, kind="complaint", instance="first", received_on=RECEIVED,
            holder=BUILDING, decider_role="x", competent_agency=WARD, ours=False,
            proposed_action="GUIDE", form=None, rules=(),
        ),
    ]  # fmt: skip


class Matters(RuleBasedStateMachine):
    """Five petitions of one department, whose officers link, unlink, guide and file."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[tuple[str, Any]] = []
        """Every fact of every stream, in the order in which it was said."""
        self.own = {petition: opened(petition) for petition in PETITIONS}
        """What each case said by its own acts: the model."""
        for petition in PETITIONS:
            self.log += [(case_of(petition), fact) for fact in self.own[petition]]
        self.pairs: set[Pair] = set()
        self.ever: set[Pair] = set()
        self.guided: set[PetitionId] = set()

    def facts(self, stream: str) -> list[Any]:
        return [fact for of, fact in self.log if of == stream]

    def group(self, petition: PetitionId) -> set[PetitionId]:
        """Everything that a chain of held pairs leads to, by plain union."""
        found, before = {petition}, set[PetitionId]()
        while found != before:
            before = set(found)
            found |= {
                end
                for pair in self.pairs
                if {pair.earlier, pair.later} & before
                for end in (pair.earlier, pair.later)
            }
        return found

    def ask_pair(self, command: LinkCommand) -> None:
        stream = command.pair.stream
        for fact in LINK.decide(command, LINK.fold(self.facts(stream))):
            self.log.append((stream, fact))

    @rule(pair=st.sampled_from(PAIRS), turned=st.booleans())
    def link(self, pair: Pair, turned: bool) -> None:
        ends = (pair.later, pair.earlier) if turned else (pair.earlier, pair.later)
        both = Pair.of(*ends)
        self.ask_pair(LinkPetitions(pair=both, by=BUILDING, sealed=(False, False), at=AT))
        self.pairs.add(pair)
        self.ever.add(pair)

    @rule(pair=st.sampled_from(PAIRS))
    def unlink(self, pair: Pair) -> None:
        """What was never linked is refused; what was undone stays so without a fact."""
        before = len(self.log)
        try:
            self.ask_pair(UnlinkPetitions(pair=pair, by=BUILDING, reason="khác", at=AT))
            assert pair in self.ever
        except NotLinked:
            assert pair not in self.ever
        assert len(self.log) - before == (pair in self.pairs)
        self.pairs.discard(pair)

    def ask_case(self, petition: PetitionId, command: type[Any]) -> Refusal | None:
        """Ask as the store does: with what became of the others of the matter in hand."""
        others = sorted(group_of(petition, self.held()) - {petition})
        done = tuple(handled(CASES.fold(self.facts(case_of(each)))) for each in others)
        case_id = case_of(petition)
        asked: CaseCommand = command(case_id=case_id, by=BUILDING, at=AT, same_content=done)
        try:
            facts = CASES.decide(asked, CASES.fold(self.facts(case_id)))
        except Refusal as refusal:
            return refusal
        self.own[petition] += facts
        self.log += [(case_id, fact) for fact in facts]
        return None

    def is_open(self, petition: PetitionId) -> bool:
        return len(self.own[petition]) == len(opened(petition))

    @rule(petition=st.sampled_from(PETITIONS))
    def guide(self, petition: PetitionId) -> None:
        """Once of the same content; the refusal names its provision."""
        was_open = self.is_open(petition)
        repeated = bool(self.group(petition) & self.guided - {petition})
        refusal = self.ask_case(petition, GuideCase)
        if not was_open:
            return
        assert isinstance(refusal, GuidedOnce) == repeated
        assert (refusal is None) == (not repeated)
        assert refusal is None or refusal.basis
        if refusal is None:
            self.guided.add(petition)

    @rule(petition=st.sampled_from(PETITIONS))
    def file(self, petition: PetitionId) -> None:
        """A repeat alone: of what was guided and is linked now."""
        was_open = self.is_open(petition)
        repeated = bool(self.group(petition) & self.guided - {petition})
        refusal = self.ask_case(petition, FileCase)
        if was_open:
            assert (refusal is None) == repeated

    def held(self) -> list[Pair]:
        """The links that hold, as their own streams say."""
        return [
            pair for pair in PAIRS if isinstance(LINK.fold(self.facts(pair.stream)), Linked)
        ]

    @invariant()
    def no_case_changed_by_a_link(self) -> None:
        for petition in PETITIONS:
            facts = self.facts(case_of(petition))
            assert facts == self.own[petition]
            assert CASES.fold(facts) == CASES.fold(self.own[petition])

    @invariant()
    def groups_are_what_the_pairs_that_hold_say(self) -> None:
        """Of each petition itself; the same seen from each of its members; nobody in two."""
        held = self.held()
        assert set(held) == self.pairs
        groups = {petition: group_of(petition, held) for petition in PETITIONS}
        for petition, group in groups.items():
            assert petition in group
            assert group == self.group(petition)
            assert all(groups[member] == group for member in group)

    @invariant()
    def replay_gives_the_same(self) -> None:
        """The streams read one after the other, and all at once in the order of the log."""
        states: dict[str, Any] = {}
        for stream, fact in self.log:
            decider = LINK if stream.startswith("link-") else CASES
            states[stream] = decider.evolve(states.get(stream, decider.initial), fact)
        for stream, state in states.items():
            decider = LINK if stream.startswith("link-") else CASES
            assert state == decider.fold(self.facts(stream))


TestMatters = Matters.TestCase
