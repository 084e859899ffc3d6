"""Whoever opens a connection says how it is encrypted, by the one rule in shared/tls.py."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAID = {
    "asyncpg.connect": {"ssl"},
    "asyncpg.create_pool": {"ssl"},
    "nats.connect": {"tls", "tls_handshake_first"},
    "NatsNKey.from_file": {"ssl_context", "tls_handshake_first"},
    "NatsBroker": {"security"},
    "uvicorn.Config": {"ssl_context_factory"},
    "httpx.AsyncClient": {"verify"},
    "aiosmtplib.send": {"**tls.of_mail(url)"},
}
"""What opens or answers connections, and the words that must be among its arguments."""
UNCHECKED = {
    "CERT_NONE", "CERT_OPTIONAL", "check_hostname", "verify_mode", "SSLContext",
    "_create_unverified_context", "_create_default_https_context", "InsecureRequestWarning",
}  # fmt: skip
"""Names by which a certificate is let pass, or a context is made that checks none."""
RULE = "shared/tls.py"


def modules() -> dict[str, ast.Module]:
    """Return every module that runs, parsed."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"))
        for folder in ("services", "shared", "deploy")
        for path in sorted((ROOT / folder).rglob("*.py"))
    }


def unsaid(tree: ast.Module) -> Iterator[str]:
    """Yield the calls that do not say how they encrypt."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        words = {word.arg or f"**{ast.unparse(word.value)}" for word in node.keywords}
        if not SAID.get(name, set()) <= words:
            yield name


def unchecked(tree: ast.Module) -> Iterator[str]:
    """Yield the places that let a certificate pass."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in UNCHECKED:
            yield node.attr
        elif (
            isinstance(node, ast.keyword)
            and node.arg in {"verify", "validate_certs"}
            and isinstance(node.value, ast.Constant)
        ):
            yield node.arg


def test_every_connection_says_how_it_is_encrypted() -> None:
    """A new way to connect gets a line above; one that is used says all of its words."""
    found = {name: calls for name, tree in modules().items() if (calls := [*unsaid(tree)])}
    assert found == {}
    used = {
        ast.unparse(node.func)
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert set(SAID) <= used


def test_no_certificate_passes_unchecked() -> None:
    """Nothing is switched off; contexts are made in one module, by the library's safe default."""
    found = {
        name: words for name, tree in modules().items() if (words := [*unchecked(tree)])
    }
    assert found.pop(RULE, ["SSLContext"]) == ["SSLContext"], "an alias of the type"
    assert found == {}
    assert "insecure" not in (ROOT / "deploy/caddy/Caddyfile").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    ["asyncpg.connect(url)", "nats.connect(url, tls=c)", "httpx.AsyncClient(timeout=1)"],
)
def test_the_search_would_find_one_that_says_nothing(text: str) -> None:
    assert [*unsaid(ast.parse(text))]


@pytest.mark.parametrize(
    "text",
    ["c.verify_mode = ssl.CERT_NONE", "c.check_hostname = False", "f(verify=False)",
     "ssl._create_unverified_context()", "ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)"],
)  # fmt: skip
def test_the_search_would_find_one_that_lets_pass(text: str) -> None:
    assert [*unchecked(ast.parse(text))]
