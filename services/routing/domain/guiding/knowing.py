"""What the system knows of a petition already, as answers to the questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from services.routing.domain.case.state import Dossier
from services.routing.domain.guiding.bodies import Bodies
from shared.contracts.intake import KindClaimed, Observed, Post
from shared.contracts.routing import Action
from shared.ids import AgencyCode

_TITLES = {"feedback_report": "report"}
_BEFORE: Mapping[Action, str] = {"GUIDE": "guided_before", "TRANSFER": "transferred_before"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What intake recorded of a petition: marks and codes, nobody's words."""

    kind_claimed: KindClaimed
    respondent_agency: AgencyCode | None
    respondent_post: Post | None
    observed: Observed
    addressees: tuple[AgencyCode, ...]


def known(
    dossier: Dossier, letter: Letter, bodies: Bodies, did: frozenset[Action]
) -> dict[str, str]:
    """
    Return every answer that was recorded before; the officer is asked only for the rest.

    `did`: what the holder did with linked petitions; others may be linked later.
    """
    opened, observed = dossier.opened, letter.observed
    found = {
        "received_on": opened.received_on.isoformat(),
        "channel": opened.channel,
        "receiver": dossier.holder,
        "instance": opened.instance,
        "addressees": " ".join(code for code in letter.addressees if code in bodies),
        "forwarders": opened.forwarder or "",
        "moves": " ".join(_moves(dossier)),
        "identified": "yes" if observed.identified else "no",
        "count": str(max(dossier.signers.count, observed.senders)),
        "title": _TITLES.get(letter.kind_claimed, letter.kind_claimed),
    }
    for action, question in _BEFORE.items():
        if action in did:
            found[question] = "yes"
    if observed.has_summary:  # somebody could read it
        found["legible"] = "yes"
    if observed.has_summary and observed.has_request and observed.has_respondent:
        found["complete"] = "yes"
    return {
        id_: value for id_, value in (found | _against(letter, bodies)).items() if value
    }


def _moves(dossier: Dossier) -> list[str]:
    """Return the way it took from body to body, those that gave it back included."""
    held = dossier.held_by
    return [f"{one}>{other}" for one, other in pairwise(held)]


def _against(letter: Letter, bodies: Bodies) -> dict[str, str]:
    code = letter.respondent_agency
    if code is None or code not in bodies:
        return {}
    kind = bodies[code].kind
    return {
        "issuer_kind": kind,
        "issuer": code,
        "respondent_kind": kind,
        "respondent": code,
        "post": letter.respondent_post or "",
    }
