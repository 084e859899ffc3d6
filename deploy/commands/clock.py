"""`tiepdan clock explain`: when a clock ends, and every day that was counted on the way."""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from deploy.clock_cases import Desk
from deploy.commands.answers import AsJson, console, errors
from services.deadlines.rules.loader import load
from shared.legal.policy import Actor

_PAIR = re.compile(r"(?P<first>[^:]+):(?P<second>[^:]+)")


group = typer.Typer(no_args_is_help=True, help="Statutory clocks, by the rules shipped.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="clock")


@group.command()
def explain(  # noqa: PLR0913 - one option a part of the case
    *,
    clock: Annotated[str | None, typer.Option(help="Which clock: KN.L1.SETTLE …")] = None,
    on: Annotated[str | None, typer.Option(help="Day of the trigger: 2026-07-01.")] = None,
    variant: Annotated[
        list[str] | None, typer.Option(help="A circumstance: complex, remote … Repeatable.")
    ] = None,
    pause: Annotated[
        list[str] | None, typer.Option(help="FROM:UNTIL, UNTIL not included. Repeatable.")
    ] = None,
    extension: Annotated[
        list[str] | None, typer.Option(help="GRANTED_ON:DAYS. Repeatable.")
    ] = None,
    actor: Annotated[Actor | None, typer.Option(help="Whose time it is.")] = None,
    english: Annotated[
        bool, typer.Option("--english", help="Sentences in English.")
    ] = False,
    as_json: AsJson = False,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read a case a line, answer a line each.")
    ] = False,
) -> None:
    """Say when a clock ends and why. Without --clock, one case is read from the input."""
    desk = Desk(load())
    if as_jsonl:
        raise typer.Exit(_all(desk, sys.stdin.buffer))
    if clock is None:
        document = desk.line(sys.stdin.buffer.read())
    else:
        case: dict[str, Any] = {"clock": clock, "started_on": on, "actor": actor}
        case["variant"] = variant or []
        case["pauses"] = [_pair(text, "from", "until") for text in pause or []]
        case["extensions"] = [_extension(text) for text in extension or []]
        document = desk.case({key: value for key, value in case.items() if value})
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


def _pair(text: str, first: str, second: str) -> dict[str, str]:
    match = _PAIR.fullmatch(text)
    if match is None:
        raise typer.BadParameter(f"{text}: write {first.upper()}:{second.upper()}")
    return {first: match["first"], second: match["second"]}


def _extension(text: str) -> dict[str, Any]:
    pair = _pair(text, "granted_on", "days")
    try:
        return {**pair, "days": int(pair["days"])}
    except ValueError:
        raise typer.BadParameter(f"{text}: DAYS is a number") from None


def _print(document: Mapping[str, Any], *, english: bool) -> None:
    if "error" in document:
        error = document["error"]
        basis = f" ({error['basis']})" if "basis" in error else ""
        errors.print(f"{error['message']}{basis}", markup=False, soft_wrap=True)
        return
    rule = document["rule"]
    title = rule["name"]["en" if english else "vi"]
    console.print(f"[bold]{rule['id']}[/] {title} — {rule['act']} {rule['article']}")
    moved = f" (nominal {document['nominal_on']})" if document["rolled"] else ""
    console.print(
        f"due [bold]{document['due_on']}[/]{moved}; confidence {rule['confidence']}"
    )
    if "effective_on" in document:
        console.print(f"takes effect on [bold]{document['effective_on']}[/]")
    table = Table("", "", "", box=None, show_header=False, pad_edge=False)
    for step in document["steps"]:
        sentence = step["sentence_en" if english else "sentence"]
        table.add_row(step["kind"], sentence, step["basis"] or "")
    console.print(table)
