"""What the decisions of routing look at: the petition as received, without names."""

import datetime as dt
from dataclasses import dataclass

from shared.contracts.intake import Channel, Instance, KindClaimed, Observed, Post
from shared.ids import AgencyCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A petition in the eyes of the law of routing."""

    kind_claimed: KindClaimed
    instance: Instance
    channel: Channel
    forwarded: bool
    """Another body or person of standing sent it on to us."""
    received_on: dt.date
    receiver: AgencyCode
    respondent_agency: AgencyCode | None
    respondent_post: Post | None
    observed: Observed
    addressees: tuple[AgencyCode, ...]
    """Other bodies the same petition was sent to."""
