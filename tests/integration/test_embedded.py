"""The embedded servers, for real: found again, kept alive, never two on one folder."""

import asyncio
import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import nats
import pytest
from nats.aio.client import Client

from deploy.embedded import ports
from deploy.embedded.failures import AlreadyRunning, NotRunning, SecretsLost
from deploy.embedded.process import command_of, end_leftover
from deploy.embedded.server import Server
from deploy.embedded.supervisor import Stack
from deploy.embedded.workspace import Workspace
from shared.log.wire import NatsAddress

STUB = """
import http.server, os
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"{os.environ['TIEPDAN_SERVICE']} {self.path}".encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_POST(self):
        while (line := self.rfile.readline()) and line.strip() != b"0":
            pass
        if line: self.do_GET()
    def log_message(self, *ignored): pass
address = (os.environ["TIEPDAN_HOST"], int(os.environ["TIEPDAN_PORT"]))
http.server.ThreadingHTTPServer(address, Answer).serve_forever()
"""


SUPERVISOR = """
import pathlib, sys, signal
from deploy.embedded.process import command_of, end_leftover
from deploy.embedded.server import Server
from deploy.embedded.supervisor import Stack
Stack(pathlib.Path(sys.argv[1]), ports=None, with_services=False, with_caddy=False,
      with_provision=False).start()
print("ready", flush=True)
signal.pause()
"""


def servers(folder: Path, **choices: object) -> Stack:
    """Return the two servers alone, on free ports."""
    settings = {"ports": None, "with_services": False, "with_caddy": False}
    return Stack(folder, **{**settings, "with_provision": False, **choices})


def stubbed(folder: Path, **choices: object) -> Stack:
    """Return the whole stack with stand-ins for the services."""
    settings = {"service_command": lambda _: [sys.executable, "-c", STUB]}
    return Stack(folder, **{"ports": None, "with_provision": False, **settings, **choices})


def sql(dsn: str, statement: str) -> object:
    """Run one statement on a connection of its own."""

    async def run() -> object:
        connection = await asyncpg.connect(dsn, timeout=5)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(run())


async def sign_in(login: NatsAddress, faults: list[Exception] | None = None) -> Client:
    """Connect to NATS once, noting what the server forbids."""

    async def note(fault: Exception) -> None:
        if faults is not None:
            faults.append(fault)

    return await nats.connect(
        login.url, nkeys_seed=str(login.seed_file),
        allow_reconnect=False, connect_timeout=3, error_cb=note,
        inbox_prefix=login.inbox,
    )  # fmt: skip


def eventually(test: Callable[[], bool], timeout_s: float = 20.0) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + timeout_s
    while not test():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def answers(server: Server) -> bool:
    """Test whether the server is ready again."""
    try:
        return server.is_ready()
    except OSError:
        return False


def accepts(stack: Stack) -> bool:
    """Test whether PostgreSQL answers a statement."""
    try:
        return sql(stack.workspace.admin_dsn(port=stack.postgres.port), "select 1") == 1
    except (OSError, asyncpg.PostgresError):
        return False


def test_second_start_finds_the_data_again(data_folder: Path) -> None:
    with servers(data_folder) as stack:
        admin = stack.workspace.admin_dsn(port=stack.postgres.port)
        sql(admin, "create table kept as select 42 as answer")
        assert sql(admin, "show data_checksums") == "on"
        assert sql(admin, "show fsync") == "on"
        asyncio.run(_keep_message(stack))
    assert not (data_folder / "state.json").exists()
    assert list((data_folder / "run").iterdir()) == []
    with servers(data_folder) as stack:
        admin = stack.workspace.admin_dsn(port=stack.postgres.port)
        assert sql(admin, "select answer from kept") == 42
        assert asyncio.run(_count_messages(stack)) == 1


async def _keep_message(stack: Stack) -> None:
    client = await sign_in(stack.workspace.nats_login(port=stack.nats.port))
    stream = client.jetstream()
    await stream.add_stream(name="TIEPDAN", subjects=["tiepdan.>"])
    await stream.publish("tiepdan.intake.kept", b"42")
    await client.close()


async def _count_messages(stack: Stack) -> int:
    client = await sign_in(stack.workspace.nats_login(port=stack.nats.port))
    found = await client.jetstream().stream_info("TIEPDAN")
    await client.close()
    return int(found.state.messages)


def test_taken_port_gives_another(data_folder: Path) -> None:
    with socket.socket() as postgres, socket.socket() as broker:
        for other in (postgres, broker):
            other.bind(("127.0.0.1", 0))
            other.listen()
        taken = {"postgres": postgres.getsockname()[1], "nats": broker.getsockname()[1]}
        with servers(data_folder, ports=taken) as stack:
            assert stack.postgres.port != taken["postgres"]
            assert stack.nats.port != taken["nats"]
            assert accepts(stack)


