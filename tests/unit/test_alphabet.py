"""Names are sorted as a Vietnamese reader expects."""

from shared.alphabet import sort_key


def test_letters_come_before_tone_marks() -> None:
    """Đ after D, Ơ after Ô after O, tone marks only where the letters are equal."""
    wanted = [
        "Xã An",
        "Xã Áp",
        "Xã Âu",
        "Xã Dương",
        "Xã Đông",
        "Xã Long",
        "Xã Lộc",
        "Xã Ô",
        "Xã Ơ",
    ]
    assert wanted == sorted(reversed(wanted), key=sort_key)
