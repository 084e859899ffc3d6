"""
How often a sign-in may fail, by login and by where it comes from. Pure; decision 0010 says why.

Each attempt is counted before its password is checked and forgiven when it was right, so
that a hundred at once are no way around. While a lock lasts nothing more is counted: it ends.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from typing import Final

WINDOW: Final = dt.timedelta(minutes=15)
"""Failures older than this are forgotten; also the longest lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How many failures one key may have within the window, and the first lock after that."""

    failures: int
    first_lock: dt.timedelta


PAIR: Final = Bound(failures=5, first_lock=WINDOW)
"""One login from one address: somebody who guesses, or forgot."""
ADDRESS: Final = Bound(failures=50, first_lock=WINDOW)
"""One address, any login: an office of many people stands behind one."""
LOGIN: Final = Bound(failures=30, first_lock=dt.timedelta(minutes=1))
"""
One login from everywhere: a minute at first, doubling. It does not bind an address from
which this login got in before, so that no stranger can keep an officer out.
"""
CODE: Final = Bound(failures=5, first_lock=WINDOW)
"""
Codes of the second step, by account and wherever they come from: only somebody who knows
the password can lock it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What is remembered of one key."""

    failures: int = 0
    since: dt.datetime
    locks: int = 0
    """How often it was locked without a pause of a window in between."""
    locked_until: dt.datetime | None = None

    def locked(self, now: dt.datetime) -> bool:
        """Test whether attempts are turned away now."""
        return self.locked_until is not None and now < self.locked_until


def counted(tally: Tally | None, bound: Bound, now: dt.datetime) -> Tally:
    """Return the tally with one more attempt; a locked one stays as it is."""
    if tally is None or _forgotten(tally, now):
        return Tally(failures=1, since=now)
    if tally.locked(now):
        return tally
    failures = (
        1 if now - tally.since >= WINDOW or tally.locked_until else tally.failures + 1
    )
    since = now if failures == 1 else tally.since
    if failures <= bound.failures:
        return Tally(failures=failures, since=since, locks=tally.locks)
    lock = min(WINDOW, bound.first_lock * 2**tally.locks)
    return Tally(
        failures=failures, since=since, locks=tally.locks + 1, locked_until=now + lock
    )


def forgiven(tally: Tally) -> Tally:
    """Return the tally without the attempt just counted: its password was right."""
    return Tally(failures=max(0, tally.failures - 1), since=tally.since, locks=tally.locks)


def _forgotten(tally: Tally, now: dt.datetime) -> bool:
    return now - (tally.locked_until or tally.since) >= WINDOW


@dataclass(frozen=True, slots=True)
class Keys:
    """Makes keys of what is counted: neither logins nor addresses stand in the table."""

    secret: bytes

    def __repr__(self) -> str:
        return "Keys(hidden)"

    def of(self, kind: str, *parts: str) -> bytes:
        """Return the key of a login, an address, or both."""
        return hmac.digest(
            self.secret, "\x1f".join((kind, *parts)).encode(), hashlib.sha256
        )


def network_of(address: str) -> str:
    """Return what counts as one place: an IPv4 address, or the 64 bits of an IPv6 network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.IPv6Network((int(parsed), 64), strict=False))
        parsed = parsed.ipv4_mapped  # else all of IPv4 would be one place
    return str(parsed)
