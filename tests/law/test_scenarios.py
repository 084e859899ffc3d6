"""Thousands of random lives of clocks against the oracle; a million in `make bench`."""

from tests.law.scenarios import Life, World, disagreements


def test_the_program_and_the_oracle_agree() -> None:
    """The first one that differs is shown, with everything that happened to it."""
    found = next(disagreements(World(), range(4_000)), None)
    assert found is None, "\n".join((*found.story, f"{found.program} != {found.oracle}"))


def test_the_oracle_is_asked_something() -> None:
    """Most lives have pauses, extensions, moved calendars: else the test above says little."""
    told = {"pause": 0, "extend": 0, "holiday": 0, "swap": 0, "strike the pause": 0}
    world = World()
    for seed in range(300):
        life = Life(world, seed)
        life.live(8)
        for word in told:
            told[word] += any(line.startswith(word) for line in life.story)
    assert all(n > 60 for n in told.values()), told
