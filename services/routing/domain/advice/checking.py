"""Days that cannot be: nothing is received before it was issued, or after the petition."""

import datetime as dt
from collections.abc import Iterator

from services.routing.domain.advice.facts import Facts


def out_of_order(facts: Facts) -> tuple[str, str] | None:
    """Return the field of a day that cannot be, and a sentence; None where all can be."""
    for field, on in _stated(facts):
        if on is not None and on > facts.received_on:
            return field, (
                f"{field}: {on} is after received_on ({facts.received_on}); "
                "what is stated happened before the petition was received"
            )
    for index, content in enumerate(facts.contents):
        about = content.object
        if about is None or about.issued_on is None or about.received_on is None:
            continue
        if about.received_on < about.issued_on:
            field = f"contents.{index}.object.received_on"
            return field, (
                f"{field}: {about.received_on} is before issued_on ({about.issued_on}); "
                "nothing is received before it is issued"
            )
    return None


def _stated(facts: Facts) -> Iterator[tuple[str, dt.date | None]]:
    """Return every day that lies before the receipt of the petition."""
    for index, content in enumerate(facts.contents):
        if content.object is not None:
            yield f"contents.{index}.object.issued_on", content.object.issued_on
            yield f"contents.{index}.object.received_on", content.object.received_on
    for index, each in enumerate(facts.forwarders):
        yield f"forwarders.{index}.forwarded_on", each.forwarded_on
    history = facts.history
    yield "history.first_accepted_on", history.first_accepted_on
    yield "history.discontinuance_notice_on", history.discontinuance_notice_on
    if history.first_decision is not None:
        yield "history.first_decision.received_on", history.first_decision.received_on
    if history.second_decision is not None:
        yield "history.second_decision.issued_on", history.second_decision.issued_on
    if history.effective_decision is not None:
        yield "history.effective_decision.on", history.effective_decision.on
    if history.withdrawn is not None:
        yield "history.withdrawn.on", history.withdrawn.on
    for index, moved in enumerate(history.transfers):
        yield f"history.transfers.{index}.on", moved.on
