"""What turns input into a program, a secret into a guess, or a page into a script is not used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("services", "shared")
CALLS = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load",
    "yaml.unsafe_load", "jinja2.Template", "Markup", "markupsafe.Markup",
    "tempfile.mktemp", "hashlib.md5", "hashlib.sha1",
}  # fmt: skip
MODULES = {"pickle", "marshal", "shelve", "dill", "random", "telnetlib", "subprocess",
           "xml.etree", "xml.dom", "xml.sax"}  # fmt: skip
WEAK = ("MD5", "SHA1", "ECB", "CBC", "ARC4", "TripleDES", "Blowfish", "PKCS1v15")
IN_SCRIPTS = {
    "writes markup": r"\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write",
    "runs text": r"\beval\(|new Function\(|set(Timeout|Interval)\(\s*[\"'`]",
    "talks to other windows": r"postMessage|addEventListener\([\"']message",
    "keeps for ever": r"localStorage\.setItem\((?![\"']theme)|indexedDB",
    "calls another site": r"fetch\([\"'`]https?:|import\([\"'`]https?:|https?://(?!www\.w3\.org)",
}


def modules() -> list[Path]:
    """Return every module that runs in a service."""
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def _uses(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in CALLS:
                yield name
            if any(
                word.arg == "shell" and ast.unparse(word.value) == "True"
                for word in node.keywords
            ):
                yield f"{name}(shell=True)"
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.startswith(tuple(MODULES)))
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module.startswith(tuple(MODULES)):
                yield node.module
            yield from (a.name for a in node.names if a.name in WEAK)
        elif isinstance(node, ast.Attribute) and node.attr in WEAK:
            yield node.attr


def test_no_code_is_made_of_input() -> None:
    """No evaluation, no shell, no object out of bytes, no weak cipher, no guessable chance."""
    found = {
        str(path.relative_to(ROOT)): uses
        for path in modules()
        if (uses := sorted(set(_uses(ast.parse(path.read_text("utf-8"))))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text",
    ["eval(x)", "import pickle", "from random import choice", "run(x, shell=True)",
     "hashlib.md5(x)", "from cryptography.x import ECB", "modes.ECB()"],
)  # fmt: skip
def test_the_search_would_find_it(text: str) -> None:
    """The list is not too narrow."""
    assert list(_uses(ast.parse(text)))


def test_templates_escape_everything() -> None:
    """No template says that a text is safe, carries a script or a style, or calls elsewhere."""
    banned = {
        "trusted text": r"\|\s*safe\b|autoescape\s+false",
        "a script of its own": r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:",
        "a style of its own": r"<style|\sstyle\s*=\s*[\"']",
        "another site's file": r"(?:src|<link[^>]*href)\s*=\s*[\"']https?://",
    }
    templates = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.html")]
    found = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in templates
        for what, pattern in banned.items()
        if re.search(pattern, path.read_text("utf-8"))
    ]
    assert len(templates) > 10
    assert found == []


def test_scripts_write_text_and_talk_to_nobody_else() -> None:
    """Our scripts set text, not markup; keep nothing beyond the tab; know one host."""
    scripts = list((ROOT / "shared/web/static").glob("*.js"))
    found = [
        f"{path.name}: {what}"
        for path in scripts
        for what, pattern in IN_SCRIPTS.items()
        if re.search(pattern, path.read_text("utf-8"))
    ]
    assert scripts
    assert found == []


def test_every_package_is_pinned_by_its_hash() -> None:
    """The lock names each package with its version and hashes, and no other source."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8")
        pinned = re.findall(
            r"(?m)^[a-z0-9_.-]+(?:\[.*\])?==[^\n]* \\\n +--hash=sha256:", text
        )
        named = re.findall(r"(?m)^[a-zA-Z0-9]", text)
        assert len(pinned) == len(named) > 30
        assert "index-url" not in text
        assert "://" not in re.sub(r"(?m)^\s*#.*$", "", text)
