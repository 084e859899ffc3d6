"""
The officer at the desk. Until sign-in exists, whoever sits at this very machine.

Staff endpoints name `Officer` in their signature. They answer nobody else: not another
machine, not a page of another site, not a name that was made to point here.
"""

import ipaddress
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from shared.errors import Kind, Refusal

BANNER_VI = "Chưa có đăng nhập: trang cán bộ chỉ mở được trên chính máy này."
BANNER_EN = "There is no sign-in yet: staff pages open on this very machine only."


class NotAtThisMachine(Refusal):
    """A staff page was asked for from somewhere else."""

    code = "not-at-this-machine"
    kind = Kind.FORBIDDEN


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, as it stands in facts and logs: an identifier, never a name."""

    actor: str


def officer(request: Request) -> Principal:
    """
    Return the officer who asks.

    Raises:
        NotAtThisMachine: the request came over a network, or from another site's page.
    """
    came_from = [request.client.host if request.client else ""]
    came_from += request.headers.get("x-forwarded-for", "").replace(" ", "").split(",")
    host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get(
        "host", ""
    )
    cross_site = request.headers.get("sec-fetch-site") == "cross-site"
    if not all(_is_here(address) for address in came_from if address) or not _is_here(host):
        raise NotAtThisMachine(BANNER_EN)
    if cross_site and request.method not in ("GET", "HEAD"):
        raise NotAtThisMachine(
            "a page of another site asked for this; open it from Tiepdan"
        )
    return Principal("officer:local")


def _is_here(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


Officer = Annotated[Principal, Depends(officer)]
