"""Decides which bodies there are."""

from services.routing.domain.agency.commands import AgencyCommand, EstablishAgency
from services.routing.domain.agency.errors import AgencyExists
from services.routing.domain.agency.events import AgencyEvent
from services.routing.domain.agency.state import AgencyState, Established, Unknown, evolve
from shared.contracts.routing import AgencyEstablished
from shared.decider import Decider


def establish(command: EstablishAgency, agency: AgencyState) -> list[AgencyEvent]:
    """
    Enter a body under its code, once.

    Raises:
        AgencyExists: another body has the code.
    """
    established = AgencyEstablished(
        code=command.code,
        name=command.name,
        kind=command.kind,
        level=command.level,
        parent=command.parent,
        valid_from=command.valid_from,
    )
    if agency == Established(established):
        return []
    if agency != Unknown():
        raise AgencyExists("Mã này đã thuộc về một cơ quan khác.", field="code")
    return [established]


AGENCY: Decider[AgencyCommand, AgencyState, AgencyEvent] = Decider(
    initial=Unknown(), evolve=evolve, decide=establish
)
