"""
Marks (blind indexes): keyed digests by which a person is found, or known again, unread.

A mark is `<kind>:<digest>`. Equal marks are equal values; without the index key a guess
cannot be tested against one. The index key is kept in the vault and no rotation changes it.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from services.intake.domain.petition.naming import (
    bare,
    id_number_of,
    name_of,
    names_in,
    phone_of,
)
from services.intake.domain.petition.personal import PersonalContent
from services.intake.vault.boxes import derive

MarkKind = Literal["name", "bare", "phone", "id"]
Role = Literal["petitioner", "respondent"]
DIGEST_BYTES = 16
_LEAST_ID, _LEAST_PHONE = 6, 6


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark of a petition: of who wrote it, or of whom it is against."""

    mark: str
    role: Role


class Marks:
    """Makes marks."""

    def __init__(self, index_key: bytes) -> None:
        self._keys: dict[MarkKind, bytes] = {
            kind: derive(index_key, f"mark/{kind}")
            for kind in ("name", "bare", "phone", "id")
        }

    def of_petition(self, content: PersonalContent) -> list[Marked]:
        """Return all marks of a petition."""
        petitioner, respondent = content.petitioner, content.respondent
        wrote = [
            *self._names([name_of(petitioner.full_name)]),
            *self.phone(petitioner.phone),
            *self.id_number(petitioner.id_number),
        ]
        against = [
            *self._names(names_in(respondent.name)),
            *self.id_number(respondent.id_number),
        ]
        return [
            *(Marked(mark, "petitioner") for mark in dict.fromkeys(wrote)),
            *(Marked(mark, "respondent") for mark in dict.fromkeys(against)),
        ]

    def of_person(self, full_name: str, id_number: str) -> list[str]:
        """Return the marks by which an officer or a relative is known again."""
        return [*self._names([name_of(full_name)], exact=True), *self.id_number(id_number)]

    def name(self, text: str) -> list[str]:
        """Return what to look for: with tone marks that very name, without them any such."""
        name = name_of(text)
        if not name:
            return []
        return [
            self._mark("name", name) if name != bare(name) else self._mark("bare", name)
        ]

    def phone(self, text: str) -> list[str]:
        """Return the mark of a phone number; none where the text is none."""
        digits = phone_of(text)
        return [self._mark("phone", digits)] if len(digits) >= _LEAST_PHONE else []

    def id_number(self, text: str) -> list[str]:
        """Return the mark of an identity number; none where the text is none."""
        number = id_number_of(text)
        return [self._mark("id", number)] if len(number) >= _LEAST_ID else []

    def _names(self, names: Iterable[str], *, exact: bool = False) -> list[str]:
        kinds: tuple[MarkKind, ...] = ("name",) if exact else ("name", "bare")
        return [
            self._mark(kind, bare(name) if kind == "bare" else name)
            for name in names
            if name
            for kind in kinds
        ]

    def _mark(self, kind: MarkKind, value: str) -> str:
        digest = hmac.digest(self._keys[kind], value.encode(), hashlib.sha256)
        return f"{kind}:{digest[:DIGEST_BYTES].hex()}"
