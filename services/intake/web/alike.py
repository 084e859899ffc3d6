"""
Petitions that may be the same, shown to an officer who types one in, or has just lodged one.

It holds nothing up: whether two are the same is looked at later, side by side, by whoever
handles them. Nobody but officers who take petitions in ever sees it.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from services.intake.api.candidates import CandidateOut, DraftIn, like_draft, like_lodged
from services.intake.deps import Collaborators
from shared.auth.principal import Act, Principal
from shared.errors import StoreUnavailable
from shared.ids import AgencyCode, PetitionId
from shared.web.showing import Showing

SHOWN = 3
"""More would be a list to work through, at a desk where somebody waits."""
_DRAFTED = (
    "petitioner.full_name",
    "petitioner.address",
    "petitioner.phone",
    "petitioner.id_number",
    "respondent.agency_code",
    "respondent.name",
    "respondent.role",
    "kind_claimed",
    "summary",
    "request",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """What is like a petition, as a page shows it."""

    rows: tuple[CandidateOut, ...]
    lodged: str
    """The petition, once there is one."""
    compares: bool
    """Whoever looks may see it at its receiver, and lay the two side by side."""
    show: Showing

    def way_to(self, row: CandidateOut) -> str:
        """Return where the officer reads on."""
        if self.lodged and self.compares:
            return f"/desk/petitions/{self.lodged}/duplicates?with={row.petition_id}"
        return f"/desk/petitions/{row.petition_id}"

    def reasons(self, row: CandidateOut) -> str:
        """Return why, in words."""
        return self.show.listed(
            self.show.t(
                "alike.same_hamlet"
                if each.code == "same_place" and each.n > 1
                else f"alike.{each.code}",
                n=each.n,
                of=each.of,
            )
            for each in row.reasons
        )


def takes_in(who: Principal | None) -> bool:
    """Test whether somebody takes petitions in, and so is shown what is alike."""
    return who is not None and who.may(Act.RECEIVE)


async def twins_of_draft(
    values: Mapping[str, str], intake: Collaborators, who: Principal, show: Showing
) -> Twins | None:
    """Return what is like that which was typed; None where nothing can be said yet."""
    draft = _draft(values)
    if draft is None:
        return None
    with suppress(StoreUnavailable):  # typing goes on all the same
        found = await like_draft(draft, intake, who, limit=SHOWN)
        return Twins(rows=tuple(found.candidates), lodged="", compares=False, show=show)
    return None


async def twins_of_lodged(
    petition_id: PetitionId,
    intake: Collaborators,
    who: Principal | None,
    show: Showing,
    *,
    secret: bool,
    receiver: str,
) -> Twins | None:
    """Return what is like that which an officer just lodged; None for anybody else."""
    if who is None or not takes_in(who):
        return None
    with suppress(StoreUnavailable):  # the receipt stands all the same
        found = await like_lodged(petition_id, intake, who, secret=secret, limit=SHOWN)
        return Twins(
            rows=tuple(found.candidates),
            lodged=petition_id,
            compares=who.may(Act.SEE_CASES, AgencyCode(receiver)),
            show=show,
        )
    return None


def _draft(values: Mapping[str, str]) -> DraftIn | None:
    """Return what is typed so far; None before there is a kind and a matter."""
    body: dict[str, Any] = {"petitioner": {}, "respondent": {}}
    for name in _DRAFTED:
        if values.get(name, "").strip():
            group, _, leaf = name.rpartition(".")
            (body[group] if group else body)[leaf] = values[name]
    if "kind_claimed" not in body or not {"summary", "request"} & body.keys():
        return None
    try:
        return _read(body)
    except ValidationError as error:
        _leave_out(body, error)
    with suppress(ValidationError):
        return _read(body)
    return None


def _read(body: Mapping[str, Any]) -> DraftIn:
    return DraftIn.model_validate(
        {
            **body,
            "petitioner": {"full_name": "", "address": "", **body["petitioner"]},
            "respondent": {"name": "", **body["respondent"]},
        }
    )


def _leave_out(body: dict[str, Any], error: ValidationError) -> None:
    """Take out what cannot be read yet: half a telephone number says nothing."""
    for each in error.errors(include_input=False, include_url=False):
        group, leaf = ("", *map(str, each["loc"]))[-2:]
        (body[group] if group else body).pop(leaf, None)
