"""The acts we cite: one key each, so that a citation can be checked and shown in full."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from shared.books import read_book


class Act(BaseModel):
    """A law, decree or circular of `acts.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    number: str
    in_force_from: dt.date
    in_force_to: dt.date | None = None
    """Last day in force, inclusive, as law is written."""


@cache
def load() -> Mapping[str, Act]:
    """
    Return all acts by key.

    Raises:
        pydantic.ValidationError: a row of `acts.yaml` is not of the declared shape.
    """
    rows = read_book(Path(__file__).with_name("acts.yaml"))
    return MappingProxyType({key: Act.model_validate(row) for key, row in rows.items()})
