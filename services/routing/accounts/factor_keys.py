"""
The key under which second factors are sealed: a file of routing's own, no part of its database.

The file holds a key a line, the newest first: it seals, and all of them open, so that a key
can be changed while everything runs.
"""

import base64
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.auth.token import KeyUnfit

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class NotSealedHere(Exception):
    """No key of ours sealed this, or not for this use."""


@dataclass(frozen=True, slots=True)
class FactorKeys:
    """AES-256-GCM; what is sealed is bound to whose it is and what for."""

    ciphers: tuple[AESGCM, ...] = field(repr=False)

    @classmethod
    def read(cls, path: str) -> "FactorKeys":
        """
        Read the keys: each 32 bytes in URL-safe base64, a line each.

        Raises:
            KeyUnfit: the file is missing or holds something else.
        """
        try:
            lines = Path(path).read_text("ascii").split()
            keys = [base64.b64decode(line, altchars=b"-_", validate=True) for line in lines]
        except (OSError, ValueError) as error:
            raise KeyUnfit(
                f"TIEPDAN_FACTOR_KEY_FILE cannot be read: {type(error).__name__}"
            ) from None
        if not keys or any(len(key) != _KEY_BYTES for key in keys):
            raise KeyUnfit(f"TIEPDAN_FACTOR_KEY_FILE must hold keys of {_KEY_BYTES} bytes")
        return cls(tuple(AESGCM(key) for key in keys))

    def seal(self, plain: bytes, bound_to: str) -> bytes:
        """Return what may be kept, or lie in a form."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self.ciphers[0].encrypt(nonce, plain, bound_to.encode())

    def open(self, sealed: bytes, bound_to: str) -> tuple[bytes, bool]:
        """
        Return what was sealed, and whether the newest key had done it.

        Raises:
            NotSealedHere: no key of ours, another's, or damaged.
        """
        nonce, box = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        for cipher in self.ciphers:
            try:
                return cipher.decrypt(nonce, box, bound_to.encode()), (
                    cipher is self.ciphers[0]
                )
            except (InvalidTag, ValueError):
                continue
        raise NotSealedHere(bound_to)
