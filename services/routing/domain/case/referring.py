"""Checks information whose sender nobody knows; sends signs of a crime to who investigates."""

from services.routing.domain.case.ending_commands import CheckInformation, ReferCrime
from services.routing.domain.case.ending_errors import (
    CrimeReferredAlready,
    FileMissing,
    FollowUpUnfit,
)
from services.routing.domain.case.errors import NotProvidedFor
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.standing import (
    awaiting,
    reason_of,
    settling,
    way_to,
)
from services.routing.domain.case.state import (
    Accepted,
    AwaitingAction,
    Case,
    Closed,
    Dossier,
)
from services.routing.domain.directory import Law
from services.routing.rules.ending import permitted
from shared.contracts.routing_settlement import CaseChecked, CrimeReferred


def check(command: CheckInformation, case: Case, law: Law) -> list[CaseEvent]:
    """
    Record what came of a check: nobody is answered, and it is no denunciation.

    Legal source: LTC Đ25.2; rows of `actions.yaml`.

    Raises:
        FollowUpUnfit: signs of a violation were found and nothing is done, or the reverse.
        ReasonMissing: it does not say what was looked at and found.
        Refusal: as `awaiting` and `way_to`.
    """
    match case:
        case Closed(ending=CaseChecked(finding=finding, follow_up=follow_up)):
            if (finding, follow_up) == (command.finding, command.follow_up):
                return []
    dossier = awaiting(command, case, law)
    situation = dossier.situation(ours=dossier.decided.ours)
    way = way_to(law, dossier, "INFO_CHECK", situation)
    if (command.finding == "signs") == (command.follow_up == "none"):
        raise FollowUpUnfit(
            "Có dấu hiệu vi phạm thì phải nêu việc làm tiếp; không có thì không làm gì thêm.",
            basis=way.basis,
            field="follow_up",
        )
    return [
        CaseChecked(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            checked_on=command.day,
            finding=command.finding,
            follow_up=command.follow_up,
            reason=reason_of(command.reason),
            basis=way.basis,
        )
    ]


def refer_crime(command: ReferCrime, case: Case, law: Law) -> list[CaseEvent]:
    """
    Send signs of a crime, with the file, to the body that investigates: at once.

    A denunciation that nobody has accepted ends with it; what else is asked for is still
    settled, and an accepted case goes on or is paused until that body has decided.

    Legal source: LTC Đ27.1, Đ36.2; TT05 Đ22; rows `crime` and `crime_ends` of `ending.yaml`.

    Raises:
        NotProvidedFor: the law of that day knows no such referral.
        CrimeReferredAlready: it was sent before, in another way.
        FileMissing, ReasonMissing: it does not say what went with it, or which signs.
        Refusal: as `awaiting` or, of an accepted case, `settling`.
    """
    if _sent_so(command, case):
        return []
    dossier = _open_to(command, case, law)
    kind, rows = dossier.classified.kind, law.book.ending.acts
    row = permitted(rows, kind, "crime", command.day)
    if row is None:
        raise NotProvidedFor("Pháp luật của ngày này không quy định việc chuyển đó.")
    if dossier.referred is not None:
        raise CrimeReferredAlready(
            f"Đã chuyển ngày {dossier.referred.referred_on:%d/%m/%Y}.", basis=row.basis
        )
    if not command.file.strip():
        raise FileMissing("Phải nêu hồ sơ chuyển kèm.", basis=row.basis, field="file")
    ends = permitted(rows, kind, "crime_ends", command.day) is not None
    return [
        CrimeReferred(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            kind=kind,
            instance=dossier.opened.instance,
            holder=dossier.holder,
            to=command.to,
            referred_on=command.day,
            file=command.file,
            reason=reason_of(command.reason),
            ends=ends and not isinstance(case, Accepted),
            basis=row.basis,
        )
    ]


def _open_to(command: ReferCrime, case: Case, law: Law) -> Dossier:
    if isinstance(case, Accepted):
        return settling(command, case, law)[0]
    return awaiting(command, case, law)


def _sent_so(command: ReferCrime, case: Case) -> bool:
    """Test whether exactly this was recorded before."""
    if not isinstance(case, AwaitingAction | Accepted | Closed):
        return False
    referred = case.dossier.referred
    return referred is not None and (
        (referred.to, referred.file, referred.referred_on)
        == (command.to, command.file, command.day)
    )
