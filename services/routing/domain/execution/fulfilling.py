"""Records what was done of an order, and takes back what was not."""

from services.routing.domain.case.standing import reason_of
from services.routing.domain.directory import Law
from services.routing.domain.execution.commands import FulfilItem, StrikeFulfilment
from services.routing.domain.execution.errors import (
    EntryStruckAlready,
    EvidenceMissing,
    ItemUnknown,
    MoreThanOrdered,
    NothingOrdered,
)
from services.routing.domain.execution.events import ExecutionEvent
from services.routing.domain.execution.measures import OF_PEOPLE, figure
from services.routing.domain.execution.ordering import completed, standing
from services.routing.domain.execution.state import Execution, Item, Order, evolve
from services.routing.domain.held import by_holder, in_time, known
from shared.contracts.routing_inquiry import ExecutionItemFulfilled, FulfilmentStruck


def fulfil(command: FulfilItem, execution: Execution, law: Law) -> list[ExecutionEvent]:
    """
    Record that something of an item was done; with the last of the last the order is done.

    The body that owns the item may say so as well as the one that directs execution.

    Raises:
        NothingOrdered, ItemUnknown: there is no such item of the decision that stands.
        MoreThanOrdered, EvidenceMissing: more than it asks for; no paper shows it.
        NoDecision: the decision no longer stands.
        NotTheHolder, DayImpossible: another body; before the order, or tomorrow.
    """
    order, item = _item(command, execution)
    if not law.same_seat(command.by, item.ordered.owner):
        by_holder(command, law)
    if execution.fallen(standing(known(command))):
        raise NothingOrdered("Chưa có văn bản chỉ đạo thi hành quyết định đang có giá trị.")
    in_time(command, order.head.ordered_on)
    if _is_noted(command, item):
        return []
    if not command.evidence:
        raise EvidenceMissing("Phải có giấy tờ chứng minh đã thi hành.", field="evidence")
    if not 1 <= command.amount <= item.left:
        raise MoreThanOrdered(
            f"Nội dung này còn phải thi hành {figure(item.ordered.measure, item.left)}.",
            field="amount",
        )
    if not 0 <= command.officials <= _most_officials(command, item):
        raise MoreThanOrdered(
            "Số cán bộ, công chức, viên chức không vượt số người.", field="officials"
        )
    head = order.head
    done = ExecutionItemFulfilled(
        case_id=command.case_id,
        petition_id=head.petition_id,
        number=head.number,
        item=command.item,
        entry=len(item.entries) + 1,
        amount=command.amount,
        officials=command.officials,
        done_on=command.day,
        evidence=command.evidence,
    )
    after = evolve(execution, done).current
    if after is None or not after.done:
        return [done]
    last_on = max(each.last_on or command.day for each in after.items)
    return [done, completed(head, last_on)]


def strike(
    command: StrikeFulfilment, execution: Execution, law: Law
) -> list[ExecutionEvent]:
    """
    Take back what was said to be done: the item asks for it again.

    Raises:
        NothingOrdered, ItemUnknown: there is no such entry.
        EntryStruckAlready: it was taken back for another reason.
        ReasonMissing: it does not say why.
        Refusal: as `by_holder`.
    """
    by_holder(command, law)
    order, item = _item(command, execution)
    in_time(command, order.head.ordered_on)
    if not 1 <= command.entry <= len(item.entries):
        raise ItemUnknown("Không có lần ghi nhận mang số này.", field="entry")
    entry, reason = item.entries[command.entry - 1], reason_of(command.reason)
    if entry.struck is not None:
        if entry.struck == reason:
            return []
        raise EntryStruckAlready("Lần ghi nhận này đã được gạch bỏ.", field="entry")
    return [
        FulfilmentStruck(
            case_id=command.case_id,
            petition_id=order.head.petition_id,
            number=order.head.number,
            item=command.item,
            entry=command.entry,
            amount=entry.done.amount,
            officials=entry.done.officials,
            struck_on=command.day,
            reason=reason,
        )
    ]


def _item(
    command: FulfilItem | StrikeFulfilment, execution: Execution
) -> tuple[Order, Item]:
    order = execution.current
    if order is None:
        raise NothingOrdered("Chưa có văn bản chỉ đạo thi hành.")
    if not 1 <= command.item <= len(order.items):
        raise ItemUnknown("Không có nội dung thi hành mang số này.", field="item")
    return order, order.items[command.item - 1]


def _most_officials(command: FulfilItem, item: Item) -> int:
    return command.amount if item.ordered.measure in OF_PEOPLE else 0


def _is_noted(command: FulfilItem, item: Item) -> bool:
    said = (command.day, command.amount, command.officials, command.evidence)
    return any(
        said == (e.done.done_on, e.done.amount, e.done.officials, e.done.evidence)
        for e in item.entries
        if e.struck is None
    )
