"""PostgreSQL's stored form of a password, so that itself is in no statement."""

import base64
import hashlib
import hmac
import secrets

_ITERATIONS = 4096
_SALT_BYTES = 16


def verifier(
    password: str, salt: bytes | None = None, iterations: int = _ITERATIONS
) -> str:
    """
    Return the SCRAM-SHA-256 verifier of an ASCII password.

    Its form is RFC 5803, its keys RFC 5802 § 3. Never the password in the statement:
    a server that logs statements would keep it.
    """
    salt = secrets.token_bytes(_SALT_BYTES) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, iterations)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    return (
        f"SCRAM-SHA-256${iterations}:{_text(salt)}${_text(stored_key)}:{_text(server_key)}"
    )


def opens(password: str, stored: str | None) -> bool:
    """Test whether the stored verifier was made from the password."""
    try:
        scheme, parameters, _ = (stored or "").split("$")
        iterations, salt = parameters.split(":")
        again = verifier(password, base64.b64decode(salt), int(iterations))
    except ValueError:
        return False
    return scheme == "SCRAM-SHA-256" and hmac.compare_digest(again, stored or "")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
