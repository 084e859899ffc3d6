"""Which words are marked in two letters that lie side by side."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.web.sameness import common, marked

# fmt: off
ROWS = [
    # title                                    this letter                                   the other                              what is marked in this
    ("three words in a row",                   "Nay tôi xin nêu việc thu hồi đất.",          "Về việc thu hồi đất",                 ["việc thu hồi đất"]),
    ("two words are how everybody writes",     "việc thu hồi nhà",                           "việc thu tiền nhà",                   []),
    ("tone marks and capitals do not count",   "VIỆC THU HỒI ĐẤT",                           "viec thu hoi dat",                    ["VIỆC THU HỒI ĐẤT"]),
    ("nor points between the words",           "thu hồi, đất: ruộng",                        "thu hồi đất ruộng",                   ["thu hồi, đất: ruộng"]),
    ("nor how letters are composed",           unicodedata.normalize("NFD", "thu hồi đất"),  "thu hồi đất",                         [unicodedata.normalize("NFD", "thu hồi đất")]),
    ("another order of sentences",             "a b c. d e f.",                              "d e f. a b c.",                       ["a b c. d e f"]),
    ("a figure alone",                         "quyết định 88412",                           "số 88412 của xã",                     ["88412"]),
    ("a date alone",                           "ngày 12/3/2025",                             "hôm 12/3/2025 ấy",                    ["12/3/2025"]),
    ("one digit says nothing",                 "ấp 3",                                       "tổ 3",                                []),
    ("nothing in common",                      "con đường hư hỏng",                          "việc thu hồi đất",                    []),
    ("nothing at all",                         "",                                           "việc thu hồi đất",                    []),
]
# fmt: on


@pytest.mark.parametrize(
    ("this", "other", "same"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_what_both_say_is_marked(this: str, other: str, same: list[str]) -> None:
    pieces = marked(this, common(this, other))
    assert [each.text for each in pieces if each.same] == same


_LETTERS = st.lists(
    st.sampled_from(
        ["thu", "hồi", "ĐẤT", "12/3/2025", "45", ",", " ", "\n", "ấp", "\u0301", "."]
    )
).map(" ".join)


@given(st.one_of(st.text(), _LETTERS), st.one_of(st.text(), _LETTERS))
def test_nothing_of_a_letter_is_lost_or_added(this: str, other: str) -> None:
    """Marks are put around words; the words stay as they were written."""
    both = common(this, other)
    for text in (this, other):
        pieces = marked(text, both)
        assert "".join(each.text for each in pieces) == text
        assert all(one.same != next_.same for one, next_ in pairwise(pieces))
    assert both == common(other, this)
