"""What intake decides about petitions."""

import datetime as dt
from dataclasses import replace

import pytest

from services.intake.domain.petition.commands import LodgePetition
from services.intake.domain.petition.decider import PETITION
from services.intake.domain.petition.errors import (
    KeyUsedForAnother,
    ReceivedInTheFuture,
    ReceivedTooLongAgo,
)
from services.intake.domain.petition.roles import post_of
from shared.contracts.intake import Observed, PetitionLodged
from shared.ids import AgencyCode, PetitionId
from shared.personal import Sealed
from shared.testing.spec import Case, check

MON = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
LATE = dt.datetime(2026, 11, 23, 18, 0, tzinfo=dt.UTC)
"""01:00 of the next day in Vietnam."""
ID = PetitionId("01a1fc82-6615-7bf7-bf73-b9347d66ebe3")

lodge = LodgePetition(
    petition_id=ID,
    receipt_code="7K3Q-9XWM-2A4D",
    channel="post",
    kind_claimed="complaint",
    instance="first",
    received_on=dt.date(2026, 11, 23),
    receiving_agency=AgencyCode("25585"),
    subject_field="land",
    respondent_agency=AgencyCode("25585"),
    respondent_post="head",
    observed=Observed(
        identified=True, has_summary=True, has_request=True, has_respondent=True
    ),
    addressees=(),
    forwarder=None,
    sealed=Sealed(key=ID, box=b"x"),
    request_digest="d1",
    at=MON,
)
lodged = PetitionLodged(
    petition_id=ID,
    receipt_code="7K3Q-9XWM-2A4D",
    channel="post",
    kind_claimed="complaint",
    instance="first",
    received_on=dt.date(2026, 11, 23),
    receiving_agency=AgencyCode("25585"),
    subject_field="land",
    respondent_agency=AgencyCode("25585"),
    respondent_post="head",
    observed=Observed(
        identified=True, has_summary=True, has_request=True, has_respondent=True
    ),
    addressees=(),
    forwarder=None,
    sealed=Sealed(key=ID, box=b"x"),
    request_digest="d1",
)
tomorrow = dt.date(2026, 11, 24)

# fmt: off
CASES = [
    Case("a petition is lodged unread",                 [],       lodge,                                            [lodged]),
    Case("the same petition twice is one",              [lodged], lodge,                                            []),
    Case("another petition under the same key",         [lodged], replace(lodge, request_digest="d2"),              KeyUsedForAnother),
    Case("a day that has not come",                     [],       replace(lodge, received_on=tomorrow),             ReceivedInTheFuture),
    Case("a day before the rule books",                 [],       replace(lodge, received_on=dt.date(2022, 12, 31)), ReceivedTooLongAgo),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_intake_decides(case: Case) -> None:
    """As the row says, and twice the same."""
    check(PETITION, case)


def test_today_is_the_local_day() -> None:
    """At 01:00 in Vietnam the new day has begun, whatever UTC says."""
    assert PETITION.decide(replace(lodge, received_on=tomorrow, at=LATE), PETITION.initial)


@pytest.mark.parametrize(
    ("words", "post"),
    [
        ("Chủ tịch UBND xã Châu Thành", "head"),
        ("Phó Chủ tịch UBND xã", "deputy"),
        ("Giám đốc Sở Xây dựng", "head"),
        ("UBND phường Tân Ninh", "body"),
        ("Sở Y tế", "body"),
        ("ông Nguyễn Văn A, cán bộ địa chính", None),
        ("", None),
    ],
)
def test_the_words_of_office_name_the_post(words: str, post: str | None) -> None:
    """Told by the words of office; a bare name says nothing."""
    assert post == post_of(words)
