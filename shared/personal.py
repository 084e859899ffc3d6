"""Personal data as it may stand in a fact: encrypted under a key that can be destroyed."""

import msgspec


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """
    Personal data under AES-256-GCM; the key is kept by intake and named by `key`.

    `box` is the nonce (12 bytes) and the ciphertext. Whoever destroys the key erases the
    person from every log, backup and read model, while every hash still verifies.
    """

    key: str
    box: bytes

    def __repr__(self) -> str:
        return f"Sealed(key={self.key!r}, {len(self.box)} bytes)"
