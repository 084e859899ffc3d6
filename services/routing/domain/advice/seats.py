"""From a rule to a head: which body's, by which row, and whether that is the receiver."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from services.routing.domain.advice.answer import FactMissing
from services.routing.domain.advice.facts import Body, Place
from services.routing.rules.advising import AdviceBook, SeatRule
from services.routing.rules.vocabulary import BodyKind

CHAIRS_SEATS = frozenset({"province", "province_reception_board"})
"""To bring a matter to the board is to bring it to the provincial chair (LTCD Đ12.4.đ)."""
PROVINCE_IDS = frozenset({"tinh", "ubnd_tinh", "btcd_tinh"})
"""What moves call the province where they give ids alone, as the schema's examples do."""
_OF_ROLE: Mapping[str, frozenset[str]] = {
    "commune_chair": frozenset({"commune", "commune_unit"}),
    "district_chair": frozenset({"district"}),
    "district_unit_head": frozenset({"district_unit"}),
    "department_unit_head": frozenset({"department_unit"}),
    "department_director": frozenset({"department", "province_inspectorate"}),
    "provincial_chair": CHAIRS_SEATS,
    "minister": frozenset({"ministry"}),
    "unit_head": frozenset({"public_service_unit"}),
    "enterprise_head": frozenset({"state_enterprise"}),
}
_OF_CHANNEL: Mapping[str, frozenset[str]] = {
    "court": frozenset({"court"}),
    "court_civil": frozenset({"court"}),
    "court_admin_case": frozenset({"court"}),
    "investigation_or_procuracy": frozenset({"procuracy", "police_province"}),
    "civil_judgment_enforcement": frozenset({"judgment_enforcement"}),
    "provincial_police_director": frozenset({"police_province"}),
    "police": frozenset({"police_commune", "police_province"}),
    "party_inspection": frozenset({"party_body"}),
    "provincial_council_standing": frozenset({"provincial_council"}),
    "ministry": frozenset({"ministry"}),
    "vertical_agency": frozenset({"vertical_agency"}),
    "political_social_organisation": frozenset({"organisation"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A head, or a channel outside the province's executive; neither where none is named."""

    role: str | None = None
    external: str | None = None

    def is_of(self, body: Body) -> bool:
        """Test whether a body is the seat: its head is the one named."""
        if self.role is None:
            return self.external is not None and body.kind in _OF_CHANNEL.get(
                self.external, frozenset()
            )
        name, _, whose = self.role.partition("@")
        if body.kind not in _OF_ROLE.get(name, frozenset()):
            return False
        # A head without a body stands for any of the kind: nobody said which.
        return not whose or whose == (
            body.parent if body.kind == "commune_unit" else body.id
        )

    def is_at(self, place: Place, known: Mapping[str, Body]) -> bool:
        """Test whether a place is the seat; of a bare id we may know what body it is."""
        if isinstance(place, Body):
            return self.is_of(place)
        if self.role is not None and self.role.endswith(f"@{place}"):
            return True
        if place in PROVINCE_IDS:
            return self.role == "provincial_chair"
        return place in known and self.is_of(known[place])


NOBODY = Seat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The bodies of a matter, and the rows that say whose head decides."""

    book: AdviceBook
    on: dt.date
    bodies: Mapping[str, Body]
    """By the part they play: issuer, then, now, managing …"""

    def seat(self, value: str) -> tuple[Seat, tuple[SeatRule, ...]]:
        """
        Return the head that a row names, and the rows that were needed.

        Raises:
            RuleMissing: no row covers such a body.
            FactMissing: nobody stated the body.
        """
        table, colon, part = value.partition(":")
        if colon:
            return self.of(table, self.body(part))
        role, at, part = value.partition("@")
        if at:
            return Seat(role=f"{role}@{self.body(part).id}"), ()
        return Seat(role=value), ()

    def body(self, part: str) -> Body:
        """
        Return the body that plays a part.

        Raises:
            FactMissing: nobody stated it.
        """
        if part not in self.bodies:
            raise FactMissing(_FIELDS.get(part, part), f"{part}: say which body it is")
        return self.bodies[part]

    def of(self, table: str, body: Body) -> tuple[Seat, tuple[SeatRule, ...]]:
        """
        Return the head that a table names for a body.

        Raises:
            RuleMissing: no row covers such a body.
        """
        row = self.book.seat(table, body.kind, self.on)
        match (row.seat or "").partition("@"):
            case ("", _, _):
                return Seat(external=row.external), (row,)
            case ("head", _, "parent"):
                return self._above(body, row)
            case (role, _, "self"):
                return Seat(role=f"{role}@{body.id}", external=row.external), (row,)
            case (role, _, "parent"):
                role = f"{role}@{body.parent}" if body.parent else role
                return Seat(role=role, external=row.external), (row,)
            case (role, _, _):
                return Seat(role=role, external=row.external), (row,)

    def _above(self, body: Body, row: SeatRule) -> tuple[Seat, tuple[SeatRule, ...]]:
        above = parent_of(body)
        if above is None:
            return NOBODY, (row,)
        seat, rows = self.of("head", above)
        return seat, (row, *rows)


_FIELDS = {
    "issuer": "contents.0.object.issued_by",
    "then": "contents.0.respondent.body",
    "now": "contents.0.respondent.now",
    "successor": "contents.0.respondent.successor",
    "managing": "contents.0.managing_body",
    "acceptor": "history.accepted_by_other",
    "commune": "contents.0.dispute.commune",
    "effective": "history.effective_decision.by",
}


def parent_of(body: Body) -> Body | None:
    """Return the body above, where what it is was stated."""
    if body.parent is None or body.parent_kind is None:
        return None
    return Body(kind=body.parent_kind, id=body.parent)


def named(place: Place, kind: BodyKind) -> Body:
    """Return a place as a body of the kind it must be."""
    return place if isinstance(place, Body) else Body(kind=kind, id=place)


def known_bodies(stated: object) -> dict[str, Body]:
    """Return every body that the facts describe, by id."""
    found: dict[str, Body] = {}
    if isinstance(stated, Body):
        found[stated.id] = stated
    if isinstance(stated, msgspec.Struct):
        for name in stated.__struct_fields__:
            found |= known_bodies(getattr(stated, name))
    elif isinstance(stated, tuple):
        for each in stated:
            found |= known_bodies(each)
    return found
