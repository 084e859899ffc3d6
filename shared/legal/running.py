"""
The running clocks of a petition in one text: `KN.L1.ACCEPT=2026-12-01 XLD.PROCESS=2026-12-04`.

Read models that show "by when" keep this beside the row, so that starting and stopping a
clock is a pure change of one value.
"""

import datetime as dt

NEVER = dt.date(9999, 12, 31)
"""Due date of what has no running clock: it sorts after everything that has one."""


def started(running: str, rule: str, due_on: dt.date) -> str:
    """Return the clocks after one more runs; a rule runs once, its last date counts."""
    return " ".join(sorted([*_others(running, rule), f"{rule}={due_on.isoformat()}"]))


def stopped(running: str, rule: str) -> str:
    """Return the clocks after one stopped."""
    return " ".join(_others(running, rule))


def next_due(running: str) -> tuple[str, dt.date]:
    """Return rule and last lawful day of the clock that ends first; `("", NEVER)` without any."""
    clocks = [(due, rule) for rule, due in (entry.split("=") for entry in running.split())]
    if not clocks:
        return "", NEVER
    due, rule = min(clocks)
    return rule, dt.date.fromisoformat(due)


def rule_of(clock_id: str) -> str:
    """Return the rule of a clock by its id, `<petition>/<rule>/<occurrence>`."""
    return clock_id.split("/")[1]


def _others(running: str, rule: str) -> list[str]:
    return [entry for entry in running.split() if not entry.startswith(f"{rule}=")]
