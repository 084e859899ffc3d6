"""Codes of half minutes, and codes on paper: which are taken, and what they look like."""

import base64
import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.auth.one_time import (
    RECOVERY_CODES,
    address_of,
    code_of,
    matching_step,
    new_recovery_codes,
    new_secret,
    plain,
    readable,
    step_of,
)
from shared.auth.passwords import ALPHABET
from tests.authenticator import totp

RFC = b"12345678901234567890"
"""The secret of RFC 6238, appendix B."""
AT = dt.datetime(2026, 11, 20, 3, 0, 15, tzinfo=dt.UTC)
"""The middle of a half minute."""
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """Appendix B of RFC 6238, its last six digits."""
    at = dt.datetime.fromtimestamp(seconds, dt.UTC)
    assert code_of(RFC, step_of(at)) == code
    assert matching_step(RFC, code, at) == seconds // 30


# fmt: off
CLOCKS = [
    # the code shown by a clock that is …       is taken
    ("on time",                             0, True),
    ("fifteen seconds fast: the same step", 14, True),
    ("at the next step",                    15, True),
    ("half a minute fast",                  30, True),
    ("at the end of the next step",         44, True),
    ("two steps fast",                      45, False),
    ("fifteen seconds slow: the same step", -15, True),
    ("at the step before",                  -16, True),
    ("half a minute slow",                  -30, True),
    ("at the start of the step before",     -45, True),
    ("two steps slow",                      -46, False),
    ("an hour off: a wrong zone is no code", 3600, False),
]
# fmt: on


@pytest.mark.parametrize(("_clock", "seconds", "taken"), CLOCKS, ids=[c[0] for c in CLOCKS])
def test_a_clock_may_be_a_step_off(_clock: str, seconds: int, taken: bool) -> None:
    shown = AT + seconds * SECOND
    step = matching_step(RFC, code_of(RFC, step_of(shown)), AT)
    assert step == (step_of(shown) if taken else None)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("{0}", True), (" {0} ", True), ("{1} {2}", True), ("{0}0", False), ("{1}", False),
     ("", False), ("{0}-", False), ("abcdef", False), ("１２３４５６", False)],
)  # fmt: skip
def test_blanks_do_not_count_and_all_else_does(typed: str, taken: bool) -> None:
    code = code_of(RFC, step_of(AT))
    given_ = typed.format(code, code[:3], code[3:])
    assert (matching_step(RFC, given_, AT) is not None) == taken


@given(secret=st.binary(min_size=20, max_size=20), step=st.integers(0, 2**40))
def test_authenticators_of_others_show_the_same(secret: bytes, step: int) -> None:
    assert code_of(secret, step) == totp(secret, step)


@given(secret=st.binary(min_size=20, max_size=20), typed=st.text(max_size=40))
def test_what_nobody_was_shown_is_no_code(secret: bytes, typed: str) -> None:
    step = matching_step(secret, typed, AT)
    around = range(step_of(AT) - 1, step_of(AT) + 2)
    codes = {code_of(secret, each) for each in around}
    assert (step is None) == ("".join(typed.split()) not in codes)


def test_of_equal_codes_the_later_step_is_used_up() -> None:
    """Else the same digits would be good again half a minute later."""
    secret = (826_534).to_bytes(20)  # one in a million
    assert code_of(secret, 7) == code_of(secret, 8)
    at = dt.datetime.fromtimestamp(7 * 30, dt.UTC)
    assert matching_step(secret, code_of(secret, 7), at) == 8


def test_an_authenticator_is_told_all_it_must_know() -> None:
    secret = new_secret()
    address = urlsplit(address_of(secret, login="lan.nguyen", issuer="Tiepdan"))
    asked = {key: values[0] for key, values in parse_qs(address.query).items()}
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path == "/Tiepdan:lan.nguyen"
    typed = readable(secret).replace(" ", "")
    assert asked == {
        "secret": typed, "issuer": "Tiepdan", "algorithm": "SHA1", "digits": "6",
        "period": "30",
    }  # fmt: skip
    assert base64.b32decode(typed) == secret


def test_secrets_have_the_length_of_their_hash() -> None:
    """160 bits, as RFC 4226 recommends; never the same twice."""
    assert len({new_secret() for _ in range(100)}) == 100
    assert {len(new_secret()) for _ in range(10)} == {20}


def test_recovery_codes_are_told_apart_by_their_first_letter() -> None:
    codes = new_recovery_codes()
    assert len({code[0] for code in codes}) == RECOVERY_CODES == 10
    assert all(
        len(plain(code)) == 12 and set(plain(code)) <= set(ALPHABET) for code in codes
    )
    assert not set(codes) & set(new_recovery_codes())


@pytest.mark.parametrize(
    "typed", ["abcd-efgh-jkmn", "ABCD EFGH JKMN", "abcdefghjkmn", " Abcd–efgh.jkmn\t"]
)
def test_a_recovery_code_is_taken_as_people_type_it(typed: str) -> None:
    assert plain(typed) == "abcdefghjkmn"
