"""Links between petitions: what is refused, and that any order of them leaves the same matter."""

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.routing.domain.case.errors import ReasonMissing
from services.routing.domain.link.commands import (
    LinkCommand,
    LinkPetitions,
    Pair,
    UnlinkPetitions,
)
from services.routing.domain.link.decider import LINK as LINKS
from services.routing.domain.link.errors import LinkedToItself, NotLinked, SealedWithOpen
from services.routing.domain.link.events import LinkEvent
from services.routing.domain.link.groups import group_of
from services.routing.projections.link import LINK, LinkRow
from shared.contracts.routing_custody import PetitionsLinked, PetitionsUnlinked
from shared.envelope import Heard
from shared.errors import Refusal
from shared.ids import AgencyCode, PetitionId
from shared.testing.spec import Case, check

AT = dt.datetime(2026, 11, 16, 2, tzinfo=dt.UTC)
BOARD = AgencyCode("TN-BTCD")
A, B = PetitionId("p-a"), PetitionId("p-b")
OPEN, SEALED, MIXED = (False, False), (True, True), (False, True)


def link(one: PetitionId, other: PetitionId, sealed=OPEN) -> LinkPetitions:
    return LinkPetitions(pair=Pair.of(one, other), by=BOARD, sealed=sealed, at=AT)


def unlink(one: PetitionId, other: PetitionId, reason="khác thửa") -> UnlinkPetitions:
    return UnlinkPetitions(pair=Pair.of(one, other), by=BOARD, reason=reason, at=AT)


linked = PetitionsLinked(petition_id=B, same_as=A, by_agency=BOARD)
unlinked = PetitionsUnlinked(petition_id=B, same_as=A, by_agency=BOARD, reason="khác thửa")

# fmt: off
CASES: list[Case[LinkCommand, LinkEvent]] = [
    Case("two petitions are held to be the same",       [],                  link(A, B),         [linked]),
    Case("in whichever order they are named",           [],                  link(B, A),         [linked]),
    Case("what is linked is not linked again",          [linked],            link(B, A),         []),
    Case("a petition is no copy of itself",             [],                  link(A, A),         LinkedToItself),
    Case("two denunciations may be the same",           [],                  link(A, B, SEALED), [linked]),
    Case("a denunciation is not laid beside a complaint", [],                link(A, B, MIXED),  SealedWithOpen),
    Case("not even where they were linked before",      [linked],            link(A, B, MIXED),  SealedWithOpen),
    Case("a link is undone",                            [linked],            unlink(A, B),       [unlinked]),
    Case("from either side",                            [linked],            unlink(B, A),       [unlinked]),
    Case("what was undone is not undone again",         [linked, unlinked],  unlink(A, B),       []),
    Case("but not without a reason",                    [linked],            unlink(A, B, " "),  ReasonMissing),
    Case("what never was cannot be undone",             [],                  unlink(A, B),       NotLinked),
    Case("what was undone can be made again",           [linked, unlinked],  link(A, B),         [linked]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_pair_decides(case: Case[LinkCommand, LinkEvent]) -> None:
    check(LINKS, case)


def test_the_mixed_pair_is_refused_on_the_law_of_denunciations() -> None:
    """The refusal says where that stands."""
    with pytest.raises(SealedWithOpen) as refused:
        LINKS.decide(link(A, B, MIXED), LINKS.initial)
    assert "LTC Đ56" == str(refused.value.basis)


PETITIONS = [PetitionId(f"p-{n}") for n in range(6)]
PAIRS = [Pair.of(one, other) for one, other in combinations(PETITIONS, 2)]


def merged(pairs: set[Pair]) -> dict[PetitionId, frozenset[PetitionId]]:
    """Groups by plain union, one link after the other: the reference."""
    groups = {petition: {petition} for petition in PETITIONS}
    for pair in pairs:
        both = groups[pair.earlier] | groups[pair.later]
        for petition in both:
            groups[petition] = both
    return {petition: frozenset(group) for petition, group in groups.items()}


class LinkingInAnyOrder(RuleBasedStateMachine):
    """Links and unlinks as they come: streams, rows and groups beside a set of pairs."""

    def __init__(self) -> None:
        super().__init__()
        self.streams: dict[str, list[LinkEvent]] = {}
        self.rows: dict[str, LinkRow] = {}
        self.model: set[Pair] = set()
        self.positions = 0

    @rule(pair=st.sampled_from(PAIRS))
    def link(self, pair: Pair) -> None:
        self._do(LinkPetitions(pair=pair, by=BOARD, sealed=OPEN, at=AT))
        self.model.add(pair)

    @rule(pair=st.sampled_from(PAIRS))
    def unlink(self, pair: Pair) -> None:
        never = not self.streams.get(pair.stream)
        try:
            self._do(UnlinkPetitions(pair=pair, by=BOARD, reason="khác", at=AT))
            assert not never
        except Refusal:
            assert never
        self.model.discard(pair)

    def _do(self, command: LinkCommand) -> None:
        stream = self.streams.setdefault(command.pair.stream, [])
        for fact in LINKS.decide(command, LINKS.fold(stream)):
            stream.append(fact)
            self._hear(command.pair.stream, fact)

    def _hear(self, stream: str, fact: LinkEvent) -> None:
        self.positions += 1
        heard = Heard(
            id=str(self.positions), service="routing", stream=stream, version=1,
            position=self.positions, happened_at=AT, recorded_at=AT, actor="officer:x",
            correlation_id=fact.petition_id, causation_id=None, demo=False, fact=fact,
        )  # fmt: skip
        key = LINK.keys[type(fact)](fact)
        assert key is not None
        row = LINK.fold(self.rows.get(key), heard)
        self.rows.pop(key, None)
        if row is not None:
            self.rows[key] = row

    @invariant()
    def groups_are_the_union_of_the_links_that_hold(self) -> None:
        held = [
            Pair(PetitionId(row.earlier), PetitionId(row.later))
            for row in self.rows.values()
        ]
        assert set(held) == self.model
        expected = merged(self.model)
        for petition in PETITIONS:
            assert group_of(petition, held) == expected[petition]

    @invariant()
    def no_petition_says_anything(self) -> None:
        """Facts of links stand in the streams of pairs alone: nothing of a petition moves."""
        assert not set(self.streams) & set(PETITIONS)


TestLinkingInAnyOrder = LinkingInAnyOrder.TestCase


@given(st.permutations(PAIRS[:7]), st.sets(st.sampled_from(PAIRS[:7])))
def test_the_order_of_links_and_unlinks_does_not_matter(
    order: list[Pair], undone: set[Pair]
) -> None:
    """All of them linked in some order and some undone: the same matters as without those."""
    held = [pair for pair in order if pair not in undone]
    expected = merged(set(PAIRS[:7]) - undone)
    assert all(group_of(p, held) == expected[p] for p in PETITIONS)
