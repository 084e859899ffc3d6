"""What a file of bodies says: line by line, on what is known, and nothing of it twice."""

import unicodedata
from dataclasses import replace

import pytest

from services.routing.directory.files import LARGEST_BYTES, MOST_ROWS, rows_of_file
from services.routing.domain.agency.commands import ImportBodies, Row
from services.routing.domain.agency.decider import AGENCY
from services.routing.domain.agency.errors import DirectoryMovedOn
from services.routing.domain.agency.faults import BodiesUnfit
from services.routing.domain.agency.names import is_found, same_name
from services.routing.domain.agency.planning import plan
from services.routing.domain.agency.state import Register, grown
from tests.unit.routing.test_agency import AT

HEAD = "code,name,kind,level,parent,valid_from,valid_to,successor,confidence\n"
PROVINCE = "80,Tỉnh Tây Ninh,province,province,,2025-07-01,,,P\n"
COMMUNE = "25585,Xã Châu Thành,commune,commune,80,2025-07-01,,,P\n"
WARD = "25585,Phường Châu Thành,ward,commune,80,2027-01-01,,,P\n"
DISTRICT = "708,Huyện Châu Thành,district,district,,,2025-06-30,25585,S\n"


def rows(*lines: str) -> list[Row]:
    return rows_of_file((HEAD + "".join(lines)).encode())


def known(*lines: str) -> Register:
    found = plan(rows(*lines) if lines else (), Register())
    assert found.faults == ()
    return grown(Register(), found.facts)


def faults(*lines: str, on: Register | None = None) -> list[tuple[int, str, str]]:
    try:
        found = plan(rows(*lines), on or Register()).faults
    except BodiesUnfit as unfit:
        found = unfit.faults
    return [(fault.line, fault.field, fault.code) for fault in found]


CELLS = [
    ("no code", ",Xã A,commune,commune,,,,,", (2, "code", "code_missing")),
    ("a code with a blank", "25 585,Xã A,commune,commune,,,,,", (2, "code", "code_unfit")),
    ("no name", "25585, ,commune,commune,,,,,", (2, "name", "name_missing")),
    ("a name that is a book", f"25585,{'x' * 151},commune,commune,,,,,", (2, "name", "name_long")),
    ("a name with a bell", "25585,Xã\x07A,commune,commune,,,,,", (2, "name", "name_unprintable")),
    ("a formula", "25585,=cmd|' /C calc'!A0,commune,commune,,,,,", (2, "name", "formula")),
    ("a formula after a blank", "25585, @SUM(A1),commune,commune,,,,,", (2, "name", "formula")),
    ("no such kind", "25585,Xã A,village,commune,,,,,", (2, "kind", "kind_unknown")),
    ("no such level", "25585,Xã A,commune,village,,,,,", (2, "level", "level_unknown")),
    ("no such day", "25585,Xã A,commune,commune,,2025-02-30,,,", (2, "valid_from", "date_unreadable")),
    ("the last day there is", "25585,Xã A,commune,commune,,,9999-12-31,,", (2, "valid_to", "date_unlikely")),
    ("the first", "25585,Xã A,commune,commune,,01/01/0001,,,", (2, "valid_from", "date_unlikely")),
    ("a year alone", "25585,Xã A,commune,commune,,2025,,,", (2, "valid_from", "date_unreadable")),
    ("a successor without an end", "25585,Xã A,commune,commune,,,,25486,", (2, "successor", "successor_without_end")),
    ("a successor in words", "25585,Xã A,commune,commune,,,2026-01-01,Xã B và C,", (2, "successor", "successor_unreadable")),
    ("no such confidence", "25585,Xã A,commune,commune,,,,,sure", (2, "confidence", "confidence_unknown")),
    ("a comma in a name", "25585,Sở A, B,commune,commune,,,,,,x", (2, "line", "cells_many")),
]  # fmt: skip


@pytest.mark.parametrize(("title", "line", "fault"), CELLS, ids=[row[0] for row in CELLS])
def test_a_cell_that_cannot_be_taken(
    title: str, line: str, fault: tuple[int, str, str]
) -> None:
    assert fault in faults(line + "\n"), title


