"""
Sign-in through the province's OpenID provider: authorization code with PKCE, nothing else.

The browser carries a code; what it is worth we ask the provider ourselves. Its word is taken
only when signature, issuer, audience, time and nonce are right (OpenID Connect Core 3.1.3.7).
"""

import datetime as dt
import hmac
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from shared import tls
from shared.clock import Clock
from shared.errors import Unfit
from shared.settings import OidcSettings

TIMEOUT_S: Final = 5.0
SKEW_S: Final = 60
"""How far the provider's clock may be from ours."""
KEPT: Final = dt.timedelta(hours=1)
"""How long what the provider says of itself is believed; an unknown key asks at once."""
ALGORITHMS: Final = frozenset(
    ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
)
"""Signatures by a key that only the provider has."""
LOGIN_CLAIM: Final = "preferred_username"


class ProviderUnfit(Unfit):
    """The settings of the provider cannot be used."""


class ProviderAway(Exception):
    """The provider does not answer, or not as one does."""


class NotVouched(Exception):
    """The provider did not confirm who this is, or not to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A sign-in under way. `repr` shows nothing of it."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    @classmethod
    def new(cls) -> "Pending":
        """Return one that nobody can guess."""
        return cls(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back with the browser."""

    state: str = field(repr=False)
    code: str = field(repr=False)
    issuer: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom the provider vouches for. `repr` shows nobody."""

    subject: str = field(repr=False)
    """Issuer and subject, which never changes hands; a name might."""
    login: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the provider says of itself, and when."""

    metadata: dict[str, Any]
    keys: KeySet
    at: dt.datetime


