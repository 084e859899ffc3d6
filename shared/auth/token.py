"""
How one service tells the others who asks: a principal, signed, for a minute.

Routing alone looks sessions up; the front door asks it once a request and hands the
answer on in a header. No service must ask another to decide, and none can forge: only
routing has the signing key.
"""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from shared.auth.principal import Principal
from shared.errors import Unfit

HEADER: Final = "Tiepdan-Principal"
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Principal).decode


class KeyUnfit(Unfit):
    """The key with which principals are signed, or checked, cannot be read."""


class NotSigned(Exception):
    """No principal, or one that is not routing's, or one whose minute is over."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs principals; routing's alone."""

    key: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def read(cls, path: str) -> "Signer":
        """
        Read the key from its file: 32 bytes in URL-safe base64.

        Raises:
            KeyUnfit: the file is missing or holds something else.
        """
        try:
            raw = base64.urlsafe_b64decode(Path(path).read_text().strip())
            return cls(Ed25519PrivateKey.from_private_bytes(raw))
        except (OSError, ValueError) as error:
            raise KeyUnfit(f"the signing key cannot be read: {type(error).__name__}") from (
                None
            )

    def sign(self, principal: Principal) -> str:
        """Return the principal as it travels."""
        body = _encode(principal)
        return f"{_text(body)}.{_text(self.key.sign(body))}"

    def derive(self, purpose: str) -> bytes:
        """Return another key, for one purpose of routing's own."""
        raw = self.key.private_bytes_raw()
        return hmac.digest(raw, f"tiepdan/{purpose}".encode(), hashlib.sha256)

    @property
    def public(self) -> str:
        """What the other services need to check a signature."""
        return _text(self.key.public_key().public_bytes_raw())


@dataclass(frozen=True, slots=True)
class Verifier:
    """Reads signed principals."""

    key: Ed25519PublicKey

    @classmethod
    def of(cls, public: str) -> "Verifier":
        """
        Return the verifier for a public key in URL-safe base64.

        Raises:
            KeyUnfit: that is not one.
        """
        try:
            return cls(Ed25519PublicKey.from_public_bytes(_bytes(public)))
        except ValueError:
            raise KeyUnfit("TIEPDAN_PRINCIPAL_KEY is no public key") from None

    def read(self, signed: str, now: dt.datetime) -> Principal:
        """
        Return who asks.

        Raises:
            NotSigned: it is not routing's word, or too old.
        """
        body, _, signature = signed.partition(".")
        try:
            content, proof = _bytes(body), _bytes(signature)
            if f"{_text(content)}.{_text(proof)}" != signed:
                raise NotSigned("the same bytes, but not as routing writes them")
            self.key.verify(proof, content)
            principal = _decode(content)
        except (InvalidSignature, ValueError, msgspec.MsgspecError):
            raise NotSigned("not a principal that routing signed") from None
        if principal.until <= now:
            raise NotSigned("the minute of this principal is over")
        return principal


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("not base64") from error
