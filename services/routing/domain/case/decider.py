"""
Decides on a case: dispatch only. Each act has its room.

`opening`, `settling`, `pausing`, `extending`, `notifying`, `closing`, `transferring`,
`designating` and `assigning` hold the decisions; `standing` asks who may act.
"""

from collections.abc import Sequence
from typing import assert_never

from services.routing.domain.case.assigning import assign
from services.routing.domain.case.closing import answer, file, guide, refuse
from services.routing.domain.case.commands import (
    AcceptCase,
    AnswerCase,
    AssignCase,
    CaseCommand,
    ConfirmTransfer,
    Designate,
    ExtendCase,
    FileCase,
    FindComplexity,
    GuideCase,
    IssueDecision,
    NotifyOf,
    OpenCase,
    PauseCase,
    PublishDecision,
    RefuseCase,
    RequestDesignation,
    ResumeCase,
    ReturnTransfer,
    SettlingRequest,
    StrikeExtension,
    StrikePause,
    TransferPetition,
)
from services.routing.domain.case.designating import designate, request_designation
from services.routing.domain.case.ending_deciding import decide_ending
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.extending import (
    extend,
    find_complexity,
    strike_extension,
)
from services.routing.domain.case.notifying import notify, publish
from services.routing.domain.case.opening import open_case
from services.routing.domain.case.pausing import pause, resume, strike_pause
from services.routing.domain.case.settling import accept, issue
from services.routing.domain.case.state import Case, Unknown, evolve
from services.routing.domain.case.transferring import confirm, give_back, transfer
from services.routing.domain.directory import Directory, Law
from services.routing.rules import RuleBook
from shared.decider import Decider


def case_decider(
    book: RuleBook, directory: Directory
) -> Decider[CaseCommand, Case, CaseEvent]:
    """Return the decider of cases under these rules, among these bodies."""
    law = Law(book=book, directory=directory)

    def decide(command: CaseCommand, case: Case) -> Sequence[CaseEvent]:
        return _decide(command, case, law.on(command.day))

    return Decider(initial=Unknown(), evolve=evolve, decide=decide)


def _decide(  # noqa: C901, PLR0911, PLR0912 - dispatch, one line a command
    command: CaseCommand, case: Case, law: Law
) -> Sequence[CaseEvent]:
    match command:
        case OpenCase():
            return open_case(command, case, law)
        case AcceptCase():
            return accept(command, case, law)
        case RefuseCase():
            return refuse(command, case, law)
        case GuideCase():
            return guide(command, case, law)
        case FileCase():
            return file(command, case, law)
        case AnswerCase():
            return answer(command, case, law)
        case TransferPetition():
            return transfer(command, case, law)
        case ConfirmTransfer():
            return confirm(command, case, law)
        case ReturnTransfer():
            return give_back(command, case, law)
        case RequestDesignation():
            return request_designation(command, case, law)
        case Designate():
            return designate(command, case, law)
        case IssueDecision():
            return issue(command, case, law)
        case AssignCase():
            return assign(command, case, law)
        case (
            PauseCase()
            | ResumeCase()
            | StrikePause()
            | ExtendCase()
            | StrikeExtension()
            | FindComplexity()
            | NotifyOf()
            | PublishDecision()
        ):
            return _on_time(command, case, law)
        case _:
            return decide_ending(command, case, law)


def _on_time(  # noqa: PLR0911 - dispatch, one line a command
    command: SettlingRequest, case: Case, law: Law
) -> Sequence[CaseEvent]:
    match command:
        case PauseCase():
            return pause(command, case, law)
        case ResumeCase():
            return resume(command, case, law)
        case StrikePause():
            return strike_pause(command, case, law)
        case ExtendCase():
            return extend(command, case, law)
        case StrikeExtension():
            return strike_extension(command, case, law)
        case FindComplexity():
            return find_complexity(command, case, law)
        case NotifyOf():
            return notify(command, case, law)
        case PublishDecision():
            return publish(command, case, law)
        case _:
            assert_never(command)
