"""Pages of the directory: who there is on a day, as a tree or as found; one body, all its days."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from services.routing.api.directory import CodePath, Search
from services.routing.deps import Collaborators, Routing, SigningIn, Tools
from services.routing.domain.agency.names import is_found
from services.routing.domain.agency.state import DAY, EVER, Body, Register, Version
from services.routing.domain.case.errors import AgencyUnknown
from services.routing.domain.directory import Directory
from services.routing.domain.officer.grants import read
from services.routing.queries import Wanted
from shared.alphabet import sort_key
from shared.auth.asking import Officer
from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.clock import local_date
from shared.ids import AgencyCode
from shared.web.pages import NOT_KEPT, new_token, pages_of

router = APIRouter(include_in_schema=False)

MOST_OFFICERS = 50
KINDS = (
    "commune", "ward", "special_zone", "department", "inspectorate", "office", "board",
    "peoples_committee", "province", "district",
)  # fmt: skip
Day = Annotated[str, Query(max_length=10, pattern=r"^[0-9-]*$")]


@dataclass(frozen=True, slots=True)
class Node:
    """A body and those that stand under it."""

    body: Body
    version: Version
    below: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A body in a list."""

    body: Body
    version: Version
    parent: str
    there: bool


def day_of(text: str, today: dt.date) -> dt.date:
    """Return the day that a page is asked about; today where none is, or none that there was."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return today


@router.get("/directory")
async def show_directory(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    who: Officer,
    routing: Routing,
    q: Search = "",
    on: Day = "",
    show: Literal["", "ended"] = "",
    done: Literal["", "import"] = "",
) -> HTMLResponse:
    """Show who there is on a day: a tree, or what a search finds, ended bodies among it."""
    today = local_date(routing.clock.now())
    day = day_of(on, today)
    register = (await routing.directories.directory()).register
    ended = [b for b in register.bodies.values() if b.last_on and b.last_on < day]
    lines: list[Line] = []
    if q.strip():
        lines = _lines([b for b in register.bodies.values() if _fits(b, q)], register, day)
    elif show == "ended":
        lines = _lines(ended, register, day)
    values = {
        "q": q,
        "day": day,
        "today": today,
        "ended": len(ended),
        "shows_ended": show == "ended",
        "lines": lines,
        "roots": () if q.strip() or show else _tree(register, day),
        "count": len(register.known_on(day)),
        "keeps": keeps(who),
        "done": done,
    }
    return pages_of(request).page(request, "directory.html", values)


def keeps(who: Principal) -> bool:
    """Test whether somebody may change the directory."""
    return WHOLE_PROVINCE in who.reach(Act.ADMINISTER)


def _fits(body: Body, q: str) -> bool:
    return any(is_found(q, version.name, body.code) for version in body.versions)


def _lines(bodies: Sequence[Body], register: Register, day: dt.date) -> list[Line]:
    names = {code: body.on(day).name for code, body in register.bodies.items()}
    lines = [
        Line(body, version, names.get(version.parent or body.code, ""), body.in_force(day))
        for body in bodies
        if (version := body.on(day))
    ]
    return sorted(lines, key=lambda line: (not line.there, sort_key(line.version.name)))


def _tree(register: Register, day: dt.date) -> tuple[Node, ...]:
    below: dict[AgencyCode | None, list[Body]] = {}
    for body in register.bodies.values():
        if body.in_force(day):
            below.setdefault(body.on(day).parent, []).append(body)

    def nodes(code: AgencyCode | None) -> tuple[Node, ...]:
        found = [Node(body, body.on(day), nodes(body.code)) for body in below.get(code, ())]
        return tuple(sorted(found, key=_place))

    return nodes(None)


def _place(node: Node) -> tuple[bool, bool, tuple[list[int], str]]:
    """Bodies with others below them first, communes last, each by name."""
    commune = node.body.level == "commune"
    return not node.below, commune, sort_key(node.version.name)


@router.get("/directory/bodies/{code}")
async def show_body(  # noqa: PLR0913, PLR0917 - what comes beside a code
    request: Request,
    code: CodePath,
    who: Officer,
    routing: Routing,
    tools: SigningIn,
    on: Day = "",
    done: Annotated[str, Query(pattern=r"^[a-z-]{0,20}$")] = "",
) -> HTMLResponse:
    """Show one body: what it was called, who leads it, whom it follows and who followed it."""
    values = await body_values(routing, tools, who, AgencyCode(code), on)
    return body_page(request, {**values, "done": done})


def body_page(
    request: Request, values: dict[str, Any], *, status: int = 200
) -> HTMLResponse:
    """Return the page of a body; it may name officers."""
    page = pages_of(request).page
    return page(request, "body.html", values, status=status, headers=NOT_KEPT)


async def body_values(
    routing: Collaborators, tools: Tools, who: Principal, code: AgencyCode, on: str = ""
) -> dict[str, Any]:
    """
    Return what the page of a body shows.

    Raises:
        AgencyUnknown: there is none of this code.
    """
    today = local_date(routing.clock.now())
    day = day_of(on, today)
    directory = await routing.directories.directory()
    body = directory.register.bodies.get(code)
    if body is None:
        raise AgencyUnknown("Danh mục cơ quan không có cơ quan này.", field="code")
    leaders = [head.officer for head in body.heads if head.officer]
    names = {each: b.on(day).name for each, b in directory.register.bodies.items()}
    return {
        "body": body,
        "version": body.on(day),
        "day": day,
        "today": today,
        "since": None if body.since == EVER else body.since,
        "ever": EVER,
        "there": body.in_force(day),
        "head": body.head(day),
        "persons": await tools.staff.accounts.names([*leaders]),
        "names": names,
        "children": sorted(
            directory.register.children(code, day),
            key=lambda child: sort_key(child.on(day).name),
        ),
        "heirs": _heirs(directory, body),
        "now_heirs": directory.successors(code, today),
        "before": directory.predecessors(code),
        "cases": await _cases(routing, who, code, today),
        "sees_cases": who.may(Act.SEE_CASES, code),
        "officers": await _officers(tools, who, code),
        "keeps": keeps(who),
        "bodies": _choices(directory, today),
        "kinds": KINDS,
        "token": new_token(),
        "refusal": None,
        "typed": {},
        "act": "",
        "done": "",
    }


async def _cases(
    routing: Collaborators, who: Principal, code: AgencyCode, today: dt.date
) -> int:
    """Return how many open cases lie there: of a reader of cases, those that they may see."""
    if who.may(Act.SEE_CASES, code):
        wanted = Wanted(holders=[code])
        return (await routing.queries.counts(who, wanted, today=today)).all
    held = await routing.directories.held([code]) if keeps(who) else ()
    return held[0].cases if held else 0


def _heirs(directory: Directory, body: Body) -> list[Any]:
    """Return those whom the end of the body names, on the day on which they took over."""
    if body.last_on is None or not body.successors:
        return []
    return list(directory.successors(body.code, body.last_on + DAY).all)


def _choices(directory: Directory, today: dt.date) -> list[tuple[str, str]]:
    known = directory.register.known_on(today)
    return [
        (code, f"{version.name} ({code})")
        for code, version in sorted(known.items(), key=lambda pair: sort_key(pair[1].name))
    ]


async def _officers(tools: Tools, who: Principal, code: AgencyCode) -> list[Any] | None:
    """Return who works there, for those who see it on the page of people; None for others."""
    if not who.may(Act.ADMINISTER) and not (
        who.agency == code and who.may(Act.ASSIGN, code)
    ):
        return None
    people, _ = await tools.staff.accounts.page(
        search="", agency=code, after="", limit=MOST_OFFICERS
    )
    return [
        (person, sorted({held.role for held in read(person.grants) if not held.withdrawn}))
        for person in people
        if not person.left
    ]
