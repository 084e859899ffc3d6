"""How commands answer: for people in a line or two, with `--json` as one document."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from deploy.embedded.failures import StackError
from deploy.embedded.workspace import DEFAULT_FOLDER
from shared.errors import Unfit

DataFolder = Annotated[
    Path,
    typer.Option("--data", envvar="TIEPDAN_DATA", help="The data folder."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]
DEFAULT_DATA = DEFAULT_FOLDER
Province = Annotated[
    str, typer.Option(envvar="TIEPDAN_PROVINCE", help="Official province code.")
]
"""What stands in the source of every fact that a command says; the services read it too."""
DEFAULT_PROVINCE = "80"

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def say_json(document: dict[str, Any]) -> None:
    """Print the one JSON document."""
    print(json.dumps(document, ensure_ascii=False), flush=True)  # noqa: T201


@contextmanager
def failures_in_one_sentence() -> Iterator[None]:
    """Say an expected failure in one sentence, end with status 1; bugs keep their trace."""
    try:
        yield
    except (StackError, Unfit) as failure:
        if "--json" in sys.argv:
            say_json({"error": {"code": failure.code, "message": str(failure)}})
        else:
            errors.print(str(failure), markup=False, soft_wrap=True)
        raise SystemExit(1) from None
