"""Lists of days from files: every line that cannot be taken is named, and then none is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.calendars.files import LARGEST_BYTES, Format, days_of_file
from services.deadlines.calendars.lines import CalendarFileUnfit, WrittenDay, days_from
from services.deadlines.rules.loader import FOLDER, load
from services.deadlines.store import days_of
from shared.contracts.deadlines import CalendarDay

NEW_YEAR = CalendarDay(on=dt.date(2027, 1, 1), kind="holiday", name="Tết Dương lịch")
MADE_UP = CalendarDay(on=dt.date(2027, 1, 9), kind="make_up", name="thay thứ Hai 04/01")
SWAPPED = CalendarDay(on=dt.date(2027, 1, 4), kind="swapped", name="đổi với 09/01")

GOOD: list[tuple[str, Format, str]] = [
    ("as a table saves it", "csv", ("on,kind,name\n2027-01-01,holiday,Tết Dương lịch\n"
     "2027-01-09,make_up,thay thứ Hai 04/01\n2027-01-04,swapped,đổi với 09/01\n")),
    ("in Vietnamese, with a mark at its beginning", "csv", ("\ufeffNgày;Loại;Tên\n01/01/2027;Nghỉ lễ;Tết Dương lịch\n"
     "9/1/2027;làm bù;thay thứ Hai 04/01\n04.01.2027;Hoán đổi;đổi với 09/01\n")),
    ("columns in another order, and more of them", "csv", ("tên\tghi chú\tloại\tngày\n"
     "Tết Dương lịch\t\tlễ\t01/01/2027\n\nthay thứ Hai 04/01\tx\tđi làm bù\t09-01-2027\nđổi với 09/01\t\tnghỉ hoán đổi\t2027-01-04\n")),
    ("without a head", "csv", '2027-01-01,lễ,"Tết Dương lịch"\n2027-01-09,làm bù,thay thứ Hai 04/01\n2027-01-04,hoán đổi,đổi với 09/01\n'),
    ("a list", "yaml", ("- {on: 2027-01-01, kind: holiday, name: Tết Dương lịch}\n"
     "- {on: 2027-01-09, kind: make_up, name: thay thứ Hai 04/01}\n- {on: 2027-01-04, kind: swapped, name: đổi với 09/01}\n")),
    ("a publication", "yaml", ("year: 2027\ndays:\n  - on: 2027-01-01\n    kind: holiday\n    name: Tết Dương lịch\n"
     "  - on: 2027-01-09\n    kind: make_up\n    name: thay thứ Hai 04/01\n  - on: 2027-01-04\n    kind: swapped\n    name: đổi với 09/01\n")),
    ("as our rule books have it", "yaml", ("- year: 2027\n  version: 1\n  closed:\n    2027-01-01: {kind: holiday, name: Tết Dương lịch}\n"
     "    2027-01-04: {kind: swapped, name: đổi với 09/01}\n  make_up:\n    2027-01-09: thay thứ Hai 04/01\n")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("format", "text"), [r[1:] for r in GOOD], ids=[r[0] for r in GOOD]
)
def test_ways_to_write_the_same_days(format: Format, text: str) -> None:
    assert days_of_file(2027, text.encode(), format) == {NEW_YEAR, MADE_UP, SWAPPED}


@pytest.mark.parametrize(
    "year", load().calendar().years.values(), ids=lambda year: str(year.year)
)
def test_our_own_books_are_read_alike(year: object) -> None:
    """What came with the program could have been proposed by a person."""
    known = load().calendar().years[year.year]  # type: ignore[attr-defined]
    content = (FOLDER / "calendar" / f"{known.year}.yaml").read_bytes()
    assert days_of_file(known.year, content, "yaml") == days_of(known)


Faults = list[tuple[int, str, str]]
BAD: list[tuple[str, Format, bytes, Faults]] = [
    ("nothing", "csv", b"", [(0, "file", "file_empty")]),
    ("a head alone", "csv", b"on,kind,name\n", [(0, "file", "file_empty")]),
    ("blank lines", "csv", b"\n , ,\n", [(0, "file", "file_empty")]),
    ("no text", "csv", b"PK\x03\x04\xff", [(0, "file", "file_unreadable")]),
    ("a sign that cannot be kept", "yaml", b"- {on: 2027-01-01, kind: local, name: x\x00}", [(0, "file", "file_unreadable")]),
    ("too large", "csv", b"x" * (LARGEST_BYTES + 1), [(0, "file", "file_large")]),
    ("too many lines", "csv", b"2027-01-01,local,x\n" * 401, [(0, "file", "file_long")]),
    ("a quotation that never ends", "csv", b'2027-01-01,local,"' + b"x" * 140_000, [(0, "file", "file_unreadable")]),
    ("broken YAML", "yaml", b"days:\n  - {on: 2027-01-01\n  - [", [(3, "line", "line_unreadable")]),
    ("YAML of something else", "yaml", b"Xin chao", [(0, "file", "file_empty")]),
    ("a day that is none", "csv", b"2027-02-29,local,x\n", [(1, "on", "date_unreadable")]),
    ("a day in the American way", "csv", b"12/31/2027,local,x\n", [(1, "on", "date_unreadable")]),
    ("no day", "csv", b"on,kind,name\n,local,x\n", [(2, "on", "date_missing")]),
    ("an unknown kind", "csv", b"2027-01-01,party,x\n", [(1, "kind", "kind_unknown")]),
    ("no name", "csv", b"2027-01-01,local\n", [(1, "name", "name_missing")]),
    ("a long name", "csv", b"2027-01-01,local," + b"x" * 121, [(1, "name", "name_long")]),
    ("a name nobody can print", "csv", "2027-01-01,local,x\u200e\n".encode(), [(1, "name", "name_unprintable")]),
    ("another year", "csv", b"2026-12-31,local,x\n", [(1, "on", "another_year")]),
    ("a weekend", "csv", b"2027-01-02,local,x\n", [(1, "on", "closed_weekend")]),
    ("made up on a Sunday", "csv", b"2027-01-10,make_up,x\n", [(1, "on", "made_up_on_no_saturday")]),
    ("a day twice", "csv", b"2027-01-01,local,x\n2027-01-01,holiday,y\n", [(2, "on", "date_twice")]),
    ("a name over two lines", "csv", b'on,kind,name\n2027-01-01,party,"x\ny"\n\n2027-01-04,party,z\n',
     [(2, "kind", "kind_unknown"), (2, "name", "name_unprintable"), (5, "kind", "kind_unknown")]),
    ("all at once", "csv", b"on,kind,name\n2027-01-01,local,x\nx,y,\n2027-01-03,local,z\n",
     [(3, "on", "date_unreadable"), (3, "kind", "kind_unknown"), (3, "name", "name_missing"), (4, "on", "closed_weekend")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("format", "content", "faults"), [r[1:] for r in BAD], ids=[r[0] for r in BAD]
)
def test_what_is_wrong_is_named(format: Format, content: bytes, faults: Faults) -> None:
    with pytest.raises(CalendarFileUnfit) as refused:
        days_of_file(2027, content, format)
    found = refused.value
    assert [(fault.line, fault.field, fault.code) for fault in found.faults] == faults
    for fault in found.faults:
        assert fault.sentence in found.sentence
        assert (f"Dòng {fault.line}" if fault.line else "Tệp") in fault.sentence
        assert "{" not in fault.sentence


def test_of_many_faults_the_first_are_said_and_how_many_more() -> None:
    """Nobody reads four hundred sentences in one line of an error."""
    with pytest.raises(CalendarFileUnfit) as refused:
        days_of_file(2027, b"2027-01-02,local,x\n" * 53, "csv")
    assert [fault.line for fault in refused.value.faults] == list(range(1, 51))
    assert refused.value.sentence.count("Dòng ") == 50
    assert refused.value.sentence.endswith("bỏ dòng này. Và 3 chỗ nữa.")


def test_a_day_that_stands_already_is_not_written_again() -> None:
    written = [WrittenDay(line=1, on="2027-01-01", kind="local", name="x")]
    with pytest.raises(CalendarFileUnfit) as refused:
        days_from(2027, written, {dt.date(2027, 1, 1)})
    assert [fault.code for fault in refused.value.faults] == ["date_kept"]


@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(
            alphabet='-:{}[]?&*!\n,;"\t #|>%@ondayskiclameup2027-0112', max_size=200
        ).map(str.encode),
    ),
    format=st.sampled_from(["csv", "yaml"]),
)
def test_no_file_at_all_is_a_fault_of_ours(content: bytes, format: Format) -> None:
    """Days, or a refusal that says where."""
    try:
        days = days_of_file(2027, content, format)
    except CalendarFileUnfit as refused:
        assert refused.faults
        assert refused.sentence
    else:
        assert all(day.on.year == 2027 for day in days)
