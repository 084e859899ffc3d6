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
SPOKEN_BY_OTHERS = {"shared/auth/one_time.py": ["SHA1"]}
"""
Authenticators make their codes by HMAC-SHA-1 (RFC 6238); collisions, which are what is weak
in it, are no way to guess a keyed hash.
"""
IN_SCRIPTS = {
    "writes markup": r"\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|srcdoc",
    "runs text": r"\beval\(|\bFunction\(|set(Timeout|Interval)\(\s*[\"'`]",
    "talks to other windows": r"postMessage|addEventListener\([\"']message",
    "keeps for ever": r"localStorage\.setItem\((?![\"']theme)|indexedDB",
    "calls another site": r"fetch\([\"'`]https?:|import\([\"'`]https?:|https?://(?!www\.w3\.org)",
}

IN_OBJECTS = {
    "changes what all objects share": r"__proto__|\.prototype\b|setPrototypeOf|__define[GS]etter__",
    "pours one object into another": r"Object\.(assign|fromEntries|defineProperty)|\$\.extend",
    "writes under a name that is not written out": r"[\w)\]]\[(?!\d+\]|[\"'][\w-]+[\"']\])[^\]\n]+\]\s*=(?![=>])",
}
"""What lets a name out of JSON, such as `__proto__`, reach objects that it does not belong to."""
PARSED = {
    "attachments.js": [
        "box.dataset.words",
        "request.responseText",
    ],  # the page, our service
    "tiepdan.js": ["kept"],  # a draft of this tab, an array that is gone through by number
}
"""Scripts that read JSON, and what."""
PATTERNS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}  # fmt: skip


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
    assert found == SPOKEN_BY_OTHERS


@pytest.mark.parametrize(
    "text",
    ["eval(x)", "import pickle", "from random import choice", "run(x, shell=True)",
     "hashlib.md5(x)", "from cryptography.x import ECB", "modes.ECB()"],
)  # fmt: skip
def test_the_search_would_find_it(text: str) -> None:
    """The list is not too narrow."""
    assert list(_uses(ast.parse(text)))


def _not_constant(tree: ast.Module) -> Iterator[str]:
    """Yield each regular expression that is not written out, or not by a name of this module."""
    names = {
        target.id
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and _is_written(node.value)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {"re", "regex"}:
            yield f"from {node.module} import: say re.compile, so that it is found"
        if isinstance(node, ast.Import):
            yield from (
                f"import {a.name} as {a.asname}"
                for a in node.names
                if a.name == "regex" or (a.name == "re" and a.asname)
            )
        if not isinstance(node, ast.Call):
            continue
        used: list[ast.expr | None] = [w.value for w in node.keywords if w.arg == "pattern"]
        function = node.func
        if isinstance(function, ast.Attribute) and ast.unparse(function.value) == "re":
            if function.attr in PATTERNS:
                used += node.args[:1] or ([] if used else [None])
            else:
                yield ast.unparse(node)
        for pattern in used:
            by_name = isinstance(pattern, ast.Name) and pattern.id in names | {"PRINTED"}
            if not by_name and not _is_written(pattern):
                yield ast.unparse(node)


def _is_written(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, (str, bytes))


def test_no_regular_expression_is_made_of_input() -> None:
    """Each is written out where it is used or at the top of its module; `PRINTED` in forms."""
    found = {
        str(path.relative_to(ROOT)): made
        for path in modules()
        if (made := list(_not_constant(ast.parse(path.read_text("utf-8")))))
    }
    assert found == {}
    home = (ROOT / "services/routing/web/sign_in.py").read_text("utf-8")
    assert re.search(r'(?m)^PRINTED = r"[^"]+"$', home)


@pytest.mark.parametrize(
    "text",
    ["re.compile(x)", "re.sub(f'{x}', '', y)", "re.search('a' + x, y)", "re.escape(x)",
     "from re import search", "Form(pattern=x)", "re.match(pattern=x, string=y)",
     "X = f'{y}'\nre.compile(X)", "def f():\n  X = 'a'\n  re.compile(X)"],
)  # fmt: skip
def test_the_search_would_find_a_made_expression(text: str) -> None:
    """Put together, by name, by keyword, or imported another way."""
    assert list(_not_constant(ast.parse(text)))


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


def _poured(script: str) -> Iterator[str]:
    """Yield each `...` inside braces: an object that takes over what another one has."""
    for spread in re.finditer(r"\.\.\.", script):
        depth = 0
        for at in range(spread.start() - 1, -1, -1):
            depth += (script[at] in ")]}") - (script[at] in "([{")
            if depth < 0:
                if script[at] == "{":
                    yield script[at : spread.end() + 20]
                break


def test_no_script_lets_json_reach_other_objects() -> None:
    """No prototype is touched, nothing is written under a name from elsewhere, JSON is rare."""
    scripts = {
        path.name: path.read_text("utf-8")
        for path in (ROOT / "shared/web/static").glob("*.js")
    }
    assert [
        f"{name}: {what}"
        for name, text in scripts.items()
        for what, pattern in IN_OBJECTS.items()
        if re.search(pattern, text)
    ] == []
    assert [poured for text in scripts.values() for poured in _poured(text)] == []
    parsed = {
        name: re.findall(r"JSON\.parse\(([^)]*)\)|\.json\(\)", text)
        for name, text in scripts.items()
    }
    assert {name: found for name, found in parsed.items() if found} == PARSED


@pytest.mark.parametrize(
    "text",
    ["a.__proto__ = b", "Object.assign(a, b)", "kept[name] = value", "a.b[c.d] = e",
     "const c = { a: 1, ...b }", "f({...JSON.parse(x)})", "x.el[`${a}`] = 1"],
)  # fmt: skip
def test_the_search_would_find_a_polluted_object(text: str) -> None:
    """Spread, assigned, written under a name that came from elsewhere."""
    assert any(re.search(p, text) for p in IN_OBJECTS.values()) or list(_poured(text))


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
