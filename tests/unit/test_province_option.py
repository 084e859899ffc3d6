"""Commands that say facts take the province as the services do: by option or environment."""

import pytest
from typer.main import get_command

from deploy.cli import app


@pytest.mark.parametrize(
    "words",
    ["directory import", "clock rederive", "keys rotate", "set-aside", "people add"],
)
def test_the_province_is_asked_for(words: str) -> None:
    """Else the facts of a command would come from another province than all others."""
    command = get_command(app)
    for word in words.split():
        command = command.commands[word]  # type: ignore[attr-defined]  # a group
    (province,) = [each for each in command.params if each.name == "province"]
    assert province.opts == ["--province"]
    assert province.envvar == "TIEPDAN_PROVINCE"
