"""
One-time codes: what an authenticator shows (RFC 6238), and what stands on paper if it is lost.

Pure, but for the chance of new secrets. That a code is worth something once is the work of
whoever checks it: the step of the last one taken is kept, and only later ones are taken.
"""

import base64
import datetime as dt
import hmac
import secrets
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from shared.auth.passwords import ALPHABET

STEP_S: Final = 30
DIGITS: Final = 6
DRIFT: Final = 1
"""Steps before and after the present one whose codes are taken too: clocks differ a little."""
SECRET_BYTES: Final = 20
RECOVERY_CODES: Final = 10
_RECOVERY_LETTERS: Final = 12
"""About 54 bits behind the first letter, and kept like a password."""
_GROUP: Final = 4


def new_secret() -> bytes:
    """Return what an authenticator and we shall both know."""
    return secrets.token_bytes(SECRET_BYTES)


def step_of(now: dt.datetime) -> int:
    """Return the number of the half minute in which an instant lies."""
    return int(now.timestamp()) // STEP_S


def code_of(secret: bytes, step: int) -> str:
    """Return the code of a step."""
    return _totp(secret).generate(step * STEP_S).decode()


def matching_step(secret: bytes, typed: str, now: dt.datetime) -> int | None:
    """
    Return the step whose code was typed, the latest if several; None: no code of now.

    All are compared in full, so that the time it takes tells nothing.
    """
    given = "".join(typed.split()).encode()
    present = step_of(now)
    found = [
        step
        for step in range(present - DRIFT, present + DRIFT + 1)
        if hmac.compare_digest(code_of(secret, step).encode(), given)
    ]
    return max(found, default=None)


def address_of(secret: bytes, *, login: str, issuer: str) -> str:
    """Return what an authenticator reads from a QR code (`otpauth://…`)."""
    return _totp(secret).get_provisioning_uri(login, issuer)


def readable(secret: bytes) -> str:
    """Return the secret as a person types it into an authenticator, in groups of four."""
    return _grouped(base64.b32encode(secret).decode(), " ")


def new_recovery_codes() -> tuple[str, ...]:
    """Return ten codes; no two begin alike, so that the one hash to check is found by that."""
    firsts = secrets.SystemRandom().sample(ALPHABET, RECOVERY_CODES)
    return tuple(
        _grouped(
            first + "".join(secrets.choice(ALPHABET) for _ in range(_RECOVERY_LETTERS - 1)),
            "-",
        )
        for first in firsts
    )


def plain(recovery: str) -> str:
    """Return a recovery code as it is kept: without capitals, blanks and hyphens."""
    return "".join(sign for sign in recovery.casefold() if sign in ALPHABET)


def _grouped(text: str, between: str) -> str:
    return between.join(text[n : n + _GROUP] for n in range(0, len(text), _GROUP))


def _totp(secret: bytes) -> TOTP:
    # SHA-1 is what every authenticator speaks; what is weak in it, collisions, does not
    # matter to a keyed hash, and many apps take no notice of a request for another.
    return TOTP(secret, DIGITS, SHA1(), STEP_S)  # noqa: S303
