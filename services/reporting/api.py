"""Requests for figures and for the whole story of a petition."""

import dataclasses
import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Path
from msgspec import to_builtins
from pydantic import BaseModel

from services.reporting.deps import Reporting
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.registry import wire_type
from shared.web.service import CaughtUp

router = APIRouter(prefix="/api/reporting", tags=["figures"])

PetitionPath = Annotated[
    str,
    Path(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", description="Petition id"),
]


class FactOut(BaseModel):
    """A fact in the story of a petition. Personal data stays sealed."""

    seq: int
    id: str
    service: str
    type: str
    happened_at: dt.datetime
    recorded_at: dt.datetime
    actor: str
    causation_id: str
    data: dict[str, Any]


@router.get("/dashboard", responses={401: {}, 403: {}, 503: {}})
async def show_figures(
    reporting: Reporting,
    _: Annotated[Principal, may(Act.SEE_FIGURES)],
    caught_up: CaughtUp,
) -> dict[str, Any]:
    """Return the figures of the province as of now."""
    figures = await reporting.queries.dashboard(local_date(reporting.clock.now()))
    return {**dataclasses.asdict(figures), "shown": caught_up}


class DifferenceOut(BaseModel):
    """A clock whose announced date is not what the log gives."""

    clock_id: str
    fault: str
    told_on: dt.date
    counted_on: dt.date | None


class SentinelOut(BaseModel):
    """What the second counting of due dates came to."""

    passed_at: dt.datetime | None
    """None: the log has not been read to its end since the process started."""
    open_clocks: int
    checked: int
    differences: list[DifferenceOut]


@router.get("/sentinel", responses={401: {}, 403: {}})
async def show_sentinel(
    reporting: Reporting, _: Annotated[Principal, may(Act.SEE_FIGURES)]
) -> SentinelOut:
    """Return what the independent counting of due dates found. Names clocks, no persons."""
    found = reporting.sentinel.finding
    if found is None:
        return SentinelOut(passed_at=None, open_clocks=0, checked=0, differences=[])
    return SentinelOut(
        passed_at=found.passed_at,
        open_clocks=found.open_clocks,
        checked=found.checked,
        differences=[
            DifferenceOut(
                clock_id=each.clock_id,
                fault=each.fault,
                told_on=each.told_on,
                counted_on=each.counted_on,
            )
            for each in found.differences
        ],
    )


@router.get(
    "/petitions/{petition_id}/timeline", responses={401: {}, 403: {}, 404: {}, 503: {}}
)
async def show_timeline(
    petition_id: PetitionPath,
    reporting: Reporting,
    who: Annotated[Principal, may(Act.SEE_STORY)],
    _: CaughtUp,
) -> list[FactOut]:
    """Return every fact about a petition, across services, in order."""
    view = await reporting.queries.view(who, petition_id)
    view.must(Act.SEE_STORY)
    facts = await reporting.queries.timeline(petition_id)
    return [
        FactOut(
            seq=heard.seq,
            id=heard.id,
            service=heard.service,
            type=wire_type(type(heard.fact)),
            happened_at=heard.happened_at,
            recorded_at=heard.recorded_at,
            actor=heard.actor,
            causation_id=heard.causation_id,
            data={
                name: value
                for name, value in to_builtins(heard.fact).items()
                if not name.startswith("sealed")
            },
        )
        for heard in facts
    ]
