"""The page of one case: what is known, what happened, what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.routing.deps import Collaborators
from services.routing.projections.worklist import CaseRow
from services.routing.web.clocks import clocks
from services.routing.web.list_page import givable
from services.routing.web.story import story
from services.routing.web.time_acts import time_acts
from services.routing.web.ways import acts_on, grounds_of_refusal
from shared.auth.asking import signed_principal_of
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.contracts.routing import CaseAssigned
from shared.envelope import Heard
from shared.errors import Refusal
from shared.ids import AgencyCode, CaseId
from shared.legal.citation import Citation
from shared.web.pages import NOT_KEPT, new_token, pages_of
from shared.web.showing import Showing

SEALING = Citation("LTC", "Đ56")
"""Why a denouncer's name is not shown; intake refuses to open it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the page says about the act just asked for."""

    done: str = ""
    late: bool = False
    """It is recorded, but the page cannot show it yet."""
    refusal: Refusal | None = None
    wrong: bool = False
    raced: bool = False
    status: int = 200


async def case_page(
    request: Request, routing: Collaborators, who: Principal, row: CaseRow, said: Said
) -> HTMLResponse:
    """Return the page of a case. It may name the sender: no cache keeps it."""
    pages = pages_of(request)
    show = pages.showing(request)
    facts = await routing.queries.timeline(row.petition_id)
    agencies = await routing.queries.agencies()
    persons = await routing.desk.names(
        heard.fact.officer
        for heard in facts
        if isinstance(heard.fact, CaseAssigned) and heard.fact.officer
    )
    names = {agency.code: agency.name for agency in agencies} | persons

    def name_of(code: str | None) -> str:
        return names.get(code, code) if code else show.t("case.outside")

    values = {
        "row": row,
        "said": said,
        "agencies": agencies,
        "name_of": name_of,
        "persons": persons,
        "content": await routing.unsealing.content(
            row.petition_id, signed_principal_of(request)
        ),
        "sealing": SEALING,
        "asks_reveal": who.may(Act.ASK_REVEAL, AgencyCode(row.holder)),
        "reasons": ", ".join(
            show.word("reason", code) for code in row.reason_codes.split()
        ),
        **_told(facts, show, name_of),
        **await givable(routing, who, AgencyCode(row.holder)),
        **await _open_to(request, routing, row, who),
    }
    return pages.page(request, "case.html", values, status=said.status, headers=NOT_KEPT)


def _told(
    facts: list[Heard], show: Showing, name_of: Callable[[str | None], str]
) -> dict[str, Any]:
    lines = story(facts, show, name_of)
    return {
        "clocks": clocks(facts, show),
        "story": [line for line in lines if not line.system],
        "system": [line for line in lines if line.system],
    }


async def _open_to(
    request: Request, routing: Collaborators, row: CaseRow, who: Principal
) -> dict[str, Any]:
    holder = AgencyCode(row.holder)
    if not who.may(Act.SETTLE, holder):
        return {"acts": [], "grounds": [], "token": "", "reads_only": True}
    case = await routing.store.case(CaseId(row.case_id))
    book, today = request.app.state.rules, local_date(routing.clock.now())
    heads = who.may(Act.ASSIGN, holder)
    acts = [*time_acts(case, book, today=today, heads=heads), *acts_on(case, book)]
    return {
        "acts": sorted(acts, key=lambda act: not act.proposed),
        "today": today.isoformat(),
        "grounds": grounds_of_refusal(case, book),
        "token": new_token(),
        "reads_only": False,
    }
