"""Who is excluded, who is erased, and when two names are one: decided without any server."""

import datetime as dt
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.petition.commands import (
    Conflict,
    ErasePetition,
    LodgePetition,
    RecordConflicts,
)
from services.intake.domain.petition.conflicts import Likeness, conflicts_among
from services.intake.domain.petition.decider import PETITION
from services.intake.domain.petition.errors import (
    NoSuchPetition,
    ReferenceMissing,
    RetentionRuns,
    SameCustodian,
    StillOpen,
)
from services.intake.domain.petition.naming import (
    bare,
    id_number_of,
    name_of,
    names_in,
    phone_of,
)
from services.intake.rules import rule_for
from services.intake.rules.loader import load
from services.intake.vault.marks import Marks
from shared.contracts.intake import ConflictFound, Observed, PetitionErased, PetitionLodged
from shared.ids import AgencyCode, OfficerId, PetitionId
from shared.personal import Sealed
from shared.testing.spec import Case, check

MON = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
ID = PetitionId("01a1fc82-6615-7bf7-bf73-b9347d66ebe3")
HERE, THERE = AgencyCode("25585"), AgencyCode("25459")
ANH, CHI = OfficerId("anh"), OfficerId("chi")
IS, KIN = Conflict(ANH, "same_person"), Conflict(CHI, "relative")
SEEN = Observed(identified=True, has_summary=True, has_request=True, has_respondent=True)

lodge = LodgePetition(
    petition_id=ID, receipt_code="7K3Q-9XWM-2A4D", channel="post", kind_claimed="denunciation",
    instance="first", received_on=dt.date(2026, 11, 23), receiving_agency=HERE,
    subject_field="land", respondent_agency=HERE, respondent_post="official", observed=SEEN,
    addressees=(), forwarder=None, sealed=Sealed(key=ID, box=b"x"), request_digest="d1", at=MON,
)  # fmt: skip
lodged = PetitionLodged(
    **{name: getattr(lodge, name) for name in PetitionLodged.__struct_fields__}
)
found_anh = ConflictFound(petition_id=ID, officer=ANH, ground="same_person")
found_chi = ConflictFound(petition_id=ID, officer=CHI, ground="relative")
record = RecordConflicts(petition_id=ID, conflicts=(IS, KIN), at=MON)
erase = ErasePetition(
    petition_id=ID, ground="lawful_request", reference="12/QĐ", asked_by=ANH, confirmed_by=CHI,
    closed_on=dt.date(2026, 1, 5), kept_until=None, at=MON,
)  # fmt: skip
ended = replace(erase, ground="retention_ended", reference="LUU.FILED v1")
erased = PetitionErased(
    petition_id=ID,
    ground="lawful_request",
    reference="12/QĐ",
    asked_by=ANH,
    confirmed_by=CHI,
)
over = msgspec.structs.replace(erased, ground="retention_ended", reference="LUU.FILED v1")
today = dt.date(2026, 11, 23)

