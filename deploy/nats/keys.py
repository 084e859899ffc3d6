"""
Keys by which NATS knows who signs in: Ed25519, in the form that NATS calls nkeys.

Whoever signs in signs a number the server made up; the seed never leaves its file, and the
server holds public keys only. A stolen users.conf opens nothing.
"""

import secrets

import nkeys

_SEED_BYTES = 32


def new_seed() -> bytes:
    """Return a fresh seed of a user, as NATS writes it: `SU…`, in one line."""
    seed: bytes = nkeys.encode_seed(
        secrets.token_bytes(_SEED_BYTES), nkeys.PREFIX_BYTE_USER
    )
    return seed + b"\n"


def public_key_of(seed: bytes) -> str:
    """
    Return the public key that belongs to a seed: `U…`, what the server is told.

    Raises:
        ValueError: it is no seed of a NATS user.
    """
    try:
        pair = nkeys.from_seed(bytearray(seed.strip()))
        public: bytes = pair.public_key
    except nkeys.NkeysError as fault:
        raise ValueError(f"no seed of a NATS user ({type(fault).__name__})") from None
    return public.decode("ascii")
