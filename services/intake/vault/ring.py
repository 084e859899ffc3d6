"""
The key ring: the files of the master key, of which there are two while one replaces another.

`master.key` is the present one. `master.key.next` will be, once every key is wrapped by it;
`master.key.old` was, and is about to be destroyed. Each file is written whole or not at all.
"""

import base64
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.intake.vault.boxes import KEY_BYTES, VaultUnfit, box, derive, unbox

NEXT, OLD = ".next", ".old"
READ_EVERY_S = 60.0
"""A key that left the ring is forgotten by running processes after so long."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """The key above all keys. Its generation says which of several wrapped a key."""

    generation: int
    key: bytes = field(repr=False)
    _wrapping: AESGCM = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the cipher once: a page of names unwraps fifty keys."""
        object.__setattr__(self, "_wrapping", AESGCM(derive(self.key, "wrap")))

    @classmethod
    def new(cls, generation: int) -> "MasterKey":
        """Return a fresh one."""
        return cls(generation, os.urandom(KEY_BYTES))

    @classmethod
    def read(cls, path: Path) -> "MasterKey":
        """
        Read it from its file: 32 bytes in URL-safe base64, `<generation>:` before later ones.

        Raises:
            VaultUnfit: the file is missing or holds something else.
        """
        try:
            number, mark, text = path.read_text().strip().rpartition(":")
            key = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
            generation = int(number) if mark else 1
        except (OSError, ValueError) as error:
            raise VaultUnfit(
                f"cannot read the master key: {type(error).__name__}"
            ) from error
        if len(key) != KEY_BYTES:
            raise VaultUnfit(f"the master key must have {KEY_BYTES} bytes, not {len(key)}")
        return cls(generation, key)

    @property
    def text(self) -> str:
        """What stands in its file."""
        return f"{self.generation}:{base64.urlsafe_b64encode(self.key).decode()}\n"

    def wrap(self, key: bytes, name: str) -> bytes:
        """Return a key as the vault keeps it."""
        return box(self._wrapping, key, name)

    def unwrap(self, wrapped: bytes, name: str) -> bytes:
        """
        Return the key that was wrapped.

        Raises:
            VaultUnfit: this master key did not wrap it.
        """
        return unbox(self._wrapping, wrapped, name)


class KeyRing:
    """The master keys that there are now, by generation."""

    def __init__(self, path: str) -> None:
        """
        Read the ring of a key file.

        Raises:
            VaultUnfit: there is no key that can be read.
        """
        self.path = Path(path)
        self._keys: dict[int, MasterKey] = {}
        self._read_at = 0.0
        self.read_again()

    def of(self, generation: int) -> MasterKey:
        """
        Return the master key of a generation; one that is new to us is looked for.

        Raises:
            VaultUnfit: no file of the ring holds it.
        """
        stale = time.monotonic() - self._read_at > READ_EVERY_S
        if generation not in self._keys or stale:
            self.read_again()
        if generation not in self._keys:
            raise VaultUnfit(
                f"no file at {self.path} holds the master key of generation {generation}"
            )
        return self._keys[generation]

    @property
    def newest(self) -> MasterKey:
        """The latest key, whether it is in force yet or will be."""
        return self._keys[max(self._keys)]

    def read_again(self) -> None:
        """
        Read the files; one that is just being destroyed holds no key any more.

        Raises:
            VaultUnfit: there is no key that can be read.
        """
        found, fault = {}, VaultUnfit(f"there is no master key at {self.path}")
        for path in (self.path, self.beside(NEXT), self.beside(OLD)):
            if not path.exists():
                continue
            try:
                key = MasterKey.read(path)
            except VaultUnfit as error:
                fault = error
            else:
                found[key.generation] = key
        if not found:
            raise fault
        self._keys, self._read_at = found, time.monotonic()

    def beside(self, mark: str) -> Path:
        """Return the file of the next key, or of the old one."""
        return self.path.with_name(self.path.name + mark)
