"""An authenticator as people have one: RFC 6238 written out, apart from the library that we use."""

import base64
import hashlib
import hmac
import re
import struct
import time
from dataclasses import dataclass, field

STEP_S = 30
SLOWEST_S = 8
"""How long it may take until a code is looked at."""


def totp(secret: bytes, step: int) -> str:
    """Return the code of a half minute."""
    digest = hmac.digest(secret, struct.pack(">Q", step), hashlib.sha1)
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFF_FFFF
    return f"{number % 10**6:06d}"


@dataclass
class Authenticator:
    """Knows one secret; shows codes of now, each only once, as if one waited for the next."""

    secret: bytes = field(repr=False)
    last: int = 0

    @classmethod
    def read(cls, page: str) -> "Authenticator":
        """Type in what stands on a page."""
        found = re.search(r'data-secret(?:="")?>([A-Z2-7 ]+)<', page)
        assert found, "the page shows no secret"
        return cls(base64.b32decode(found[1].replace(" ", "")))

    def code(self) -> str:
        """Return a code that was not used and counts now; waits where there is none."""
        while (step := max(self.last + 1, self._earliest)) > self.present + 1:
            time.sleep(0.2)
        self.last = step
        return totp(self.secret, step)

    def at(self, steps: int) -> str:
        """Return the code so many steps from now, used or not."""
        return totp(self.secret, self.present + steps)

    @property
    def _earliest(self) -> int:
        """The earliest half minute that will still count when its code is read."""
        return int(time.time() + SLOWEST_S) // STEP_S - 1

    @property
    def present(self) -> int:
        """The present half minute."""
        return int(time.time()) // STEP_S


def wrong(code: str) -> str:
    """Return another code."""
    return f"{(int(code) + 500_000) % 10**6:06d}"