WHOLE = [
    ("nothing", b"", "file_empty"),
    ("a head alone", HEAD.encode(), "file_empty"),
    ("no head", COMMUNE.encode() * 2, "head_missing"),
    ("latin letters", (HEAD + PROVINCE).encode("utf-16"), "file_unreadable"),
    ("an old Vietnamese code page", (HEAD + "1,Đà,commune,commune,,,,,\n").encode("cp1258"), "file_unreadable"),
    ("a zero byte", (HEAD + "1,A\x00,commune,commune,,,,,\n").encode(), "file_unreadable"),
    ("too large", b"x" * (LARGEST_BYTES + 1), "file_large"),
    ("too long", (HEAD + "".join(f"{n},A,commune,commune,,,,,\n" for n in range(MOST_ROWS + 1))).encode(), "file_long"),
    ("a cell without an end", (HEAD + '"' + "x" * 200_000).encode(), "file_unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "content", "code"), WHOLE, ids=[row[0] for row in WHOLE])
def test_a_file_that_cannot_be_taken(title: str, content: bytes, code: str) -> None:
    with pytest.raises(BodiesUnfit) as unfit:
        rows_of_file(content)
    assert [fault.code for fault in unfit.value.faults] == [code], title
    assert unfit.value.sentence.startswith("Tệp: ")


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + COMMUNE).encode("utf-8-sig"),
        (HEAD + COMMUNE).replace(",", ";").encode(),
        (HEAD + COMMUNE).replace(",", "\t").replace("\n", "\r\n").encode(),
        (
            "Tên,Mã,Loại,Cấp,Trực thuộc,Từ ngày,Đến ngày,Kế thừa,Độ tin cậy,Ghi chú\n"
            "Xã Châu Thành,25585,commune,commune,80,01/07/2025,,,primary,gì cũng được\n"
        ).encode(),
        unicodedata.normalize("NFD", HEAD + COMMUNE).encode(),
    ],
    ids=[
        "with a mark of order",
        "semicolons",
        "tabs",
        "in Vietnamese, as it comes",
        "letters apart",
    ],
)
def test_the_same_line_however_saved(content: bytes) -> None:
    assert rows_of_file(content) == rows(COMMUNE)


def test_a_name_over_two_lines_counts_them() -> None:
    """A line is named as the editor numbers it."""
    lines = '25585,"Xã\nChâu Thành",commune,commune,,,,,\n', "25586,,commune,commune,,,,,\n"
    assert faults(*lines) == [(4, "name", "name_missing")]


def test_of_many_faults_the_first_are_said_and_how_many_more() -> None:
    with pytest.raises(BodiesUnfit) as unfit:
        rows(*[",Xã A,commune,commune,,,,,\n"] * 53)
    assert [fault.line for fault in unfit.value.faults] == list(range(2, 52))
    assert unfit.value.many == 53
    assert unfit.value.sentence.count("Dòng ") == 50
    assert unfit.value.sentence.endswith("thiếu mã cơ quan. Và 3 chỗ nữa.")


