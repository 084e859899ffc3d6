"""Links two petitions, and undoes it: nothing moves, no fact of either is touched."""

from collections.abc import Sequence
from typing import assert_never

from services.routing.domain.case.standing import reason_of
from services.routing.domain.link.commands import (
    LinkCommand,
    LinkPetitions,
    UnlinkPetitions,
)
from services.routing.domain.link.errors import LinkedToItself, NotLinked, SealedWithOpen
from services.routing.domain.link.events import LinkEvent
from services.routing.domain.link.state import Link, Linked, NeverLinked, Unlinked, evolve
from shared.contracts.routing_custody import PetitionsLinked, PetitionsUnlinked
from shared.decider import Decider


def link(command: LinkPetitions, pair: Link) -> list[LinkEvent]:
    """
    Link two petitions of the same content; what is linked is not linked again.

    Legal source: TT05 Đ8.1, Đ14.1 (the same content is handled once); LTC Đ8, Đ56.

    Raises:
        LinkedToItself: it is one petition.
        SealedWithOpen: one denounces, the other does not.
    """
    both = command.pair
    if both.earlier == both.later:
        raise LinkedToItself("Không thể gộp một đơn với chính nó.", field="with_petition")
    if len(set(command.sealed)) > 1:
        raise SealedWithOpen(
            "Đơn tố cáo không được gộp với loại đơn khác: người tố cáo sẽ bị lộ."
            " Hãy xử lý từng đơn riêng.",
            field="with_petition",
        )
    match pair:
        case Linked():
            return []
        case NeverLinked() | Unlinked():
            return [
                PetitionsLinked(
                    petition_id=both.later, same_as=both.earlier, by_agency=command.by
                )
            ]
        case _:
            assert_never(pair)


def unlink(command: UnlinkPetitions, pair: Link) -> list[LinkEvent]:
    """
    Undo a link; what was undone is not undone again.

    Raises:
        NotLinked: the two were never linked.
        ReasonMissing: it does not say why they are not the same.
    """
    match pair:
        case NeverLinked():
            raise NotLinked("Hai đơn này chưa được gộp với nhau.", field="with_petition")
        case Unlinked():
            return []
        case Linked():
            both = command.pair
            return [
                PetitionsUnlinked(
                    petition_id=both.later,
                    same_as=both.earlier,
                    by_agency=command.by,
                    reason=reason_of(command.reason),
                )
            ]
        case _:
            assert_never(pair)


def decide(command: LinkCommand, pair: Link) -> Sequence[LinkEvent]:
    """Return the facts that the command leads to."""
    match command:
        case LinkPetitions():
            return link(command, pair)
        case UnlinkPetitions():
            return unlink(command, pair)
        case _:
            assert_never(command)


LINK: Decider[LinkCommand, Link, LinkEvent] = Decider(
    initial=NeverLinked(), evolve=evolve, decide=decide
)
