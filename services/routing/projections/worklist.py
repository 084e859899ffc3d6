"""What is there to do, who holds it, and by when? One row a case."""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter

import msgspec

from shared.auth.sight import sealed_after, shunned_by
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import (
    CaseAssigned,
    CaseClassified,
    CaseOpened,
    DecisionIssued,
    JurisdictionDecided,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_custody import (
    CustodySealed,
    DesignationMade,
    DesignationRequested,
)
from shared.contracts.routing_inquiry import CasePlaced
from shared.contracts.routing_settlement import (
    CrimeReferred,
    DecisionRevoked,
    SignersRegistered,
)
from shared.contracts.states import MOVING, holder_after, is_open, state_after
from shared.contracts.ticking import TICKING
from shared.envelope import Told
from shared.legal.running import next_due, still_since
from shared.log.readmodel import ReadModel, Tally
from shared.registry import Fact


class CaseRow(msgspec.Struct, frozen=True):
    """A case as officers see it in their list."""

    petition_id: str
    case_id: str
    """Empty until routing has opened the case."""
    receipt_code: str
    kind: str
    instance: str
    subject_field: str
    channel: str
    received_on: dt.date
    opened_at: dt.datetime
    state: str
    """See `shared.contracts.states`."""
    open: bool
    holder: str
    competent: str | None
    decider_role: str
    proposed_action: str
    form: str | None
    eligible: bool
    reason_codes: str
    """Separated by blanks."""
    confidential: bool
    """The sender's name is shown to nobody (denunciations)."""
    running: str
    """See `shared.legal.running`; what stands still is written there too."""
    due_rule: str
    due_on: dt.date
    """Of the running clock that ends first; `NEVER` while none runs: paused ones come last."""
    moved_at: dt.datetime
    officer: str
    """Who is answerable for it in the body that holds it; empty: nobody yet."""
    shunned: str
    """See `shared.auth.sight.Matter`."""
    sealed: str = ""
    signers: int = 1
    above: bool = False
    """Sent by a body or person above: see `FROM_ABOVE`."""
    place: int = 0
    """-1 where a head put it ahead of all others, 1 behind."""
    forwarder: str = ""
    """What kind of body or person sent it on to us; empty: none did, or none was recorded."""
    decided_on: dt.date | None = None
    """When the decision that stands was signed; None: none does."""

    @property
    def still_since(self) -> dt.date | None:
        """Since when its time stands still; None: it does not."""
        return still_since(self.running)


replace = msgspec.structs.replace
FROM_ABOVE = frozenset(
    {"party_state_leader", "na_deputy", "council_deputy", "superior_body"}
)
"""Whose letters come from above; a test holds it against `priorities` of `ending.yaml`."""
_PLACES = {"ahead": -1, "none": 0, "behind": 1}
_HANDED_ON = (TransferSent, TransferReturned, DesignationRequested, DesignationMade)
"""Another body has it now: nobody there is answerable yet."""


def fold(row: CaseRow | None, heard: Told) -> CaseRow | None:
    """
    Return the case after the fact; a fact of an unknown petition changes nothing.

    The row begins with the petition, not with its case: a clock may start before routing
    has opened the case, and only the petition is surely before both.
    """
    fact = heard.fact
    if row is None:
        return _lodged(fact, heard) if isinstance(fact, PetitionLodged) else None
    step = _STEPS.get(type(fact))
    return _moved(row, heard) if step is None else step(row, heard)


def _moved(row: CaseRow, heard: Told) -> CaseRow:
    fact = heard.fact
    state = state_after(fact) or row.state
    return replace(
        row,
        case_id=fact.case_id if isinstance(fact, CaseOpened) else row.case_id,
        state=state,
        open=is_open(state),
        holder=holder_after(fact) or row.holder,
        officer="" if isinstance(fact, _HANDED_ON) else row.officer,
        proposed_action="",  # whatever happened, it was done: the proposal is spent
        moved_at=heard.recorded_at,
    )


def _classified(row: CaseRow, heard: Told) -> CaseRow:
    fact: CaseClassified = heard.fact  # type: ignore[assignment]  # by _STEPS
    return replace(
        row,
        kind=fact.kind,
        eligible=fact.eligible,
        reason_codes=" ".join(fact.reason_codes),
        confidential=fact.kind.startswith("denunciation"),
        moved_at=heard.recorded_at,
    )


def _judged(row: CaseRow, heard: Told) -> CaseRow:
    fact: JurisdictionDecided = heard.fact  # type: ignore[assignment]  # by _STEPS
    return replace(
        row,
        state=state_after(fact),
        holder=fact.holder,
        competent=fact.competent_agency,
        decider_role=fact.decider_role,
        proposed_action=fact.proposed_action,
        form=fact.form,
        moved_at=heard.recorded_at,
    )


def _sealed(row: CaseRow, heard: Told) -> CaseRow:
    return replace(row, sealed=sealed_after(row.sealed, heard.fact))


def _assigned(row: CaseRow, heard: Told) -> CaseRow:
    fact: CaseAssigned = heard.fact  # type: ignore[assignment]  # by _STEPS
    return replace(row, officer=fact.officer or "")


def _signed(row: CaseRow, heard: Told) -> CaseRow:
    fact: SignersRegistered = heard.fact  # type: ignore[assignment]  # by _STEPS
    return replace(row, signers=fact.count)


def _placed(row: CaseRow, heard: Told) -> CaseRow:
    fact: CasePlaced = heard.fact  # type: ignore[assignment]  # by _STEPS
    return replace(row, place=_PLACES[fact.place])


def _decided(row: CaseRow, heard: Told) -> CaseRow:
    fact: DecisionIssued = heard.fact  # type: ignore[assignment]  # by _STEPS
    stands = fact.outcome != "withdrawn"
    return replace(_moved(row, heard), decided_on=fact.issued_on if stands else None)


def _revoked(row: CaseRow, _: Told) -> CaseRow:
    return replace(row, decided_on=None)


def _referred(row: CaseRow, heard: Told) -> CaseRow:
    fact: CrimeReferred = heard.fact  # type: ignore[assignment]  # by _STEPS
    return _moved(row, heard) if fact.ends else row


def _ticked(tick: Callable[[str, Fact], str]) -> Callable[[CaseRow, Told], CaseRow]:
    """Return the step of a fact that changes a clock so; made once, not looked up each time."""

    def step(row: CaseRow, heard: Told) -> CaseRow:
        running = tick(row.running, heard.fact)
        if running == row.running:
            return row
        rule, due_on = next_due(running)
        return replace(row, running=running, due_rule=rule, due_on=due_on)

    return step


_STEPS: dict[type[Fact], Callable[[CaseRow, Told], CaseRow]] = {
    CaseClassified: _classified,
    JurisdictionDecided: _judged,
    CaseAssigned: _assigned,
    CustodySealed: _sealed,
    SignersRegistered: _signed,
    CasePlaced: _placed,
    CrimeReferred: _referred,
    DecisionIssued: _decided,
    DecisionRevoked: _revoked,
    **{kind: _ticked(tick) for kind, tick in TICKING.items()},
}
"""What changes more than state and holder. A table, because it is looked at for every fact."""


def _lodged(fact: PetitionLodged, heard: Told) -> CaseRow:
    return CaseRow(
        petition_id=fact.petition_id,
        case_id="",
        receipt_code=fact.receipt_code,
        kind=fact.kind_claimed,
        instance=fact.instance,
        subject_field=fact.subject_field,
        channel=fact.channel,
        received_on=fact.received_on,
        opened_at=heard.recorded_at,
        state="received",
        open=True,
        holder=fact.receiving_agency,
        competent=None,
        decider_role="",
        proposed_action="",
        form=None,
        eligible=False,
        reason_codes="",
        confidential=True,
        running="",
        due_rule="",
        due_on=next_due("")[1],
        moved_at=heard.recorded_at,
        officer="",
        shunned=shunned_by(fact),
        above=fact.forwarder in FROM_ABOVE,
        forwarder=fact.forwarder or "",
    )


_ASKED = "holder, kind, subject_field, state, officer, shunned, sealed"
"""What lists are filtered by: where an index has it, no row is read to be left out."""
_RANKED = "place, received_on, signers, above, due_on, petition_id"
WORKLIST: ReadModel[CaseRow] = ReadModel(
    table="worklist",
    row=CaseRow,
    keys=dict.fromkeys(
        (
            *(*MOVING, *TICKING),
            *(CaseAssigned, SignersRegistered, CasePlaced, DecisionRevoked),
        ),
        attrgetter("petition_id"),
    ),
    fold=fold,
    indexes=(
        f"(open, due_on, petition_id) include ({_ASKED})",
        "holder, open, due_on, petition_id",
        "officer, open, due_on, petition_id",
        f"({_RANKED}) include ({_ASKED}, opened_at, moved_at) where open",
        "(state, kind, subject_field) where not open",
        "(shunned) where shunned > ''",
        "using gin (string_to_array(sealed, ' ')) where sealed > ''",
    ),
    tallies=(
        Tally(
            table="worklist_count",
            columns=(
                *(("holder", str), ("open", bool), ("state", str)),
                *(("kind", str), ("subject_field", str)),
            ),
            bucket=lambda row: (
                *(row.holder, row.open, row.state),
                *(row.kind, row.subject_field),
            ),
        ),
    ),
)
