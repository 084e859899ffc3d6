"""Log lines reach another machine, whatever happens to it, and nothing waits for them."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from deploy.embedded import shipping
from deploy.embedded.shipping import Shipping, behind, noted
from deploy.embedded.supervisor import Stack
from deploy.embedded.syslog import ReceiverUnfit
from tests.integration.collector import Collector, authority, until

LINE = '{{"event": "receipt_mailed", "level": "{}", "timestamp": "{}", "n": {}}}'
AT = "2026-11-23T05:00:00.000000Z"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A data folder with nothing but logs in it."""
    (tmp_path / "log").mkdir()
    (tmp_path / "run").mkdir()
    return tmp_path


@pytest.fixture(name="quick", autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once: the waits are for the peace of receivers."""
    monkeypatch.setattr(shipping, "LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(shipping, "AGAIN_S", 0.1)
    monkeypatch.setattr(shipping, "NOTE_EVERY_S", 0.1)


def write(folder: Path, first: int, last: int, *, program: str = "intake") -> list[bytes]:
    """Write lines as a service does; return them."""
    lines = [LINE.format("info", AT, n).encode() for n in range(first, last)]
    with (folder / "log" / f"{program}.log").open("ab") as log:
        for line in lines:
            log.write(line + b"\n")
            log.flush()
    return lines


@contextmanager
def shipped(
    folder: Path, setting: str, ca_file: Path | str = ""
) -> Iterator[tuple[Shipping, list[str]]]:
    """Send meanwhile; what is told comes along."""
    told: list[str] = []
    settings = {"TIEPDAN_LOG_TO": setting, "TIEPDAN_CA_FILE": str(ca_file)}
    thread = Shipping.asked(folder, settings, told.append)
    assert thread is not None
    thread.start()
    try:
        yield thread, told
    finally:
        thread.end(3.0)
        assert not thread.is_alive()


def test_lines_arrive_over_tls_as_they_were_written(folder: Path, tmp_path: Path) -> None:
    """Each of its program, with level, time and event where they are ours to read."""
    ca_file, certificate = authority(tmp_path)
    written = write(folder, 0, 3)
    other = [b"2026-11-23 12:00:00 UTC [7] LOG:  checkpoint complete", "đã xong".encode()]
    (folder / "log" / "postgres.log").write_bytes(b"\n".join(other) + b"\n\nnot whole")
    with Collector(certificate) as collector:
        with shipped(folder, collector.setting, ca_file):
            until(lambda: len(collector.messages) == 5)
            written += write(folder, 3, 5)
        assert collector.lines("intake") == written
        assert collector.lines("postgres") == other
    first = collector.messages[0]
    assert (first.severity, first.at, first.event) == (6, AT, "receipt_mailed")
    assert {(m.severity, m.at) for m in collector.messages if "postgres" in m.program} == {
        (5, "-")
    }


def test_what_is_written_while_the_receiver_is_away_comes_later(folder: Path) -> None:
    """In order, none missing; it is told once, and when it is over."""
    with Collector() as collector:
        collector.stop()
        with shipped(folder, collector.setting) as (_, told):
            written = write(folder, 0, 500)
            until(lambda: bool(told))
            until(lambda: noted(folder).get("away") == "ConnectionRefusedError")
            assert behind(folder) == sum(len(line) + 1 for line in written)
            collector.start()
            until(lambda: collector.lines("intake") == written)
        assert len(told) == 2
    assert "the files keep them" in told[0]
    assert "again" in told[1]
    assert behind(folder) == 0
    assert (folder / "log" / "intake.log").read_bytes().splitlines() == written


def test_a_receiver_that_dies_with_lines_in_its_hands_gets_them_again(folder: Path) -> None:
    """What was sent but perhaps not read comes twice rather than never."""
    with Collector() as collector, shipped(folder, collector.setting):
        written: list[bytes] = []
        for number in range(6):
            written += write(folder, 300 * number, 300 * number + 300)
            time.sleep(0.05)
            collector.stop()
            written += write(folder, 10_000 + number, 10_001 + number)
            time.sleep(0.05)
            collector.start()
        until(lambda: set(collector.lines("intake")) == set(written))
        assert len(collector.messages) >= len(written)


def test_a_new_start_goes_on_where_the_last_one_ended(folder: Path) -> None:
    """Nothing twice after an end in order, nothing left out that was written in between."""
    with Collector() as collector:
        with shipped(folder, collector.setting):
            written = write(folder, 0, 10)
            until(lambda: len(collector.messages) == 10)
        written += write(folder, 10, 20)
        with shipped(folder, collector.setting):
            until(lambda: len(collector.messages) == 20)
        assert collector.lines("intake") == written


def test_a_log_that_is_put_aside_is_read_to_its_end(folder: Path) -> None:
    """As `process.py` does at a start: also twice while the receiver is away."""
    log = folder / "log" / "intake.log"
    with Collector() as collector, shipped(folder, collector.setting):
        written = write(folder, 0, 10)
        until(lambda: len(collector.messages) == 10)
        written += write(folder, 10, 15)
        log.replace(log.with_suffix(".log.1"))
        written += write(folder, 15, 20)
        until(lambda: collector.lines("intake") == written)
        collector.stop()
        written += write(folder, 20, 30)
        log.replace(log.with_suffix(".log.1"))
        written += write(folder, 30, 40)
        collector.start()
        until(lambda: collector.lines("intake") == written)
        log.write_bytes(b"")
        written += write(folder, 40, 41)
        until(lambda: collector.lines("intake") == written)


def test_a_receiver_that_takes_nothing_holds_nobody_up(folder: Path) -> None:
    """Writers write, and the end does not wait for it."""
    with Collector() as collector:
        collector.reads = False
        with shipped(folder, collector.setting) as (thread, _):
            for number in range(40):
                write(folder, 10_000 * number, 10_000 * number + 10_000)
            started = time.monotonic()
            thread.end(1.0)
            assert time.monotonic() - started < 4
        assert behind(folder) > 0


@pytest.mark.parametrize("wrong", ["authority", "name"])
def test_a_stranger_gets_no_line(folder: Path, tmp_path: Path, wrong: str) -> None:
    """Its certificate must be of our authority, and for its own name."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for path in (ours, theirs):
        path.mkdir()
    ca_file, certificate = authority(ours, host="127.0.0.2")
    if wrong == "authority":
        _, certificate = authority(theirs)
    write(folder, 0, 10)
    with Collector(certificate) as collector:
        with shipped(folder, collector.setting, ca_file) as (_, told):
            until(lambda: bool(told))
            time.sleep(0.5)
        assert collector.messages == []
    assert "SSLCertVerificationError" in told[0]
    assert behind(folder) > 0


@pytest.mark.parametrize(
    "setting",
    ["logs.example.vn:6514", "syslog+tcp://logs.example.vn:601", "https://logs.example.vn",
     "syslog+tls://", "syslog+tls://logs.example.vn:port", "udp://127.0.0.1:514"],
)  # fmt: skip
def test_no_line_leaves_the_machine_in_clear(folder: Path, setting: str) -> None:
    """Over TLS, or to a collector beside us."""
    with pytest.raises(ReceiverUnfit, match="TIEPDAN_LOG_TO must be"):
        Shipping.asked(folder, {"TIEPDAN_LOG_TO": setting}, print)
    assert Shipping.asked(folder, {}, print) is None


def test_the_lines_of_all_programs_leave_the_machine(
    tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole program: a refused request of intake, and what the servers say."""
    ca_file, certificate = authority(tmp_path)
    with Collector(certificate) as collector:
        monkeypatch.setenv("TIEPDAN_LOG_TO", collector.setting)
        monkeypatch.setenv("TIEPDAN_CA_FILE", str(ca_file))
        with Stack(data_folder, ports=None, with_caddy=False) as stack:
            url = f"{stack.urls['intake']}/api/intake/tracking/0000-0000-0000"
            assert httpx.get(url).status_code == 404
        monkeypatch.delenv("TIEPDAN_LOG_TO")
        events = {(m.program, m.event, m.severity) for m in collector.messages}
        assert ("tiepdan-intake", "command_refused", 6) in events
        for log in (data_folder / "log").glob("*.log"):
            whole = [line for line in log.read_bytes().split(b"\n") if line]
            assert set(collector.lines(log.stem)) == set(whole), log.name
    assert {"intake", "nats", "postgres"} <= {
        p.stem for p in (data_folder / "log").glob("*.log")
    }
    assert threading.active_count() < 50
    assert os.environ.get("TIEPDAN_LOG_TO") is None
