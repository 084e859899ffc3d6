"""What if the law were another: a rule with other figures, or a year of other days, tried out."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from services.deadlines.api.trials import (
    PATIENCE_S,
    CalendarDraftIn,
    CasesCursor,
    TrialPath,
    Trier,
    WhatIfIn,
    draft_of,
)
from services.deadlines.calendars.lines import CalendarFileUnfit
from services.deadlines.deps import Collaborators, Deadlines
from services.deadlines.rederiving.drafts import DraftUnfit, RuleIn, rule_of
from services.deadlines.rederiving.trials import Trial
from services.deadlines.rules import ClockRule, clock_rule
from services.deadlines.rules.loader import UNITS
from services.deadlines.web.calendar_admin import trial_values
from services.deadlines.web.showing import name_of
from shared.errors import Refusal
from shared.legal import wording
from shared.legal.gaps import Gap
from shared.web.pages import NOT_KEPT, pages_of
from shared.web.problem import status_of
from shared.web.showing import Showing

router = APIRouter(include_in_schema=False)

Text = Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00-\x1f]*$")]
RuleId = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9_.]*$")]
Days = Annotated[str, StringConstraints(max_length=100_000, pattern=r"^[^\x00]*$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed into one of the forms, and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    unfit: CalendarFileUnfit | None = None


NOTHING = Typed()
_INPUTS: Final[Mapping[str, str]] = {
    "id": "valid_from",
    "extensions": "extension",
    "variants": "length",
    "file": "valid_to",
}
"""Where the form has what a draft calls otherwise; of its days as a whole, the last is mended."""


class RuleForm(BaseModel):
    """The form of a rule, as it was sent; what is left empty stays as it is."""

    rule: RuleId
    valid_from: Text = ""
    valid_to: Text = ""
    length: Text = ""
    unit: Text = ""
    variant: Annotated[list[Text], Field(max_length=20)] = []
    variant_length: Annotated[list[Text], Field(max_length=20)] = []
    extension: Text = ""
    pauses: Literal["as_is", "none", "from"] = "as_is"
    pauses_from: Text = ""
    roll: bool = False

    def found(self, row: ClockRule | None) -> dict[str, Any]:
        """Return the draft that it says."""
        draft: dict[str, Any] = {"id": self.rule, "valid_from": self.valid_from}
        draft["roll"] = self.roll
        for name in ("valid_to", "length", "unit"):
            if given := getattr(self, name).strip():
                draft[name] = given
        draft["variants"] = {name: n for name, n in self._variants() if n.strip()}
        if self.extension.strip():
            allowed = row.extensions if row else {}
            draft["extensions"] = {**allowed, "each": self.extension}
        if self.pauses != "as_is":
            since = {"from": self.pauses_from}
            draft["pauses"] = since if self.pauses == "from" else False
        return draft

    def values(self) -> dict[str, str]:
        """Return what was typed, by the names of the fields."""
        plain = (
            "valid_from",
            "valid_to",
            "length",
            "unit",
            "extension",
            "pauses",
            "pauses_from",
        )
        typed: dict[str, str] = {name: getattr(self, name) for name in plain}
        variants = {f"variant-{name}": n for name, n in self._variants()}
        return {**typed, **variants, "roll": "true" if self.roll else ""}

    def _variants(self) -> list[tuple[str, str]]:
        return list(zip(self.variant, self.variant_length, strict=False))


@router.get("/rules/what-if")
async def ask(
    request: Request,
    deadlines: Deadlines,
    _: Trier,
    rule: Annotated[RuleId, Query()] = "",
) -> HTMLResponse:
    """Show the forms: pick a rule and change its figures, or write other days of a year."""
    return _form(request, deadlines, rule, NOTHING)


@router.post("/rules/what-if")
async def try_rule(
    request: Request, deadlines: Deadlines, who: Trier, form: Annotated[RuleForm, Form()]
) -> Response:
    """Try a rule with other figures on every clock there is or was."""
    try:
        found = form.found(_row(deadlines, form.rule, form.valid_from))
        return await _try(deadlines, who.officer, WhatIfIn(rule=rule_of(found)))
    except Refusal as refusal:
        show = pages_of(request).showing(request)
        wrong = {input_of(refusal): said_of(refusal, show)}
        typed = Typed(values=form.values(), wrong=wrong)
        return _form(request, deadlines, form.rule, typed, status=status_of(refusal))


@router.post("/rules/what-if/days")
async def try_days(
    request: Request,
    deadlines: Deadlines,
    who: Trier,
    year: Annotated[Text, Form()] = "",
    days: Annotated[Days, Form()] = "",
) -> Response:
    """Try other days of a year on every clock there is or was."""
    values = {"year": year, "days": days}
    show = pages_of(request).showing(request)
    try:
        asked = WhatIfIn(
            calendar=CalendarDraftIn.model_validate({"year": year, "csv": days})
        )
        return await _try(deadlines, who.officer, asked)
    except ValidationError:
        typed = Typed(values=values, wrong={"year": show.t("what_if.year_unfit")})
    except CalendarFileUnfit as unfit:
        typed = Typed(values=values, unfit=unfit)
    except Refusal as refusal:
        typed = Typed(values=values, wrong={"days": said_of(refusal, show)})
    return _form(request, deadlines, "", typed, status=400)


async def _try(deadlines: Collaborators, officer: str, asked: WhatIfIn) -> Response:
    draft = await draft_of(deadlines, asked)
    trial = await deadlines.trials.ask(draft, by=officer, patience_s=PATIENCE_S)
    return RedirectResponse(f"/rules/what-if/{trial.trial_id}", status_code=303)


@router.get("/rules/what-if/{trial_id}")
async def result(
    request: Request,
    trial_id: TrialPath,
    deadlines: Deadlines,
    who: Trier,
    cursor: CasesCursor = "",
) -> HTMLResponse:
    """Show what the draft would change, or how far trying it is."""
    trial = await deadlines.trials.of(trial_id)
    show = pages_of(request).showing(request)
    values = {
        **(await trial_values(request, deadlines, who, trial, cursor)),
        "here": f"/rules/what-if/{trial_id}",
        "says": _says(deadlines, show, trial),
        "again": f"/rules/what-if?rule={trial.subject}"
        if trial.kind == "rule"
        else "/rules/what-if",
    }
    return pages_of(request).page(request, "what_if_result.html", values, headers=NOT_KEPT)


def _form(
    request: Request,
    deadlines: Collaborators,
    rule: str,
    typed: Typed,
    *,
    status: int = 200,
) -> HTMLResponse:
    show = pages_of(request).showing(request)
    row = _row(deadlines, rule, "") if rule else None
    values = {
        "rules": _rules(deadlines, show),
        "rule": rule if row else "",
        "row": row,
        "name": name_of(rule, show, deadlines.book) if row else "",
        "units": _units(row, show) if row else (),
        "variants": _variants(row, show) if row else (),
        "typed": typed,
        "days_typed": typed if "days" in typed.values else NOTHING,
        "today": show.today,
    }
    page = pages_of(request).page
    return page(request, "what_if.html", values, status=status, headers=NOT_KEPT)


def _units(row: ClockRule, show: Showing) -> list[tuple[str, str]]:
    """Return what the rule can be counted in."""
    return [(unit, show.t(f"unit_name.{unit}")) for unit in sorted(UNITS[row.mode])]


def _variants(row: ClockRule, show: Showing) -> list[tuple[str, str, int]]:
    """Return the circumstances of a rule: as the form sends them, in words, and the length."""
    return [
        ("+".join(sorted(v)), getattr(wording.circumstances(v), show.language), n)
        for v, n in row.variants.items()
    ]


def _rules(deadlines: Collaborators, show: Showing) -> list[tuple[str, str]]:
    """Return the rules whose figures can be changed: those that count days."""
    named = [
        (rule, name_of(rule, show, deadlines.book))
        for rule, rows in deadlines.book.clocks.items()
        if rows[-1].length
    ]
    return sorted(named, key=lambda each: each[1])


def _row(deadlines: Collaborators, rule: str, on: str) -> ClockRule | None:
    try:
        day = dt.date.fromisoformat(on)
    except ValueError:
        day = None
    rows = deadlines.book.clocks.get(rule, ())
    if not rows or not rows[-1].length:
        return None
    try:
        return clock_rule(deadlines.book, rule, day or rows[-1].valid_from)
    except Gap:
        return rows[-1]


def input_of(refusal: Refusal) -> str:
    """Return the input at which it is told why a draft is not tried."""
    name = (refusal.field or "valid_from").partition(".")[0]
    return _INPUTS.get(name, name)


def said_of(refusal: Refusal, show: Showing) -> str:
    """Return why a draft is not tried; of an input as the form calls it."""
    key = f"draft_wrong.{input_of(refusal)}"
    of_draft = isinstance(refusal, DraftUnfit) and key in show.words
    return show.t(key) if of_draft else show.refusal(refusal)


def _says(deadlines: Collaborators, show: Showing, trial: Trial) -> list[tuple[str, str]]:
    """Return what a draft changes, as pairs of what and how."""
    if trial.kind != "rule":
        return [(show.t("what_if.year"), trial.subject.partition(".")[0])]
    asked = RuleIn.model_validate_json(trial.draft)
    name = f"{name_of(asked.id, show, deadlines.book)} ({asked.id})"
    said = [(show.t("what_if.rule"), name)]
    said.append((show.t("what_if.from"), show.date(asked.valid_from)))
    if asked.valid_to:
        said.append((show.t("what_if.to"), show.date(asked.valid_to)))
    row = clock_rule(deadlines.book, asked.id, asked.valid_from)
    return [*said, *_figures(show, asked, row)]


def _figures(show: Showing, asked: RuleIn, row: ClockRule) -> Iterator[tuple[str, str]]:
    old = getattr(wording.amount(row.length, row.unit), show.language)
    unit = asked.unit or row.unit
    new = getattr(wording.amount(asked.length or row.length, unit), show.language)
    if new != old:
        yield show.t("what_if.length"), show.t("what_if.instead", new=new, old=old)
    for name, n in asked.variants.items():
        given = getattr(wording.amount(n, unit), show.language)
        yield show.t("what_if.variant_of", name=name), given
    if asked.extensions is not None:
        yield show.t("what_if.extension"), str(asked.extensions.get("each", ""))
    if asked.pauses is False:
        yield show.t("what_if.pauses"), show.t("what_if.pauses_none")
    elif asked.pauses is not None:
        day = show.date(asked.pauses.from_)
        yield show.t("what_if.pauses"), show.t("what_if.pauses_since", day=day)
    if not asked.roll:
        yield show.t("what_if.roll"), show.t("what_if.no_roll")
