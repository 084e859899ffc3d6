"""Acts inside settlement, and on the attention a case gets. No rule here."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter
from pydantic import Field, StringConstraints
from starlette.datastructures import FormData

from services.routing.api.acts import ActIn, Common, Sentence
from services.routing.api.cases import Code
from services.routing.api.evidence import Evidence, must_be_there
from services.routing.api.offering import offer
from services.routing.deps import Collaborators
from services.routing.domain.attention.commands import (
    PlaceCase,
    PlanBacklog,
    ReportCase,
    UrgeCase,
)
from services.routing.domain.held import Beside
from services.routing.domain.inquiry.commands import (
    AnswerInformation,
    AskInformation,
    HoldDialogue,
    MissDialogue,
    PlanDialogue,
    PlanVerification,
    RecordVerification,
)
from services.routing.projections.worklist import CaseRow
from shared.clock import local_date
from shared.contracts.routing_inquiry import Absent, Agreement, Place
from shared.ids import AgencyCode, OfficerId

router = APIRouter(prefix="/api/routing", tags=["inside settlement"])

InquiryName = Literal[
    "verify",
    "record-verification",
    "ask-information",
    "answer-information",
    "plan-dialogue",
    "hold-dialogue",
    "miss-dialogue",
    "urge",
    "report",
    "place",
    "plan-backlog",
]
Number = Annotated[int, Field(ge=0, le=99_999)]
Officer = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9a-f-]+$")]


async def _barred(
    officers: Iterable[str], row: CaseRow, routing: Collaborators
) -> dict[str, object]:
    today = local_date(routing.clock.now())
    for officer in officers:
        if await routing.desk.barred(officer, [row.petition_id], today):
            return {"barred": True}
    return {"barred": False}


class VerifyIn(ActIn):
    """Somebody verifies the matter, until a day."""

    lead: Officer
    team: Annotated[tuple[Officer, ...], Field(max_length=20)] = ()
    contents: Sentence
    until_on: dt.date

    async def look_up(self, row: CaseRow, routing: Collaborators) -> Common:
        """Return whether one of them must not have the case."""
        return await _barred((self.lead, *self.team), row, routing)

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return PlanVerification(
            **common,
            lead=OfficerId(self.lead),
            team=tuple(OfficerId(each) for each in self.team),
            contents=self.contents,
            until_on=self.until_on,
        )

    @classmethod
    def given(cls, form: FormData) -> dict[str, object]:
        """Return what the form says; several may be in the team."""
        return super().given(form) | {"team": form.getlist("team")}


class RecordVerificationIn(ActIn):
    """What the verification found, in a report."""

    findings: Sentence
    evidence: Evidence = ""

    async def look_up(self, row: CaseRow, routing: Collaborators) -> Common:
        """Make sure that the paper is one of the case."""
        return await must_be_there(self.evidence, row, routing)

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return RecordVerification(**common, findings=self.findings, evidence=self.evidence)


class AskInformationIn(ActIn):
    """Another body is asked for information or papers."""

    of_agency: Code
    what: Sentence
    due_on: dt.date

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        of = AgencyCode(self.of_agency)
        return AskInformation(**common, of_agency=of, what=self.what, due_on=self.due_on)


class AnswerInformationIn(ActIn):
    """The other body answered on the legal date; it vouches for it, or does not."""

    number: Number
    certified: bool = False
    evidence: Evidence = ""

    async def look_up(self, row: CaseRow, routing: Collaborators) -> Common:
        """Make sure that the paper is one of the case."""
        return await must_be_there(self.evidence, row, routing)

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return AnswerInformation(
            **common,
            number=self.number,
            certified=self.certified,
            evidence=self.evidence,
        )


class PlanDialogueIn(ActIn):
    """A dialogue is prepared; those invited were told on the legal date."""

    held_on: dt.date
    purpose: Sentence = ""
    content: Sentence = ""
    participants: Sentence = ""
    place: Sentence = ""
    preparation: Sentence = ""

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return PlanDialogue(
            **common,
            held_on=self.held_on,
            purpose=self.purpose,
            content=self.content,
            participants=self.participants,
            place=self.place,
            preparation=self.preparation,
        )


class HoldDialogueIn(ActIn):
    """The dialogue took place on the legal date."""

    agreement: Agreement
    record: Sentence
    evidence: Evidence = ""

    async def look_up(self, row: CaseRow, routing: Collaborators) -> Common:
        """Make sure that the paper is one of the case."""
        return await must_be_there(self.evidence, row, routing)

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return HoldDialogue(
            **common,
            agreement=self.agreement,
            record=self.record,
            evidence=self.evidence,
        )


class MissDialogueIn(ActIn):
    """Somebody invited did not come on the legal date."""

    absent: Absent
    excused: bool = False

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return MissDialogue(**common, absent=self.absent, excused=self.excused)


class UrgeIn(ActIn):
    """A body above wants a report on an overdue case."""

    from_above: ClassVar[bool] = True

    reason: Sentence

    async def look_up(self, row: CaseRow, routing: Collaborators) -> Common:
        """Return whether a clock against the holder is over."""
        return {"overdue": row.due_on < local_date(routing.clock.now())}

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return UrgeCase(**common, reason=self.reason)


class ReportIn(ActIn):
    """The holder tells the body above how far it is."""

    progress: Sentence
    reason: Sentence

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return ReportCase(**common, progress=self.progress, reason=self.reason)


class PlaceIn(ActIn):
    """The case goes elsewhere in the order of work, for a reason."""

    place: Place
    reason: Sentence

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return PlaceCase(**common, place=self.place, reason=self.reason)


class PlanBacklogIn(ActIn):
    """How an old case will be settled: every field is mandatory."""

    cause: Sentence = ""
    difficulties: Sentence = ""
    direction: Sentence = ""
    due_on: dt.date
    leader: Officer

    async def look_up(self, row: CaseRow, routing: Collaborators) -> Common:
        """Return whether the leader must not have the case."""
        return await _barred((self.leader,), row, routing)

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return PlanBacklog(
            **common,
            cause=self.cause,
            difficulties=self.difficulties,
            direction=self.direction,
            due_on=self.due_on,
            leader=OfficerId(self.leader),
        )


BODIES: Mapping[str, type[ActIn]] = {
    "verify": VerifyIn,
    "record-verification": RecordVerificationIn,
    "ask-information": AskInformationIn,
    "answer-information": AnswerInformationIn,
    "plan-dialogue": PlanDialogueIn,
    "hold-dialogue": HoldDialogueIn,
    "miss-dialogue": MissDialogueIn,
    "urge": UrgeIn,
    "report": ReportIn,
    "place": PlaceIn,
    "plan-backlog": PlanBacklogIn,
}
HEADS_ONLY = frozenset({"place", "urge"})
offer(router, BODIES, HEADS_ONLY)