ON_WHAT_IS_KNOWN = [
    ("a parent that is nobody", [], [COMMUNE], [(2, "parent", "parent_unknown")]),
    ("a line twice", [PROVINCE], [COMMUNE, COMMUNE], [(3, "code", "twice")]),
    ("another level", [PROVINCE, COMMUNE], [COMMUNE.replace("commune,commune", "commune,district")],
     [(2, "level", "level_fixed")]),
    ("another name of the same day", [PROVINCE, COMMUNE], [COMMUNE.replace("Xã", "Phường")],
     [(2, "name", "contradicts")]),
    ("another parent of the same day", [PROVINCE, COMMUNE], [COMMUNE.replace(",80,", ",,")],
     [(2, "parent", "contradicts")]),
    ("a change after the end", [PROVINCE, COMMUNE, DISTRICT],
     ["708,Huyện X,district,district,,2026-01-01,,,\n"], [(2, "valid_from", "after_end")]),
    ("another end", [PROVINCE, COMMUNE, DISTRICT], [DISTRICT.replace("06-30", "05-31")],
     [(2, "valid_to", "end_differs")]),
    ("other successors", [PROVINCE, COMMUNE, DISTRICT], [DISTRICT.replace("25585", "80")],
     [(2, "successor", "successors_differ")]),
    ("an end before the beginning", [PROVINCE],
     ["25585,Xã A,commune,commune,80,2025-07-01,2025-06-30,,\n"], [(2, "valid_to", "end_before_start")]),
    ("a successor that is nobody", [PROVINCE], [DISTRICT], [(2, "successor", "successor_unknown")]),
    ("a successor that comes too late", [PROVINCE, COMMUNE], [DISTRICT.replace("06-30", "06-01")],
     [(2, "successor", "successor_not_in_force")]),
    ("an end above others", [PROVINCE, COMMUNE], [PROVINCE.replace("2025-07-01,", "2025-07-01,2026-12-31")],
     [(2, "valid_to", "children_left")]),
    ("two under each other", [], ["A,A,office,department,B,,,,\n", "B,B,office,department,A,,,,\n"],
     [(2, "parent", "circle"), (3, "parent", "circle")]),
    ("below one that ends earlier", [],
     ["A,A,office,department,,,2025-06-30,,\n", "B,B,office,department,A,,,,\n"],
     [(3, "parent", "outlives_parent")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "before", "lines", "wrong"),
    ON_WHAT_IS_KNOWN,
    ids=[row[0] for row in ON_WHAT_IS_KNOWN],
)
def test_a_line_that_does_not_fit(
    title: str, before: list[str], lines: list[str], wrong: list[tuple[int, str, str]]
) -> None:
    assert faults(*lines, on=known(*before)) == wrong, title


PREVIEWS = [
    ("new", [], [PROVINCE], [("new", ())]),
    ("known", [PROVINCE, COMMUNE], [COMMUNE], [("unchanged", ())]),
    ("a commune becomes a ward", [PROVINCE, COMMUNE], [WARD], [("changed", ("name", "kind"))]),
    ("both lines in one file", [PROVINCE], [COMMUNE, WARD], [("new", ()), ("changed", ("name", "kind"))]),
    ("a line that ends where the next begins is no end", [PROVINCE],
     [COMMUNE.replace("07-01,,", "07-01,2026-12-31,"), WARD], [("new", ()), ("changed", ("name", "kind"))]),
    ("the earlier line later", [PROVINCE, WARD], [COMMUNE], [("changed", ("start",))]),
    ("an end", [PROVINCE, COMMUNE, DISTRICT.replace("2025-06-30,25585", ",")], [DISTRICT], [("ended", ("end",))]),
    ("who takes over, later", [PROVINCE, COMMUNE, DISTRICT.replace("25585", "")], [DISTRICT],
     [("changed", ("successors",))]),
    ("an older file without the end", [PROVINCE, COMMUNE, DISTRICT],
     [DISTRICT.replace("2025-06-30,25585", ",")], [("unchanged", ())]),
    ("better attested", [PROVINCE, COMMUNE.replace(",P", ",S")], [COMMUNE], [("changed", ("confidence",))]),
    ("worse attested", [PROVINCE, COMMUNE], [COMMUNE.replace(",P", ",S")], [("unchanged", ())]),
    ("said again of a later day", [PROVINCE, COMMUNE], [COMMUNE.replace("2025", "2026")], [("changed", ("again",))]),
    ("a tone mark elsewhere", [PROVINCE, COMMUNE.replace("Xã Châu Thành", "Xã Hòa Hội")],
     [COMMUNE.replace("Xã Châu Thành", "Xã Hoà Hội")], [("unchanged", ())]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "before", "lines", "shown"), PREVIEWS, ids=[row[0] for row in PREVIEWS]
)
def test_a_preview(
    title: str,
    before: list[str],
    lines: list[str],
    shown: list[tuple[str, tuple[str, ...]]],
) -> None:
    found = plan(rows(*lines), known(*before))
    assert found.faults == ()
    assert [(line.what, line.parts) for line in found.lines] == shown, title


def test_what_was_shown_is_what_is_taken_once() -> None:
    """The fingerprint is of the rows and of the register; the same file again says nothing."""
    before = known(PROVINCE)
    shown = plan(rows(COMMUNE), before)
    asked = ImportBodies(rows=rows(COMMUNE), fingerprint=shown.fingerprint, at=AT)
    facts = AGENCY.decide(asked, before)
    assert tuple(facts) == shown.facts
    assert AGENCY.decide(asked, grown(before, facts)) == ()
    for rival in (WARD, "25486,Xã Tân Biên,commune,commune,80,2025-07-01,,,\n"):
        moved_on = grown(before, plan(rows(rival), before).facts)
        with pytest.raises(DirectoryMovedOn):
            AGENCY.decide(asked, moved_on)
    with pytest.raises(DirectoryMovedOn):
        AGENCY.decide(replace(asked, rows=rows(COMMUNE, WARD)), before)


def test_a_file_with_faults_is_not_taken_in_part() -> None:
    both = rows(PROVINCE, COMMUNE.replace(",80,", ",81,"))
    with pytest.raises(BodiesUnfit) as unfit:
        AGENCY.decide(ImportBodies(rows=both, fingerprint="", at=AT), Register())
    assert unfit.value.sentence == (
        "Dòng 3, parent: chưa có cơ quan cấp trên 81; thêm cơ quan đó vào tệp."
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Xã Hoà Hội", "Xã Hòa Hội", True),
        ("Xã Thuỷ Tây", "Xã Thủy Tây", True),
        ("Phường Uý", "Phường Úy", True),
        (unicodedata.normalize("NFD", "Xã Đức Huệ"), "Xã Đức Huệ", True),
        ("Xã Hòa Hội", "Xã Hóa Hội", False),
        ("Xã Tân An", "Xã Tần An", False),
        ("Xã An", "Xã Ân", False),
    ],
)
def test_one_name_many_spellings(one: str, other: str, *, same: bool) -> None:
    assert same_name(one, other) == same


@pytest.mark.parametrize(
    "wanted", ["hoa hoi", "Hoà Hội", "HÒA HỘI", "  xã hòa  hội ", "256", "25606"]
)
def test_a_body_is_found(wanted: str) -> None:
    assert is_found(wanted, "Xã Hòa Hội", "25606")
    assert not is_found(wanted, "Xã Đức Huệ", "27925")
