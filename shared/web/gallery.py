"""
Every part of every page, in every state, at `/gallery`: what a new page is put together from.

It is for whoever builds pages and for the test that looks for what people with other eyes or
hands cannot use. Nothing on it is a real petition, and none of its forms is sent anywhere.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.legal.running import NEVER
from shared.web.pages import pages_of
from shared.web.showing import Chip, Showing

router = APIRouter(include_in_schema=False)

Builder = Annotated[Principal, may(Act.ADMINISTER)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    at: dt.datetime
    sentence: str
    basis: str = ""
    note: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Notice:
    at: dt.datetime
    title: str
    why: str
    href: str = "#bell"
    unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    name: str
    href: str = "#lists"
    count: int | None = None
    shared: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    id: str
    chip: Chip
    kind: str
    holder: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class _Typed:
    values: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


@router.get("/gallery")
async def gallery(request: Request, _: Builder) -> HTMLResponse:
    """Show every part in every state."""
    pages = pages_of(request)
    return pages.page(request, "gallery.html", _examples(pages.showing(request)))


def _examples(show: Showing) -> dict[str, Any]:
    now = show.now or dt.datetime.combine(show.today, dt.time(9), dt.UTC)
    chips = [
        *(show.clock(show.today + dt.timedelta(days=days)) for days in (12, 2, 0, -2)),
        show.paused(show.t("gallery.paused")),
        show.done(show.t("state.closed_decided")),
        show.clock(NEVER),
    ]
    return {
        "chips": chips,
        "rows": [
            _Row(
                id=f"25585-01{number:02}",
                chip=chips[number % len(chips)],
                kind=show.word("kind", kind),
                holder=show.t("gallery.holder"),
                sealed=kind == "denunciation",
            )
            for number, kind in enumerate(
                ("complaint", "denunciation", "recommendation", "feedback_report"), start=1
            )
        ],
        "story": _story(show, now),
        "notices": _notices(show, now),
        "views": [
            _View(name=show.t("gallery.view"), count=12, here=True),
            _View(name=show.t("gallery.view_unit"), count=3, shared=True),
            _View(name=show.t("gallery.view_uncounted")),
        ],
        "typed": _Typed(
            values={"sample-phone": "?", "sample-name": "Nguyễn Văn Mẫu"},
            wrong={
                "sample-phone": show.t("gallery.wrong_phone"),
                "sample-kind": show.t("gallery.wrong_kind"),
            },
        ),
        "months": [(f"{month:02}/26", month * 37 % 90 + 10) for month in range(1, 13)],
    }


def _story(show: Showing, now: dt.datetime) -> list[_Line]:
    day = dt.timedelta(days=1)
    return [
        _Line(at=now, sentence=show.t("gallery.decided"), look="end"),
        _Line(
            at=now - 9 * day,
            sentence=show.t("gallery.clock"),
            basis=show.t("gallery.law"),
            look="clock",
        ),
        _Line(
            at=now - 10 * day,
            sentence=show.t("gallery.sent"),
            note=show.t("gallery.note"),
        ),
    ]


def _notices(show: Showing, now: dt.datetime) -> list[_Notice]:
    return [
        _Notice(
            at=now - dt.timedelta(minutes=3),
            title=show.t("gallery.notice"),
            why=show.t("gallery.why"),
            unread=True,
        ),
        _Notice(
            at=now - dt.timedelta(days=2),
            title=show.t("gallery.notice_due"),
            why=show.t("gallery.why_due"),
        ),
    ]
