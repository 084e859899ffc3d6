"""What the case page shows and offers of a case's life besides its time: gathered here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from services.routing.deps import Collaborators
from services.routing.domain.case.signers import Signers
from services.routing.domain.case.state import Case
from services.routing.domain.execution.state import Execution
from services.routing.domain.held import held_of
from services.routing.domain.inquiry.state import Inquiry
from services.routing.projections.worklist import CaseRow
from services.routing.web.life_acts import Here, life_acts
from services.routing.web.ways import Act
from shared.auth.principal import Act as May
from shared.auth.principal import Principal
from shared.clock import local_date
from shared.contracts.bodies import BodyRow
from shared.contracts.intake import AttachmentAdded
from shared.envelope import Heard
from shared.ids import AgencyCode, CaseId
from shared.web.pages import pages_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What there is to know, and what can be done."""

    acts: list[Act]
    signers: Signers
    effective_on: dt.date | None
    inquiry: Inquiry
    execution: Execution
    order_fell: bool
    """The order that stands is of a decision that was taken back."""
    undecided: bool
    """Nobody has said what becomes of the petition: rules can still propose."""
    needs_dialogue: bool
    """Settled a second time, and nobody has talked yet (LKN Đ39)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was read for the page already."""

    row: CaseRow
    facts: Sequence[Heard]
    agencies: Sequence[BodyRow]


async def life_of(
    request: Request, routing: Collaborators, who: Principal, seen: Seen, case: Case
) -> Life:
    """Return it; each part stands on a stream of its own."""
    row, case_id = seen.row, CaseId(seen.row.case_id)
    law, held = await routing.store.law(), held_of(case)
    inquiry = await routing.store.inquiry(case_id)
    execution = await routing.store.execution(case_id)
    today, holder = local_date(routing.clock.now()), AgencyCode(row.holder)
    colleagues = await routing.desk.colleagues(holder, today)
    names = await routing.desk.names(colleagues)
    show = pages_of(request).showing(request)
    papers = [each.fact for each in seen.facts if isinstance(each.fact, AttachmentAdded)]
    here = Here(
        case=case,
        held=held,
        inquiry=inquiry,
        execution=execution,
        attention=await routing.store.attention(case_id),
        law=law,
        today=today,
        heads=who.may(May.ASSIGN, holder),
        above=who.agency if who.may(May.SETTLE, who.agency) else None,
        overdue=row.due_on < today,
        officers=[(officer, names.get(officer, officer)) for officer in colleagues],
        agencies=[(each.code, each.name) for each in seen.agencies if each.in_force(today)],
        papers=[
            (paper.attachment_id, show.t("case.paper", n=n, type=paper.media_type))
            for n, paper in enumerate(papers, start=1)
        ],
    )
    second = held.dossier.opened.instance == "second"
    complaint = held.dossier.classified.kind == "complaint"
    return Life(
        acts=list(life_acts(here)),
        signers=held.dossier.signers,
        effective_on=held.effective_on(law),
        inquiry=inquiry,
        execution=execution,
        order_fell=execution.fallen(held.ending),
        undecided=held.open and held.accepted_on is None,
        needs_dialogue=second and complaint and held.open and not inquiry.talked,
    )
