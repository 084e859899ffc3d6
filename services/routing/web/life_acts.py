"""What an officer can do besides its time: with signers, inside settlement, after a decision."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from services.routing.domain.attention.state import Attention
from services.routing.domain.case.closing import ADDED_LATER
from services.routing.domain.case.state import Accepted, AwaitingAction, Case, Closed
from services.routing.domain.directory import Law
from services.routing.domain.execution.measures import COUNTED, OF_PEOPLE, figure
from services.routing.domain.execution.state import Execution, Item
from services.routing.domain.held import Held
from services.routing.domain.inquiry.state import Inquiry
from services.routing.rules.ending import Permission
from services.routing.web.ways import Act, Input
from shared.contracts.routing import DecisionIssued
from shared.contracts.routing_inquiry import Absent, Agreement
from shared.contracts.routing_settlement import (
    CaseDiscontinued,
    Cause,
    CrimeBody,
    Finding,
)
from shared.ids import AgencyCode
from shared.legal.rules import in_force

_CAUSES = get_args(Cause)
_FIVE: tuple[Input, ...] = ("purpose", "content", "participants", "place", "preparation")
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The case, what stands beside it, and who looks at it."""

    case: Case
    held: Held
    inquiry: Inquiry
    execution: Execution
    attention: Attention
    law: Law
    today: dt.date
    heads: bool
    above: AgencyCode | None
    """The body of whoever looks, where they work on cases there."""
    overdue: bool
    officers: Pairs
    agencies: Pairs
    papers: Pairs

    @property
    def on(self) -> dict[str, str]:
        """Today, as the day of the act at first."""
        return {"on": self.today.isoformat()}

    @property
    def kind(self) -> str:
        """What the petition is."""
        return self.held.dossier.classified.kind

    def rows(self, rows: tuple[Permission, ...]) -> list[Permission]:
        """Return what the law permits today with this kind of case."""
        return [row for row in in_force(rows, self.today) if self.kind in row.kinds]


def life_acts(here: Here) -> Iterator[Act]:
    """Yield what can be done now; the domain may still refuse it, and says why."""
    match here.case:
        case AwaitingAction():
            yield from _of_guidance(here)
            yield from _of_crime(here)
            yield from _of_signers(here)
        case Accepted():
            yield from _of_crime(here)
            yield from _of_signers(here)
            yield from _of_verification(here)
            yield from _of_dialogue(here)
        case Closed(ending=DecisionIssued()):
            yield from _of_decision(here)
        case Closed(ending=CaseDiscontinued(ground="withdrawn")):
            yield from _continue(here, only="coerced")
    yield from _of_execution(here)
    if here.held.open:
        yield from _of_attention(here)


def _of_guidance(here: Here) -> Iterator[Act]:
    """Yield how the sender can be told to write it apart, or to add what is missing."""
    classified = here.held.dossier.classified
    codes = frozenset(classified.reason_codes)
    fits = {
        "guide_split": classified.eligible,
        "guide_complete": bool(codes) and codes <= ADDED_LATER,
    }
    for row in here.rows(here.law.book.ending.acts):
        if fits.get(row.of):
            manner = row.of.removeprefix("guide_")
            yield Act(
                name="guide",
                of=manner,
                given={"manner": manner},
                basis=row.basis,
                form=row.form,
            )


def _of_crime(here: Here) -> Iterator[Act]:
    rows = [row for row in here.rows(here.law.book.ending.acts) if row.of == "crime"]
    if rows and here.held.dossier.referred is None:
        yield Act(
            name="refer-crime",
            inputs=("on", "to", "file", "reason"),
            basis=rows[0].basis,
            values=here.on,
            options={"to": get_args(CrimeBody)},
        )


def _of_signers(here: Here) -> Iterator[Act]:
    signers, book = here.held.dossier.signers, here.law.book.ending
    forms = here.rows(book.withdrawals)
    if not forms:
        return
    count = {"count": str(signers.count)}
    yield Act(
        name="signers", inputs=("count", "representatives"), values=count, given=here.on
    )
    yield Act(
        name="withdraw",
        inputs=("on", "signer", "part", "form")
        if signers.count > 1
        else ("on", "part", "form"),
        values=here.on | {"signer": "1"},
        options={"form": [row.of for row in forms]},
        laws={row.of: row.basis for row in forms},
    )
    if signers.last_act and signers.persistence is None:
        yield from _continue(here)
    yield from _discontinue(here)
    if here.kind == "complaint" and here.held.dossier.aftermath.court_on is None:
        yield Act(name="lawsuit", inputs=("court_accepted_on",), given=here.on)


def _continue(here: Here, only: str = "") -> Iterator[Act]:
    rows = here.rows(here.law.book.ending.persistences)
    grounds = [row for row in rows if not only or row.of == only]
    if grounds:
        yield Act(
            name="continue",
            inputs=("on", "ground", "reason"),
            values=here.on,
            options={"ground": [row.of for row in grounds]},
            laws={row.of: row.basis for row in grounds},
        )


def _discontinue(here: Here) -> Iterator[Act]:
    dossier = here.held.dossier
    gone = not dossier.signers.standing and dossier.signers.persistence is None
    holds = {"withdrawn": gone, "court": dossier.aftermath.court_on is not None}
    rows = [
        row
        for row in here.rows(here.law.book.ending.discontinuances)
        if holds.get(row.of, True)
    ]
    if rows:
        yield Act(
            name="discontinue",
            inputs=("on", "ground", "reason"),
            values=here.on,
            options={"ground": [row.of for row in rows]},
            laws={row.of: row.basis for row in rows},
            proposed=gone or holds["court"],
        )


