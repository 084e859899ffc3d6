"""
The list of outside systems: with whom a service may speak. Made from its settings alone.

`tiepdan doctor` and `tiepdan network` print it; `tiepdan network --nftables ACCOUNT` makes rules
of it, with which the system itself lets nothing else out of that account.
"""

import os
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from deploy.embedded.failures import NotRunning
from deploy.embedded.names import PREFERRED_PORTS, SERVICES
from deploy.embedded.syslog import Receiver
from deploy.embedded.workspace import Workspace
from shared import tls

SUPERVISOR: Final = "supervisor"
"""`tiepdan up` itself, which sends log lines on."""
_USUAL = {
    "postgresql": 5432, "postgres": 5432, "nats": 4222, "tls": 4222,
    "smtp": 25, "smtps": 465, "http": 80, "https": 443,
}  # fmt: skip
SETTINGS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "TIEPDAN_DATABASE_URL": ("PostgreSQL", SERVICES),
    "TIEPDAN_NATS_URL": ("NATS", SERVICES),
    "TIEPDAN_SMTP_URL": ("mail server", ("intake",)),
    "TIEPDAN_ATTACHMENTS_URL": ("store of files", ("intake",)),
    "TIEPDAN_CLAMAV": ("scanner", ("intake",)),
    "TIEPDAN_OIDC_ISSUER": ("OpenID provider", ("routing",)),
    "TIEPDAN_OIDC_HOSTS": ("OpenID provider", ("routing",)),
    "TIEPDAN_LOG_TO": ("collector of log lines", (SUPERVISOR,)),
}
"""Every setting that an address comes from: what is there, and who speaks to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A system that a service may speak to."""

    service: str
    what: str
    setting: str
    host: str
    port: int

    @property
    def here(self) -> bool:
        """Whether it is on this machine."""
        return tls.is_here(self.host)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.service} → {self.what} {host}:{self.port} ({self.setting})"


def outside(service: str, environment: Mapping[str, str]) -> list[Outside]:
    """Return with whom a service may speak that is started with this environment."""
    return [
        Outside(service=service, what=what, setting=setting, host=host, port=port)
        for setting, (what, services) in SETTINGS.items()
        if service in services and environment.get(setting)
        for host, port in _addresses(setting, environment)
    ]


def of_workspace(workspace: Workspace) -> list[Outside]:
    """Return with whom the services of a data folder may speak, each once."""
    environment, found = dict(os.environ), outside(SUPERVISOR, os.environ)
    for service in SERVICES:
        own = workspace.service_environment(
            service,
            port=PREFERRED_PORTS[service],
            postgres_port=_port(workspace, "postgres"),
            nats_port=_port(workspace, "nats"),
        )
        found += outside(service, environment | own)
    return list(dict.fromkeys(found))


def _port(workspace: Workspace, name: str) -> int:
    try:
        return workspace.port(name)
    except NotRunning:
        return PREFERRED_PORTS[name]


def _addresses(setting: str, environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield the hosts and ports of a setting; none for a socket or a folder of this machine."""
    value = environment[setting]
    match setting:
        case "TIEPDAN_LOG_TO":
            receiver = Receiver.at(value)
            if receiver is not None:
                yield receiver.host, receiver.port
        case "TIEPDAN_ATTACHMENTS_URL":
            yield from _store(value, environment)
        case "TIEPDAN_CLAMAV" | "TIEPDAN_OIDC_HOSTS":
            if not value.startswith("/"):
                yield from _places(value, _USUAL["https"])
        case _:
            address = urlsplit(value)
            yield from _places(
                address.netloc.rpartition("@")[2], _USUAL.get(address.scheme, 0)
            )


def _store(url: str, environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    if urlsplit(url).scheme != "s3":
        return
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
    amazon = f"https://s3.{region or 'us-east-1'}.amazonaws.com"
    endpoint = urlsplit(environment.get("TIEPDAN_ATTACHMENTS_ENDPOINT") or amazon)
    yield from _places(endpoint.netloc, _USUAL.get(endpoint.scheme, 0))


def _places(text: str, usual: int) -> Iterator[tuple[str, int]]:
    """Yield hosts and ports of `host:port,[::1],host`."""
    for one in filter(None, (part.strip() for part in text.split(","))):
        address = urlsplit(f"//{one}")
        yield address.hostname or "", address.port or usual


def resolved(host: str) -> list[str]:
    """
    Return the addresses of a host as they are now.

    Raises:
        OSError: nobody knows the host.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return sorted({str(each[4][0]) for each in found})


def name_servers(text: str) -> list[str]:
    """Return whom the system asks for names, from what stands in `/etc/resolv.conf`."""
    lines = (line.split() for line in text.splitlines())
    return [line[1] for line in lines if line[:1] == ["nameserver"] and len(line) > 1]


def nftables(
    account: str, found: Iterable[Outside], addresses: Mapping[str, Sequence[str]],
    servers: Sequence[str],
) -> str:  # fmt: skip
    """
    Return rules for `nft -f`: what runs under the account connects to these, and to nothing else.

    `addresses` are those of each host now; who has no fixed ones needs the rules made again.
    """
    table = "inet tiepdan_outgoing"
    lines = [
        'meta skuid != "' + account + '" accept',
        'oifname "lo" accept',
        "ct state established,related accept",
        *(
            f'{_family(server)} daddr {server} {transport} dport 53 accept comment "names"'
            for server in servers
            for transport in ("udp", "tcp")
        ),
        *(
            f"{_family(address)} daddr {address} tcp dport {each.port} accept"
            f' comment "{each.service}: {each.what}, {each.setting}"'
            for each in found
            if not each.here
            for address in addresses[each.host]
        ),
        "counter reject with icmpx admin-prohibited",
    ]
    return "\n".join(
        [
            "# Made by `tiepdan network --nftables`: make it again when a setting or an address",
            "# changes, and load it with `nft -f`.",
            f"table {table}",
            f"delete table {table}",
            f"table {table} {{",
            "\tchain outgoing {",
            "\t\ttype filter hook output priority filter; policy accept;",
            *(f"\t\t{line}" for line in lines),
            "\t}",
            "}",
            "",
        ]
    )


def _family(address: str) -> str:
    return "ip6" if ":" in address else "ip"
