"""What is there to do, who holds it, and by when? One row a case."""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter

import msgspec

from shared.auth.sight import shunned_by
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import (
    CaseAssigned,
    CaseClassified,
    CaseOpened,
    JurisdictionDecided,
    TransferReturned,
    TransferSent,
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

    @property
    def still_since(self) -> dt.date | None:
        """Since when its time stands still; None: it does not."""
        return still_since(self.running)


replace = msgspec.structs.replace
_HANDED_ON = (TransferSent, TransferReturned)
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


def _assigned(row: CaseRow, heard: Told) -> CaseRow:
    fact: CaseAssigned = heard.fact  # type: ignore[assignment]  # by _STEPS
    return replace(row, officer=fact.officer or "")


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
    )


WORKLIST: ReadModel[CaseRow] = ReadModel(
    table="worklist",
    row=CaseRow,
    keys=dict.fromkeys((*MOVING, CaseAssigned, *TICKING), attrgetter("petition_id")),
    fold=fold,
    indexes=(
        "open, due_on, petition_id",
        "holder, open, due_on, petition_id",
        "officer, open, due_on, petition_id",
    ),
    tallies=(
        Tally(
            table="worklist_count",
            columns=(("holder", str), ("open", bool), ("state", str)),
            bucket=lambda row: (row.holder, row.open, row.state),
        ),
    ),
)
