"""Receipt codes and tracking secrets: made from a root secret that no rotation changes."""

import hashlib
import hmac

from services.intake.vault.boxes import derive
from shared.ids import PetitionId

_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that can be read as a digit."""


class Codes:
    """What stands on receipts, and digests of requests; each under its own key."""

    def __init__(self, root: bytes) -> None:
        self._codes = derive(root, "receipt-code")
        self._secrets = derive(root, "tracking-secret")
        self._digests = derive(root, "request-digest")

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
