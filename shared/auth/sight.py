"""
What an officer may see: by role, by body, and never what is about themselves.

Whoever may not see a matter is answered as if it did not exist: a refusal would already
tell somebody that they were denounced.
Legal source: LTC Đ8.1, Đ56 (secrecy of the denouncer), Đ61.5 (persons with an interest).
"""

import msgspec

from shared.auth.principal import Act, Principal
from shared.contracts.intake import ConflictFound, PetitionLodged
from shared.contracts.routing_custody import CustodySealed
from shared.envelope import Told
from shared.ids import AgencyCode
from shared.log.readmodel import ReadModel
from shared.registry import Fact


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """As much of a petition as decides who may see it."""

    petition_id: str
    holder: str
    denunciation: bool
    shunned: str
    """The body whose head is denounced: nobody there may know; empty: none."""
    sealed: str = ""
    """
    The bodies that sent a denunciation on and know of it no more, parted by blanks; one that
    has it in hand again does.
    """


class Exclusion(msgspec.Struct, frozen=True):
    """An officer who must never see a matter."""

    key: str
    petition_id: str
    officer: str
    ground: str


def _excluded(row: Exclusion | None, heard: Told) -> Exclusion | None:
    fact = heard.fact
    if isinstance(fact, ConflictFound):
        return Exclusion(_key(fact), fact.petition_id, fact.officer, fact.ground)
    return row


def _key(fact: ConflictFound) -> str:
    return f"{fact.petition_id}/{fact.officer}"


EXCLUSION: ReadModel[Exclusion] = ReadModel(
    table="exclusion",
    row=Exclusion,
    keys={ConflictFound: _key},
    fold=_excluded,
    indexes=("officer, petition_id",),
)
"""Every service that shows petitions keeps it."""


def shunned_by(fact: PetitionLodged) -> str:
    """
    Return the body whose officers must not know of a petition, were it a denunciation.

    Where the head is denounced, whoever works under that head is excluded, the head first.
    """
    is_head = fact.respondent_post == "head"
    return fact.respondent_agency or "" if is_head else ""


def sealed_after(sealed: str, fact: Fact) -> str:
    """Return the bodies that know of a petition no more, after the fact."""
    if not isinstance(fact, CustodySealed):
        return sealed
    return " ".join(dict.fromkeys([*sealed.split(), *fact.agencies]))


def may_see(principal: Principal, act: Act, matter: Matter, *, excluded: bool) -> bool:
    """Test whether an officer may act so on a matter; False must look like "no such thing"."""
    if excluded or (matter.denunciation and _kept_from(matter, principal.agency)):
        return False
    return principal.may(act, AgencyCode(matter.holder))


def _kept_from(matter: Matter, agency: AgencyCode) -> bool:
    sent_on = agency != matter.holder and agency in matter.sealed.split()
    return matter.shunned == agency or sent_on
