"""
Passwords: which ones are taken, and how they are kept.

Length is what counts; no mixture of letters and signs is asked for, and pasting is allowed
(ASVS 5.0 V6.2). Kept as argon2id with the cost below; a hash of another cost is made anew
when its owner signs in.
"""

import asyncio
import secrets
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Final

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from shared.errors import Kind, Refusal

SHORTEST: Final = 12
LONGEST: Final = 128
COST: Final = Argon2Hasher(time_cost=2, memory_cost=47_104, parallelism=1)
"""46 MiB and two passes: about 0.1 s of one core, which bounds how many at once."""
AT_ONCE: Final = 2
WAITING: Final = 32
"""More than that and the answer is "later": each holds a request and, in turn, 46 MiB."""
_COMMON: Final = Path(__file__).with_name("common-passwords.txt")
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""For passwords that a person types from a paper: no letter that looks like another."""


class PasswordUnfit(Refusal):
    """A password that anybody could guess, or that is too short."""

    code = "password-unfit"
    kind = Kind.INVALID

    def __init__(self, sentence: str) -> None:
        lengths = {"shortest": SHORTEST, "longest": LONGEST}
        super().__init__(sentence, field="password", values=lengths)


class TooManySignIns(Refusal):
    """So many passwords are being checked that another would wait too long."""

    code = "too-many-sign-ins"
    kind = Kind.TOO_OFTEN


def fit(password: str, *, login: str) -> None:
    """
    Do nothing if the password may be used by this login.

    Raises:
        PasswordUnfit: too short or long, common, or made of the login.
    """
    plain = _same(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise PasswordUnfit(
            f"Mật khẩu phải có từ {SHORTEST} đến {LONGEST} ký tự; dùng một câu dễ nhớ."
        )
    folded = plain.casefold()
    if _is_common(folded) or _is_pattern(folded):
        raise PasswordUnfit(
            "Mật khẩu này nhiều người dùng, dễ đoán; hãy chọn mật khẩu khác."
        )
    if len(login) > 2 and login.casefold() in folded:  # noqa: PLR2004 - two letters prove nothing
        raise PasswordUnfit("Mật khẩu không được chứa tên đăng nhập.")


def generated() -> str:
    """Return a password for a first sign-in: four groups of five, about 99 bits."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(20))
    return "-".join(letters[n : n + 5] for n in range(0, 20, 5))


class Passwords:
    """Makes and checks hashes, a few at a time, off the event loop."""

    def __init__(self, cost: Argon2Hasher = COST) -> None:
        self._hash = PasswordHash((cost,))
        self._room = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._nobody = self._hash.hash(secrets.token_urlsafe())
        """What is checked where there is nothing to check: the answer takes as long."""

    async def hash(self, password: str) -> str:
        """
        Return what is kept of a password.

        Raises:
            TooManySignIns: too many are waiting.
        """
        async with self._turn():
            return await asyncio.to_thread(self._hash.hash, _same(password))

    async def check(self, password: str, kept: str | None) -> tuple[bool, str | None]:
        """
        Return whether it is the password, and a new hash where the cost has changed.

        Raises:
            TooManySignIns: too many are waiting.
        """
        async with self._turn():
            right, renewed = await asyncio.to_thread(
                self._hash.verify_and_update,
                _same(password)[: LONGEST + 1],
                kept or self._nobody,
            )
        return right and kept is not None, renewed if kept is not None else None

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._waiting >= WAITING:
            raise TooManySignIns("Quá nhiều người đang đăng nhập; thử lại sau ít giây.")
        self._waiting += 1
        try:
            async with self._room:
                yield
        finally:
            self._waiting -= 1


def _same(password: str) -> str:
    """Return one form of what keyboards write in several: `ệ` is one sign or three."""
    return unicodedata.normalize("NFC", password)


def _is_common(folded: str) -> bool:
    """Test whether it is a common password, or a common word between digits and signs."""
    ends = "0123456789!@#$%^&*()_-+=.,?~ "
    words = _common()
    bare = folded.strip(ends)
    halved = bare[: len(bare) // 2] if bare[: len(bare) // 2] * 2 == bare else bare
    return bool({folded, bare, halved} & words)


def _is_pattern(folded: str) -> bool:
    """Test for few different signs, and for rows of the keyboard or the alphabet."""
    if len(set(folded)) <= 3:  # noqa: PLR2004 - 111111111111, abababababab
        return True
    rows = (
        "0123456789" * 13,
        "abcdefghijklmnopqrstuvwxyz" * 6,
        "qwertyuiopasdfghjklzxcvbnm" * 6,
    )
    return any(folded in row or folded in row[::-1] for row in rows)


@cache
def _common() -> frozenset[str]:
    """
    Return what people choose most: zxcvbn's 30,000, and our own words.

    Read when first asked: about 0.1 s and 15 MB, which services that take no passwords save.
    """
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - see above

    lines = _COMMON.read_text("utf-8").splitlines()
    ours = (line for line in lines if line and not line.startswith("#"))
    return frozenset(FREQUENCY_LISTS["passwords"]).union(ours)
