"""Intake's settings: those of every process, and what only intake makes of them."""

import datetime as dt

from services.intake.attachments.scanning import Scanner
from services.intake.attachments.store import Objects, Place
from services.intake.attachments.taking import MEGABYTE, Taker
from services.intake.vault.reveals import Terms
from services.intake.vault.ring import KeyRing
from services.intake.visitors import Limit, LimitUnfit
from shared.settings import SettingMissing, Settings

MOST_CUSTODIANS = 2
MOST_DAYS = 90


def key_ring(settings: Settings) -> KeyRing:
    """
    Return the keys above all keys.

    Raises:
        VaultUnfit: `TIEPDAN_MASTER_KEY_FILE` is not set or holds no key.
    """
    return KeyRing(settings.master_key_file)


def terms(settings: Settings) -> Terms:
    """
    Return what the province has set about reveals.

    Raises:
        SettingMissing: a figure is outside its bounds; the sentence names it.
    """
    if settings.reveal_custodians > MOST_CUSTODIANS:
        raise SettingMissing(f"TIEPDAN_REVEAL_CUSTODIANS must be 0 to {MOST_CUSTODIANS}")
    if not 1 <= settings.reveal_days <= MOST_DAYS:
        raise SettingMissing(f"TIEPDAN_REVEAL_DAYS must be 1 to {MOST_DAYS}")
    return Terms(
        custodians=settings.reveal_custodians,
        longest=dt.timedelta(days=settings.reveal_days),
    )


def visitor_limit(settings: Settings) -> Limit | None:
    """
    Return how much may come from one network; none where the province says `off`.

    Raises:
        SettingMissing: the limit cannot be read; the sentence names it.
    """
    try:
        return Limit.read(settings.visitor_limit)
    except LimitUnfit as unfit:
        raise SettingMissing(f"TIEPDAN_VISITOR_LIMIT {unfit}") from None


def objects(settings: Settings) -> Objects:
    """
    Return the store of files.

    Raises:
        ObjectsUnfit: `TIEPDAN_ATTACHMENTS_URL` names no store that we know.
    """
    asked = settings.attachments
    return Objects(Place(url=asked.url, endpoint=asked.endpoint, key_file=asked.key_file))


def taker(settings: Settings) -> Taker:
    """
    Return what takes files in.

    Raises:
        ScannerUnfit: `TIEPDAN_CLAMAV` names no scanner on this machine.
    """
    asked = settings.attachments
    return Taker(
        scanner=Scanner.at(asked.clamav),
        folder=asked.temp or None,
        most_bytes=asked.megabytes * MEGABYTE,
    )
