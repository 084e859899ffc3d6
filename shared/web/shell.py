"""
What the frame around every page knows: who asks, where they are, how they like to read.

Language and theme are chosen by an address (`?lang=en`, `?theme=dark`), so that no script is
needed, and are kept in cookies: the server renders both, and no page flashes.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args
from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response

from shared.auth.asking import principal_of
from shared.auth.principal import Principal
from shared.web.places import Place, places_of
from shared.web.words import LANGUAGES, Language, language_of

Theme: TypeAlias = Literal["light", "dark", "auto"]
THEMES: tuple[Theme, ...] = get_args(Theme)
LANGUAGE_COOKIE: Final = "lang"
THEME_COOKIE: Final = "theme"
KEYS_COOKIE: Final = "keys"
"""`off` where somebody works without shortcuts of one letter: scripts set it."""
_KEPT_S: Final = 365 * 24 * 3600
_CHOICES = ("lang", "theme")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame of one page, for its templates."""

    path: str
    here: str
    """The address of this page, for what comes back to it."""
    pairs: tuple[tuple[str, str], ...]
    who: Principal | None
    places: tuple[Place, ...]
    theme: Theme
    keys: bool
    as_of: str
    lag_s: int
    stopped_at: str | None

    def address(self, **changes: str) -> str:
        """Return the address of this page with one thing changed."""
        pairs = [pair for pair in self.pairs if pair[0] not in changes]
        return f"{self.here}?{urlencode([*pairs, *changes.items()])}"

    def sees(self, path: str) -> bool:
        """Test whether whoever asks has this place in their navigation."""
        return any(place.path == path for place in self.places)

    def at(self, path: str) -> bool:
        """Test whether the page is this place, or one below it."""
        return self.path == path or self.path.startswith(f"{path}/")


def shell_of(request: Request, *, as_of: str, lag_s: int, stopped_at: str | None) -> Shell:
    """Return the frame of the page that answers a request."""
    who = principal_of(request)
    here, pairs = _way_back(request)
    return Shell(
        path=request.url.path,
        here=here,
        pairs=pairs,
        who=who,
        places=places_of(who),
        theme=theme_of(
            request.query_params.get("theme"), request.cookies.get(THEME_COOKIE)
        ),
        keys=request.cookies.get(KEYS_COOKIE) != "off",
        as_of=as_of,
        lag_s=lag_s,
        stopped_at=stopped_at,
    )


def _way_back(request: Request) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A form's answer has no address of its own: from there one goes back to its page."""
    if request.method in ("GET", "HEAD"):
        pairs = tuple(
            pair for pair in request.query_params.multi_items() if pair[0] not in _CHOICES
        )
        return request.url.path, pairs
    came_from = urlsplit(request.headers.get("referer", ""))
    same = came_from.netloc == request.headers.get("host")
    return (came_from.path or "/") if same else "/", ()


def asked_language(request: Request) -> Language:
    """Return the language in which to answer."""
    return language_of(
        request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)
    )


def theme_of(asked: str | None, kept: str | None) -> Theme:
    """Return the theme asked for now, else the one chosen before, else the machine's own."""
    for choice in (asked, kept):
        for theme in THEMES:
            if choice == theme:
                return theme
    return "auto"


def keep_choices(request: Request, answer: Response) -> None:
    """Remember what was chosen by the address of this request."""
    language = request.query_params.get("lang")
    if language in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, language, max_age=_KEPT_S, samesite="lax", httponly=True
        )
    theme = request.query_params.get("theme")
    if theme in THEMES:  # scripts set it too: a change of theme loads nothing
        answer.set_cookie(THEME_COOKIE, theme, max_age=_KEPT_S, samesite="lax")
