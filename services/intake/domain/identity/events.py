"""Everything intake can say about a reveal."""

from typing import TypeAlias

from shared.contracts.intake import (
    IdentityViewed,
    RevealApproved,
    RevealAsked,
    RevealEnded,
    RevealRefused,
)

RevealFact: TypeAlias = (
    RevealAsked | RevealApproved | RevealRefused | RevealEnded | IdentityViewed
)

__all__ = [
    "IdentityViewed",
    "RevealApproved",
    "RevealAsked",
    "RevealEnded",
    "RevealFact",
    "RevealRefused",
]
