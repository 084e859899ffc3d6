"""
Sends what stands in the logs of a data folder on to another machine, from behind.

The files are what is written first, and they stay: a receiver that is slow or away delays
nobody and loses nothing. Each line comes at least once; after a broken connection the last
ones may come twice, because nobody tells what was still on its way.
"""

import collections
import contextlib
import json
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Self

from deploy.embedded.secrets import write_private
from deploy.embedded.syslog import Receiver, framed
from deploy.embedded.tail import Place, Tail
from shared import tls

CONNECT_TIMEOUT_S: Final = 5.0
SEND_TIMEOUT_S: Final = 10.0
"""A receiver that takes nothing for so long is given up, and called again."""
OVERLAP_S: Final = 15.0
"""After a broken connection we go back so far: longer than until a dead one is noticed."""
LOOK_EVERY_S: Final = 0.5
NOTE_EVERY_S: Final = 5.0
AGAIN_S: Final = 5.0
NOTES: Final = Path("run") / "shipped.json"

Places = dict[str, Place]


class Shipping(threading.Thread):
    """The thread that sends. `tell` gets a line when the receiver goes away and comes back."""

    def __init__(
        self, folder: Path, receiver: Receiver, *, ca_file: str, tell: Callable[[str], None]
    ) -> None:
        super().__init__(name="shipping", daemon=True)
        self._folder = folder
        self._receiver = receiver
        self._context = tls.client(ca_file) if receiver.encrypted else None
        self._tell = tell
        self._tails: dict[str, Tail] = {}
        self._kept = places_in(folder)
        self._sent: collections.deque[tuple[float, Places]] = collections.deque()
        """What was handed to the connection, and when: up to `OVERLAP_S` ago, and once before."""
        self._line: socket.socket | None = None
        self._away = ""
        self._noted_at = 0.0
        self._noted: dict[str, Any] = {}
        self._over = threading.Event()
        self._last_s = 0.0

    @classmethod
    def asked(
        cls, folder: Path, environment: Mapping[str, str], tell: Callable[[str], None]
    ) -> Self | None:
        """
        Return the thread for the receiver of `TIEPDAN_LOG_TO`; none where it is not set.

        Raises:
            ReceiverUnfit: it cannot be a receiver.
            TlsUnfit: `TIEPDAN_CA_FILE`, which must name its authority, cannot be read.
        """
        receiver = Receiver.at(environment.get("TIEPDAN_LOG_TO", ""))
        if receiver is None:
            return None
        return cls(
            folder, receiver, ca_file=environment.get("TIEPDAN_CA_FILE", ""), tell=tell
        )

    def run(self) -> None:
        """Send until told to end, and then what is left, as long as there is time."""
        while True:
            ending = self._over.is_set()
            try:
                went_on = self._round()
            except OSError as fault:  # also what TLS says
                self._lost(fault)
                went_on = False
            if ending and (not went_on or time.monotonic() > self._last_s):
                break
            if not went_on:
                self._note()
                self._over.wait(AGAIN_S if self._away else LOOK_EVERY_S)
        self._hang_up()
        self._note(end=True)
        for tail in self._tails.values():
            tail.close()

    def end(self, patience_s: float) -> None:
        """Send what is left, and give up when patience ends: the files keep the rest."""
        self._last_s = time.monotonic() + patience_s
        self._over.set()
        if not self.is_alive():
            return
        self.join(patience_s)
        line = self._line
        if self.is_alive() and line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)  # it takes nothing: no longer wait for it
            self.join(1.0)

    def _round(self) -> bool:
        """Send one block of each log; return whether there was any."""
        line = self._connected()
        went_on = False
        for tail in self._all():
            lines, after = tail.read()
            for each in lines:
                line.sendall(framed(tail.name, each))
            went_on = went_on or after != tail.place
            tail.place = after
        if went_on:
            self._sent.append((time.monotonic(), self._places()))
        return went_on

    def _all(self) -> list[Tail]:
        for path in sorted((self._folder / "log").glob("*.log")):
            if path.stem not in self._tails:
                self._tails[path.stem] = Tail(path, self._kept.get(path.stem, Place()))
        return list(self._tails.values())

    def _places(self) -> Places:
        return {name: tail.place for name, tail in self._tails.items()}

    def _connected(self) -> socket.socket:
        """Return the line, made anew where there is none; raise where the other end is gone."""
        if self._line is None:
            self._line = self._call()
            if self._away:
                self._tell(f"log lines go on to {self._receiver.host} again")
            self._away = ""
            self._sent.append((time.monotonic(), self._places()))
        elif _hung_up(self._line):
            raise ConnectionResetError("the receiver ended the connection")
        return self._line

    def _call(self) -> socket.socket:
        address = (self._receiver.host, self._receiver.port)
        line = socket.create_connection(address, CONNECT_TIMEOUT_S)
        try:
            line.settimeout(SEND_TIMEOUT_S)
            _notice_death(line)
            if self._context is None:
                return line
            return self._context.wrap_socket(line, server_hostname=self._receiver.host)
        except BaseException:
            line.close()
            raise

    def _lost(self, fault: OSError) -> None:
        """Go back to what has surely arrived, and say once that the receiver is away."""
        self._drop()
        self._kept = self._surely()
        for name, tail in self._tails.items():
            tail.place = self._kept.get(name, Place())
        self._sent.clear()
        before, self._away = self._away, type(fault).__name__
        if not before and not self._over.is_set():
            self._tell(
                f"log lines wait: {self._receiver} fails ({self._away}); the files keep them"
            )

    def _surely(self) -> Places:
        """Return what was sent so long ago that a broken line would have been noticed."""
        before = time.monotonic() - OVERLAP_S
        while len(self._sent) > 1 and self._sent[1][0] <= before:
            self._sent.popleft()
        return self._kept | self._sent[0][1] if self._sent else self._kept

    def _note(self, *, end: bool = False) -> None:
        """Write down up to where was sent, for the next start and for `tiepdan doctor`."""
        now = time.monotonic()
        if not end and now - self._noted_at < NOTE_EVERY_S:
            return
        self._noted_at = now
        self._kept = self._places() if end and not self._away else self._surely()
        places = {name: [p.inode, p.offset] for name, p in self._kept.items()}
        note = {"to": str(self._receiver), "away": self._away, "places": places}
        if note == self._noted:
            return
        with contextlib.suppress(OSError):  # a full disk: then some lines come twice
            write_private(self._folder / NOTES, json.dumps(note).encode())
            self._noted = note

    def _hang_up(self) -> None:
        """End the line in order: what was sent is read before it ends."""
        if self._line is None:
            return
        with contextlib.suppress(OSError):
            if isinstance(self._line, ssl.SSLSocket):
                self._line.settimeout(1.0)
                self._line.unwrap()
            self._line.shutdown(socket.SHUT_WR)
        self._drop()

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _notice_death(line: socket.socket) -> None:
    """Have the system find out when the other machine is gone without a word."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        milliseconds = round(SEND_TIMEOUT_S * 1000)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)


def _hung_up(line: socket.socket) -> bool:
    """Test whether the other end closed: it says nothing else to us."""
    while select.select([line], [], [], 0)[0]:
        line.settimeout(0)
        try:
            if not line.recv(4096):
                return True
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        finally:
            line.settimeout(SEND_TIMEOUT_S)
    return False


def places_in(folder: Path) -> Places:
    """Return up to where the logs of a folder were sent."""
    try:
        found: Mapping[str, list[int]] = noted(folder)["places"]
        return {name: Place(*place) for name, place in found.items()}
    except (KeyError, TypeError, AttributeError):
        return {}


def noted(folder: Path) -> dict[str, Any]:
    """Return what was written down last; nothing where lines were never sent."""
    try:
        found = json.loads((folder / NOTES).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def behind(folder: Path) -> int:
    """Return how many bytes of a folder's logs have surely not arrived yet."""
    places = places_in(folder)
    logs = (folder / "log").glob("*.log")
    return sum(Tail(path, places.get(path.stem, Place())).behind() for path in logs)
