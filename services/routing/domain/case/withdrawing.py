"""Records who signed, who withdrew what, and what was sent to each of them."""

from services.routing.domain.case.ending_commands import (
    NotifySigner,
    RegisterSigners,
    WithdrawSigner,
)
from services.routing.domain.case.ending_errors import (
    RepresentativesWrong,
    SignersFixed,
    SignersWrong,
    SignerUnknown,
    WithdrawalNotProvidedFor,
    WithdrawnAlready,
)
from services.routing.domain.case.errors import (
    CaseIsClosed,
    DayImpossible,
    PaperSentAlready,
    ReceivedBeforeSent,
    TransferUnconfirmed,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.request import Request
from services.routing.domain.case.signers import Signers
from services.routing.domain.case.standing import dossier_of, may_act, settled
from services.routing.domain.case.state import Case, Closed, Dossier, InTransfer
from services.routing.domain.directory import Law
from services.routing.rules.ending import Permission, permitted
from shared.clock import local_date
from shared.contracts.routing_settlement import (
    SignerNotified,
    SignersRegistered,
    SignerWithdrew,
)
from shared.legal.rules import in_force

MOST_SIGNERS = 5_000


def register_signers(command: RegisterSigners, case: Case, law: Law) -> list[CaseEvent]:
    """
    Say how many signed; it can be put right as long as nobody beyond the new number acted.

    Legal source: LTCD Đ29; ND124 Đ6.2.

    Raises:
        SignersWrong, RepresentativesWrong: so many cannot be, or cannot speak for all.
        SignersFixed: one of those who would be left out withdrew, or was written to.
        Refusal: as `still_open`.
    """
    dossier = still_open(command, case, law)
    known = dossier.signers
    speakers = tuple(sorted(set(command.representatives)))
    if (command.count, speakers) == (known.count, known.representatives):
        return []
    if not 1 <= command.count <= MOST_SIGNERS:
        raise SignersWrong(f"Số người ký từ 1 đến {MOST_SIGNERS}.", field="count")
    acted = {each.signer for each in known.withdrawals} | {s.signer for s in known.sent}
    if acted and command.count < max(acted):
        raise SignersFixed(
            f"Người ký số {max(acted)} đã rút đơn hoặc đã được gửi văn bản; "
            "không thể ghi ít người hơn.",
            field="count",
        )
    rows = in_force(law.book.ending.representatives, command.day)
    fitting = [row for row in rows if row.signers <= command.count]
    row = max(fitting or rows, key=lambda each: each.signers)
    outside = [number for number in speakers if not 1 <= number <= command.count]
    if outside or len(speakers) > (row.most if fitting else 0):
        raise RepresentativesWrong(
            f"Từng này người được cử nhiều nhất {row.most if fitting else 0} người đại "
            "diện, và người đại diện phải là người ký đơn.",
            basis=row.basis,
            field="representatives",
        )
    return [
        SignersRegistered(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            count=command.count,
            representatives=speakers,
            registered_on=command.day,
            basis=row.basis,
        )
    ]


def withdraw(command: WithdrawSigner, case: Case, law: Law) -> list[CaseEvent]:
    """
    Record that a signer withdraws all or a part; for the others settlement goes on.

    Legal source: LKN Đ10; LTC Đ33.

    Raises:
        SignerUnknown: there is no signer of that number.
        WithdrawnAlready: this signer did so before.
        WithdrawalNotProvidedFor: not by the law of that day.
        DayImpossible: before an earlier withdrawal of the same signer.
        Refusal: as `still_open`.
    """
    dossier = still_open(command, case, law)
    signers, part = dossier.signers, command.part.strip()
    known_signer(signers, command.signer)
    earlier = list(signers.parts_of(command.signer))
    if (part, command.day) in {(each.part, each.on) for each in earlier}:
        return []
    row = _way_to_withdraw(law, dossier, command)
    if any(each.whole or each.part == part for each in earlier):
        last = max(each.on for each in earlier)
        raise WithdrawnAlready(
            f"Người ký số {command.signer} đã rút ngày {last:%d/%m/%Y}; không ai rút hai lần.",
            basis=row.basis,
            field="signer",
        )
    if any(each.on > command.day for each in earlier):
        raise DayImpossible("Ngày rút không được trước lần rút trước đó.", field="on")
    return [
        SignerWithdrew(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            signer=command.signer,
            part=part,
            form=command.form,
            withdrawn_on=command.day,
            basis=row.basis,
        )
    ]


def notify_signer(command: NotifySigner, case: Case, law: Law) -> list[CaseEvent]:
    """
    Record that a paper went to one signer, or when it came there.

    Legal source: LKN Đ27, Đ32, Đ41.1; LTC Đ29.3, Đ35.3.

    Raises:
        SignerUnknown: there is no signer of that number.
        PaperSentAlready: it was received on another day.
        ReceivedBeforeSent: nobody receives it before it is sent, or tomorrow.
        Refusal: as `settled`.
    """
    dossier, _ = settled(command, case, law)
    known_signer(dossier.signers, command.signer)
    received = command.received_on
    if received and not command.day <= received <= local_date(command.at):
        raise ReceivedBeforeSent(
            "Ngày nhận phải từ ngày gửi đến hôm nay.", field="received_on"
        )
    for sent in dossier.signers.sent:
        if (sent.signer, sent.what, sent.sent_on) == (
            command.signer, command.what, command.day,
        ):  # fmt: skip
            if received in (None, sent.received_on):
                return []
            if sent.received_on is not None:
                raise PaperSentAlready("Đã ghi ngày nhận khác.", field="received_on")
    return [
        SignerNotified(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            signer=command.signer,
            what=command.what,
            sent_on=command.day,
            received_on=received,
        )
    ]


def still_open(request: Request, case: Case, law: Law) -> Dossier:
    """
    Return the dossier of a case that is not over and on which its holder acts.

    Raises:
        CaseUnknown, CaseIsClosed, TransferUnconfirmed, NotTheHolder, DayImpossible: not so.
    """
    dossier = dossier_of(case)
    if isinstance(case, Closed):
        raise CaseIsClosed("Vụ việc đã kết thúc tại đây.")
    if isinstance(case, InTransfer):
        raise TransferUnconfirmed("Nơi nhận chưa xác nhận hoặc trả lại đơn.")
    may_act(request, dossier, law)
    return dossier


def known_signer(signers: Signers, number: int) -> None:
    """
    Do nothing if there is a signer of that number.

    Raises:
        SignerUnknown: there is none.
    """
    if not 1 <= number <= signers.count:
        raise SignerUnknown(
            f"Đơn có {signers.count} người ký; không có người ký số này.", field="signer"
        )


def _way_to_withdraw(law: Law, dossier: Dossier, command: WithdrawSigner) -> Permission:
    kind, rows = dossier.classified.kind, law.book.ending.withdrawals
    row = permitted(rows, kind, command.form, command.day)
    if row is None:
        raise WithdrawalNotProvidedFor(
            "Pháp luật của ngày này không quy định việc rút loại đơn này bằng hình thức đó.",
            field="form",
        )
    return row
