"""What operators say, in the log of the service they act on."""

from shared.registry import Fact, fact


@fact("fact.set_aside", v=1)
class FactSetAside(Fact, frozen=True, kw_only=True):
    """
    An operator let processing go past a fact that our code could not take.

    The fact stays heard; read models and reactions of `service` never saw it.
    """

    service: str
    fact_id: str
    reason: str
