"""What routing says of guided work: what was proposed, on what, and what the officer did."""

import datetime as dt
from typing import Literal

import msgspec

from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import RuleApplied
from shared.registry import Fact, fact

InputSource = Literal["system", "officer", "not_known", "usual"]
"""
Who says it: what was recorded before; the officer; nobody, though the officer was asked; nobody,
though it could matter. Of the last two the value is what is usual, and the proposal rests on it.
"""
Did = Literal[
    "ACCEPT",
    "NOT_ACCEPT_NOTICE",
    "GUIDE",
    "GUIDE_SPLIT",
    "GUIDE_COMPLETE",
    "TRANSFER",
    "RETURN_TO_FORWARDER",
    "INFO_CHECK",
    "INFO_TRANSFER",
    "FILE",
    "ANSWER",
    "URGE",
    "RE_EXAMINE",
    "ESCALATE_JURISDICTION",
    "COORDINATE_LEAD",
    "CRIME_REFERRAL",
    "LINK_DUPLICATE",
    "OTHER",
]
"""What an officer does instead of what was proposed."""


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """Something the proposal rests on: a closed code, a day, a number. Nothing typed by hand."""

    question: str
    """As in the table of questions: `signals`, `issuer`, `got_on` …"""
    value: str
    source: InputSource


class Seated(msgspec.Struct, frozen=True, kw_only=True):
    """Who decides, in one of the places of a case."""

    slot: str
    """`first`, `second`, `decider`, `lead`, `coordinate`, `alternative`, `external`."""
    seat: str
    """A role, `role@body`, or a channel outside the province's executive."""


@fact("proposal.made", v=1)
class ProposalMade(Fact, frozen=True, kw_only=True):
    """The rules proposed what to do with a petition. Nobody has done anything yet."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    """First, second … proposal of the case: each answer that changes one makes the next."""
    made_on: dt.date
    inputs: tuple[Input, ...]
    kind: str
    """Any kind of the rule book, `mixed` or `judicial` too; see `rules/vocabulary.py`."""
    eligible: bool | None
    reason_codes: tuple[str, ...]
    actions: tuple[str, ...]
    jurisdiction: tuple[Seated, ...]
    competent: AgencyCode | None
    """The body of the head who decides; None: outside the province, or nobody was found."""
    form: str | None
    flags: tuple[str, ...]
    """`NEEDS_HUMAN` among them: a rule below `primary` took part, somebody must look."""
    rules: tuple[RuleApplied, ...]


@fact("proposal.followed", v=1)
class ProposalFollowed(Fact, frozen=True, kw_only=True):
    """The officer agrees. The act itself is recorded where it is done, and not here."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    followed_on: dt.date
    looked: bool
    """The officer said to have checked the rules below `primary`; False: there were none."""


@fact("proposal.overridden", v=1)
class ProposalOverridden(Fact, frozen=True, kw_only=True):
    """The officer holds something else to be right, and says why."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    overridden_on: dt.date
    did: Did
    reason: str
