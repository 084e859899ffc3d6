"""Which visitors were not received, where and on what ground? One row a visit; nobody is named."""

import datetime as dt
from operator import attrgetter

import msgspec

from shared.contracts.intake import ReceptionRefused
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class ReceptionRow(msgspec.Struct, frozen=True):
    """A refusal as its list shows it."""

    reception_id: str
    agency: str
    ground: str
    refused_at: dt.datetime
    form: str | None
    act: str
    """The citation, in its two parts."""
    provision: str
    officer: str
    """Who recorded it."""


def fold(_: ReceptionRow | None, heard: Told) -> ReceptionRow:
    """Return the visit after the fact: it is said once."""
    fact: ReceptionRefused = heard.fact  # type: ignore[assignment]  # the only one
    return ReceptionRow(
        reception_id=fact.reception_id,
        agency=fact.agency,
        ground=fact.ground,
        refused_at=fact.refused_at,
        form=fact.form,
        act=fact.basis.act,
        provision=fact.basis.provision,
        officer=heard.actor.removeprefix("officer:"),
    )


RECEPTION: ReadModel[ReceptionRow] = ReadModel(
    table="reception",
    row=ReceptionRow,
    keys={ReceptionRefused: attrgetter("reception_id")},
    fold=fold,
    indexes=("refused_at, reception_id",),
)
