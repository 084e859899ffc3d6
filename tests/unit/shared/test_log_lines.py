"""A log line is one JSON object with the time in UTC, whatever is in its values."""

import datetime as dt
import json
import subprocess
import sys

PROGRAM = """
import structlog
from shared.telemetry.logging import configure
configure("intake")
log = structlog.get_logger()
log.warning("first_event", petition="a\\nb\\r\\n{\\"event\\": \\"forged\\"}\\x1b[31m\\u2028")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("second_event")
"""


def lines() -> list[str]:
    """Return what a process writes that logs twice."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return done.stderr.split("\n")[:-1]


def test_a_value_cannot_forge_a_line() -> None:
    """Line breaks and signs for terminals stay inside their string."""
    first, second = lines()
    assert json.loads(first)["event"] == "first_event"
    assert json.loads(second)["event"] == "second_event"
    assert "\x1b" not in first


def test_a_line_says_what_where_and_when_in_utc() -> None:
    """Event, service, level and an instant with its zone."""
    for line in lines():
        said = json.loads(line)
        assert said["service"] == "intake"
        assert said["level"] in {"warning", "error"}
        assert dt.datetime.fromisoformat(said["timestamp"]).utcoffset() == dt.timedelta(0)
