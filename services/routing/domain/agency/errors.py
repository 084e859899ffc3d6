"""What the directory of bodies refuses."""

from shared.errors import Kind, Refusal


class AgencyExists(Refusal):
    """Another body has this code."""

    code = "agency-exists"
    kind = Kind.CONFLICT