# fmt: off
CASES = [
    Case("conflicts are said with the petition itself",   [],                  replace(lodge, conflicts=(KIN, IS)),                  [lodged, found_anh, found_chi]),
    Case("an officer is excluded once",                   [],                  replace(lodge, conflicts=(IS, IS)),                   [lodged, found_anh]),
    Case("the same request again finds nothing new",      [lodged],            replace(lodge, conflicts=(IS,)),                      []),
    Case("somebody joins later",                          [lodged],            record,                                               [found_anh, found_chi]),
    Case("who is known is not found again",               [lodged, found_anh], record,                                               [found_chi]),
    Case("a petition that was never lodged",              [],                  record,                                               []),
    Case("two custodians, a closed case, a paper",        [lodged],            erase,                                                [erased]),
    Case("what is erased stays so",                       [lodged, erased],    erase,                                                []),
    Case("one custodian alone",                           [lodged],            replace(erase, confirmed_by=ANH),                     SameCustodian),
    Case("an open case",                                  [lodged],            replace(erase, closed_on=None),                       StillOpen),
    Case("a request without its paper",                   [lodged],            replace(erase, reference=""),                         ReferenceMissing),
    Case("retention ends today",                          [lodged],            replace(ended, kept_until=today),                     [over]),
    Case("retention ends tomorrow",                       [lodged],            replace(ended, kept_until=today + dt.timedelta(1)),   RetentionRuns),
    Case("no rule says when it may go",                   [lodged],            ended,                                                RetentionRuns),
    Case("nothing was lodged",                            [],                  erase,                                                NoSuchPetition),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_conflicts_and_erasures_are_decided(case: Case) -> None:
    """As the row says, and twice the same."""
    check(PETITION, case)


def alike(officer: str, agency: AgencyCode, ground: str, number: bool) -> Likeness:
    return Likeness(officer=OfficerId(officer), agency=agency, ground=ground, by_number=number)


ALIKE = [
    ("the name, in the body denounced",          [alike("anh", HERE, "same_person", False)],                                          (IS,)),
    ("the name, in another body",                [alike("anh", THERE, "same_person", False)],                                         ()),
    ("the number, in another body",              [alike("anh", THERE, "same_person", True)],                                          (IS,)),
    ("a relative's name, in the body denounced", [alike("chi", HERE, "relative", False)],                                             (KIN,)),
    ("a relative's name, in another body",       [alike("chi", THERE, "relative", False)],                                            ()),
    ("a relative's number, anywhere",            [alike("chi", THERE, "relative", True)],                                             (KIN,)),
    ("themselves, and named as a relative",      [alike("anh", HERE, "same_person", True), alike("anh", HERE, "relative", True)],     (IS,)),
    ("the other way round",                      [alike("anh", HERE, "relative", True), alike("anh", HERE, "same_person", True)],     (IS,)),
    ("nobody",                                   [],                                                                                  ()),
]
# fmt: on


@pytest.mark.parametrize(
    ("likenesses", "wanted"), [r[1:] for r in ALIKE], ids=[r[0] for r in ALIKE]
)
def test_who_is_excluded(likenesses: list[Likeness], wanted: tuple[Conflict, ...]) -> None:
    """As the row says; decision 0011 says why."""
    assert wanted == conflicts_among(likenesses, HERE)


def test_a_name_excludes_nobody_where_no_body_is_named() -> None:
    """Thousands share a name."""
    assert () == conflicts_among([alike("anh", HERE, "same_person", False)], None)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Nguyễn Văn A", ("nguyễn văn a",)),
        ("Ông  NGUYỄN Văn A", ("ông nguyễn văn a", "nguyễn văn a")),
        (
            "Bà Lê Thị B, Chủ tịch xã",
            ("bà lê thị b, chủ tịch xã", "bà lê thị b", "lê thị b"),
        ),
        (
            "đồng chí Trần C - cán bộ",
            ("đồng chí trần c - cán bộ", "đồng chí trần c", "trần c"),
        ),
        ("Chánh", ("chánh",)),
        ("ông An", ("ông an",)),
        ("", ()),
    ],
)
def test_the_names_in_what_somebody_wrote(words: str, names: tuple[str, ...]) -> None:
    """The whole, what stands before the office, and without the form of address."""
    assert names == names_in(words)


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("0912 345 678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        ("0084-912-345-678", "0912345678"),
        ("84912345678", "0912345678"),
        ("8491234", "8491234"),
        ("", ""),
    ],
)
def test_a_phone_is_the_same_from_abroad(typed: str, dialled: str) -> None:
    """As it is dialled at home."""
    assert dialled == phone_of(typed)


LETTERS = "aàáảãạăằâđĐeêiIoôơuưyỲÝ bcNgh.,-/()1290\u0300\u0301\u0323\u031b\u00a0"


@given(st.text(LETTERS, max_size=40))
def test_spelling_is_settled_at_once(text: str) -> None:
    """Normal forms are their own; the bare form is that of the name."""
    assert name_of(name_of(text)) == name_of(text)
    assert bare(name_of(text)) == bare(text)
    assert id_number_of(id_number_of(text)) == id_number_of(text)


def test_names_without_tone_marks() -> None:
    """Every letter of ours that carries something."""
    assert "dang thi ai uu yy oo ee" == bare("Đặng Thị Ái Ưự Ỷý Ôợ Êẹ")


def test_a_query_with_tone_marks_is_exact_and_without_is_not() -> None:
    """The first finds one name, the second all that sound so."""
    marks = Marks(b"k" * 32)
    (exact,), (any_,) = marks.name("Trần Thị Lan"), marks.name("tran thi lan")
    assert exact.startswith("name:")
    assert any_.startswith("bare:")
    assert marks.name("TRẦN  thị lan") == [exact]
    assert [exact] == marks.of_person("Trần Thị Lan", "")
    assert Marks(b"o" * 32).name("Trần Thị Lan") != [exact]


RULES = load()


@pytest.mark.parametrize(
    ("state", "closed_on", "kept_until"),
    [
        ("closed_filed", dt.date(2025, 3, 1), dt.date(2026, 3, 1)),
        ("closed_filed", dt.date(2024, 2, 29), dt.date(2025, 3, 1)),
        ("closed_decided", dt.date(2025, 6, 30), dt.date(2040, 6, 30)),
        ("closed_decided", dt.date(2025, 7, 1), dt.date(2045, 7, 1)),
        ("closed_decided", dt.date(2023, 1, 10), None),
        ("accepted", dt.date(2025, 7, 1), None),
    ],
)
def test_how_long_a_file_is_kept(
    state: str, closed_on: dt.date, kept_until: dt.date | None
) -> None:
    """By the rule of the day on which it was closed; where the books are silent, for good."""
    rule = rule_for(RULES, state, closed_on)
    assert kept_until == (None if rule is None else rule.kept_until(closed_on))
