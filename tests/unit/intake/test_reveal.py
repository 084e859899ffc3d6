"""What intake decides about reveals: the decision table, and what no history may lead to."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.identity.commands import (
    ApproveReveal,
    AskReveal,
    EndReveal,
    RefuseReveal,
    RevealCommand,
    ViewIdentity,
)
from services.intake.domain.identity.decider import REVEAL
from services.intake.domain.identity.errors import (
    AlreadyApproved,
    EndUnfit,
    NoSuchReveal,
    NotAwaited,
    NotOpen,
    NotSealed,
    NotYours,
    OwnRequest,
    RevealExpired,
    RevealOver,
    ScopeEmpty,
)
from services.intake.domain.identity.state import Asked
from shared.contracts.intake import (
    IdentityViewed,
    RevealApproved,
    RevealAsked,
    RevealEnded,
    RevealRefused,
)
from shared.errors import Refusal
from shared.ids import AgencyCode, OfficerId, PetitionId
from shared.personal import Sealed
from shared.testing.spec import Case

MON = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
END = MON + dt.timedelta(days=7)
ID, PETITION = "r1", PetitionId("p1")
ANH, CHI, DUC = OfficerId("anh"), OfficerId("chi"), OfficerId("duc")
SEALED = Sealed(key=PETITION, box=b"x")

ask = AskReveal(
    reveal_id=ID, petition_id=PETITION, officer=ANH, agency=AgencyCode("TN-TTT"),
    denunciation=True, reason_code="VERIFY", sealed_reason=SEALED, scope=("name",),
    until=END, longest=dt.timedelta(days=30), approvals_needed=2, at=MON,
)  # fmt: skip
asked = RevealAsked(
    reveal_id=ID, petition_id=PETITION, officer=ANH, agency=AgencyCode("TN-TTT"),
    reason_code="VERIFY", sealed_reason=SEALED, scope=("name",), until=END,
    approvals_needed=2,
)  # fmt: skip
alone = replace(ask, approvals_needed=0)
chi = ApproveReveal(reveal_id=ID, custodian=CHI, at=MON)
duc = replace(chi, custodian=DUC)
no = RefuseReveal(reveal_id=ID, custodian=DUC, at=MON)
look = ViewIdentity(reveal_id=ID, officer=ANH, at=MON)
close = EndReveal(reveal_id=ID, officer=ANH, guards=False, at=MON)
by_chi = RevealApproved(reveal_id=ID, petition_id=PETITION, custodian=CHI, opens=False)
by_duc = RevealApproved(reveal_id=ID, petition_id=PETITION, custodian=DUC, opens=True)
refused = RevealRefused(reveal_id=ID, petition_id=PETITION, custodian=DUC)
ended = RevealEnded(reveal_id=ID, petition_id=PETITION, officer=ANH)
viewed = IdentityViewed(reveal_id=ID, petition_id=PETITION, officer=ANH, scope=("name",))
OPEN = [asked, by_chi, by_duc]

# fmt: off
CASES = [
    Case("an officer asks",                               [],                ask,                                          [asked]),
    Case("the same request twice is one",                 [asked],           ask,                                          []),
    Case("the sender of a complaint is not sealed",       [],                replace(ask, denunciation=False),             NotSealed),
    Case("nothing to be shown",                           [],                replace(ask, scope=()),                       ScopeEmpty),
    Case("an end that has been",                          [],                replace(ask, until=MON),                      EndUnfit),
    Case("the longest time",                              [],                replace(ask, until=MON + dt.timedelta(30)),   None),
    Case("longer than the setting allows",                [],                replace(ask, until=MON + dt.timedelta(31)),   EndUnfit),
    Case("the first of two custodians agrees",            [asked],           chi,                                          [by_chi]),
    Case("with the second it opens",                      [asked, by_chi],   duc,                                          [by_duc]),
    Case("the same custodian does not count twice",       [asked, by_chi],   chi,                                          AlreadyApproved),
    Case("a third is not needed",                         OPEN,              replace(chi, custodian=OfficerId("em")),      NotAwaited),
    Case("who asks does not agree",                       [asked],           replace(chi, custodian=ANH),                  OwnRequest),
    Case("nor refuses",                                   [asked],           replace(no, custodian=ANH),                   OwnRequest),
    Case("too late to agree",                             [asked],           replace(chi, at=END),                         RevealExpired),
    Case("one custodian refuses",                         [asked, by_chi],   no,                                           [refused]),
    Case("who agreed may think again",                    OPEN,              no,                                           [refused]),
    Case("what is refused cannot be agreed to",           [asked, refused],  chi,                                          RevealOver),
    Case("nobody agreed yet",                             [asked],           look,                                         NotOpen),
    Case("one of two agreed",                             [asked, by_chi],   look,                                         NotOpen),
    Case("two agreed",                                    OPEN,              look,                                         [viewed]),
    Case("each look is a fact",                           [*OPEN, viewed],   look,                                         [viewed]),
    Case("in its last moment",                            OPEN,              replace(look, at=END - dt.timedelta(seconds=1)), [viewed]),
    Case("its time is over",                              OPEN,              replace(look, at=END),                        RevealExpired),
    Case("a custodian who agreed does not look",          OPEN,              replace(look, officer=CHI),                   NotYours),
    Case("refused after it was open",                     [*OPEN, refused],  look,                                         RevealOver),
    Case("closed before its end",                         OPEN,              close,                                        [ended]),
    Case("closing twice changes nothing",                 [*OPEN, ended],    close,                                        []),
    Case("what is closed shows nothing",                  [*OPEN, ended],    look,                                         RevealOver),
    Case("another officer does not close it",             OPEN,              replace(close, officer=DUC),                  NotYours),
    Case("a custodian or the inspectorate does",          OPEN,              replace(close, officer=DUC, guards=True),     None),
    Case("nobody asked: agree",                           [],                chi,                                          NoSuchReveal),
    Case("nobody asked: look",                            [],                look,                                         NoSuchReveal),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_reveals_are_decided(case: Case) -> None:
    """As the row says; None: something is recorded."""
    state = REVEAL.fold(case.given)
    if isinstance(case.then, type):
        with pytest.raises(case.then):
            REVEAL.decide(case.when, state)
        return
    facts = REVEAL.decide(case.when, state)
    assert facts if case.then is None else facts == case.then


def test_where_no_consent_is_needed_it_is_open_and_recorded() -> None:
    """The setting 0: one fact that somebody asked, one for each look."""
    facts = REVEAL.decide(alone, REVEAL.initial)
    assert [viewed] == REVEAL.decide(look, REVEAL.fold(facts))


OFFICERS = st.sampled_from([ANH, CHI, DUC, OfficerId("em")])
MOMENTS = st.sampled_from(
    [MON, MON + dt.timedelta(days=3), END, END + dt.timedelta(days=1)]
)
COMMANDS = st.one_of(
    st.builds(lambda n: replace(ask, approvals_needed=n), st.integers(0, 2)),
    st.builds(lambda who, at: ApproveReveal(reveal_id=ID, custodian=who, at=at), OFFICERS, MOMENTS),
    st.builds(lambda who, at: RefuseReveal(reveal_id=ID, custodian=who, at=at), OFFICERS, MOMENTS),
    st.builds(lambda who, at: ViewIdentity(reveal_id=ID, officer=who, at=at), OFFICERS, MOMENTS),
    st.builds(
        lambda who, at, guards: EndReveal(reveal_id=ID, officer=who, guards=guards, at=at),
        OFFICERS, MOMENTS, st.booleans(),
    ),
)  # fmt: skip


@given(st.lists(COMMANDS, max_size=14))
def test_nothing_is_shown_before_enough_others_agreed(
    commands: list[RevealCommand],
) -> None:
    """Whatever is asked in whatever order: distinct custodians, none the asker, in time."""
    state, agreed, over, needed = REVEAL.initial, set(), False, None
    for command in commands:
        try:
            facts = REVEAL.decide(command, state)
        except Refusal:
            continue
        for fact in facts:
            match fact:
                case RevealAsked():
                    needed = fact.approvals_needed
                case RevealApproved():
                    assert fact.custodian != ANH
                    assert fact.opens == (len(agreed) + 1 >= needed)
                    agreed.add(fact.custodian)
                case RevealRefused() | RevealEnded():
                    over = True
                case IdentityViewed():
                    assert len(agreed) >= needed
                    assert not over
                    assert fact.officer == ANH
                    assert command.at < END
            state = REVEAL.evolve(state, fact)
    assert not isinstance(state, Asked) or state.approved_by == agreed
