"""The bodies of the province: who is whose superior, who acts for the chair."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.routing.rules import RuleBook
from shared.contracts.routing import AgencyKind, Level
from shared.errors import RuleMissing
from shared.ids import AgencyCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A body that can hold petitions."""

    code: AgencyCode
    name: str
    kind: AgencyKind
    level: Level
    parent: AgencyCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """All bodies by code, as they stand now. State of the service, not law."""

    agencies: Mapping[AgencyCode, Agency]

    def get(self, code: AgencyCode | None) -> Agency | None:
        """Return a body, or None where the province's executive has none of that code."""
        return None if code is None else self.agencies.get(code)

    def provincial_committee(self) -> Agency:
        """
        Return the People's Committee of the province: found by what it is, not by its code.

        Raises:
            RuleMissing: nobody established it.
        """
        for agency in self.agencies.values():
            if (agency.kind, agency.level) == ("peoples_committee", "province"):
                return agency
        raise RuleMissing("the directory has no provincial People's Committee")


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """What a decision consults: the rule book and the directory it is applied to."""

    book: RuleBook
    directory: Directory

    def same_seat(self, one: AgencyCode, other: AgencyCode) -> bool:
        """
        Test whether two bodies are one for the law.

        The province's reception board, the office of its People's Committee and the
        committee itself all stand for the provincial chair.

        Legal source: LTCD Đ12.4.đ.
        """
        return one == other or (self._for_chair(one) and self._for_chair(other))

    def head_of(self, code: AgencyCode) -> str:
        """
        Return the role of the head who decides for a body.

        Raises:
            RuleMissing: the body is not in the directory.
        """
        agency = self.directory.get(code)
        if agency is None:
            raise RuleMissing(f"{code} is not in the directory")
        return self.book.heads["province" if self._for_chair(code) else agency.level]

    def _for_chair(self, code: AgencyCode) -> bool:
        agency = self.directory.get(code)
        seats = self.book.provincial_seats.bodies
        return agency is not None and agency.level in seats.get(agency.kind, frozenset())
