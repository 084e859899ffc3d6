"""What a service process is told by its environment, read once, when it starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.log.wire import NatsAddress


class SettingMissing(Exception):
    """A variable of the environment is missing or cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    One service process. Each field is the variable `TIEPDAN_<NAME>`.

    | variable | unit | default |
    | --- | --- | --- |
    | `TIEPDAN_HOST` | address to listen on | `127.0.0.1` |
    | `TIEPDAN_PORT` | TCP port | none |
    | `TIEPDAN_DATABASE_URL` | PostgreSQL URL of the service's own role and database | none |
    | `TIEPDAN_NATS_URL` | NATS URL, without user | none |
    | `TIEPDAN_NATS_USER`, `TIEPDAN_NATS_PASSWORD` | the service's own | none |
    | `TIEPDAN_PROVINCE` | official province code | `80` |
    | `TIEPDAN_MASTER_KEY_FILE` | path; intake only | empty |
    | `TIEPDAN_PRINCIPAL_KEY` | public key that checks who is signed in | none |
    | `TIEPDAN_PRINCIPAL_KEY_FILE` | path of the signing key; routing only | empty |
    | `TIEPDAN_SMTP_URL` | `smtp://user:password@host:port`; intake only, empty: no mail | empty |
    | `TIEPDAN_MAIL_FROM` | address receipts come from | `tiepdan@localhost` |
    | `TIEPDAN_ADMISSION` | requests that may wait at once | `256` |
    """

    host: str
    port: int
    database_url: str = field(repr=False)
    nats: NatsAddress
    province: str
    principal_key: str
    principal_key_file: str = ""
    master_key_file: str = ""
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "tiepdan@localhost"
    admission: int = 256


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """
    Return the settings of this process.

    Raises:
        SettingMissing: a variable is not set or is not a number; the sentence names it.
    """
    env = os.environ if environment is None else environment

    def text(name: str, default: str | None = None) -> str:
        value = env.get(f"TIEPDAN_{name}", default)
        if value is None:
            raise SettingMissing(f"TIEPDAN_{name} is not set: see shared/settings.py")
        return value

    def number(name: str, default: str | None = None) -> int:
        value = text(name, default)
        if not value.isdigit():
            raise SettingMissing(f"TIEPDAN_{name} must be a whole number, not {value!r}")
        return int(value)

    return Settings(
        host=text("HOST", "127.0.0.1"),
        port=number("PORT"),
        database_url=text("DATABASE_URL"),
        nats=NatsAddress(
            url=text("NATS_URL"), user=text("NATS_USER"), password=text("NATS_PASSWORD")
        ),
        province=text("PROVINCE", "80"),
        principal_key=text("PRINCIPAL_KEY"),
        principal_key_file=text("PRINCIPAL_KEY_FILE", ""),
        master_key_file=text("MASTER_KEY_FILE", ""),
        smtp_url=text("SMTP_URL", ""),
        mail_from=text("MAIL_FROM", "tiepdan@localhost"),
        admission=number("ADMISSION", "256"),
    )
