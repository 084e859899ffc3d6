"""Opens a case: says in one go what the petition is, whose it is and what to do with it."""

from services.routing.domain.case.commands import OpenCase
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.state import Case, Unknown
from services.routing.domain.classification import Classification, classify, kind_of
from services.routing.domain.directory import Law
from services.routing.domain.jurisdiction import Jurisdiction, decide_jurisdiction
from services.routing.domain.matter import Matter
from services.routing.domain.proposal import Situation, propose
from services.routing.domain.superior import is_above
from services.routing.rules import ActionRule
from shared.contracts.routing import CaseClassified, CaseOpened, JurisdictionDecided
from shared.contracts.routing_custody import LevelSkipped
from shared.legal.citation import RuleApplied


def open_case(command: OpenCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Open a case for a petition that was lodged, unless it is open.

    Legal source: TT05 Đ6 (what it is), LKN Đ17–23 and LTC Đ12–13 (whose it is).

    Raises:
        RuleMissing: the rule book or the directory has a gap.
    """
    if not isinstance(case, Unknown):
        return []
    matter = _matter(command)
    jurisdiction, whose = decide_jurisdiction(law, matter, kind_of(law.book, matter)[0])
    found, what = classify(law.book, matter, jurisdiction)
    row = propose(law.book, _situation(matter, found, jurisdiction), matter.received_on)
    classified = CaseClassified(
        case_id=command.case_id,
        petition_id=command.petition_id,
        kind=found.kind,
        eligible=found.eligible,
        reason_codes=found.reason_codes,
        rules=what,
    )
    decided = _decided(command, found, jurisdiction, row, whose)
    return [
        _opened(command),
        classified,
        decided,
        *_level_skipped(command, decided, law),
    ]


def _level_skipped(
    command: OpenCase, decided: JurisdictionDecided, law: Law
) -> list[CaseEvent]:
    """Note that it went over the head of who must decide first (vượt cấp)."""
    competent, on = decided.competent_agency, command.received_on
    rule = law.book.custody.level_skip(decided.kind, command.instance, on)
    if rule is None or competent is None:
        return []
    if not is_above(law, command.receiving_agency, competent):
        return []
    return [
        LevelSkipped(
            case_id=command.case_id,
            petition_id=command.petition_id,
            receiver=command.receiving_agency,
            skipped=competent,
            received_on=on,
            rule=rule.applied(),
        )
    ]


def _situation(
    matter: Matter, found: Classification, jurisdiction: Jurisdiction
) -> Situation:
    return Situation(
        kind=found.kind,
        instance=matter.instance,
        channel=matter.channel,
        forwarded=matter.forwarded,
        eligible=found.eligible,
        reason_codes=found.reason_codes,
        ours=jurisdiction.ours,
    )


def _decided(
    command: OpenCase,
    found: Classification,
    jurisdiction: Jurisdiction,
    row: ActionRule,
    whose: tuple[RuleApplied, ...],
) -> JurisdictionDecided:
    return JurisdictionDecided(
        case_id=command.case_id,
        petition_id=command.petition_id,
        kind=found.kind,
        instance=command.instance,
        received_on=command.received_on,
        holder=command.receiving_agency,
        decider_role=jurisdiction.role,
        competent_agency=jurisdiction.agency,
        ours=jurisdiction.ours,
        proposed_action=row.action,
        form=row.form,
        rules=(*whose, row.applied()),
    )


def _matter(command: OpenCase) -> Matter:
    return Matter(
        kind_claimed=command.kind_claimed,
        instance=command.instance,
        channel=command.channel,
        forwarded=command.forwarder is not None or command.channel == "forwarded",
        received_on=command.received_on,
        receiver=command.receiving_agency,
        respondent_agency=command.respondent_agency,
        respondent_post=command.respondent_post,
        observed=command.observed,
        addressees=command.addressees,
    )


def _opened(command: OpenCase) -> CaseOpened:
    return CaseOpened(
        case_id=command.case_id,
        petition_id=command.petition_id,
        receipt_code=command.receipt_code,
        channel=command.channel,
        instance=command.instance,
        subject_field=command.subject_field,
        received_on=command.received_on,
        holder=command.receiving_agency,
        forwarder=command.forwarder,
    )
