"""Intake's settings: those of every process, and the file of the master key."""

from services.intake.vault.keys import MasterKey
from shared.settings import Settings


def master_key(settings: Settings) -> MasterKey:
    """
    Return the key above all keys.

    Raises:
        VaultUnfit: `TIEPDAN_MASTER_KEY_FILE` is not set or holds no key.
    """
    return MasterKey.read(settings.master_key_file)
