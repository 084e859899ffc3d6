"""`tiepdan people` and the accounts of the demonstration, on a running stack."""

import json
import stat
import subprocess
import sys

import httpx

from deploy.demo.staff import ACCOUNTS_FILE, MEMBERS, read
from deploy.embedded.supervisor import Stack
from shared.ids import new_id


def tiepdan(stack: Stack, *words: str) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-m", "deploy.cli", *words, "--json"]
    folder = ["--data", str(stack.workspace.folder)]
    answer = subprocess.run(
        [*command, *folder], capture_output=True, text=True, check=False
    )
    document: dict[str, object] = json.loads(answer.stdout)
    return answer.returncode, document


def signs_in(door: httpx.Client, login: object, password: object) -> str:
    answer = door.post("/sign-in", data={"login": str(login), "password": str(password)})
    return answer.headers.get("location", "")


def test_the_first_administrator_comes_from_the_machine(
    door: httpx.Client, stack: Stack
) -> None:
    login = f"dau-{new_id()[-12:]}"
    status, added = tiepdan(
        stack, "people", "add", login, "--name", "Người Đầu", "--agency", "TN-VPUB",
        "--reach", "80", "--below",
    )  # fmt: skip
    assert status == 0
    assert signs_in(door, login, added["password"]) == "/account"
    status, again = tiepdan(
        stack, "people", "add", login, "--name", "Hai", "--agency", "TN-VPUB"
    )
    assert status == 1
    assert "đã có người dùng" in str(again["error"])
    status, reset = tiepdan(stack, "people", "reset", login)
    assert status == 0
    assert signs_in(door, login, added["password"]) == ""
    assert signs_in(door, login, reset["password"]) == "/account"
    _, listed = tiepdan(stack, "people", "list", "nguoi dau")
    assert login in json.dumps(listed)
    assert tiepdan(stack, "people", "reset", "nobody-at-all")[0] == 1


def test_the_demonstration_has_everybody_a_province_needs(
    door: httpx.Client, stack: Stack
) -> None:
    """Loading twice adds nobody; the passwords are their owner's to read and stand nowhere else."""
    status, loaded = tiepdan(stack, "demo", "load", "--petitions", "0")
    assert status == 0
    file = stack.workspace.folder / ACCOUNTS_FILE
    assert loaded["accounts"] == str(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first = read(file)
    assert {entry["login"] for entry in first} == {member.login for member in MEMBERS}
    assert len({entry["password"] for entry in first}) == len(first)
    assert tiepdan(stack, "demo", "load", "--petitions", "0")[0] == 0
    assert read(file) == first
    homes = {
        entry["role"]: signs_in(door, entry["login"], entry["password"])
        for entry in first[:8]
    }
    assert homes == {
        "reception": "/desk",
        "processing": "/desk",
        "head": "/desk",
        "inspectorate": "/desk",
        "auditor": "/desk",
        "administrator": "/people",
        "custodian": "/custody",
    }
