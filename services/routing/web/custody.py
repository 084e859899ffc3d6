"""The chain of custody as a page shows it: a strip of holders, a table, and the assembled file."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from services.routing.api.custody import candidates
from services.routing.domain.custody import Chain, Did, Link, chain
from shared.contracts.routing_custody import DesignationRequested
from shared.envelope import Heard
from shared.web.showing import Showing

Name = Callable[[str | None], str]
WIDTH = 1000
LEAST = 6
"""Of who had it for no whole day: still to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A holder as it is shown: a piece of the strip and a row of the table."""

    number: int
    name: str
    how: str
    persons: str
    link: Link
    did: Sequence[str]
    x: float
    width: float
    here: bool
    """It has it now."""


def custody(
    facts: Sequence[Heard], show: Showing, name: Name, today: dt.date
) -> dict[str, Any]:
    """Return what the case page shows of who held the petition."""
    found = chain((heard.fact for heard in facts), today)
    asked = [each.fact for each in facts if isinstance(each.fact, DesignationRequested)]
    return {
        "custody": found,
        "holders": _holders(found, show, name),
        "asked": asked[-1] if asked else None,
        "candidates": candidates(list(facts), today) if asked else [],
    }


def _holders(found: Chain, show: Showing, name: Name) -> list[Holder]:
    shown, x = [], 0.0
    free = WIDTH - LEAST * len(found.links)
    for number, link in enumerate(found.links, start=1):
        share = link.days / found.age if found.age else 1 / len(found.links)
        width = LEAST + free * share
        persons = ", ".join(name(officer) for officer in link.officers)
        shown.append(
            Holder(
                number=number,
                name=name(link.agency),
                how=show.t(f"custody.how_{link.how}"),
                persons=persons,
                link=link,
                did=[_did(did, show, name) for did in link.did],
                x=round(x, 1),
                width=round(width, 1),
                here=number == len(found.links) and found.ended_on is None,
            )
        )
        x += width
    return shown


def _did(did: Did, show: Showing, name: Name) -> str:
    ground = show.word("ground", did.ground) if did.ground else ""
    words = show.t(f"custody.did_{did.deed}", day=show.date(did.on), to=name(did.to_agency))
    return f"{words}: {ground}" if ground else words
