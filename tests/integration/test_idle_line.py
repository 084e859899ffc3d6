"""A connection that lay idle is not closed under the next request."""

import http.client
import json
import time
from urllib.parse import urlsplit

from deploy.embedded.supervisor import Stack
from tests.journeys.people import petition

IDLE_S = 7.0
"""Longer than servers usually wait, which is five seconds."""


def test_a_petition_comes_over_a_connection_that_lay_idle(stack: Stack) -> None:
    """The door keeps connections to a service; a closed one costs a petition that is not repeated."""
    line = http.client.HTTPConnection(urlsplit(stack.urls["intake"]).netloc, timeout=20)
    line.connect()
    first = line.sock
    for _ in range(2):
        line.request(
            "POST", "/api/intake/petitions", json.dumps(petition()),
            {"Content-Type": "application/json"},
        )  # fmt: skip
        answer = line.getresponse()
        assert (answer.status, answer.read() != b"") == (201, True)
        assert line.sock is first, "another connection was opened"
        time.sleep(IDLE_S)
    line.close()
