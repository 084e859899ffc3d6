"""Identifiers: time-ordered ones from the edge, derived ones where a repeat must find the first."""

import os
import time
import uuid
from typing import NewType

PetitionId = NewType("PetitionId", str)
"""A document received (đơn)."""
CaseId = NewType("CaseId", str)
"""A matter followed to its end (vụ việc); many petitions can belong to it."""
AgencyCode = NewType("AgencyCode", str)
"""A body of the province: the official five-digit code of a commune, `TN-…` elsewhere."""
OfficerId = NewType("OfficerId", str)
"""Somebody who works for a body; never a name."""

_NAMESPACE = uuid.UUID("6e1f4a52-7d3b-5c57-9c0e-2f6f0d7a1b44")


def new_id() -> str:
    """Return a UUIDv7: unique, and sorted by the millisecond it was made in."""
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10))
    value = (milliseconds << 80) | (0x7 << 76) | ((noise >> 68) << 64)
    value |= (0b10 << 62) | (noise & ((1 << 62) - 1))
    text = f"{value:032x}"  # by way of uuid.UUID it takes three times as long
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def derived_id(*parts: str) -> str:
    """Return the same UUID for the same parts, so that a repeat meets its first time."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


def case_of(petition_id: PetitionId) -> CaseId:
    """Return the case that a petition opens when it belongs to no other."""
    return CaseId(derived_id("case", petition_id))
