"""Who wrote and what: the content of a petition's sealed box. Never logged, never in a fact."""

import msgspec


class Petitioner(msgspec.Struct, frozen=True, kw_only=True):
    """The person or body that wrote. A name may be missing: such letters come too."""

    full_name: str
    address: str
    phone: str = ""
    email: str = ""
    id_number: str = ""

    def __repr__(self) -> str:
        return "Petitioner(sealed)"


class Respondent(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the petition is against, in its own words."""

    name: str
    role: str = ""
    id_number: str = ""

    def __repr__(self) -> str:
        return "Respondent(sealed)"


class PersonalContent(msgspec.Struct, frozen=True, kw_only=True):
    """All of a petition that names or could name a person."""

    petitioner: Petitioner
    respondent: Respondent
    summary: str
    request: str

    def __repr__(self) -> str:
        return "PersonalContent(sealed)"
