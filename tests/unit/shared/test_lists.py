"""Lists as tables save them: whatever parts the cells, each row at the line where it begins."""

import datetime as dt

import pytest

from services.deadlines.calendars.lines import whole
from shared.lists import ListUnfit, day_in, lines_of, text_of

FIRST = dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    "text",
    [
        "\n\na,b\n,\nc,d\n",
        "\n\na;b\n;\nc;d\n",
        "\r\n\r\na\tb\r\n\t\r\nc\td",
        "\r\ra,b\r\rc,d",
    ],
    ids=["commas", "semicolons", "tabs", "lines of an old Mac"],
)
def test_the_same_lines_however_saved(text: str) -> None:
    assert lines_of(text, whole) == [(3, ["a", "b"]), (5, ["c", "d"])]


def test_a_row_has_the_number_of_the_line_where_it_begins() -> None:
    assert lines_of('a,"b\n\nc"\nd,e\n', whole) == [(1, ["a", "b\n\nc"]), (4, ["d", "e"])]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-07-01", FIRST),
        ("01/07/2025", FIRST),
        (" 1.7.2025 ", FIRST),
        ("1-7-2025", FIRST),
        ("", None),
        ("2025", None),
        ("07/31/2025", None),
        ("2025-02-30", None),
    ],
)
def test_a_day_as_people_write_it(cell: str, day: dt.date | None) -> None:
    assert day_in(cell) == day


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"x" * 2_001, "file_large"), (b"\xff\xfe", "file_unreadable"), (b"\x00", "file_unreadable")],
    ids=["too large", "no UTF-8", "a zero byte"],
)  # fmt: skip
def test_what_is_no_text(content: bytes, code: str) -> None:
    with pytest.raises(ListUnfit) as unfit:
        text_of(content, 2_000, whole)
    assert [(fault.line, fault.code) for fault in unfit.value.faults] == [(0, code)]
    assert text_of(b"\xef\xbb\xbf" + b"x" * 1_997, 2_000, whole) == "x" * 1_997
