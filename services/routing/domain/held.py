"""What work beside a case must know of it, read just before: who has it, how far it came."""

import datetime as dt
from dataclasses import dataclass

from services.routing.domain.case.errors import CaseNotAccepted, DayImpossible, NotTheHolder
from services.routing.domain.case.request import Request
from services.routing.domain.case.reviewing import effect_of
from services.routing.domain.case.standing import dossier_of, settlement_law
from services.routing.domain.case.state import Accepted, Case, Closed, Dossier
from services.routing.domain.directory import Law
from services.routing.domain.superior import is_above
from shared.clock import local_date
from shared.contracts.routing import DecisionIssued


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A case as another stream of the same matter sees it."""

    dossier: Dossier
    open: bool
    accepted_on: dt.date | None
    ending: DecisionIssued | None
    """The decision that stands; None: none does."""
    appealed: bool

    def effective_on(self, law: Law) -> dt.date | None:
        """Return from when the decision binds; None: none does, or a second complaint runs."""
        if self.ending is None or self.appealed:
            return None
        return effect_of(law, self.dossier, self.ending)


def held_of(case: Case) -> Held:
    """
    Return what there is to know.

    Raises:
        CaseUnknown: nothing opened it.
    """
    dossier = dossier_of(case)
    course = case.course if isinstance(case, Accepted | Closed) else None
    ending = case.ending if isinstance(case, Closed) else None
    stands = isinstance(ending, DecisionIssued) and ending.outcome != "withdrawn"
    decision = ending if stands and not dossier.aftermath.fallen else None
    return Held(
        dossier=dossier,
        open=not isinstance(case, Closed),
        accepted_on=course.accepted_on if course else None,
        ending=decision if isinstance(decision, DecisionIssued) else None,
        appealed=dossier.aftermath.appealed_on is not None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside(Request):
    """A request about work beside a case; whoever carries it out reads the case first."""

    held: Held | None = None


def known(request: Beside) -> Held:
    """
    Return the case as it was read.

    Raises:
        RuntimeError: nobody read it, a fault of ours.
    """
    if request.held is None:
        raise RuntimeError("the case was not read before the command was decided")
    return request.held


def by_holder(request: Beside, law: Law) -> Held:
    """
    Return the case on which its holder acts, on a day that can be.

    Raises:
        NotTheHolder, DayImpossible: another body; a day in the future or before it came.
    """
    held = known(request)
    if not law.same_seat(request.by, held.dossier.holder):
        raise NotTheHolder("Đơn đang do cơ quan khác giữ.", field="by")
    in_time(request, held.dossier.opened.received_on)
    return held


def accepted(request: Beside, law: Law) -> tuple[Held, dt.date]:
    """
    Return the case that its holder settles, and since when.

    Raises:
        CaseNotAccepted, NotTheHolder, DayImpossible: nobody accepted it, or not so.
    """
    held = by_holder(request, law)
    if held.accepted_on is None:
        raise CaseNotAccepted(
            "Vụ việc chưa được thụ lý.", basis=settlement_law(held.dossier)
        )
    in_time(request, held.accepted_on)
    return held, held.accepted_on


def in_time(request: Request, first: dt.date) -> None:
    """
    Do nothing if the legal date lies from a day on until today.

    Raises:
        DayImpossible: it does not.
    """
    if not first <= request.day <= local_date(request.at):
        raise DayImpossible(
            f"Ngày thực hiện phải từ ngày {first:%d/%m/%Y} đến hôm nay.", field="on"
        )


def superior_to(request: Beside, law: Law) -> Held | None:
    """Return the case if the body above its holder asks; None: another body does."""
    held = known(request)
    return held if is_above(law, request.by, held.dossier.holder) else None
