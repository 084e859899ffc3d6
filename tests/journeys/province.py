"""A whole province for browsers: the stack, its directory and its staff; no petition yet."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from deploy import frontend
from deploy.commands.demo import access_of
from deploy.demo.load import Loader
from deploy.demo.staff import ACCOUNTS_FILE, passwords
from deploy.embedded.supervisor import Stack
from tests.folders import data_folder
from tests.journeys.people import AUTHENTICATORS, PASSWORDS


@contextmanager
def province() -> Iterator[Stack]:
    """Run everything on free ports; the passwords are those of this province meanwhile."""
    frontend.set_up()
    before = dict(PASSWORDS)
    try:
        with data_folder("journeys") as folder, Stack(folder, ports=None) as running:
            asyncio.run(_establish(running))
            yield running
    finally:
        AUTHENTICATORS.clear()
        PASSWORDS.clear()
        PASSWORDS.update(before)


async def _establish(running: Stack) -> None:
    async with Loader(access_of(running.workspace), seed=1).open() as loader:
        await loader.establish_directory(dt.datetime.now(dt.UTC))
        people = await loader.establish_staff(running.workspace.folder / ACCOUNTS_FILE)
    PASSWORDS.update(passwords(people))
