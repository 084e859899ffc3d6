"""With whom services may speak: read from settings, and the rules made of it say the same."""

import re
from pathlib import Path

import pytest

from deploy.network import (
    SETTINGS,
    SUPERVISOR,
    Outside,
    name_servers,
    nftables,
    outside,
)
from shared.log.streams import SERVICES
from tests.architecture.test_imports import OUTSIDE

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "deploy" / "firewall" / "example.nft"
PROVINCE = {
    "TIEPDAN_DATABASE_URL": "postgresql://tiepdan_intake:word@192.0.2.5/tiepdan_intake",
    "TIEPDAN_NATS_URL": "tls://192.0.2.6:4222",
    "TIEPDAN_SMTP_URL": "smtps://tiepdan:word@mail.example.vn",
    "TIEPDAN_ATTACHMENTS_URL": "s3://tiepdan/files",
    "TIEPDAN_ATTACHMENTS_ENDPOINT": "https://[2001:db8::9]:9000",
    "TIEPDAN_CLAMAV": "127.0.0.1:3310",
    "TIEPDAN_OIDC_ISSUER": "https://id.example.vn/realms/tinh",
    "TIEPDAN_OIDC_HOSTS": "keys.example.vn, 192.0.2.8:8443",
    "TIEPDAN_LOG_TO": "syslog+tls://logs.example.vn",
}
"""What a province's services are told, all together."""
ADDRESSES = {
    "mail.example.vn": ["192.0.2.10", "2001:db8::10"],
    "id.example.vn": ["192.0.2.7"],
    "keys.example.vn": ["192.0.2.7"],
    "logs.example.vn": ["192.0.2.11"],
    "192.0.2.5": ["192.0.2.5"],
    "192.0.2.6": ["192.0.2.6"],
    "192.0.2.8": ["192.0.2.8"],
    "2001:db8::9": ["2001:db8::9"],
}
_RULE = re.compile(r"(ip6?) daddr (\S+) (tcp|udp) dport (\d+) accept")


def everything() -> list[Outside]:
    return [each for who in (*SERVICES, SUPERVISOR) for each in outside(who, PROVINCE)]


@pytest.mark.parametrize(
    ("service", "places"),
    [
        (
            "intake",
            {"192.0.2.5:5432", "192.0.2.6:4222", "mail.example.vn:465",
             "2001:db8::9:9000", "127.0.0.1:3310"},
        ),
        (
            "routing",
            {"192.0.2.5:5432", "192.0.2.6:4222", "id.example.vn:443",
             "keys.example.vn:443", "192.0.2.8:8443"},
        ),
        ("deadlines", {"192.0.2.5:5432", "192.0.2.6:4222"}),
        ("reporting", {"192.0.2.5:5432", "192.0.2.6:4222"}),
        (SUPERVISOR, {"logs.example.vn:6514"}),
    ],
)  # fmt: skip
def test_each_service_has_its_own_list(service: str, places: set[str]) -> None:
    """What is another's setting leads nowhere, although all get the same environment."""
    assert {f"{o.host}:{o.port}" for o in outside(service, PROVINCE)} == places


@pytest.mark.parametrize(
    ("setting", "value", "places"),
    [
        ("TIEPDAN_ATTACHMENTS_URL", "file:///var/lib/tiepdan/attachments", []),
        ("TIEPDAN_ATTACHMENTS_URL", "s3://tiepdan", ["s3.us-east-1.amazonaws.com:443"]),
        ("TIEPDAN_CLAMAV", "/run/clamav/clamd.ctl", []),
        ("TIEPDAN_CLAMAV", "[::1]:3310", ["::1:3310"]),
        ("TIEPDAN_SMTP_URL", "smtp://mail.example.vn", ["mail.example.vn:25"]),
        ("TIEPDAN_SMTP_URL", "", []),
        ("TIEPDAN_DATABASE_URL", "postgresql://u:p%40@a:1,b/x", ["a:1", "b:5432"]),
        ("TIEPDAN_DATABASE_URL", "postgresql:///x?host=/run/postgresql", []),
    ],
)
def test_an_address_is_read_as_the_service_reads_it(
    setting: str, value: str, places: list[str]
) -> None:
    found = outside("intake", {setting: value})
    assert [f"{each.host}:{each.port}" for each in found] == places


def test_every_way_out_is_on_the_list() -> None:
    """What opens connections in a service does so by a setting of this list, and the other way."""
    used = {(module, setting) for (module, _), setting in OUTSIDE.items()}
    used -= {pair for pair in used if pair[1] in ("", "TIEPDAN_CA_FILE")}
    assert {setting for _, setting in used} == set(SETTINGS) - {
        "TIEPDAN_LOG_TO",  # the supervisor's
        "TIEPDAN_OIDC_HOSTS",  # beside the issuer's
    }
    for module, setting in used:
        room = module.split("/")
        if room[0] == "services":
            assert SETTINGS[setting][1] == (room[1],), module
    told = (ROOT / "shared/settings.py").read_text() + (ROOT / "SECURITY.md").read_text()
    assert [name for name in SETTINGS if f"`{name}" not in told] == []


def test_no_secret_of_a_setting_is_printed() -> None:
    """Addresses carry passwords; the list does not."""
    assert "word" not in "".join(str(each) for each in everything())


def test_the_rules_are_the_list() -> None:
    """Every system that is not on this machine, at every address of it, and nothing else."""
    rules = nftables("tiepdan", everything(), ADDRESSES, ["192.0.2.53"])
    allowed = {(address, way, int(port)) for _, address, way, port in _RULE.findall(rules)}
    assert allowed == {
        (address, "tcp", each.port)
        for each in everything()
        if not each.here
        for address in ADDRESSES[each.host]
    } | {("192.0.2.53", "udp", 53), ("192.0.2.53", "tcp", 53)}
    assert {(":" in a, family) for family, a, *_ in _RULE.findall(rules)} == {
        (False, "ip"),
        (True, "ip6"),
    }
    lines = [line.strip() for line in rules.splitlines()]
    assert lines.index('meta skuid != "tiepdan" accept') < lines.index(
        'oifname "lo" accept'
    )
    assert lines[-3:] == ["counter reject with icmpx admin-prohibited", "}", "}"]


def test_the_example_is_what_is_made() -> None:
    """A page of paper that nobody makes anew would rot."""
    made = nftables("tiepdan", everything(), ADDRESSES, ["192.0.2.53"])
    assert EXAMPLE.read_text("utf-8") == made


def test_who_is_asked_for_names() -> None:
    text = (
        "# made by hand\nnameserver 192.0.2.53\nsearch example.vn\nnameserver ::1\nname\n"
    )
    assert name_servers(text) == ["192.0.2.53", "::1"]
