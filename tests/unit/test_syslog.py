"""A line of a log as a message of syslog, and what a receiver's address may be."""

import socket

import pytest

from deploy.embedded.syslog import Receiver, framed

OURS = b'{"event": "signed_in", "level": "%s", "timestamp": "2026-11-23T05:00:00.12Z"}'


@pytest.mark.parametrize(
    ("line", "head"),
    [
        (OURS % b"error", "<131>1 2026-11-23T05:00:00.12Z {} tiepdan-intake - signed_in - "),
        (OURS % b"info", "<134>1 2026-11-23T05:00:00.12Z {} tiepdan-intake - signed_in - "),
        (b'{"level": "info", "ts": 1.5}', "<134>1 - {} tiepdan-intake - - - "),
        (b'{"level": ["info"], "timestamp": 7}', "<133>1 - {} tiepdan-intake - - - "),
        (b'{"event": "two words", "timestamp": "now"}',
         "<133>1 - {} tiepdan-intake - two_words - "),
        ("LOG:  đã xong".encode(), "<133>1 - {} tiepdan-intake - - - "),
        (b"{ not JSON", "<133>1 - {} tiepdan-intake - - - "),
        (b"[1]", "<133>1 - {} tiepdan-intake - - - "),
        (b"\xff\xfe", "<133>1 - {} tiepdan-intake - - - "),
    ],
)  # fmt: skip
def test_a_line_goes_as_it_is_after_its_head(line: bytes, head: str) -> None:
    """Level, time and event where the line says them in our form; its length before all."""
    message = head.format(socket.gethostname()).encode() + line
    assert framed("intake", line) == f"{len(message)} ".encode() + message


@pytest.mark.parametrize(
    ("setting", "receiver"),
    [
        ("syslog+tls://logs.example.vn", Receiver("logs.example.vn", 6514, encrypted=True)),
        ("syslog+tls://[2001:db8::1]:9", Receiver("2001:db8::1", 9, encrypted=True)),
        ("syslog+tcp://localhost", Receiver("localhost", 601, encrypted=False)),
        ("", None),
    ],
)
def test_where_lines_go(setting: str, receiver: Receiver | None) -> None:
    assert Receiver.at(setting) == receiver
