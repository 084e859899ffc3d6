"""Offers an act as an endpoint of its own: every one is asked, carried out and answered alike."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter

from services.routing.api.acts import ActIn, done
from services.routing.api.cases import DoneOut, PetitionPath
from services.routing.deps import Routing
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.web.service import IdempotencyKey

_ANSWERS: dict[int | str, dict[str, object]] = {
    code: {} for code in (400, 401, 403, 404, 409, 503)
}


def offer(
    router: APIRouter, bodies: Mapping[str, type[ActIn]], heads: frozenset[str]
) -> None:
    """Add an endpoint for each act under its name; some are for heads alone."""
    for name, body in bodies.items():
        _offer(router, name, body, Act.ASSIGN if name in heads else Act.SETTLE)


def _offer(router: APIRouter, name: str, body_in: type[ActIn], role: Act) -> None:
    async def endpoint(
        petition_id: PetitionPath,
        body: ActIn,
        routing: Routing,
        who: Principal,
        key: IdempotencyKey = None,
    ) -> DoneOut:
        return await done(name, petition_id, body, routing, who, key, act=role)

    endpoint.__annotations__ |= {"body": body_in, "who": _asked_by(role)}
    endpoint.__name__ = name.replace("-", "_")
    endpoint.__doc__ = body_in.__doc__
    router.add_api_route(
        f"/petitions/{{petition_id}}/{name}",
        endpoint,
        methods=["POST"],
        responses=_ANSWERS,
    )


def _asked_by(role: Act) -> object:
    return Annotated[Principal, may(role)]
