"""
Opening: who wrote, and what, for an officer who may know; many petitions at a time.

One question to the database brings keys, facts and what decides about sight; a denouncer
stays sealed (LTC Đ56), whoever asks: the way to them is a reveal.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from services.intake.domain.petition.personal import PersonalContent
from services.intake.vault.keys import Vault, read
from shared.auth.principal import Act, Principal
from shared.auth.sight import Matter, may_see
from shared.personal import Sealed
from shared.postgres.pool import Database

Part = Literal["name", "letter"]
Refused = Literal["no-such-petition", "not-your-role", "identity-sealed", "content-gone"]
NAME: tuple[Part, ...] = ("name",)

_ROWS = """
    select t.petition_id, t.holder, t.kind, t.shunned, t.sealed,
        exists (select from live.exclusion x
            where x.petition_id = t.petition_id and x.officer = $2),
        k.wrapped, k.generation, s.body
    from live.tracking t
    join said s on s.stream = t.petition_id and s.version = 1
    left join vault.key k on k.name = t.petition_id
        and not exists (select from vault.tombstone d where d.petition_id = t.petition_id)
        and not exists (select from live.erasure e where e.petition_id = t.petition_id)
    where t.petition_id = any($1)
"""


class Opened(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The parts of a petition's content that were asked for, or why they are not shown."""

    full_name: str = ""
    address: str = ""
    respondent: str = ""
    summary: str = ""
    request: str = ""
    refused: Refused | Literal[""] = ""

    def __repr__(self) -> str:
        return "Opened(sealed)"


class _Data(msgspec.Struct):
    sealed: Sealed


class _Lodged(msgspec.Struct):
    data: _Data


_sealed_in = msgspec.json.Decoder(_Lodged).decode
"""The box of a lodged petition, from the bytes of its fact and nothing else of it."""


class Opening:
    """Opens content for officers."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def contents(
        self, principal: Principal, petition_ids: Sequence[str], parts: Sequence[Part]
    ) -> dict[str, Opened]:
        """Return for each petition what was asked for, or why it is not shown."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(_ROWS, list(petition_ids), principal.officer)
        found = {row[0]: self._one(principal, row, parts) for row in rows}
        hidden = Opened(refused="no-such-petition")
        return {name: found.get(name, hidden) for name in petition_ids}

    def _one(
        self, principal: Principal, row: Sequence[object], parts: Sequence[Part]
    ) -> Opened:
        petition_id, holder, kind, shunned, sealed, excluded, *content = row
        wrapped, generation, body = content
        matter = Matter(
            petition_id=str(petition_id),
            holder=str(holder),
            denunciation=str(kind).startswith("denunciation"),
            shunned=str(shunned),
            sealed=str(sealed),
        )
        refused = _refusal(principal, matter, excluded=bool(excluded), gone=wrapped is None)
        if refused:
            return Opened(refused=refused)
        key = self._vault.unwrap(wrapped, generation, matter.petition_id)  # type: ignore[arg-type]  # columns
        return _opened(read(key, _sealed_in(body).data.sealed), parts)  # type: ignore[arg-type]  # a column


def _refusal(
    principal: Principal, matter: Matter, *, excluded: bool, gone: bool
) -> Refused | Literal[""]:
    if not may_see(principal, Act.SEE_NAMES, matter, excluded=excluded):
        seen = may_see(principal, Act.SEE_CASES, matter, excluded=excluded)
        return "not-your-role" if seen else "no-such-petition"
    if matter.denunciation:
        return "identity-sealed"
    return "content-gone" if gone else ""


def _opened(content: PersonalContent, parts: Sequence[Part]) -> Opened:
    name = content.petitioner.full_name if "name" in parts else ""
    if "letter" not in parts:
        return Opened(full_name=name)
    return Opened(
        full_name=name,
        address=content.petitioner.address,
        respondent=content.respondent.name,
        summary=content.summary,
        request=content.request,
    )
