"""Finds the competent head and the body behind the role."""

from dataclasses import dataclass
from typing import assert_never

from services.routing.domain.directory import Agency, Law
from services.routing.domain.matter import Matter
from services.routing.rules import JurisdictionRule
from shared.contracts.routing import Kind
from shared.errors import RuleMissing
from shared.ids import AgencyCode
from shared.legal.citation import RuleApplied
from shared.legal.rules import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """Who decides."""

    role: str
    agency: AgencyCode | None
    """None where the head stands outside the province's executive."""
    ours: bool
    """The holder is that body, or acts for it."""


def decide_jurisdiction(
    law: Law, matter: Matter, kind: Kind
) -> tuple[Jurisdiction, tuple[RuleApplied, ...]]:
    """
    Return who is competent for a petition on the day it was received.

    Legal source: LKN Đ17–23; LTC Đ12–13; TT05 Đ20; rows of `jurisdiction.yaml`.

    Raises:
        RuleMissing: no row covers the case: a gap in our rule book or directory.
    """
    respondent = law.directory.get(matter.respondent_agency)
    for rule in in_force(law.book.jurisdiction, matter.received_on):
        if _fits(rule, matter, kind, respondent):
            agency = _body(rule, law, matter, respondent)
            role = rule.role or law.head_of(agency or matter.receiver)
            ours = agency is not None and law.same_seat(matter.receiver, agency)
            return Jurisdiction(role=role, agency=agency, ours=ours), (rule.applied(),)
    level = "no body" if respondent is None else f"a body of level {respondent.level}"
    raise RuleMissing(f"jurisdiction.yaml: {kind} about {level} on {matter.received_on}")


def _fits(
    rule: JurisdictionRule, matter: Matter, kind: Kind, respondent: Agency | None
) -> bool:
    # Where nobody in the body is named, it is the body itself that is denounced.
    post = matter.respondent_post or "body"
    if respondent is None:
        about = not rule.levels
    else:
        about = respondent.level in rule.levels and (not rule.posts or post in rule.posts)
    instance = not rule.instances or matter.instance in rule.instances
    return kind in rule.kinds and instance and about


def _body(
    rule: JurisdictionRule, law: Law, matter: Matter, respondent: Agency | None
) -> AgencyCode | None:
    match rule.body:
        case "respondent":
            return matter.respondent_agency
        case "parent":
            return None if respondent is None else respondent.parent
        case "provincial_committee":
            return law.directory.provincial_committee().code
        case "receiver":
            return matter.receiver
        case "outside":
            return None
        case _:
            assert_never(rule.body)
