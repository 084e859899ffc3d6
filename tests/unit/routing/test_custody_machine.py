"""Whatever bodies ask of a petition, in whatever order and on whatever day: somebody has it."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from services.routing.domain.case import commands as asking
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.state import (
    Accepted,
    AwaitingAction,
    Case,
    Closed,
    InDesignation,
    InTransfer,
)
from services.routing.domain.custody import chain
from services.routing.domain.directory import Agency, Directory, Law
from services.routing.rules.loader import load
from shared.contracts import routing as said
from shared.contracts.intake import Observed, PetitionLodged
from shared.contracts.routing_custody import DesignationMade, DesignationRequested
from shared.contracts.states import holder_after
from shared.errors import Refusal
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.personal import Sealed

C, P = CaseId("c-1"), PetitionId("p-1")
COMMITTEE = AgencyCode("TN-UBND")
START = dt.date(2026, 7, 1)
BOOK = load()
_BODIES: Sequence[tuple[str, Any, Any]] = (
    ("TN-BTCD", "board", "province"), ("TN-TT", "inspectorate", "department"),
    ("TN-SXD", "department", "department"), ("TN-SYT", "department", "department"),
    ("25459", "ward", "commune"), ("25462", "commune", "commune"),
    ("25465", "commune", "commune"),
)  # fmt: skip
DIRECTORY = Directory(
    agencies={
        COMMITTEE: Agency(
            code=COMMITTEE, name="UBND tỉnh", kind="peoples_committee", level="province",
            parent=None,
        ),
    } | {
        AgencyCode(code): Agency(
            code=AgencyCode(code), name=code, kind=kind, level=level, parent=COMMITTEE
        )
        for code, kind, level in _BODIES
    }
)  # fmt: skip
LAW = Law(book=BOOK, directory=DIRECTORY)
codes = st.sampled_from(sorted(DIRECTORY.agencies))
# Mostly what can be done, so that a history goes far; sometimes what cannot.
holders: st.SearchStrategy[AgencyCode | None] = st.sampled_from(
    [*[None] * 24, *sorted(DIRECTORY.agencies)]
)
"""Who asks: the holder, but for one time in four."""
reasons = st.sampled_from([*["có lý do"] * 7, ""])
days_back = st.sampled_from([0] * 7 + [1, 3])
grounds = st.sampled_from(
    [*["not_competent", "sent_by_mistake"] * 3, "head_denounced", "x"]
)
kinds = st.sampled_from(["complaint", "denunciation", "recommendation", "feedback_report"])


class Custody(RuleBasedStateMachine):
    """One petition, and every body of a small province doing as it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.decider = case_decider(BOOK, DIRECTORY)
        self.history: list[CaseEvent] = []
        self.state: Case = self.decider.initial
        self.today = START

    @initialize(receiver=codes, about=st.none() | codes, kind=kinds)
    def lodge(self, receiver: AgencyCode, about: AgencyCode | None, kind: Any) -> None:
        """It is lodged with somebody, about somebody."""
        seen = Observed(
            identified=True, has_summary=True, has_request=True, has_respondent=True
        )
        self.lodged = PetitionLodged(
            petition_id=P, receipt_code="R", channel="post", kind_claimed=kind,
            instance="first", subject_field="land", received_on=START,
            receiving_agency=receiver, respondent_agency=about, respondent_post="official",
            observed=seen, addressees=(), forwarder=None, sealed=Sealed(key="k", box=b""), request_digest="",
        )  # fmt: skip
        self.ask(
            asking.OpenCase(
                case_id=C, petition_id=P, receipt_code="R", channel="post",
                kind_claimed=kind, instance="first", subject_field="land",
                received_on=START, receiving_agency=receiver, respondent_agency=about,
                respondent_post="official", observed=seen, addressees=(), forwarder=None,
                at=self.now,
            )
        )  # fmt: skip

    @property
    def now(self) -> dt.datetime:
        """Noon of today, at home."""
        return dt.datetime.combine(self.today, dt.time(5), dt.UTC)

    def ask(self, command: asking.CaseCommand) -> None:
        """Ask, and remember what came of it; what is refused changes nothing."""
        try:
            facts = self.decider.decide(command, self.state)
        except Refusal as refusal:
            assert refusal.code
            return
        self.history.extend(facts)
        self.state = self.decider.fold(self.history)
        assert not self.decider.decide(command, self.state), "a repeat changes nothing"

    def common(self, by: AgencyCode | None, back: int = 0) -> dict[str, Any]:
        """What every request says; by whom it must be, unless by somebody else."""
        dossier = getattr(self.state, "dossier", None)
        holder = dossier.holder if dossier else COMMITTEE
        on = self.today - dt.timedelta(days=back) if back else None
        return {"case_id": C, "by": by or holder, "at": self.now, "on": on}

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        """Some days go by."""
        self.today += dt.timedelta(days=days)

    @rule(by=holders, to=codes, reason=reasons, back=days_back)
    def transfer(
        self, by: AgencyCode | None, to: AgencyCode, reason: str, back: int
    ) -> None:
        """Somebody sends it on, perhaps dated back."""
        common = self.common(by, back)
        self.ask(asking.TransferPetition(**common, to_agency=to, reason=reason))

    @precondition(lambda self: isinstance(self.state, InTransfer))
    @rule(by=holders, back=days_back)
    def confirm(self, by: AgencyCode | None, back: int) -> None:
        """The receiver takes it."""
        self.ask(asking.ConfirmTransfer(**self.common(by, back)))

    @precondition(lambda self: isinstance(self.state, InTransfer))
    @rule(by=holders, ground=grounds, reason=reasons)
    def give_back(self, by: AgencyCode | None, ground: str, reason: str) -> None:
        """The receiver gives it back."""
        self.ask(asking.ReturnTransfer(**self.common(by), ground=ground, reason=reason))

    @rule(by=holders, reason=reasons)
    def dispute(self, by: AgencyCode | None, reason: str) -> None:
        """Somebody asks whose it is."""
        self.ask(asking.RequestDesignation(**self.common(by), reason=reason))

    @precondition(lambda self: isinstance(self.state, InDesignation))
    @rule(by=holders, to=codes, reason=reasons)
    def designate(self, by: AgencyCode | None, to: AgencyCode, reason: str) -> None:
        """Somebody says whose it is."""
        self.ask(asking.Designate(**self.common(by), to_agency=to, reason=reason))

    @precondition(lambda self: isinstance(self.state, AwaitingAction))
    @rule(
        what=st.sampled_from([asking.AcceptCase, asking.GuideCase, asking.AnswerCase]),
        patience=st.integers(0, 7),
    )
    def act(self, what: Any, patience: int) -> None:
        """The holder does what it should, once in a while."""
        if patience == 0:
            self.ask(what(**self.common(None)))

    @precondition(lambda self: isinstance(self.state, Accepted))
    @rule()
    def decide(self) -> None:
        """The holder decides."""
        self.ask(asking.IssueDecision(**self.common(None), outcome="right"))

    @invariant()
    def one_body_has_it(self) -> None:
        """As the case knows, as every read model reads, and as the chain says: the same one."""
        dossier = getattr(self.state, "dossier", None)
        if dossier is None:
            return
        holder = [h for h in map(holder_after, [self.lodged, *self.history]) if h][-1]
        assert holder == dossier.holder
        links = self.chain().links
        assert links[-1].agency == holder
        assert all(one.until_on == two.from_on for one, two in pairwise(links))

    @invariant()
    def holding_times_add_up_to_its_age(self) -> None:
        """No day is nobody's, none is two bodies'."""
        if not self.history:
            return
        found = self.chain()
        assert all(link.days >= 0 for link in found.links)
        end = found.ended_on if isinstance(self.state, Closed) else self.today
        assert (end - START).days == found.age == sum(link.days for link in found.links)

    @invariant()
    def it_never_comes_twice_to_the_same_hands(self) -> None:
        """Sent on twice at most, never to who had it; what is more, the superior says, once."""
        sends = [fact for fact in self.history if isinstance(fact, said.TransferSent)]
        assert len(sends) <= BOOK.custody.most_transfers
        had = [self.lodged.receiving_agency] if self.history else []
        for fact in sends:
            assert not any(LAW.same_seat(fact.to_agency, body) for body in had)
            had.append(fact.to_agency)
        made = [fact for fact in self.history if isinstance(fact, DesignationMade)]
        asked = [fact for fact in self.history if isinstance(fact, DesignationRequested)]
        assert len(made) <= len(asked) <= 1
        if made:
            after = self.history[self.history.index(made[0]) :]
            moves = (said.TransferSent, said.TransferReturned, DesignationRequested)
            assert not any(isinstance(fact, moves) for fact in after)

    @invariant()
    def replay_gives_the_same(self) -> None:
        """What is remembered is what the facts add up to."""
        assert self.state == self.decider.fold(self.history)

    def chain(self) -> Any:
        """Who held it, until today."""
        return chain([self.lodged, *self.history], self.today)


TestCustody = Custody.TestCase
TestCustody.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
