"""
What the front door is told: where it answers, as whom, and where the services are.

The Caddyfile takes it from the environment. Here it is looked at first: what leaves this
machine is encrypted, or nothing is started (`shared/tls.py` is the same rule for services).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from deploy.embedded.failures import StackError
from deploy.embedded.names import HOST, PREFERRED_PORTS, SERVICES
from shared import tls

CADDYFILE: Final = Path(__file__).parent / "Caddyfile"
STATIC: Final = Path(__file__).parents[2] / "shared" / "web" / "static"
HTTPS_PORT: Final = 8443
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?")
_NOWHERE = "/nonexistent"


class DoorUnfit(StackError):
    """The front door would let others listen, or has no certificate; the sentence says which."""

    code = "door-unfit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Https:
    """Https for everybody, beside plain http that only leads to it. Empty: no https."""

    name: str = ""
    """What people type: a host, and a port unless it is 443."""
    certificate: Path | None = None
    """With its chain, PEM."""
    key: Path | None = None
    host: str = HOST
    """Of this machine, where it listens; `0.0.0.0` is everywhere."""
    port: int = HTTPS_PORT
    subdomains: bool = False
    """Whether every host below the name answers by https, for a year to come."""

    def checked(self) -> Self | None:
        """
        Return it when it can be done; None where only this machine is answered, in clear.

        Raises:
            DoorUnfit: a part is missing or does not do, or others would be answered in clear.
        """
        given = [bool(self.name), self.certificate is not None, self.key is not None]
        if any(given) and not all(given):
            raise DoorUnfit(
                "https needs --tls-name, --tls-cert and --tls-key together"
                " (TIEPDAN_FRONT_TLS_NAME, TIEPDAN_FRONT_TLS_CERT, TIEPDAN_FRONT_TLS_KEY)."
            )
        if all(given):
            self._look_at_files()
            return self
        if tls.is_here(self.host):
            return None
        raise DoorUnfit(
            f"On {self.host} others would be answered in clear: give --tls-name, --tls-cert"
            f" and --tls-key, or leave --host (TIEPDAN_FRONT_HOST) at {HOST}."
        )

    def _look_at_files(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise DoorUnfit(
                "--tls-name (TIEPDAN_FRONT_TLS_NAME) must be a host such as"
                " petitions.example.vn, with :8443 behind it if people must type a port."
            )
        try:
            tls.server(tls.Certificate(str(self.certificate), str(self.key)))
        except tls.TlsUnfit:
            raise DoorUnfit(
                "--tls-cert and --tls-key (TIEPDAN_FRONT_TLS_CERT, TIEPDAN_FRONT_TLS_KEY)"
                " must be a certificate and its key, in PEM, readable by this account."
            ) from None

    def environment(self) -> dict[str, str]:
        """Return it in the words of the Caddyfile."""
        return {
            "TIEPDAN_FRONT_SITES": "tls",
            "TIEPDAN_FRONT_TLS_NAME": self.name,
            "TIEPDAN_FRONT_HOST": self.host,
            "TIEPDAN_FRONT_TLS_PORT": str(self.port),
            "TIEPDAN_FRONT_TLS_CERT": str(Path(self.certificate or "").absolute()),
            "TIEPDAN_FRONT_TLS_KEY": str(Path(self.key or "").absolute()),
            "TIEPDAN_FRONT_HSTS": "; includeSubDomains" if self.subdomains else "",
        }


def told(environment: Mapping[str, str]) -> dict[str, str]:
    """
    Return what the front door is told when it runs alone.

    | variable | what | default |
    | --- | --- | --- |
    | `TIEPDAN_FRONT_HOST` | address to listen on | `127.0.0.1` |
    | `TIEPDAN_FRONT_PORT` | TCP port of plain http | `8080` |
    | `TIEPDAN_FRONT_TLS_NAME` | host that people type, with the port unless 443 | none: no https |
    | `TIEPDAN_FRONT_TLS_CERT` | path of its certificate and chain | none |
    | `TIEPDAN_FRONT_TLS_KEY` | path of its key | none |
    | `TIEPDAN_FRONT_TLS_PORT` | TCP port of https | `8443` |
    | `TIEPDAN_FRONT_SUBDOMAINS` | `1`: hosts below the name have https too, for a year | empty |
    | `TIEPDAN_INTAKE`, `_ROUTING`, … | addresses of the service, by spaces | `127.0.0.1:8101` … |
    | `TIEPDAN_CA_FILE` | path, PEM: who vouches for the services | the system's |

    Raises:
        DoorUnfit: others would be answered, or asked, in clear.
        TlsUnfit: no authority can be read in `TIEPDAN_CA_FILE`.
    """

    def text(name: str, default: str = "") -> str:
        return environment.get(f"TIEPDAN_FRONT_{name}") or default

    if not text("TLS_PORT", str(HTTPS_PORT)).isdigit():
        raise DoorUnfit("TIEPDAN_FRONT_TLS_PORT must be a port, such as 8443.")
    https = Https(
        name=text("TLS_NAME"),
        certificate=Path(text("TLS_CERT")) if text("TLS_CERT") else None,
        key=Path(text("TLS_KEY")) if text("TLS_KEY") else None,
        host=text("HOST", HOST),
        port=int(text("TLS_PORT", str(HTTPS_PORT))),
        subdomains=text("SUBDOMAINS") == "1",
    ).checked()
    return {
        "TIEPDAN_STATIC": str(STATIC),
        "TIEPDAN_FRONT_SITES": "plain",
        **_upstreams(environment),
        **_trusting(environment.get("TIEPDAN_CA_FILE", "")),
        **(https.environment() if https else {}),
    }


def _upstreams(environment: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for service in SERVICES:
        variable = f"TIEPDAN_{service.upper()}"
        found[variable] = environment.get(variable) or f"{HOST}:{PREFERRED_PORTS[service]}"
        for one in found[variable].split():
            if not tls.is_kept(one if "://" in one else f"http://{one}"):
                raise DoorUnfit(
                    f"{variable} leads to another machine in clear: begin its addresses with"
                    " https://, and give the service TIEPDAN_TLS_CERT_FILE."
                )
    return found


def _trusting(ca_file: str) -> dict[str, str]:
    if not ca_file:
        return {}
    tls.client(ca_file)  # refused here, or Caddy would trust nobody and not say so
    # It would read the system's folder of authorities besides the file.
    return {"SSL_CERT_FILE": ca_file, "SSL_CERT_DIR": _NOWHERE}
