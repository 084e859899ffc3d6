"""How is each old case to be settled? One row a plan; who must have one, the worklist says."""

import datetime as dt
from operator import attrgetter

import msgspec

from shared.contracts.routing_inquiry import BacklogPlanned
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class BacklogRow(msgspec.Struct, frozen=True):
    """The latest plan for a case."""

    petition_id: str
    planned_on: dt.date
    cause: str
    difficulties: str
    direction: str
    plan_due_on: dt.date
    leader: str


def fold(row: BacklogRow | None, heard: Told) -> BacklogRow | None:
    """Return the plan after the fact: a later one replaces it."""
    fact = heard.fact
    if not isinstance(fact, BacklogPlanned):
        return row
    return BacklogRow(
        petition_id=fact.petition_id,
        planned_on=fact.planned_on,
        cause=fact.cause,
        difficulties=fact.difficulties,
        direction=fact.direction,
        plan_due_on=fact.due_on,
        leader=fact.leader,
    )


BACKLOG: ReadModel[BacklogRow] = ReadModel(
    table="backlog",
    row=BacklogRow,
    keys={BacklogPlanned: attrgetter("petition_id")},
    fold=fold,
)
