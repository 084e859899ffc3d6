"""The form of a petition: from what was typed to the request, and from faults to sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from services.intake.api.petitions import LodgeIn
from shared.contracts.bodies import BodyRow
from shared.web.showing import Showing

FIELDS = (
    "petitioner.full_name",
    "petitioner.address",
    "petitioner.phone",
    "petitioner.email",
    "petitioner.id_number",
    "senders",
    "respondent.agency_code",
    "respondent.name",
    "respondent.role",
    "subject_field",
    "kind_claimed",
    "instance",
    "summary",
    "request",
    "receiving_agency",
)
"""The names of the inputs, in the order of the paper: places in the body of the API."""
_ALWAYS = {
    "petitioner.full_name",
    "petitioner.address",
    "respondent.name",
    "summary",
    "request",
}
"""Texts that may be empty; whatever else is left empty is not said at all."""
_LEVELS = ("province", "department", "department_unit", "commune", "district")
_BY_FIELD = {
    "petitioner.phone": "wrong.phone",
    "petitioner.email": "wrong.email",
    "petitioner.id_number": "wrong.id_number",
    "senders": "wrong.senders",
    "subject_field": "wrong.choose",
    "kind_claimed": "wrong.choose",
    "instance": "wrong.choose",
    "respondent.agency_code": "wrong.agency",
    "receiving_agency": "wrong.agency",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A form as it stands on the page: what was typed, and what is wrong with it."""

    values: Mapping[str, str]
    token: str
    wrong: Mapping[str, str]
    notice: str = ""


def typed_values(form: FormData) -> dict[str, str]:
    """Return every input as text; one that is missing is empty."""
    found = {name: form.get(name, "") for name in FIELDS}
    # Browsers end the lines of a text by CR LF; people count one character.
    return {
        n: v.replace("\r\n", "\n") if isinstance(v, str) else "" for n, v in found.items()
    }


def body_of(values: Mapping[str, str]) -> LodgeIn:
    """
    Return the request that the form makes.

    Raises:
        pydantic.ValidationError: something typed cannot be taken; see `faults`.
    """
    body: dict[str, Any] = {"channel": "online"}
    for name, value in values.items():
        if not value.strip() and name not in _ALWAYS:
            continue
        group, _, leaf = name.rpartition(".")
        (body.setdefault(group, {}) if group else body)[leaf] = value
    return LodgeIn.model_validate(body)


def faults(error: ValidationError, show: Showing) -> dict[str, str]:
    """Return for each field what is wrong with it, without repeating what was typed."""
    found: dict[str, str] = {}
    for each in error.errors(include_input=False, include_url=False):
        name = ".".join(str(part) for part in each["loc"])
        found.setdefault(name, _sentence(name, each["type"], each.get("ctx", {}), show))
    return found


def _sentence(name: str, kind: str, context: Mapping[str, Any], show: Showing) -> str:
    if kind == "string_too_long":
        return show.t("wrong.long", longest=show.number(context["max_length"]))
    if kind == "value_error":
        return show.t("wrong.unreadable")
    return show.t(_BY_FIELD.get(name, "wrong.any"))


def grouped(agencies: Iterable[BodyRow]) -> list[tuple[str, list[BodyRow]]]:
    """Return the bodies by level, as the lists of the form show them."""
    groups: dict[str, list[BodyRow]] = {level: [] for level in _LEVELS}
    for agency in agencies:
        groups.setdefault(agency.level, []).append(agency)
    return [(level, found) for level, found in groups.items() if found]
