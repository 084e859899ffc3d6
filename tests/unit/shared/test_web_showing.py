"""How pages show things: as each language writes them."""

import datetime as dt

import pytest

from shared.auth.passwords import PasswordUnfit
from shared.legal.running import NEVER
from shared.web.showing import Showing
from shared.web.words import LANGUAGES, OURS, Words

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 3, 42, tzinfo=dt.UTC)
WORDS = Words([OURS])
VI = Showing(WORDS, "vi", TODAY, NOW)
EN = Showing(WORDS, "en", TODAY, NOW)


def ago(**length: float) -> dt.datetime:
    return NOW - dt.timedelta(**length)


# fmt: off
WAYS = [
    (lambda s: s.day(TODAY),               "thứ Hai 23/11/2026",       "Mon 23/11/2026"),
    (lambda s: s.moment(NOW),              "10:42 thứ Hai 23/11/2026", "10:42 Mon 23/11/2026"),
    (lambda s: s.month(TODAY),             "11/2026",                  "11/2026"),
    (lambda s: s.number(12345),            "12.345",                   "12,345"),
    (lambda s: s.number(1.5),              "1,5",                      "1.5"),
    (lambda s: s.percent(0.934),           "93%",                      "93%"),
    (lambda s: s.size(340_000),            "340 kB",                   "340 kB"),
    (lambda s: s.size(1_240_000),          "1,2 MB",                   "1.2 MB"),
    (lambda s: s.size(3),                  "1 kB",                     "1 kB"),
    (lambda s: s.listed(["a", "b", "c"]),  "a, b và c",                "a, b and c"),
    (lambda s: s.ago(ago(seconds=20)),     "vừa xong",                 "just now"),
    (lambda s: s.ago(ago(minutes=3)),      "3 phút trước",             "3 minutes ago"),
    (lambda s: s.ago(ago(days=2)),         "2 ngày trước",             "2 days ago"),
    (lambda s: s.ago(ago(days=30)),        "10:42 thứ Bảy 24/10/2026", "10:42 Sat 24/10/2026"),
    (lambda s: s.left(dt.date(2026, 11, 24)), "còn 1 ngày",            "1 day left"),
    (lambda s: s.left(dt.date(2026, 11, 26)), "còn 3 ngày",            "3 days left"),
    (lambda s: s.left(TODAY),              "hết hạn hôm nay",          "due today"),
    (lambda s: s.left(dt.date(2026, 11, 22)), "quá hạn 1 ngày",        "1 day overdue"),
    (lambda s: s.count("bell.unread", 1),  "1 thông báo chưa đọc",     "1 unread notice"),
    (lambda s: s.count("bell.unread", 4),  "4 thông báo chưa đọc",     "4 unread notices"),
]
# fmt: on


@pytest.mark.parametrize(("shown", "vietnamese", "english"), WAYS)
def test_each_language_has_its_way(shown, vietnamese, english) -> None:
    assert shown(VI) == vietnamese
    assert shown(EN) == english


def test_a_refusal_is_said_with_what_it_names() -> None:
    """In Vietnamese by its own sentence where it has one, in English by words of the page."""
    short = PasswordUnfit("Mật khẩu phải có từ 12 đến 128 ký tự; dùng một câu dễ nhớ.")
    assert VI.refusal(short) == short.sentence
    assert EN.refusal(short).startswith("Password: 12 to 128 characters")


def test_every_state_has_a_shape_besides_its_colour() -> None:
    days = (12, 2, -2)
    chips = [VI.clock(TODAY + dt.timedelta(days=each)) for each in days]
    chips += [VI.clock(NEVER), VI.paused("tạm dừng"), VI.done("xong")]
    assert [chip.shape for chip in chips] == ["●", "◐", "▲", "–", "‖", "✓"]
    assert len({chip.tone for chip in chips}) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_was_read_as_something_else_than_a_word(language: str) -> None:
    """YAML takes `on`, `off`, `yes` and `no` for truth values: such keys would be lost."""
    assert not [key for key in WORDS._entries if key.split(".")[1] in ("True", "False")]
