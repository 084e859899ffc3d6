"""Directs execution, and lets an order fall with its decision."""

import datetime as dt

from services.routing.domain.case.ending_errors import NoDecision, NotInForce
from services.routing.domain.case.reviewing import row_of
from services.routing.domain.case.standing import reason_of
from services.routing.domain.directory import Law
from services.routing.domain.execution.commands import (
    CancelExecution,
    Demanded,
    OrderExecution,
)
from services.routing.domain.execution.errors import (
    DecisionStands,
    ItemWrong,
    NothingOrdered,
    OrderedAlready,
)
from services.routing.domain.execution.events import ExecutionEvent
from services.routing.domain.execution.measures import COUNTED, RECOVERED
from services.routing.domain.execution.state import Execution, Order
from services.routing.domain.held import Held, by_holder
from shared.contracts.routing import DecisionIssued
from shared.contracts.routing_inquiry import (
    ExecutionCancelled,
    ExecutionCompleted,
    ExecutionItemOrdered,
    ExecutionOrdered,
)

MOST_ITEMS = 200


def order(command: OrderExecution, execution: Execution, law: Law) -> list[ExecutionEvent]:
    """
    Direct who carries out what of a decision that binds; its items follow in the same breath.

    Legal source: ND124 Đ31.1; LTC Đ36.1.

    Raises:
        NoDecision, NotInForce: nothing stands, or not yet.
        OrderedAlready: the decision has another order.
        ItemWrong, ReasonMissing: an item cannot be; nothing to do, and no word why.
        AgencyUnknown, AgencyNotInForce: whoever is to carry it out is not there.
        Refusal: as `by_holder`.
    """
    held = by_holder(command, law)
    ending = standing(held)
    current = execution.current
    if current is not None and not execution.fallen(ending):
        if _is_same(command, current):
            return []
        raise OrderedAlready("Quyết định này đã có văn bản chỉ đạo thi hành.")
    effective_on = held.effective_on(law)
    if effective_on is None or command.day < effective_on:
        when = f"từ ngày {effective_on:%d/%m/%Y}" if effective_on else "khi hết khiếu nại"
        raise NotInForce(f"Quyết định chỉ được thi hành {when}.", field="on")
    for number, item in enumerate(command.items):
        _check(item, number, command, law)
    if len(command.items) > MOST_ITEMS:
        raise ItemWrong(f"Nhiều nhất {MOST_ITEMS} nội dung thi hành.", field="items")
    reason = "" if command.items else reason_of(command.reason)
    said: list[ExecutionEvent] = []
    if current is not None and current.open:
        said.append(_fall(command, held, current, "Quyết định đã được thay thế."))
    number = len(execution.orders) + 1
    return [*said, *_order(command, held, number, reason, law)]


def cancel(
    command: CancelExecution, execution: Execution, law: Law
) -> list[ExecutionEvent]:
    """
    Let an order fall whose decision was revoked, replaced or complained of.

    Raises:
        NothingOrdered: none stands. DecisionStands: its decision does.
        ReasonMissing: it does not say why.
        Refusal: as `by_holder`.
    """
    held = by_holder(command, law)
    if execution.orders and execution.orders[-1].cancelled:
        return []
    current = execution.current
    if current is None:
        raise NothingOrdered("Chưa có văn bản chỉ đạo thi hành.")
    if held.effective_on(law) is not None and not execution.fallen(held.ending):
        raise DecisionStands("Quyết định còn hiệu lực nên vẫn phải thi hành.")
    return [_fall(command, held, current, reason_of(command.reason))]


def standing(held: Held) -> DecisionIssued:
    """
    Return the decision that stands.

    Raises:
        NoDecision: there is none.
    """
    if held.ending is None:
        raise NoDecision("Vụ việc chưa có quyết định hoặc kết luận đang có giá trị.")
    return held.ending


def _order(
    command: OrderExecution, held: Held, number: int, reason: str, law: Law
) -> list[ExecutionEvent]:
    opened = held.dossier.opened
    head = ExecutionOrdered(
        case_id=command.case_id,
        petition_id=opened.petition_id,
        kind=held.dossier.classified.kind,
        instance=opened.instance,
        holder=held.dossier.holder,
        number=number,
        items=len(command.items),
        ordered_on=command.day,
        reason=reason,
        effective_on=held.effective_on(law),
        basis=row_of(law, held.dossier, "execution", command.day).basis,
    )
    if not command.items:
        return [head, completed(head, command.day)]
    return [head, *(_item(head, n, each) for n, each in enumerate(command.items, start=1))]


def completed(head: ExecutionOrdered, on: dt.date) -> ExecutionCompleted:
    """Return that nothing of an order is owed any more."""
    return ExecutionCompleted(
        case_id=head.case_id,
        petition_id=head.petition_id,
        holder=head.holder,
        number=head.number,
        completed_on=on,
    )


def _item(head: ExecutionOrdered, number: int, item: Demanded) -> ExecutionItemOrdered:
    return ExecutionItemOrdered(
        case_id=head.case_id,
        petition_id=head.petition_id,
        number=head.number,
        item=number,
        measure=item.measure,
        amount=item.amount,
        beneficiary=item.beneficiary,
        owner=item.owner,
        due_on=item.due_on,
        what=item.what.strip(),
    )


def _fall(
    command: OrderExecution | CancelExecution, held: Held, order: Order, reason: str
) -> ExecutionCancelled:
    return ExecutionCancelled(
        case_id=command.case_id,
        petition_id=held.dossier.opened.petition_id,
        holder=held.dossier.holder,
        number=order.head.number,
        cancelled_on=command.day,
        reason=reason,
    )


def _check(item: Demanded, number: int, command: OrderExecution, law: Law) -> None:
    where = f"items.{number}"
    if item.amount < 1 or (item.measure not in COUNTED and item.amount != 1):
        raise ItemWrong("Số lượng phải từ 1.", field=f"{where}.amount")
    if (item.measure in RECOVERED) == (item.beneficiary == "none"):
        raise ItemWrong(
            "Tiền, đất phải nêu thu cho Nhà nước hay trả cho tổ chức, cá nhân; "
            "nội dung khác thì không.",
            field=f"{where}.beneficiary",
        )
    law.directory.in_force(item.owner, command.day, field=f"{where}.owner")
    if item.due_on < command.day:
        raise ItemWrong(
            "Hạn thi hành không được trước ngày chỉ đạo.", field=f"{where}.due_on"
        )
    if not item.what.strip():
        raise ItemWrong("Phải nêu việc phải làm.", field=f"{where}.what")


def _is_same(command: OrderExecution, order: Order) -> bool:
    ordered = [
        (i.measure, i.amount, i.beneficiary, i.owner, i.due_on, i.what)
        for i in (item.ordered for item in order.items)
    ]
    asked = [
        (i.measure, i.amount, i.beneficiary, i.owner, i.due_on, i.what.strip())
        for i in command.items
    ]
    return command.day == order.head.ordered_on and ordered == asked
