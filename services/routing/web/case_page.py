"""The page of one case: what is known, what happened, what to do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.routing.api.linking import forwarders_of, matter_of
from services.routing.deps import Collaborators
from services.routing.domain.held import held_of
from services.routing.projections.worklist import CaseRow
from services.routing.web.clocks import clocks
from services.routing.web.custody import custody
from services.routing.web.custody_acts import custody_acts
from services.routing.web.guided_acts import Followed, followed, with_followed
from services.routing.web.life_page import Seen, life_of
from services.routing.web.list_page import givable
from services.routing.web.presence import here
from services.routing.web.story import officers_in, story
from services.routing.web.time_acts import time_acts
from services.routing.web.ways import acts_on, grounds_of_refusal
from shared.auth.asking import signed_principal_of
from shared.auth.principal import Act, Principal
from shared.clock import local_date
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
    agencies = await routing.queries.agencies(show.today)
    persons = await routing.desk.names(officers_in(facts))
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
        "here": await here(routing, who, row),
        **await _matter(row, routing, who),
        **_told(facts, show, name_of),
        **custody(facts, show, name_of, local_date(routing.clock.now())),
        **await givable(routing, who, AgencyCode(row.holder)),
        **await _open_to(
            request, routing, who, Seen(row=row, facts=facts, agencies=agencies)
        ),
    }
    return pages.page(request, "case.html", values, status=said.status, headers=NOT_KEPT)


async def _matter(row: CaseRow, routing: Collaborators, who: Principal) -> dict[str, Any]:
    """Return what is the same matter, and who sent any of it on to us and is to be answered."""
    matter = await matter_of(row.petition_id, routing, who)
    return {"matter": matter, "forwarders": forwarders_of(row, matter)}


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
    request: Request, routing: Collaborators, who: Principal, seen: Seen
) -> dict[str, Any]:
    case_id, holder = CaseId(seen.row.case_id), AgencyCode(seen.row.holder)
    if not who.may(Act.SETTLE, holder):
        return {
            "acts": [], "grounds": [], "token": "", "life": None, "guided": None,
            "guides": False,
        }  # fmt: skip
    case = await routing.store.case(case_id)
    book, today = request.app.state.rules, local_date(routing.clock.now())
    heads = who.may(Act.ASSIGN, holder)
    acts = [
        *time_acts(case, book, today=today, heads=heads),
        *custody_acts(case, book, today=today, heads=heads),
        *acts_on(case, book, today),
    ]
    life = await life_of(request, routing, who, seen, case)
    if any(act.proposed for act in life.acts):
        # One main act: what is new is not the usual one.
        acts = [replace(act, proposed=False) for act in acts]
    acts += life.acts
    guiding = await routing.store.guiding(case_id)
    agreed: Followed | None = followed(guiding, held_of(case))
    if agreed is not None:
        acts = with_followed(acts, agreed)
    return {
        "life": life,
        "guided": agreed,
        "guides": life.undecided,
        "acts": sorted(acts, key=lambda act: not act.proposed),
        "today": today.isoformat(),
        "grounds": grounds_of_refusal(case, book, today),
        "token": new_token(),
    }
