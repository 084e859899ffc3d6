"""What intake decides about files that come with a petition."""

import datetime as dt
from dataclasses import replace

import pytest

from services.intake.domain.petition.attaching import MOST_FILES
from services.intake.domain.petition.commands import AddAttachment
from services.intake.domain.petition.decider import PETITION
from services.intake.domain.petition.errors import (
    AttachmentsTooLarge,
    ContentErased,
    NoSuchPetition,
    TooManyAttachments,
)
from services.intake.projections.attachment import ATTACHMENT
from shared.contracts.intake import AttachmentAdded, PetitionErased
from shared.envelope import Told
from shared.ids import OfficerId
from shared.personal import Sealed
from shared.testing.spec import Case, check
from tests.unit.intake.test_petition import ID, MON, lodged

NAME = Sealed(key=ID, box=b"name")
add = AddAttachment(
    petition_id=ID,
    attachment_id="a1",
    digest="d" * 64,
    size_bytes=1_000,
    media_type="application/pdf",
    sealed_name=NAME,
    scanned=True,
    most_bytes=20_000,
    at=MON,
)
added = AttachmentAdded(
    petition_id=ID,
    attachment_id="a1",
    digest="d" * 64,
    size_bytes=1_000,
    media_type="application/pdf",
    sealed_name=NAME,
    scanned=True,
)
erased = PetitionErased(
    petition_id=ID,
    ground="lawful_request",
    reference="12/QĐ",
    asked_by=OfficerId("o1"),
    confirmed_by=OfficerId("o2"),
)


def other(number: int, size: int = 1_000) -> AttachmentAdded:
    return AttachmentAdded(
        petition_id=ID,
        attachment_id=f"b{number}",
        digest=f"{number:064}",
        size_bytes=size,
        media_type="image/png",
        sealed_name=NAME,
        scanned=False,
    )


full = [lodged, *(other(n, 10) for n in range(MOST_FILES))]
# fmt: off
CASES = [
    Case("a file comes with a petition",            [lodged],                   add, [added]),
    Case("the same id twice is one file",           [lodged, added],            replace(add, digest="e" * 64), []),
    Case("also when there is no more room",         [*full, added],             add, []),
    Case("a second file comes",                     [lodged, other(1)],         add, [added]),
    Case("the twentieth file comes",                full[:-1],                  add, [added]),
    Case("the twenty-first does not",               full,                       add, TooManyAttachments),
    Case("all of them together may be so large",    [lodged, other(1, 19_000)], add, [added]),
    Case("and no larger",                           [lodged, other(1, 19_001)], add, AttachmentsTooLarge),
    Case("nothing comes with an erased petition",   [lodged, erased],           add, ContentErased),
    Case("nor with one that nobody lodged",         [],                         add, NoSuchPetition),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_attaching(case: Case) -> None:
    """Each row is one sentence of practice."""
    check(PETITION, case)


def test_the_list_shows_the_first_file_under_an_id() -> None:
    """And whether the petitioner sent it or an officer added it."""
    at = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
    told = Told(happened_at=at, recorded_at=at, position=4, actor="officer:o1", fact=added)
    row = ATTACHMENT.fold(None, told)
    assert row is not None
    assert (f"{ID}/a1", False, at) == (row.key, row.by_sender, row.added_at)
    again = Told(happened_at=at, recorded_at=at, position=5, actor="public", fact=added)
    assert row is ATTACHMENT.fold(row, again)
    first = ATTACHMENT.fold(None, again)
    assert first is not None
    assert first.by_sender
    assert ATTACHMENT.keys[AttachmentAdded](added) == row.key