def test_port_lost_in_the_race_gives_another(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken: int = other.getsockname()[1]
        answers: Iterator[int] = iter([taken, taken])
        free = ports.choose
        monkeypatch.setattr(
            ports, "choose", lambda *asked: next(answers, None) or free(*asked)
        )
        with servers(data_folder) as stack:
            assert taken not in (stack.nats.port, stack.postgres.port)
            assert accepts(stack)


@pytest.mark.parametrize("name", ["nats", "postgres"])
def test_killed_server_comes_back_on_its_port(data_folder: Path, name: str) -> None:
    lines: list[str] = []
    with servers(data_folder, tell=lines.append) as stack:
        server = stack.process(name)
        pid, port = server.pid, server.port
        server.signal(signal.SIGKILL)
        eventually(lambda: server.pid not in (None, pid) and answers(server))
        assert server.port == port
        eventually(lambda: stack.workspace.state()["processes"][name] == server.pid)
        assert accepts(stack)
    assert lines[0] == f"{name} died (signal 9); starting it again after 0.2 s"


def test_second_stack_on_the_folder_is_refused(data_folder: Path) -> None:
    with servers(data_folder) as stack, pytest.raises(AlreadyRunning) as refusal:
        servers(data_folder).start()
    assert stack.urls["nats"] in str(refusal.value)
    assert str(os.getpid()) in str(refusal.value)


def test_secrets_are_for_their_owner_alone(data_folder: Path) -> None:
    workspace = Workspace.make(data_folder)
    for path in (data_folder / "secrets.json", workspace.master_key_file):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert workspace.secrets.postgres_owner not in repr(workspace)
    assert Workspace.open(data_folder).secrets == workspace.secrets
    with pytest.raises(NotRunning):
        workspace.owner_dsn("intake")
    workspace.master_key_file.unlink()
    with pytest.raises(SecretsLost):
        Workspace.open(data_folder)


def test_folder_of_an_older_version_gets_keys_for_its_passwords(data_folder: Path) -> None:
    """NATS passwords of before are forgotten, keys take their place, and all else stays."""
    before = Workspace.make(data_folder).secrets
    path = data_folder / "secrets.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"nats_users": {"a": "b"}}))
    for seed in (data_folder / "keys" / "nats").iterdir():
        seed.unlink()
    with servers(data_folder) as stack:
        assert stack.workspace.secrets == before
        assert "nats_users" not in path.read_text()
        asyncio.run(_keep_message(stack))


def test_whole_stack_with_stand_ins(data_folder: Path) -> None:
    lines: list[str] = []
    with stubbed(data_folder, tell=lines.append) as stack:
        assert _door(stack, "GET", "/desk") == (200, "routing /desk")
        assert _door(stack, "GET", "/dashboard/x") == (200, "reporting /dashboard/x")
        assert _door(stack, "GET", "/api/deadlines/y?z=1") == (
            200,
            "deadlines /api/deadlines/y?z=1",
        )
        assert _door(stack, "GET", "/lodge") == (200, "intake /lodge")
        assert _door(stack, "GET", "/metrics")[0] == 404
        assert _door(stack, "GET", "/api/routing/metrics")[0] == 404
        assert _door(stack, "GET", "/static/missing.css")[0] == 404
        assert _door(stack, "POST", "/lodge", b"x" * 3_000_000)[0] == 413
        assert _door(stack, "POST", "/lodge", iter([b"x" * 1_000_000] * 3))[0] == 413
        assert _door(stack, "POST", "/lodge", iter([b"x"]))[0] == 200
        stack.process("routing").signal(signal.SIGKILL)
        assert _door(stack, "GET", "/desk") == (200, "routing /desk")
        stack.restart("nats")
        begun = time.monotonic()
    assert time.monotonic() - begun < 10
    assert lines == ["routing died (signal 9); starting it again after 0.2 s"]


def _door(
    stack: Stack, method: str, path: str, body: bytes | Iterator[bytes] | None = None
) -> tuple[int, str]:
    knock = http.client.HTTPConnection("127.0.0.1", stack.caddy.port, timeout=10)
    knock.request(method, path, body=body)
    answer = knock.getresponse()
    found = answer.status, answer.read().decode()
    knock.close()
    return found


def test_killed_supervisor_leaves_nothing_in_the_way(data_folder: Path) -> None:
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(data_folder)], stdout=subprocess.PIPE
    )
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == b"ready\n"
    left = Workspace.open(data_folder).state()["processes"].values()
    supervisor.kill()
    supervisor.wait()
    supervisor.stdout.close()
    with pytest.raises(NotRunning):
        Workspace.open(data_folder).state()
    with servers(data_folder) as stack:
        assert not any(_lives(pid) for pid in left)
        assert accepts(stack)


def test_leftover_is_ended_only_if_it_is_ours(tmp_path: Path) -> None:
    sleeper = subprocess.Popen(["sleep", "60"])
    # For a moment after its start a process has no command line to be known by.
    eventually(lambda: command_of(sleeper.pid) == ["sleep", "60"])
    note = tmp_path / "nats.pid"
    for command, ended in ((["nats-server"], False), (["sleep", "60"], True)):
        content = {"pid": sleeper.pid, "command": command, "stop_signal": signal.SIGTERM}
        note.write_text(json.dumps(content))
        assert end_leftover(note, patience_s=1.0) is ended
        assert not note.exists()
    assert sleeper.wait(5) == -signal.SIGTERM


def _lives(pid: int) -> bool:
    return command_of(pid) is not None
