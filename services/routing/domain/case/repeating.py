"""
The same content is guided once and transferred once: what became of petitions linked to this one.

What the body that acts did with any of them counts; what other bodies did keeps a petition
from going in a circle.
"""

from collections.abc import Sequence

from services.routing.domain.case.commands import Handled
from services.routing.domain.case.errors import GuidedOnce, TransferredBefore
from services.routing.domain.case.state import (
    Case,
    Classified,
    Closed,
    Dossier,
    Opened,
    Unknown,
)
from services.routing.domain.directory import Law
from services.routing.rules import RepeatRule
from shared.contracts.routing import Action, CaseGuided
from shared.ids import AgencyCode
from shared.legal.rules import in_force


def handled(case: Case) -> Handled:
    """Return what became of a case so far, as far as it counts for others of its content."""
    if isinstance(case, Unknown | Opened | Classified):
        return Handled()
    dossier = case.dossier
    ending = case.ending if isinstance(case, Closed) else None
    # Only "go elsewhere" is said once: what was written apart or completed comes back.
    away = isinstance(ending, CaseGuided) and ending.manner == "elsewhere"
    sent_by = (dossier.sent_by,) if dossier.sent_by else ()
    return Handled(
        guided_by=dossier.holder if away else None,
        transferred_by=dossier.sent_by,
        given_away_by=(*dossier.returned_by, *sent_by),
    )


def did_before(
    law: Law, holder: AgencyCode, same_content: Sequence[Handled]
) -> frozenset[Action]:
    """Return what a body did with petitions of the same content, of what is done once."""
    did: set[Action] = set()
    for each in same_content:
        if each.guided_by and law.same_seat(each.guided_by, holder):
            did.add("GUIDE")
        if each.transferred_by and law.same_seat(each.transferred_by, holder):
            did.add("TRANSFER")
    return frozenset(did)


def check_once(
    law: Law, dossier: Dossier, action: Action, same_content: Sequence[Handled]
) -> None:
    """
    Do nothing if the holder did not do this before with a petition of the same content.

    Legal source: `repeats.yaml` (TT05 Đ6.2.b, Đ8.1, Đ14.1; LTC Đ24.2, Đ24.3).

    Raises:
        GuidedOnce, TransferredBefore: it did; the petition is filed.
    """
    rule = next((r for r in _repeats(law, dossier, same_content) if r.did == action), None)
    if rule is None:
        return
    if action == "GUIDE":
        raise GuidedOnce(
            "Cơ quan này đã hướng dẫn một lần về cùng nội dung (đơn được gộp)."
            " Hãy lưu đơn, hoặc bỏ gộp nếu nội dung khác.",
            basis=rule.basis,
        )
    raise TransferredBefore(
        "Cơ quan này đã chuyển đơn cùng nội dung (đơn được gộp). Hãy lưu đơn, hoặc bỏ gộp"
        " nếu nội dung khác.",
        basis=rule.basis,
    )


def repeat(
    law: Law, dossier: Dossier, same_content: Sequence[Handled]
) -> RepeatRule | None:
    """Return on what ground this is a repeat that its holder files; None: it is none."""
    return next(iter(_repeats(law, dossier, same_content)), None)


def would_circle(law: Law, to: AgencyCode, same_content: Sequence[Handled]) -> bool:
    """Test whether a body sent this content on, or gave it back, before."""
    return any(
        law.same_seat(to, body) for each in same_content for body in each.given_away_by
    )


def _repeats(
    law: Law, dossier: Dossier, same_content: Sequence[Handled]
) -> list[RepeatRule]:
    did = did_before(law, dossier.holder, same_content)
    return [
        rule
        for rule in in_force(law.book.repeats, dossier.decided.received_on)
        if rule.did in did and dossier.classified.kind in rule.kinds
    ]
