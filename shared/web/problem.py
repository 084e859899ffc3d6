"""Errors as RFC 9457 problem documents: a sentence that names the field and what to do."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from shared.errors import Conflict, Kind, Refusal, StoreUnavailable
from shared.lists import ListUnfit

RETRY_AFTER_S = 2
log = structlog.get_logger()

_STATUS = {
    Kind.INVALID: HTTPStatus.BAD_REQUEST,
    Kind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.UNKNOWN_CALLER: HTTPStatus.UNAUTHORIZED,
    Kind.TOO_OFTEN: HTTPStatus.TOO_MANY_REQUESTS,
    Kind.GONE: HTTPStatus.GONE,
}


def status_of(refusal: Refusal) -> HTTPStatus:
    """Return the status that answers a refusal."""
    return _STATUS[refusal.kind]


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    headers: dict[str, str] | None = None,
    **more: object,
) -> JSONResponse:
    """Return a problem document; `code` is part of the public API, `detail` is for people."""
    body = {
        "type": f"about:blank#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **{key: value for key, value in more.items() if value is not None},
    }
    return JSONResponse(
        body, status, headers=headers, media_type="application/problem+json"
    )


def list_problem(unfit: ListUnfit) -> JSONResponse:
    """Return the answer to a list with bad lines: a sentence each, naming line and field."""
    errors = [
        {"line": f.line, "field": f.field, "code": f.code, "detail": f.sentence}
        for f in unfit.faults
    ]
    first = unfit.faults[0]
    return problem(
        status_of(unfit), unfit.code, first.sentence, field=unfit.field, errors=errors
    )


def install(app: FastAPI) -> None:
    """Answer every anticipated failure of this app with a problem document."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(Conflict, _conflict)
    app.add_exception_handler(StoreUnavailable, _away)
    app.add_exception_handler(HTTPException, _http)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Refusal):
        raise error
    log.info("command_refused", code=error.code, path=request.url.path)
    basis = None if error.basis is None else str(error.basis)
    return problem(
        status_of(error),
        error.code,
        error.sentence,
        headers=retry_after(error),
        field=error.field,
        basis=basis,
    )


def retry_after(refusal: Refusal) -> dict[str, str]:
    """Return the header that says when asking again helps, where that is known."""
    wait_s = refusal.retry_after_s
    return {} if wait_s is None else {"Retry-After": str(wait_s)}


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    errors = error.errors()
    fields = [{"field": _field(e), "detail": _sentence(e)} for e in errors]
    first = fields[0]
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "malformed-request",
        f"{first['field']}: {first['detail']}",
        field=first["field"],
        errors=fields,
    )


def _field(error: dict[str, Any]) -> str:
    if error["type"] == "json_invalid":  # its location is a column, not a field
        return "body"
    location: Sequence[int | str] = error["loc"]
    names = [
        str(part) for part in location if part not in ("body", "query", "path", "header")
    ]
    return ".".join(names) or "body"


def _sentence(error: dict[str, Any]) -> str:
    """Say what is wrong without repeating the value, which may be personal."""
    if error["type"] == "json_invalid":
        return "the body is not JSON; send a JSON object in UTF-8"
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return f"{error['msg']}; correct it and send again"


async def _conflict(_: Request, __: Exception) -> JSONResponse:
    return problem(
        HTTPStatus.CONFLICT,
        "changed-meanwhile",
        "somebody else changed this at the same moment; look again and repeat",
    )


async def _away(_: Request, __: Exception) -> JSONResponse:
    return problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "store-unavailable",
        "the store does not answer; nothing was recorded: send the same request again,"
        " with the same Idempotency-Key",
        headers={"Retry-After": str(RETRY_AFTER_S)},
    )


async def _http(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    return problem(
        error.status_code, code, str(error.detail), headers=dict(error.headers or {})
    )
