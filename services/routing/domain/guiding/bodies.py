"""The bodies of the directory as the rule book knows them, and those it does not list."""

from collections.abc import Mapping

from services.routing.domain.advice.answer import FactMissing
from services.routing.domain.advice.facts import Body
from services.routing.domain.directory import Agency, Directory
from services.routing.domain.guiding.questions import Question, Values
from services.routing.rules.vocabulary import BodyKind
from shared.contracts.routing import AgencyKind, Level
from shared.ids import AgencyCode

_KINDS: Mapping[tuple[AgencyKind, Level] | AgencyKind, BodyKind] = {
    "province": "province",
    "peoples_committee": "province",
    "office": "province",
    "board": "province_reception_board",
    "inspectorate": "province_inspectorate",
    "department": "department",
    "ward": "commune",
    "commune": "commune",
    "special_zone": "commune",
    "district": "district",
}
_UNITS: Mapping[str, frozenset[str]] = {
    "commune_unit": frozenset({"commune"}),
    "district_unit": frozenset({"district"}),
    "department_unit": frozenset({"department"}),
    "public_service_unit": frozenset({"province", "department", "commune"}),
    "state_enterprise": frozenset({"province", "department", "commune"}),
}
"""What the directory does not list, by the bodies below which it stands."""
Bodies = Mapping[str, Body]
"""By code."""


def bodies_of(directory: Directory) -> dict[str, Body]:
    """Return every body that acts, ended or not, as the rule book knows it."""
    found = {
        code: _body(agency, directory)
        for code in directory.agencies
        if (agency := directory.get(code)) is not None
        and agency.kind != "province"  # the committee acts for it
    }
    return dict(sorted(found.items()))


def _body(agency: Agency, directory: Directory) -> Body:
    above = directory.get(agency.parent)
    if above is not None and _kind(above) == "province":
        above = directory.provincial_committee()
    if above is None or above.code == agency.code:
        return Body(kind=_kind(agency), id=agency.code)
    return Body(
        kind=_kind(agency), id=agency.code, parent=above.code, parent_kind=_kind(above)
    )


def _kind(agency: Agency) -> BodyKind:
    return "department_unit" if _is_unit(agency) else _KINDS[agency.kind]


def _is_unit(agency: Agency) -> bool:
    return agency.level == "department_unit" and agency.kind != "board"


def candidates(question: Question, values: Values, bodies: Bodies) -> tuple[str, ...]:
    """Return the codes of bodies that can answer; none: that it is such a body is all there is."""
    if not (question.named or question.kind):
        return tuple(bodies)
    kind = question.kind or values.get(question.named, "")
    wanted = {kind} | _UNITS.get(kind, frozenset())
    return tuple(
        code
        for code, body in bodies.items()
        if body.kind in wanted and not (body.kind == "province" and body.parent)
    )


def stated(question: Question, values: Values, bodies: Bodies) -> Body:
    """
    Return the body that was said.

    Raises:
        FactMissing: several could be meant, and nobody said which.
    """
    kind: BodyKind = question.kind or values[question.named]  # type: ignore[assignment]  # a closed code
    codes = candidates(question, values, bodies)
    code = values.get(question.id) or (codes[0] if len(codes) == 1 else "")
    if not codes:
        return Body(kind=kind, id=kind)
    if not code:
        raise FactMissing(question.id, f"{question.id}: say which body it is")
    body = bodies[code]
    if body.kind == kind:
        return body
    return Body(kind=kind, id=f"{code}/{kind}", parent=code, parent_kind=body.kind)


def code_of(seat: str, directory: Directory) -> AgencyCode | None:
    """Return the body of a head, by its code; None: it is none of the directory."""
    role, _, body = seat.partition("@")
    if role == "provincial_chair":
        return directory.provincial_committee().code
    code = AgencyCode(body)
    return code if directory.get(code) is not None else None
