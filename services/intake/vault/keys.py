"""The vault: one key a petition, wrapped by the master key; destroying it erases the person."""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.intake.domain.petition.personal import PersonalContent
from shared.ids import PetitionId
from shared.personal import Sealed
from shared.postgres.pool import Database

KEY_BYTES = 32
NONCE_BYTES = 12
_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that can be read as a digit."""


class VaultUnfit(Exception):
    """The master key cannot be read or does not open what it should."""


class ContentGone(Exception):
    """The key of this petition was destroyed: its content is gone for good."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """The key above all keys; other keys are derived from it for one purpose each."""

    key: bytes

    def __repr__(self) -> str:
        return "MasterKey(hidden)"

    @classmethod
    def read(cls, path: str) -> "MasterKey":
        """
        Read it from its file: 32 bytes in URL-safe base64.

        Raises:
            VaultUnfit: the file is missing or holds something else.
        """
        try:
            key = base64.urlsafe_b64decode(Path(path).read_text().strip())
        except (OSError, ValueError) as error:
            raise VaultUnfit(
                f"cannot read the master key: {type(error).__name__}"
            ) from error
        if len(key) != KEY_BYTES:
            raise VaultUnfit(f"the master key must have {KEY_BYTES} bytes, not {len(key)}")
        return cls(key)

    def derive(self, purpose: str) -> bytes:
        """Return a key for one purpose only."""
        return hmac.digest(self.key, f"tiepdan/{purpose}".encode(), hashlib.sha256)


def box(key: bytes, plain: bytes, bound_to: str) -> bytes:
    """Encrypt and bind to a name, so that a box cannot be passed off as another's."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def unbox(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """
    Decrypt.

    Raises:
        VaultUnfit: another key, another name, or damaged bytes.
    """
    try:
        return AESGCM(key).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode()
        )
    except InvalidTag as error:
        raise VaultUnfit(f"the box of {bound_to} does not open") from error


class Vault:
    """Seals and opens personal content."""

    def __init__(self, database: Database, master: MasterKey) -> None:
        self._database = database
        self._wrapping = master.derive("wrap")
        self._codes = master.derive("receipt-code")
        self._secrets = master.derive("tracking-secret")
        self._digests = master.derive("request-digest")

    async def seal(self, petition_id: PetitionId, content: PersonalContent) -> Sealed:
        """Encrypt under a new key, which is kept before anything is recorded."""
        key = os.urandom(KEY_BYTES)
        wrapped = box(self._wrapping, key, petition_id)
        async with self._database.connection() as connection:
            await connection.execute(
                "insert into vault.key values ($1, $2)", petition_id, wrapped
            )
        plain = msgspec.json.encode(content)
        return Sealed(key=petition_id, box=box(key, plain, petition_id))

    async def open(self, sealed: Sealed) -> PersonalContent:
        """
        Decrypt.

        Raises:
            ContentGone: the key was destroyed.
        """
        async with self._database.connection() as connection:
            wrapped = await connection.fetchval(
                "select wrapped from vault.key where name = $1", sealed.key
            )
        if wrapped is None:
            raise ContentGone(sealed.key)
        key = unbox(self._wrapping, wrapped, sealed.key)
        plain = unbox(key, sealed.box, sealed.key)
        return msgspec.json.decode(plain, type=PersonalContent)

    def receipt_code(self, petition_id: PetitionId) -> str:
        """Return the code on the receipt: `7K3Q-9XWM-2A4D`."""
        return _grouped(self._codes, petition_id, 12)

    def tracking_secret(self, petition_id: PetitionId) -> str:
        """Return what only the petitioner gets; it is stored nowhere."""
        return _grouped(self._secrets, petition_id, 20)

    def digest(self, request: bytes) -> str:
        """Return a keyed digest: a guess at a name cannot be tested against a fact."""
        return hmac.digest(self._digests, request, hashlib.sha256).hex()


def _grouped(key: bytes, petition_id: PetitionId, length: int) -> str:
    digest = hmac.digest(key, petition_id.encode(), hashlib.sha256)
    letters = "".join(_CODE_ALPHABET[byte % 32] for byte in digest[:length])
    return "-".join(letters[n : n + 4] for n in range(0, length, 4))
