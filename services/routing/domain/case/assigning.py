"""Makes one officer answerable for a case, or nobody: inside the body that holds it."""

from services.routing.domain.case.commands import AssignCase
from services.routing.domain.case.errors import (
    CannotBeAssigned,
    CaseIsClosed,
    NotTheHolder,
    TakenAlready,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.standing import dossier_of
from services.routing.domain.case.state import Case, Closed
from services.routing.domain.directory import Law
from shared.contracts.routing import CaseAssigned


def assign(command: AssignCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Give a case to an officer; the one who has it already is not given it again.

    A decided case is given too: the decision must still be sent and made public.

    Legal source: LTC Đ8.1, Đ61.5 (who has an interest takes no part in a denunciation).

    Raises:
        CaseUnknown, CaseIsClosed: there is nothing to give.
        NotTheHolder: another body holds it.
        CannotBeAssigned: this officer must not have it; why is not told.
        TakenAlready: who wants to take it finds it with a colleague.
    """
    dossier = dossier_of(case)
    if isinstance(case, Closed) and case.course is None:
        raise CaseIsClosed("Vụ việc đã kết thúc tại đây; không còn gì để phân công.")
    if not law.same_seat(command.by, dossier.holder):
        raise NotTheHolder("Đơn đang do cơ quan khác giữ.", field="by")
    if command.officer is not None and command.barred:
        raise CannotBeAssigned(
            "Không thể phân công vụ việc này cho cán bộ này; hãy chọn người khác.",
            field="officer",
        )
    if command.officer == dossier.officer:
        return []
    if command.left is not None and command.left != dossier.officer:
        return []
    if command.why == "taken" and dossier.officer is not None:
        raise TakenAlready(
            "Một cán bộ khác đang phụ trách; người đứng đầu đơn vị có thể phân công lại."
        )
    return [
        CaseAssigned(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            officer=command.officer,
            holder=dossier.holder,
            why=command.why,
        )
    ]
