"""`tiepdan`: puts the groups of commands together, a module each in `deploy/commands`."""

import typer

from deploy.commands import (
    clock,
    demo,
    directory,
    doctor,
    door,
    keys,
    network,
    people,
    provision,
    rebuild,
    recount,
    route,
    serve,
    set_aside,
    up,
    verify,
)
from deploy.commands.answers import failures_in_one_sentence

app = typer.Typer(
    name="tiepdan",
    help="Receives the people's petitions and follows them to an answer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (
    up,
    serve,
    door,
    provision,
    demo,
    people,
    rebuild,
    verify,
    set_aside,
    keys,
    clock,
    route,
    recount,
    directory,
    doctor,
    network,
):
    group.register(app)


def main() -> None:
    """Run the command line."""
    with failures_in_one_sentence():
        app()


if __name__ == "__main__":
    main()
