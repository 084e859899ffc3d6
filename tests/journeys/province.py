"""A whole province for browsers: the stack, its directory and its staff; no petition yet."""

import asyncio
import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy import frontend
from deploy.commands.demo import access_of
from deploy.demo.load import Loader
from deploy.demo.staff import ACCOUNTS_FILE, passwords
from deploy.embedded.supervisor import Stack
from tests.journeys.people import AUTHENTICATORS, PASSWORDS


@contextmanager
def province() -> Iterator[Stack]:
    """Run everything on free ports; the passwords are those of this province meanwhile."""
    frontend.set_up()
    folder = Path(tempfile.mkdtemp(prefix="tiepdan-journeys-"))
    before = dict(PASSWORDS)
    try:
        with Stack(folder, ports=None) as running:
            asyncio.run(_establish(running))
            yield running
    finally:
        AUTHENTICATORS.clear()
        PASSWORDS.clear()
        PASSWORDS.update(before)
        shutil.rmtree(folder, ignore_errors=True)


async def _establish(running: Stack) -> None:
    async with Loader(access_of(running.workspace), seed=1).open() as loader:
        await loader.establish_directory(dt.datetime.now(dt.UTC))
        people = await loader.establish_staff(running.workspace.folder / ACCOUNTS_FILE)
    PASSWORDS.update(passwords(people))
