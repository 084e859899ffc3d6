"""`tiepdan route explain`: what a petition is, whose it is, what is done, and by which rule."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from deploy.commands.answers import AsJson, console, errors
from deploy.route_cases import Desk
from deploy.route_words import ACTIONS, KINDS, SLOTS
from services.deadlines.rules.loader import load
from services.routing.rules.advice_loader import load_advice

group = typer.Typer(no_args_is_help=True, help="What becomes of a petition, and why.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="route")


@group.callback()
def commands() -> None:
    """Keep `explain` a command of its own."""


@group.command()
def explain(
    *,
    english: Annotated[bool, typer.Option("--english", help="Words in English.")] = False,
    as_json: AsJson = False,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read a matter a line, answer a line each.")
    ] = False,
) -> None:
    """Say what the law says of a matter. Its facts are read from the input, as JSON."""
    desk = Desk(load_advice(), load().calendar())
    if as_jsonl:
        raise typer.Exit(_all(desk, sys.stdin.buffer))
    document = desk.line(sys.stdin.buffer.read())
    if as_json:
        _say(document)
    else:
        _print(document, english=english)
    if "error" in document:
        raise typer.Exit(1)


def _all(desk: Desk, lines: Iterable[bytes]) -> int:
    """Answer every line that is not empty; return the exit status."""
    failed = False
    for line in lines:
        if not line.strip():
            continue
        document = desk.line(line)
        failed |= "error" in document
        _say(document)
    return int(failed)


def _say(document: Mapping[str, Any]) -> None:
    # Letters that no text can hold, half of a pair in the input's id, become their escapes.
    text = json.dumps(document, ensure_ascii=False)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def _print(document: Mapping[str, Any], *, english: bool) -> None:
    if "error" in document:
        errors.print(document["error"]["message"], markup=False, soft_wrap=True)
        return
    tongue = "en" if english else "vi"
    kind = document["kind"]
    console.print(f"[bold]{getattr(KINDS[kind], tongue)}[/] ({kind})")
    for slot, seat in document["jurisdiction"].items():
        console.print(f"{getattr(SLOTS[slot], tongue)}: [bold]{seat}[/]")
    for action in document["actions"]:
        console.print(f"→ {getattr(ACTIONS[action], tongue)} ({action})")
    for name in ("form", "reason_codes", "flags"):
        value = document[name]
        if value:
            text = value if isinstance(value, str) else ", ".join(value)
            console.print(f"{name}: {text}", soft_wrap=True)
    table = Table("", "", "", box=None, show_header=False, pad_edge=False)
    for rule in document["rules"]:
        table.add_row(f"{rule['id']} v{rule['version']}", rule["basis"], rule["confidence"])
    console.print(table)
    for note in document["notes"]:
        console.print(f"· {note}", markup=False, soft_wrap=True)
