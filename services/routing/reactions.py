"""What routing does when it hears a fact: a petition that is lodged gets a case."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from services.routing.domain.case.commands import CaseCommand, OpenCase
from shared.contracts.intake import PetitionLodged
from shared.envelope import Heard
from shared.ids import case_of

RoutingCommand: TypeAlias = CaseCommand
Reaction: TypeAlias = Callable[[Heard], Sequence[RoutingCommand]]


def when_petition_lodged_then_open_case(heard: Heard) -> Sequence[RoutingCommand]:
    """Open the petition's own case: what and whose it is follow in the same decision."""
    lodged = heard.fact
    if not isinstance(lodged, PetitionLodged):
        raise TypeError(f"{type(lodged).__name__} came to the reaction of PetitionLodged")
    return [
        OpenCase(
            case_id=case_of(lodged.petition_id),
            petition_id=lodged.petition_id,
            receipt_code=lodged.receipt_code,
            channel=lodged.channel,
            kind_claimed=lodged.kind_claimed,
            instance=lodged.instance,
            subject_field=lodged.subject_field,
            received_on=lodged.received_on,
            receiving_agency=lodged.receiving_agency,
            respondent_agency=lodged.respondent_agency,
            respondent_post=lodged.respondent_post,
            observed=lodged.observed,
            addressees=lodged.addressees,
            forwarder=lodged.forwarder,
            at=heard.recorded_at,
        )
    ]


REACTIONS: Mapping[type, Reaction] = {PetitionLodged: when_petition_lodged_then_open_case}
