"""
Decides which bodies there are, from when to when, and who takes over from whom.

All of them are one aggregate: that no body stands under itself, or under one that is gone, is
a rule about the whole, and holds only if two people cannot change two bodies at once.
"""

from collections.abc import Mapping, Sequence
from typing import Final, assert_never

from services.routing.domain.agency.changing import (
    abolish,
    appoint_head,
    establish,
    head_leaves,
    move,
    rename,
)
from services.routing.domain.agency.commands import (
    AbolishAgency,
    AgencyCommand,
    AppointHead,
    EstablishAgency,
    HeadLeaves,
    ImportBodies,
    MoveAgency,
    RenameAgency,
)
from services.routing.domain.agency.consistency import Trouble, TroubleCode, new_troubles
from services.routing.domain.agency.errors import (
    DatesOutOfOrder,
    DirectoryMovedOn,
    HasChildren,
    ParentNotInForce,
    ParentsCircle,
    ParentUnknown,
    SuccessorNotInForce,
    SuccessorUnfit,
)
from services.routing.domain.agency.events import AgencyEvent
from services.routing.domain.agency.faults import BodiesUnfit
from services.routing.domain.agency.planning import plan
from services.routing.domain.agency.state import Register, evolve, grown
from shared.decider import Decider
from shared.errors import Refusal

_REFUSALS: Final[Mapping[TroubleCode, tuple[type[Refusal], str, str]]] = {
    "end_before_start": (
        DatesOutOfOrder,
        "Ngày cuối hoạt động trước ngày bắt đầu hoặc trước lần thay đổi gần nhất.",
        "last_on",
    ),
    "parent_unknown": (
        ParentUnknown,
        "Danh mục không có cơ quan cấp trên {other}; thêm cơ quan đó trước.",
        "parent",
    ),
    "parent_not_in_force": (
        ParentNotInForce,
        "Cơ quan cấp trên {other} không hoạt động vào ngày này; chọn cơ quan khác.",
        "parent",
    ),
    "circle": (
        ParentsCircle,
        "Cơ quan sẽ nằm dưới chính nó, qua {other}; chọn cấp trên khác.",
        "parent",
    ),
    "successor_unknown": (
        SuccessorUnfit,
        "Danh mục không có cơ quan kế thừa {other}; thêm cơ quan đó trước.",
        "successors",
    ),
    "successor_self": (SuccessorUnfit, "Cơ quan không kế thừa chính nó.", "successors"),
    "successor_twice": (
        SuccessorUnfit,
        "Cơ quan kế thừa {other} ghi hai lần.",
        "successors",
    ),
    "successor_not_in_force": (
        SuccessorNotInForce,
        "Cơ quan kế thừa {other} không hoạt động vào ngày tiếp nhận; chọn cơ quan khác.",
        "successors",
    ),
}


def decide(command: AgencyCommand, register: Register) -> Sequence[AgencyEvent]:
    """
    Return the facts to which a command leads.

    Raises:
        Refusal: it does not fit what is known; see `changing` and `planning`.
    """
    if isinstance(command, ImportBodies):
        return _import(command, register)
    facts = _change(command, register)
    for trouble in new_troubles(register, grown(register, facts)):
        raise _refusal(trouble)
    return facts


def _import(command: ImportBodies, register: Register) -> Sequence[AgencyEvent]:
    """
    Take a file as it was looked at, whole; what is known already is not said again.

    Raises:
        BodiesUnfit: with every line that cannot be taken.
        DirectoryMovedOn: it would not do what was shown.
    """
    found = plan(command.rows, register)
    if found.faults:
        raise BodiesUnfit(found.faults)
    if found.facts and found.fingerprint != command.fingerprint:
        raise DirectoryMovedOn(
            "Danh mục đã thay đổi từ lúc xem trước; xin xem trước lại rồi xác nhận.",
            field="fingerprint",
        )
    return found.facts


def _change(
    command: EstablishAgency
    | RenameAgency
    | MoveAgency
    | AbolishAgency
    | AppointHead
    | HeadLeaves,
    register: Register,
) -> list[AgencyEvent]:
    match command:
        case EstablishAgency():
            return establish(command, register)
        case RenameAgency():
            return rename(command, register)
        case MoveAgency():
            return move(command, register)
        case AbolishAgency():
            return abolish(command, register)
        case AppointHead():
            return appoint_head(command, register)
        case HeadLeaves():
            return head_leaves(command, register)
        case _:
            assert_never(command)


def _refusal(trouble: Trouble) -> Refusal:
    if trouble.code == "outlives_parent":
        return HasChildren(
            f"{trouble.agency} vẫn trực thuộc {trouble.other} sau ngày đó; "
            "kết thúc hoặc chuyển cơ quan trực thuộc trước.",
            field="last_on",
        )
    kind, sentence, field = _REFUSALS[trouble.code]
    return kind(sentence.format(other=trouble.other), field=field)


AGENCY: Decider[AgencyCommand, Register, AgencyEvent] = Decider(
    initial=Register(), evolve=evolve, decide=decide
)