def _of_verification(here: Here) -> Iterator[Act]:
    last = here.inquiry.verifications[-1] if here.inquiry.verifications else None
    if last is None or last.report is not None:
        yield Act(
            name="verify",
            inputs=("on", "lead", "team", "contents", "until_on"),
            values=here.on,
            choices={"lead": here.officers, "team": here.officers},
        )
    else:
        yield Act(
            name="record-verification",
            inputs=("on", "findings", "evidence"),
            values=here.on,
            choices={"evidence": here.papers},
        )
    others = [each for each in here.agencies if each[0] != here.held.dossier.holder]
    yield Act(
        name="ask-information",
        inputs=("on", "of_agency", "what", "due_on"),
        values=here.on,
        choices={"of_agency": others},
    )
    for each in here.inquiry.requests:
        if each.answer is None:
            yield Act(
                name="answer-information",
                of=str(each.request.number),
                inputs=("on", "certified", "evidence"),
                given={"number": str(each.request.number)},
                values=here.on,
                choices={"evidence": here.papers},
                told=each.request.what,
            )


def _of_dialogue(here: Here) -> Iterator[Act]:
    last = here.inquiry.dialogues[-1] if here.inquiry.dialogues else None
    if last is None or last.outcome is not None:
        yield Act(name="plan-dialogue", inputs=("on", "held_on", *_FIVE), values=here.on)
        return
    yield Act(
        name="hold-dialogue",
        inputs=("on", "agreement", "record", "evidence"),
        values=here.on,
        options={"agreement": get_args(Agreement)},
        choices={"evidence": here.papers},
    )
    yield Act(
        name="miss-dialogue",
        inputs=("on", "absent", "excused"),
        values=here.on,
        options={"absent": get_args(Absent)},
    )


def _of_decision(here: Here) -> Iterator[Act]:
    if here.held.ending is None:
        return
    causes = {"cause": _CAUSES}
    yield Act(
        name="amend", inputs=("on", "cause", "reason"), values=here.on, options=causes
    )
    yield Act(
        name="revoke",
        inputs=("on", "cause", "reason", "resettle"),
        values=here.on | {"resettle": "true"},
        given=_by(here),
        options=causes,
    )
    first = here.held.dossier.opened.instance == "first"
    if here.kind == "complaint" and first and not here.held.appealed:
        yield Act(name="appeal", inputs=("on",), values=here.on)
    effective = here.held.effective_on(here.law)
    if _by(here) and effective is not None and effective <= here.today:
        yield Act(
            name="reexamine",
            inputs=("on", "finding", "reason"),
            values=here.on,
            options={"finding": get_args(Finding)},
        )


def _of_execution(here: Here) -> Iterator[Act]:
    current, effective = here.execution.current, here.held.effective_on(here.law)
    fallen = here.execution.fallen(here.held.ending)
    binds = effective is not None and effective <= here.today
    if binds and (current is None or fallen):
        yield Act(
            name="execute",
            inputs=("on", "items", "reason"),
            values=here.on,
            choices={"owner": here.agencies},
        )
    if current is None:
        return
    if effective is None or fallen:
        yield Act(name="cancel-execution", inputs=("on", "reason"), values=here.on)
        return
    for item in current.items:
        yield from _of_item(here, item)


def _of_item(here: Here, item: Item) -> Iterator[Act]:
    number = str(item.ordered.item)
    measure = item.ordered.measure
    if item.left:
        amounts: tuple[Input, ...] = ("amount",) if measure in COUNTED else ()
        officials: tuple[Input, ...] = ("officials",) if measure in OF_PEOPLE else ()
        yield Act(
            name="fulfil",
            of=number,
            inputs=("on", *amounts, *officials, "evidence"),
            given={"item": number},
            values=here.on | {"amount": figure(measure, item.left), "officials": "0"},
            choices={"evidence": here.papers},
            told=item.ordered.what,
        )
    for entry in item.entries if here.heads else ():
        if entry.struck is None:
            yield Act(
                name="strike-fulfilment",
                of=f"{number}-{entry.done.entry}",
                inputs=("reason",),
                given=here.on | {"item": number, "entry": str(entry.done.entry)},
                told=item.ordered.what,
            )


def _of_attention(here: Here) -> Iterator[Act]:
    if here.attention.unanswered:
        yield Act(name="report", inputs=("on", "progress", "reason"), values=here.on)
    elif here.overdue and here.heads and _by(here):
        yield Act(name="urge", inputs=("on", "reason"), values=here.on)
    if here.heads:
        now = here.attention.placed.place if here.attention.placed else "none"
        places = [place for place in ("ahead", "none", "behind") if place != now]
        yield Act(
            name="place",
            inputs=("place", "reason"),
            given=here.on,
            options={"place": places},
        )
    plan = here.attention.plan
    yield Act(
        name="plan-backlog",
        inputs=("on", "cause", "difficulties", "direction", "leader", "due_on"),
        values=here.on
        | (
            {
                "cause": plan.cause,
                "difficulties": plan.difficulties,
                "direction": plan.direction,
                "due_on": plan.due_on.isoformat(),
            }
            if plan
            else {}
        ),
        choices={"leader": here.officers},
    )


def _by(here: Here) -> dict[str, str]:
    """Return in whose name a body above acts; empty: whoever looks works for the holder."""
    same = here.above is None or here.law.same_seat(here.above, here.held.dossier.holder)
    return {} if same or here.above is None else {"by": here.above}
