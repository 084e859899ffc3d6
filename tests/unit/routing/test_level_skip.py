"""A petition that went over the head of who must decide first is noted, and by which rule."""

import datetime as dt
from typing import Any

import pytest

from services.routing.domain.case.commands import OpenCase
from services.routing.domain.case.decider import case_decider
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.contracts.intake import Observed
from shared.contracts.routing_custody import LevelSkipped
from shared.ids import AgencyCode, CaseId, PetitionId

# fmt: off
SKIPS: list[tuple[str, str, str, str, str, str, str | None]] = [
    # what                                         kind              instance  received by  about     post        skipped
    ("a complaint about a ward, to the board",     "complaint",      "first",  "TN-BTCD",   "25459",  "official", "25459"),
    ("the same, to the committee",                 "complaint",      "first",  "TN-UBND",   "25459",  "official", "25459"),
    ("the same, to the ward",                      "complaint",      "first",  "25459",     "25459",  "official", None),
    ("the same, to another commune",               "complaint",      "first",  "25462",     "25459",  "official", None),
    ("the same, to a department",                  "complaint",      "first",  "TN-SXD",    "25459",  "official", None),
    ("a second complaint belongs there",           "complaint",      "second", "TN-BTCD",   "25459",  "official", None),
    ("a complaint about a department, to the board", "complaint",    "first",  "TN-BTCD",   "TN-SXD", "official", "TN-SXD"),
    ("a denunciation of an official of a ward",    "denunciation",   "first",  "TN-BTCD",   "25459",  "official", "25459"),
    ("a denunciation of the ward's chair belongs there", "denunciation", "first", "TN-BTCD", "25459", "head",     None),
    ("a recommendation skips nobody",              "recommendation", "first",  "TN-BTCD",   "25459",  "official", None),
]
# fmt: on


@pytest.mark.parametrize("row", SKIPS, ids=[row[0] for row in SKIPS])
def test_a_skipped_level_is_noted(
    row: tuple[Any, ...], book: RuleBook, directory: Directory
) -> None:
    _, kind, instance, receiver, about, post, skipped = row
    opened = OpenCase(
        case_id=CaseId("c-1"), petition_id=PetitionId("p-1"), receipt_code="R",
        channel="post", kind_claimed=kind, instance=instance, subject_field="land",
        received_on=dt.date(2026, 7, 6), receiving_agency=AgencyCode(receiver),
        respondent_agency=AgencyCode(about), respondent_post=post,
        observed=Observed(
            identified=True, has_summary=True, has_request=True, has_respondent=True
        ),
        addressees=(), forwarder=None, at=dt.datetime(2026, 7, 6, 5, tzinfo=dt.UTC),
    )  # fmt: skip
    decider = case_decider(book, directory)
    noted = [
        fact
        for fact in decider.decide(opened, decider.initial)
        if isinstance(fact, LevelSkipped)
    ]
    assert [fact.skipped for fact in noted] == ([skipped] if skipped else [])
    assert all(fact.rule.rule.startswith("XLD.LEVEL_SKIP") for fact in noted)
