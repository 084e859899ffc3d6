"""A visitor who was not received: on a ground of that day, and with nobody named."""

import datetime as dt
from typing import Any, get_args

import pytest
import yaml
from pydantic import ValidationError

from services.intake.api.receptions import RefuseIn
from services.intake.domain.petition.errors import AgencyNotInForce
from services.intake.domain.reception import errors
from services.intake.domain.reception.commands import RefuseReception
from services.intake.domain.reception.decider import reception_decider
from services.intake.projections.reception import fold
from services.intake.rules.loader import FOLDER, load_reception
from shared.contracts.intake import ReceptionGround, ReceptionRefused
from shared.envelope import Told
from shared.ids import AgencyCode
from shared.legal.citation import Citation
from shared.testing.spec import Case, check

COMMUNE = AgencyCode("25585")
NOW = dt.datetime(2026, 7, 20, 3, tzinfo=dt.UTC)
THEN = NOW - dt.timedelta(days=1)
ADVICE = FOLDER.parents[1] / "routing/rules/advice/60-reception.yaml"


def refuses(ground: str, at: dt.datetime = THEN, *, there: bool = True) -> Any:
    return RefuseReception(
        reception_id="r-1", agency=COMMUNE, ground=ground, refused_at=at, there=there,
        at=NOW,
    )  # type: ignore[arg-type]  # fmt: skip


def refused(ground: str, act: str, provision: str, form: str | None = None) -> Any:
    return ReceptionRefused(
        reception_id="r-1", agency=COMMUNE, ground=ground, refused_at=THEN, form=form,
        basis=Citation(act, provision),
    )  # type: ignore[arg-type]  # fmt: skip


drunk = refused("REFUSE_9_1", "LTCD", "Đ9.1")
EARLY, MIDNIGHT = dt.timedelta(days=32), dt.datetime(2026, 6, 30, 16, 59, tzinfo=dt.UTC)

# fmt: off
CASES: list[Case[Any, Any]] = [
    Case("on a ground of the law", [], refuses("REFUSE_9_1"), [drunk]),
    Case("on one of the decree", [], refuses("REFUSE_4_1_DD"), [refused("REFUSE_4_1_DD", "ND154", "Đ4.1.đ")]),
    Case("where a paper is owed it is said", [], refuses("REFUSE_9_3"), [refused("REFUSE_9_3", "ND154", "Đ4.3", "TCD-01")]),
    Case("said once", [drunk], refuses("REFUSE_9_2"), []),
    Case("not on a ground that came later", [], refuses("REFUSE_4_1_A", MIDNIGHT), errors.NoGroundThen),
    Case("not on an invented one", [], refuses("TOO_BUSY"), errors.NoGroundThen),
    Case("not tomorrow", [], refuses("REFUSE_9_1", NOW + dt.timedelta(seconds=1)), errors.MomentImpossible),
    Case("not of long ago", [], refuses("REFUSE_9_1", NOW - EARLY), errors.MomentImpossible),
    Case("a wrong year is one, whatever was there then", [], refuses("REFUSE_9_1", NOW - EARLY, there=False), errors.MomentImpossible),
    Case("not by a body that had ended", [], refuses("REFUSE_9_1", there=False), AgencyNotInForce),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_refusal_is_decided(case: Case[Any, Any]) -> None:
    check(reception_decider(load_reception()), case)


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-07-19T08:15"]
)
def test_a_moment_that_no_clock_shows_is_none(moment: str) -> None:
    """At the ends of the calendar there is no such moment in another zone."""
    with pytest.raises(ValidationError):
        RefuseIn.model_validate({"ground": "REFUSE_9_1", "refused_at": moment})


def test_a_row_of_the_list() -> None:
    heard = Told(
        happened_at=THEN, recorded_at=NOW, position=7, actor="officer:a", fact=drunk
    )
    row = fold(None, heard)
    assert ("a", "LTCD", "Đ9.1") == (row.officer, row.act, row.provision)


def test_every_ground_has_a_row_and_says_what_the_counsel_at_the_desk_says() -> None:
    """Two services, one law: codes, days, forms and citations of both files are alike."""
    rules = load_reception()
    assert {rule.ground for rule in rules} == set(get_args(ReceptionGround))
    table = yaml.safe_load(ADVICE.read_text())["tables"]["refusal"]["rows"]
    counsel = {
        (row["reasons"][0], row.get("form"), str(each["valid_from"]),
         each["basis"]["act"], each["basis"]["provision"])
        for row in table for each in row["editions"]
    }  # fmt: skip
    for rule in rules:
        own = (rule.ground, rule.form, str(rule.valid_from), *_cited(rule.basis))
        assert own in counsel, own


def _cited(basis: Citation) -> tuple[str, str]:
    return basis.act, basis.provision
