"""How often a sign-in may fail, and that every lock ends."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.auth.attempts import (
    ADDRESS,
    CODE,
    LOGIN,
    PAIR,
    WINDOW,
    Bound,
    Keys,
    Tally,
    counted,
    forgiven,
    network_of,
)

AT = dt.datetime(2026, 7, 6, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def after(attempts: int, bound: Bound, tally: Tally | None = None) -> Tally:
    for _ in range(attempts):
        tally = counted(tally, bound, AT)
    assert tally is not None
    return tally


@pytest.mark.parametrize("bound", [PAIR, ADDRESS, LOGIN, CODE])
def test_so_many_may_fail_and_the_next_is_turned_away(bound: Bound) -> None:
    assert not after(bound.failures, bound).locked(AT)
    assert after(bound.failures + 1, bound).locked(AT)


def test_a_lock_is_not_prolonged_by_more_attempts() -> None:
    assert after(200, PAIR) == after(6, PAIR)
    assert not after(200, PAIR).locked(AT + WINDOW)


def test_locks_of_a_login_grow_from_a_minute_to_a_window() -> None:
    tally, now, lengths = None, AT, []
    for _ in range(6):
        while tally is None or not tally.locked(now):
            tally = counted(tally, LOGIN, now)
        assert tally.locked_until is not None
        lengths.append((tally.locked_until - now) / MINUTE)
        now = tally.locked_until
    assert lengths == [1, 2, 4, 8, 15, 15]


def test_after_a_quiet_window_all_is_forgotten() -> None:
    locked = after(6, PAIR)
    fresh = counted(locked, PAIR, AT + 2 * WINDOW)
    assert fresh == Tally(failures=1, since=AT + 2 * WINDOW)


def test_slow_guesses_are_counted_by_window() -> None:
    tally = after(5, PAIR)
    later = counted(tally, PAIR, AT + WINDOW)
    assert (later.failures, later.locked(AT + WINDOW)) == (1, False)


def test_what_was_right_is_forgiven() -> None:
    assert forgiven(after(3, ADDRESS)) == after(2, ADDRESS)


@given(
    gaps=st.lists(st.integers(0, 1_200), max_size=60), bound=st.sampled_from([PAIR, LOGIN])
)
def test_no_sequence_locks_for_longer_than_a_window(gaps: list[int], bound: Bound) -> None:
    """Nobody can keep anybody out for longer than that at a time."""
    tally, now = None, AT
    for gap in gaps:
        now += dt.timedelta(seconds=gap)
        tally = counted(tally, bound, now)
        assert not tally.locked(now + WINDOW)
        assert tally.failures <= bound.failures + 1


def test_keys_name_nobody() -> None:
    keys = Keys(b"secret")
    assert keys.of("pair", "lan", "10.0.0.1") != keys.of("pair", "lan1", "0.0.0.1")
    assert keys.of("login", "lan") != Keys(b"other").of("login", "lan")
    assert "secret" not in repr(keys)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("fe80::1%eth0", "fe80::/64"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_place_is_an_address_or_a_network(address: str, network: str) -> None:
    assert network_of(address) == network
