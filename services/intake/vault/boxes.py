"""Boxes: bytes under AES-256-GCM, bound to what they belong to; and keys made from keys."""

import hashlib
import hmac
import os
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.errors import Unfit

KEY_BYTES = 32
NONCE_BYTES = 12


class VaultUnfit(Unfit):
    """A key cannot be read or does not open what it should."""


class ContentGone(Exception):
    """The key of this petition was destroyed: its content is gone for good."""


Key: TypeAlias = bytes | AESGCM
"""A key; or its cipher, made once where it opens many boxes."""


def box(key: Key, plain: bytes, bound_to: str) -> bytes:
    """Encrypt and bind to a name, so that a box cannot be passed off as another's."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, plain, bound_to.encode())


def unbox(key: Key, sealed: bytes, bound_to: str) -> bytes:
    """
    Decrypt.

    Raises:
        VaultUnfit: another key, another name, or damaged bytes.
    """
    try:
        return _cipher(key).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode()
        )
    except (InvalidTag, ValueError) as error:
        raise VaultUnfit(f"the box of {bound_to} does not open") from error


def _cipher(key: Key) -> AESGCM:
    return key if isinstance(key, AESGCM) else AESGCM(key)


def derive(key: bytes, purpose: str) -> bytes:
    """Return a key for one purpose only."""
    return hmac.digest(key, f"tiepdan/{purpose}".encode(), hashlib.sha256)
