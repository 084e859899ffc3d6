"""Says what a petition is and whether it can be processed."""

from dataclasses import dataclass

from services.routing.domain.jurisdiction import Jurisdiction
from services.routing.domain.matter import Matter
from services.routing.rules import EligibilityRule, RuleBook, the_rule
from shared.contracts.routing import Kind
from shared.legal.citation import RuleApplied
from shared.legal.rules import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What a petition is."""

    kind: Kind
    eligible: bool
    reason_codes: tuple[str, ...]
    """Everything that makes it ineligible, in the order of the rule book."""


def kind_of(book: RuleBook, matter: Matter) -> tuple[Kind, tuple[RuleApplied, ...]]:
    """
    Return the kind of a petition nobody has read yet: the one its sender chose.

    Legal source: TT05 Đ6.1 looks at the content; an officer may judge otherwise later.

    Raises:
        RuleMissing: no row covers the day of receipt.
    """
    return matter.kind_claimed, (the_rule(book.kind, matter.received_on).applied(),)


def classify(
    book: RuleBook, matter: Matter, jurisdiction: Jurisdiction
) -> tuple[Classification, tuple[RuleApplied, ...]]:
    """
    Return what a petition is and whether it can be processed.

    Whose it is must be known first: a copy is ineligible only where we are not competent.

    Legal source: TT05 Đ6.2; rows of `eligibility.yaml`.

    Raises:
        RuleMissing: no row covers the day of receipt.
    """
    kind, rules = kind_of(book, matter)
    hits = [
        rule
        for rule in in_force(book.ineligible, matter.received_on)
        if kind in rule.kinds and _hits(rule, matter, jurisdiction)
    ]
    result = Classification(
        kind=kind, eligible=not hits, reason_codes=tuple(rule.reason for rule in hits)
    )
    if hits:
        return result, (*rules, *(rule.applied() for rule in hits))
    return result, (*rules, the_rule(book.eligible, matter.received_on).applied())


def _hits(rule: EligibilityRule, matter: Matter, jurisdiction: Jurisdiction) -> bool:
    seen = matter.observed
    marks = {
        "identified": seen.identified,
        "has_summary": seen.has_summary,
        "has_request": seen.has_request,
        "has_respondent": seen.has_respondent,
    }
    lacking = any(not marks[mark] for mark in rule.lacks)
    copied = not jurisdiction.ours and jurisdiction.agency in matter.addressees
    return lacking or (rule.copied_to_competent and copied)