class Provider:
    """The province's OpenID provider, as one client of it."""

    def __init__(self, settings: OidcSettings, secret: str, clock: Clock) -> None:
        self._settings = settings
        self._secret = secret
        self._clock = clock
        self._context = tls.client()
        self._places = {_place(settings.issuer)} | {
            _place(f"https://{host}") for host in settings.hosts
        }
        self._known: _Known | None = None

    @classmethod
    def of(cls, settings: OidcSettings, clock: Clock) -> "Provider | None":
        """
        Return the provider of the settings; None where none is set.

        Raises:
            ProviderUnfit: the secret cannot be read, or the address is open to listeners.
        """
        if not settings.issuer:
            return None
        if not tls.is_kept(settings.issuer):
            raise ProviderUnfit("TIEPDAN_OIDC_ISSUER must begin with https://")
        try:
            secret = Path(settings.client_secret_file).read_text("utf-8").strip()
        except OSError as error:
            raise ProviderUnfit(
                f"TIEPDAN_OIDC_CLIENT_SECRET_FILE cannot be read: {type(error).__name__}"
            ) from None
        return cls(settings, secret, clock)

    async def begin(self, pending: Pending) -> str:
        """
        Return the address at the provider to which the browser goes.

        Raises:
            ProviderAway: it does not answer.
        """
        known = await self._about()
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self._settings.client_id,
                "redirect_uri": self._settings.redirect_url,
                "scope": "openid profile",
                "state": pending.state,
                "nonce": pending.nonce,
                "code_challenge": create_s256_code_challenge(pending.verifier),
                "code_challenge_method": "S256",
            }
        )
        return f"{known.metadata['authorization_endpoint']}?{query}"

    async def finish(self, pending: Pending, answer: Answer) -> Vouched:
        """
        Return whom the provider vouches for.

        Raises:
            NotVouched: for nobody, or not to us, or not in this sign-in.
            ProviderAway: it does not answer.
        """
        if not hmac.compare_digest(pending.state.encode(), answer.state.encode()):
            raise NotVouched("the answer belongs to another sign-in")
        known = await self._about()
        told = known.metadata.get("authorization_response_iss_parameter_supported", False)
        if (told or answer.issuer) and answer.issuer != self._settings.issuer:
            raise NotVouched("the answer came from another provider")
        tokens = await self._redeem(known, pending, answer.code)
        claims = await self._claims(tokens, pending)
        login = claims.get(LOGIN_CLAIM) or await self._login(known, tokens, claims["sub"])
        return Vouched(f"{claims['iss']} {claims['sub']}", str(login or ""))

    async def _redeem(self, known: _Known, pending: Pending, code: str) -> dict[str, Any]:
        settings = self._settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": settings.redirect_url,
            "code_verifier": pending.verifier,
        }
        ways = known.metadata.get("token_endpoint_auth_methods_supported", ())
        auth: httpx.BasicAuth | None = httpx.BasicAuth(settings.client_id, self._secret)
        if "client_secret_basic" not in ways and "client_secret_post" in ways:
            form |= {"client_id": settings.client_id, "client_secret": self._secret}
            auth = None
        answer = await self._ask("POST", known.metadata["token_endpoint"], form, auth=auth)
        if answer.is_error:
            raise NotVouched(
                f"the provider would not redeem the code: {answer.status_code}"
            )
        return _document(answer)

    async def _claims(self, tokens: dict[str, Any], pending: Pending) -> dict[str, Any]:
        known = await self._about()
        try:
            token = self._open(tokens, known)
        except (JoseError, ValueError):
            # Perhaps it signs with a key that it did not have an hour ago.
            known = await self._about(anew=True)
            try:
                token = self._open(tokens, known)
            except (JoseError, ValueError) as error:
                raise NotVouched(
                    f"its word is not signed: {type(error).__name__}"
                ) from None
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": self._settings.issuer},
                "aud": {"essential": True, "value": self._settings.client_id},
            },
            {
                "nonce": pending.nonce,
                "client_id": self._settings.client_id,
                "access_token": tokens.get("access_token"),
            },
        )
        try:
            claims.validate(now=int(self._clock.now().timestamp()), leeway=SKEW_S)
        except (JoseError, ValueError) as error:
            raise NotVouched(f"its word is not for us: {type(error).__name__}") from None
        return dict(claims)

    def _open(self, tokens: dict[str, Any], known: _Known) -> jwt.Token:
        offered = known.metadata.get("id_token_signing_alg_values_supported", ["RS256"])
        allowed = [name for name in offered if name in ALGORITHMS]
        return jwt.decode(str(tokens.get("id_token", "")), known.keys, algorithms=allowed)

    async def _login(self, known: _Known, tokens: dict[str, Any], subject: str) -> str:
        """Ask for the name, which many providers do not put into their signed word."""
        address = known.metadata.get("userinfo_endpoint")
        if not address:
            return ""
        bearer = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
        answer = await self._ask("GET", address, headers=bearer)
        if answer.is_error:
            return ""
        about = _document(answer)
        return str(about.get(LOGIN_CLAIM, "")) if about.get("sub") == subject else ""

    async def _about(self, *, anew: bool = False) -> _Known:
        now = self._clock.now()
        if self._known is None or anew or now - self._known.at >= KEPT:
            issuer = self._settings.issuer
            where = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
            metadata = _document(await self._ask("GET", where))
            if metadata.get("issuer") != issuer:
                raise ProviderAway("it calls itself by another name than the setting does")
            try:
                document = _document(await self._ask("GET", metadata["jwks_uri"]))
                keys = KeySet.import_key_set(document)  # type: ignore[arg-type]  # checked there
            except (KeyError, JoseError, ValueError, TypeError) as error:
                raise ProviderAway(f"its keys are unfit: {type(error).__name__}") from None
            self._known = _Known(metadata, keys, now)
        return self._known

    async def _ask(
        self,
        method: str,
        address: str,
        form: dict[str, str] | None = None,
        *,
        auth: httpx.BasicAuth | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        if not tls.is_kept(address):  # it tells us its other addresses itself
            raise ProviderAway("it names an address to which everybody could listen")
        if _place(address) not in self._places:
            raise ProviderAway("it names a host that is not in TIEPDAN_OIDC_HOSTS")
        try:
            async with httpx.AsyncClient(
                timeout=TIMEOUT_S, trust_env=False, verify=self._context
            ) as client:
                return await client.request(
                    method, address, data=form, auth=auth, headers=headers
                )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProviderAway(type(error).__name__) from None


def _place(address: str) -> tuple[str, int]:
    """Return host and port of a web address."""
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        return "", 0
    return parts.hostname or "", port or (80 if parts.scheme == "http" else 443)


def _document(answer: httpx.Response) -> dict[str, Any]:
    try:
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderAway(type(error).__name__) from None
    if not isinstance(found, dict):
        raise ProviderAway("it answered with something else than an object")
    return found
