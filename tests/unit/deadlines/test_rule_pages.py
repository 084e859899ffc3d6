"""The rule book as it is read: every row in words, found by what one remembers of it."""

import datetime as dt

import pytest

from services.deadlines.rules import RuleBook
from services.deadlines.web.rule_pages import Shown, fits, plain, shown
from shared.web.words import LANGUAGES, Language
from tests.unit.deadlines.rows import show

TODAY = dt.date(2026, 11, 19)


def of(book: RuleBook, clock: str, language: Language = "vi") -> Shown:
    return shown(book.clocks[clock][-1], show(TODAY, language), book)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_a_meaning(book: RuleBook, language: Language) -> None:
    """No code of ours, no hole, no word of the other language where both are needed."""
    for rows in book.clocks.values():
        for row in rows:
            said = shown(row, show(TODAY, language), book)
            for text in (said.name, said.meaning, said.bearer, said.basis, said.valid):
                assert text.strip(), row.id
                assert "{" not in text
                assert "_" not in text, (row.id, text)
            assert said.meaning.endswith("."), said.meaning


@pytest.mark.parametrize(
    ("clock", "meaning"),
    [
        ("KN.L1.SETTLE", "Cơ quan giải quyết có 30 ngày kể từ ngày thụ lý."),
        (
            "KN.DIALOGUE.NOTICE",
            "Cơ quan giải quyết phải làm chậm nhất 5 ngày trước ngày đối thoại.",
        ),
        ("KN.EFFECT.2", "Có hiệu lực sau 30 ngày kể từ ngày ban hành quyết định."),
        ("RECEPTION.COMM.new", "Người đứng đầu phải làm ít nhất 2 ngày mỗi tháng."),
        ("RECEPTION.COMM.old", "Người đứng đầu phải làm ít nhất 1 ngày mỗi tuần."),
        (
            "REPORT.PROV",
            "Cơ quan giải quyết phải làm chậm nhất ngày 20 của tháng cuối kỳ báo cáo.",
        ),
        (
            "XLD.NEGLECT.45",
            "Quá 45 ngày kể từ khi tiếp nhận đơn là vượt ngưỡng.",
        ),
        ("TC.CRIME", "Không có số ngày riêng: phải chuyển ngay."),
    ],
)
def test_a_row_in_plain_words(book: RuleBook, clock: str, meaning: str) -> None:
    assert of(book, clock).meaning == meaning


def test_what_makes_it_longer(book: RuleBook) -> None:
    settle, denounced = of(book, "KN.L1.SETTLE"), of(book, "TC.SETTLE")
    assert ("phức tạp", "45 ngày") in settle.others
    assert settle.extensions == []
    assert len(settle.pauses) == 2
    assert denounced.extensions == [
        "phức tạp: tối đa 1 lần, mỗi lần không quá 30 ngày",
        "đặc biệt phức tạp: tối đa 2 lần, mỗi lần không quá 30 ngày",
    ]


@pytest.mark.parametrize(
    ("version", "valid", "state"),
    [(0, "01/07/2012 đến 30/06/2026", "past"), (1, "từ 01/07/2026", "now")],
)
def test_a_version_says_when_it_holds(
    book: RuleBook, version: int, valid: str, state: str
) -> None:
    said = shown(book.clocks["KN.L1.ACCEPT"][version], show(TODAY), book)
    assert (said.valid, said.state) == (valid, state)


def test_a_version_to_come_is_no_law_yet(book: RuleBook) -> None:
    row = book.clocks["KN.L1.ACCEPT"][1]
    assert shown(row, show(dt.date(2026, 6, 30)), book).state == "future"


def test_what_was_not_read_is_marked(book: RuleBook) -> None:
    assert of(book, "KN.L1.SETTLE").sure
    assert not of(book, "XLD.PROCESS").sure


@pytest.mark.parametrize(
    ("text", "clock", "found"),
    [
        ("", "KN.L1.SETTLE", True),
        ("khieu nai lan dau", "KN.L1.SETTLE", True),
        ("KHIẾU NẠI", "KN.L1.SETTLE", True),
        ("điều 28", "KN.L1.SETTLE", True),
        ("kn.l1", "KN.L1.SETTLE", True),
        ("settle a first complaint", "KN.L1.SETTLE", True),
        ("khoi kien", "KN.L1.SETTLE", True),  # of its consequence
        ("to cao", "KN.L1.SETTLE", False),
        ("thụ lý điều 28", "KN.L1.SETTLE", True),  # every word, wherever it stands
    ],
)
def test_what_one_remembers_of_a_rule(
    book: RuleBook, text: str, clock: str, found: bool
) -> None:
    assert fits(of(book, clock), text) is found


def test_tone_marks_and_capitals_do_not_matter() -> None:
    assert plain("Điều 28 Luật KHIẾU NẠI") == "dieu 28 luat khieu nai"
