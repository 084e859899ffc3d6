"""axe-core in a page of ours, from the packages of development."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_FILE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async (rules) => {
    const found = await axe.run(document, {runOnly: rules});
    return found.violations.map((v) => `${v.id}: ${v.help} — ` + v.nodes.slice(0, 3)
        .map((n) => `${n.target.join(" ")} (${n.failureSummary})`).join("; "));
}"""


def violations(page: Page) -> list[str]:
    """Return what keeps somebody out of a page as it is now; its policy stays as strict."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_program())
    found: list[str] = page.evaluate(_RUN, RULES)
    return found


@cache
def _program() -> str:
    return _FILE.read_text("utf-8") + "\nvoid 0;"
