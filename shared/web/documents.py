"""The documents of a service: OpenAPI to read and try, AsyncAPI for its facts. No other host."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse
from faststream.specification import AsyncAPI

from shared.frame import Frame
from shared.web.headers import DOCUMENTS_POLICY, POLICY_NAME

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Tiepdan · {service}</title>
<link rel="stylesheet" href="/static/vendor/swagger-ui.css">
<script src="/static/vendor/swagger-ui-bundle.js" defer></script>
<script src="/static/docs.js" defer></script>
<div id="document" data-url="/api/{service}/openapi.json"></div>
"""


def documents(frame: Frame, prefix: str) -> APIRouter:
    """Return the routes of a service's documents."""
    router = APIRouter(include_in_schema=False)
    service = frame.parts.service

    @router.get(f"{prefix}/docs")
    async def docs() -> HTMLResponse:
        """The API, to read and to try."""
        headers = {POLICY_NAME: DOCUMENTS_POLICY}
        return HTMLResponse(_PAGE.format(service=service), headers=headers)

    @router.get(f"{prefix}/asyncapi")
    async def asyncapi() -> PlainTextResponse:
        """The facts this service says, and what it answers, as AsyncAPI."""
        document = AsyncAPI(frame.broker, title=service, version="1").to_specification()
        return PlainTextResponse(document.to_json(), media_type="application/json")

    return router
