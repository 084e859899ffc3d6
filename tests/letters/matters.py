"""A person who writes, a matter they write about, and a letter of it."""

from dataclasses import dataclass
from typing import Any

from services.intake.domain.petition.personal import PersonalContent


@dataclass(frozen=True)
class Person:
    """Somebody who writes."""

    name: str
    hamlet: str
    commune: str
    phone: str
    id_number: str
    year: int

    @property
    def address(self) -> str:
        return f"{self.hamlet}, xã {self.commune}"


@dataclass(frozen=True)
class Matter:
    """What one person writes about: a topic, its particulars, and how they put it."""

    number: int
    """The label: letters of the same number are the same petition."""
    sender: Person
    topic: dict[str, Any]
    slots: tuple[tuple[int, int], ...]
    """Which sentences, and in which of their wordings."""
    figures: dict[str, str]
    respondent: str
    opening: int
    closing: int


@dataclass(frozen=True)
class Letter:
    """A letter as it comes in, and what it is known to be."""

    matter: int
    kind: str
    agency: str
    content: PersonalContent
    how: str
    """Of which sort it is: `single`, `first`, `copied`, `edited`, `retold`, `other`, `mass`."""
    forwarded: bool = False
