"""The bodies of the province: who is whose superior, who acts for the chair, who took over."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from services.routing.domain.agency.errors import AgencyNotInForce
from services.routing.domain.agency.names import same_name
from services.routing.domain.agency.state import EVER, Body, Register, Version
from services.routing.domain.case.errors import AgencyUnknown, ProvinceDoesNotAct
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


@dataclass(frozen=True, slots=True)
class Heir:
    """A body that took over from another, directly or by way of a third."""

    agency: Agency
    share: Literal["whole", "part"]
    """`part`: not all that it took over came from there; what did is found case by case."""
    function: str = ""


@dataclass(frozen=True, slots=True)
class Heirs:
    """Who stands in the place of a body on a day."""

    all: tuple[Heir, ...]

    @property
    def sole(self) -> Agency | None:
        """The one that took over everything; None: a person must look at the case and choose."""
        if len(self.all) == 1 and self.all[0].share == "whole":
            return self.all[0].agency
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """All bodies by code, as last known. State of the service, not law."""

    agencies: Mapping[AgencyCode, Agency]
    register: Register = field(default_factory=Register)
    """What is known of their days; a body that is not in it has always been there."""
    day: dt.date = dt.date.max
    """As of which `get` reads it; at first after all that was recorded in advance."""

    @classmethod
    def of(cls, register: Register) -> "Directory":
        """Return the directory that a register adds up to."""
        agencies = {
            code: _agency(body, body.versions[-1]) for code, body in register.bodies.items()
        }
        return cls(agencies=agencies, register=register)

    def on(self, day: dt.date) -> "Directory":
        """Return the directory as of a day: what is recorded in advance does not count yet."""
        return replace(self, day=day)

    def get(self, code: AgencyCode | None) -> Agency | None:
        """
        Return a body as it is on the day of the directory, or None where none has that code.

        Of one that ended, as it was then; of one that is still to begin, as it will be.
        """
        if code is None:
            return None
        known, body = self.agencies.get(code), self.register.bodies.get(code)
        if body is None:
            return known
        version = body.on(self.day)
        # Nearly always: built once, and asked for several times a petition.
        return known if version is body.versions[-1] else _agency(body, version)

    def in_force(self, code: AgencyCode, on: dt.date, *, field: str = "agency") -> Agency:
        """
        Return a body as it was on a day. `field`: which part of the request names it.

        Raises:
            AgencyUnknown: there never was such a body.
            AgencyNotInForce: it was not there on that day; the refusal names who took over.
        """
        known = self.agencies.get(code)
        if known is None:
            raise AgencyUnknown("Danh mục cơ quan không có cơ quan này.", field=field)
        body = self.register.bodies.get(code)
        if body is None:
            return known
        if body.in_force(on):
            return _agency(body, body.on(on))
        heirs = self.successors(code, on)
        raise AgencyNotInForce(
            body.versions[-1].name,
            day=on,
            last_on=body.last_on if on >= body.since else None,
            heirs=[(heir.agency.code, heir.agency.name) for heir in heirs.all],
            sole=heirs.sole is not None,
            field=field,
        )

    def acting(self, code: AgencyCode, on: dt.date, *, field: str = "agency") -> Agency:
        """
        Return a body that can be given something to do on a day.

        Raises:
            AgencyUnknown, AgencyNotInForce: as `in_force`.
            ProvinceDoesNotAct: it is the province itself.
        """
        found = self.in_force(code, on, field=field)
        if found.kind == "province":
            raise ProvinceDoesNotAct(
                "Tỉnh không trực tiếp xử lý; hãy chọn Ủy ban nhân dân tỉnh hoặc cơ quan khác.",
                field=field,
            )
        return found

    def successors(self, code: AgencyCode, on: dt.date, function: str = "") -> Heirs:
        """
        Return who stands in the place of a body on a day: itself while it is there.

        A successor that ended since is followed to its own; whoever took over a part, or one
        of several, is a candidate only. `function`: whoever took that task over comes alone.
        """
        found: dict[AgencyCode, Heir] = {}
        for heir in self._heirs(code, on, frozenset()):
            earlier = found.get(heir.agency.code)
            if earlier is None or earlier.share == "part":
                found[heir.agency.code] = heir
        heirs = list(found.values())
        named = [h for h in heirs if function and same_name(h.function, function)]
        general = [h for h in heirs if not h.function]
        return Heirs(tuple(named or (general if function and general else heirs)))

    def _heirs(
        self, code: AgencyCode, on: dt.date, seen: frozenset[AgencyCode]
    ) -> Iterator[Heir]:
        body = self.register.bodies.get(code)
        if body is None or code in seen or on < body.since:
            return
        if body.in_force(on):
            yield Heir(_agency(body, body.on(on)), "whole")
            return
        for successor in body.successors:
            for heir in self._heirs(successor.code, on, seen | {code}):
                whole = successor.share == heir.share == "whole"
                yield Heir(
                    heir.agency,
                    "whole" if whole else "part",
                    successor.function or heir.function,
                )

    def predecessors(self, code: AgencyCode) -> tuple[Heir, ...]:
        """Return the bodies from which one took over, each with its share in this one."""
        return tuple(
            Heir(_agency(body, body.versions[-1]), successor.share, successor.function)
            for body in self.register.bodies.values()
            for successor in body.successors
            if successor.code == code
        )

    def provincial_committee(self) -> Agency:
        """
        Return the People's Committee of the province: found by what it is, not by its code.

        Of several that have not ended the earliest: another may be to follow it.

        Raises:
            RuleMissing: nobody established it.
        """
        found = [
            agency
            for code, known in self.agencies.items()
            if known.level == "province"
            and (agency := self.get(code)) is not None
            and agency.kind == "peoples_committee"
            and not self._has_ended(code)
        ]
        if not found:
            raise RuleMissing("the directory has no provincial People's Committee")
        return min(found, key=self._since)

    def _has_ended(self, code: AgencyCode) -> bool:
        body = self.register.bodies.get(code)
        return body is not None and body.last_on is not None and body.last_on < self.day

    def _since(self, agency: Agency) -> dt.date:
        body = self.register.bodies.get(agency.code)
        return EVER if body is None else body.since


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """What a decision consults: the rule book and the directory it is applied to."""

    book: RuleBook
    directory: Directory

    def on(self, day: dt.date) -> "Law":
        """Return it with the bodies as of the day that a decision is about."""
        return replace(self, directory=self.directory.on(day))

    def same_seat(self, one: AgencyCode, other: AgencyCode) -> bool:
        """
        Test whether two bodies are one for the law.

        The province's reception board, the office of its People's Committee and the
        committee itself all stand for the provincial chair.

        Legal source: LTCD Đ12.4.đ.
        """
        return one == other or (self._for_chair(one) and self._for_chair(other))

    def among(self, code: AgencyCode, bodies: Iterable[AgencyCode]) -> bool:
        """Test whether a body is for the law one of these."""
        return any(self.same_seat(code, body) for body in bodies)

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


def _agency(body: Body, version: Version) -> Agency:
    return Agency(
        code=body.code,
        name=version.name,
        kind=version.kind,
        level=body.level,
        parent=version.parent,
    )
