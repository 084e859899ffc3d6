"""Takes a denunciation out of sight of the bodies that sent it on."""

from services.routing.domain.case.commands import ConfirmTransfer
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.state import Dossier
from services.routing.domain.directory import Law
from services.routing.domain.superior import watches
from shared.contracts.routing_custody import CustodySealed


def seal(command: ConfirmTransfer, dossier: Dossier, law: Law) -> list[CaseEvent]:
    """
    Return that every body which held it, and no longer does, loses sight of it.

    Whoever stands above the new holder keeps it: they answer for what becomes of it.

    Legal source: LTC Đ8.1, Đ38; rows of `custody.yaml`.
    """
    rule = law.book.custody.seal(dossier.classified.kind, command.day)
    gone = tuple(
        code
        for code in dict.fromkeys(dossier.held_by)
        if not law.same_seat(code, command.by) and not watches(law, code, command.by)
    )
    if rule is None or not gone:
        return []
    return [
        CustodySealed(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            agencies=gone,
            sealed_on=command.day,
            basis=rule.basis,
        )
    ]
