"""What looks after the servers goes on looking, whatever goes wrong."""

import subprocess
import threading
from dataclasses import dataclass, field
from typing import cast

import pytest

from deploy.embedded.server import Server
from deploy.embedded.watch import Watch


@dataclass(eq=False)
class Dead:
    """A server that is wanted, and comes back when nothing is wrong any more."""

    troubles: list[Exception]
    name: str = "postgres"
    wanted: bool = True
    exit_status: int = -9
    back: threading.Event = field(default_factory=threading.Event)

    @property
    def alive(self) -> bool:
        return self.back.is_set()

    def respawn(self) -> bool:
        if self.troubles:
            raise self.troubles.pop()
        self.back.set()
        return True


TROUBLES: list[Exception] = [
    OSError(28, "No space left on device"),
    subprocess.SubprocessError("Exception occurred in preexec_fn."),
    RuntimeError("can't start new thread"),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda each: type(each).__name__)
def test_a_server_comes_back_once_the_trouble_is_over(trouble: Exception) -> None:
    """Also where not even a line can be logged."""
    server, told = Dead([trouble]), list[str]()

    def tell(line: str) -> None:
        told.append(line)
        raise ValueError("I/O operation on closed file")

    watch = Watch([cast("Server", server)], tell=tell, changed=lambda: None)
    watch.start()
    assert server.back.wait(20)
    watch.end()
    assert told[0] == "postgres died (signal 9); starting it again after 0.2 s"
    assert told[1].startswith("postgres cannot be started (")
    assert len(told) == 2
