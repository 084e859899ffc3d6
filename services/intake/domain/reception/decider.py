"""
What a refusal to receive a visitor leads to.

Legal source: LTCD Đ9; NĐ 154/2026 Đ4; rows of `reception.yaml`.
"""

import datetime as dt
from collections.abc import Sequence

from services.intake.domain.petition.errors import AgencyNotInForce
from services.intake.domain.reception.commands import RefuseReception
from services.intake.domain.reception.errors import MomentImpossible, NoGroundThen
from services.intake.domain.reception.events import ReceptionRefused
from services.intake.domain.reception.state import (
    Reception,
    Refused,
    Unrecorded,
    evolve,
)
from services.intake.rules import ReceptionRule
from shared.clock import local_date
from shared.decider import Decider
from shared.legal.rules import in_force

LONGEST = dt.timedelta(days=31)
"""What is older belongs into the paper register of that month."""


def reception_decider(
    rules: Sequence[ReceptionRule],
) -> Decider[RefuseReception, Reception, ReceptionRefused]:
    """Return the decider of refusals under these rules."""

    def decide(command: RefuseReception, reception: Reception) -> list[ReceptionRefused]:
        return refuse(command, reception, rules)

    return Decider(initial=Unrecorded(), evolve=evolve, decide=decide)


def refuse(
    command: RefuseReception, reception: Reception, rules: Sequence[ReceptionRule]
) -> list[ReceptionRefused]:
    """
    Record that a visitor was not received, on a ground in force on that day.

    Raises:
        MomentImpossible: it has not happened, or lies more than a month back.
        AgencyNotInForce: the body was not there on that day.
        NoGroundThen: the law of that day had no such ground.
    """
    if isinstance(reception, Refused):
        return []
    if not command.at - LONGEST <= command.refused_at <= command.at:
        raise MomentImpossible(
            "Thời điểm từ chối phải trong 31 ngày qua và không ở tương lai.",
            field="refused_at",
        )
    day = local_date(command.refused_at)
    if not command.there:
        raise AgencyNotInForce(
            f"Cơ quan này không hoạt động vào ngày {day:%d/%m/%Y}.",
            field="agency",
            values={"day": day},
        )
    rows = in_force(tuple(rules), day)
    row = next((row for row in rows if row.ground == command.ground), None)
    if row is None:
        raise NoGroundThen(
            "Pháp luật của ngày đó không có căn cứ từ chối này; phải tiếp công dân.",
            field="ground",
        )
    return [
        ReceptionRefused(
            reception_id=command.reception_id,
            agency=command.agency,
            ground=command.ground,
            refused_at=command.refused_at,
            form=row.form,
            basis=row.basis,
        )
    ]
