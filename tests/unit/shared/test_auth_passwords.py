"""Which passwords are taken, and that checking one tells nothing of the others."""

import asyncio

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from shared.auth import passwords
from shared.auth.passwords import Passwords, PasswordUnfit, TooManySignIns, fit, generated

CHEAP = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)


def taken(password: str) -> bool:
    """Whether somebody may use it."""
    try:
        fit(password, login="somebody")
    except PasswordUnfit:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    [
        "mưa rơi trên mái tôn",
        "correct-battery-7-staple",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 is fine",
        " leading and trailing ",
        "a" * 60 + "bcdefg" + "h" * 62,
        "con đường làng rợp bóng tre",
        "the train left before dawn",
        "dragon fruit by the river",
        "password of the old well",
        "matkhau nằm dưới gốc đa",
    ],
)
def test_length_is_what_counts(password: str) -> None:
    fit(password, login="lan")


@pytest.mark.parametrize(
    "password",
    [
        "ngắn quá",
        "x" * 129,
        "123456789012",
        "password1234",
        "P@ssw0rd2026!",
        "MatKhau@2026!",
        "tayninh123456",
        "anhyeuem1234",
        "passwordpassword",
        "aaaaaaaaaaaa",
        "abababababab",
        "abcdefghijklm",
        "qwertyuiopas",
        "lkjhgfdsapoi",
        "210987654321",
        "1qaz2wsx3edc",
        "JustinBieber",
        "2026-Chelsea-2026",
        "songvalamviectheophapluat",
        "UBNDTayNinh@2026",
    ],
)
def test_what_anybody_would_guess_is_refused(password: str) -> None:
    with pytest.raises(PasswordUnfit):
        fit(password, login="somebody")


def test_none_of_the_thirty_thousand_most_common_is_taken() -> None:
    """As it stands, in capitals, and the words among them with digits around."""
    most = FREQUENCY_LISTS["passwords"]
    assert len(most) == len(set(most)) == 30_000
    for common in most:
        assert not taken(common)
        assert not taken(common.upper())
        assert not (common.isalpha() and taken(f"20{common}2026!@#$%^"))


def test_our_own_words_add_to_them() -> None:
    """A line that the big list has already says nothing; one in capitals would never match."""
    lines = passwords._COMMON.read_text("utf-8").splitlines()
    ours = [line for line in lines if not line.startswith("#")]
    assert len(ours) == len(set(ours)) > 200
    assert set(ours).isdisjoint(FREQUENCY_LISTS["passwords"])
    assert [word for word in ours if word != word.casefold()] == []
    assert [word for word in ours if taken(word)] == []


def test_a_login_is_no_password() -> None:
    with pytest.raises(PasswordUnfit):
        fit("xin chào Lan.Nguyen nhé", login="lan.nguyen")
    fit("xin chào mọi người", login="lan.nguyen")


def test_a_generated_password_is_fit_and_never_the_same() -> None:
    made = {generated() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        fit(password, login="lan")


async def test_the_two_ways_to_write_a_letter_are_one() -> None:
    """Keyboards send `ệ` as one sign or as three."""
    kept = await Passwords(CHEAP).hash("tiếng Việt có dấu")
    decomposed = "tie\u0302\u0301ng Vie\u0323\u0302t co\u0301 da\u0302\u0301u"
    assert await Passwords(CHEAP).check(decomposed, kept) == (True, None)


async def test_a_hash_of_another_cost_is_made_anew() -> None:
    kept = await Passwords(CHEAP).hash("mưa rơi trên mái tôn")
    dearer = Passwords(Argon2Hasher(time_cost=2, memory_cost=64, parallelism=1))
    right, renewed = await dearer.check("mưa rơi trên mái tôn", kept)
    assert right
    assert renewed is not None
    assert renewed.startswith("$argon2id$")
    assert await dearer.check("mưa rơi trên mái tôn", renewed) == (True, None)


async def test_nobody_has_no_password() -> None:
    assert await Passwords(CHEAP).check("", None) == (False, None)
    assert await Passwords(CHEAP).check("x" * 10_000, None) == (False, None)


async def test_too_many_at_once_are_told_to_come_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "WAITING", 3)
    made = Passwords(CHEAP)
    done = await asyncio.gather(
        *(made.check("whatever", None) for _ in range(10)), return_exceptions=True
    )
    assert sum(isinstance(each, TooManySignIns) for each in done) == 7
    assert await made.check("whatever", None) == (False, None)
