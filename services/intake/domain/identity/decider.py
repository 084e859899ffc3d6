"""
What a request about a reveal leads to.

Legal source: LTC Đ56 (secrecy of the denouncer). The law asks for secrecy and names no
procedure; how many must agree, and for how long, are settings of the province.
"""

import datetime as dt
from typing import assert_never

from services.intake.domain.identity.commands import (
    ApproveReveal,
    AskReveal,
    EndReveal,
    RefuseReveal,
    RevealCommand,
    ViewIdentity,
)
from services.intake.domain.identity.errors import (
    AlreadyApproved,
    EndUnfit,
    NoSuchReveal,
    NotAwaited,
    NotOpen,
    NotSealed,
    NotYours,
    OwnRequest,
    RevealExpired,
    RevealOver,
    ScopeEmpty,
)
from services.intake.domain.identity.events import (
    IdentityViewed,
    RevealApproved,
    RevealAsked,
    RevealEnded,
    RevealFact,
    RevealRefused,
)
from services.intake.domain.identity.state import Asked, Reveal, Unasked, evolve
from shared.decider import Decider
from shared.ids import OfficerId


def ask(command: AskReveal, reveal: Reveal) -> list[RevealFact]:
    """
    Record a request. Where no consent is needed it is open at once, and still recorded.

    Raises:
        NotSealed, ScopeEmpty, EndUnfit: there is nothing to ask, or it asks too much.
    """
    if isinstance(reveal, Asked):
        return []
    if not command.denunciation:
        raise NotSealed("this is no denunciation; its sender is not sealed")
    if not command.scope:
        raise ScopeEmpty("scope: choose what you need to see", field="scope")
    if not command.at < command.until <= command.at + command.longest:
        raise EndUnfit(
            f"until: choose an end within {command.longest.days} days from now",
            field="until",
            values={"days": command.longest.days},
        )
    return [
        RevealAsked(
            reveal_id=command.reveal_id,
            petition_id=command.petition_id,
            officer=command.officer,
            agency=command.agency,
            reason_code=command.reason_code,
            sealed_reason=command.sealed_reason,
            scope=command.scope,
            until=command.until,
            approvals_needed=command.approvals_needed,
        )
    ]


def approve(command: ApproveReveal, reveal: Asked) -> list[RevealFact]:
    """
    Record that a custodian agrees.

    Raises:
        RevealOver, RevealExpired: there is nothing left to agree to.
        OwnRequest, AlreadyApproved, NotAwaited: not this custodian's consent.
    """
    _check_alive(reveal, command.at)
    _check_other(reveal, command.custodian)
    if command.custodian in reveal.approved_by:
        raise AlreadyApproved("you have agreed already; another custodian must")
    if reveal.is_open:
        raise NotAwaited("enough custodians have agreed already")
    return [
        RevealApproved(
            reveal_id=command.reveal_id,
            petition_id=reveal.petition_id,
            custodian=command.custodian,
            opens=len(reveal.approved_by) + 1 >= reveal.approvals_needed,
        )
    ]


def refuse(command: RefuseReveal, reveal: Asked) -> list[RevealFact]:
    """
    Record that a custodian says no; who agreed before may think again.

    Raises:
        RevealOver, RevealExpired, OwnRequest: there is nothing to refuse, or not by them.
    """
    _check_alive(reveal, command.at)
    _check_other(reveal, command.custodian)
    return [
        RevealRefused(
            reveal_id=command.reveal_id,
            petition_id=reveal.petition_id,
            custodian=command.custodian,
        )
    ]


def end(command: EndReveal, reveal: Asked) -> list[RevealFact]:
    """
    Record that it is closed; what is over already changes nothing.

    Raises:
        NotYours: somebody else asked for it.
    """
    if not command.guards and command.officer != reveal.officer:
        raise NotYours("another officer asked for this reveal; only they can close it")
    if reveal.over:
        return []
    return [
        RevealEnded(
            reveal_id=command.reveal_id,
            petition_id=reveal.petition_id,
            officer=command.officer,
        )
    ]


def view(command: ViewIdentity, reveal: Asked) -> list[RevealFact]:
    """
    Record that who asked looks now.

    Raises:
        NotYours, RevealOver, RevealExpired, NotOpen: they cannot.
    """
    if command.officer != reveal.officer:
        raise NotYours("another officer asked for this reveal; ask for one of your own")
    _check_alive(reveal, command.at)
    if not reveal.is_open:
        missing = reveal.approvals_needed - len(reveal.approved_by)
        raise NotOpen(
            f"not open yet: {missing} more custodian(s) must agree",
            values={"missing": missing},
        )
    return [
        IdentityViewed(
            reveal_id=command.reveal_id,
            petition_id=reveal.petition_id,
            officer=command.officer,
            scope=reveal.scope,
        )
    ]


def _check_alive(reveal: Asked, at: dt.datetime) -> None:
    if reveal.over:
        was = "refused by a custodian" if reveal.over == "refused" else "closed"
        raise RevealOver(f"this reveal was {was}; ask for a new one")
    if at >= reveal.until:
        raise RevealExpired("the time of this reveal is over; ask for a new one")


def _check_other(reveal: Asked, custodian: OfficerId) -> None:
    if custodian == reveal.officer:
        raise OwnRequest("you asked for this reveal; others decide about it")


def decide(command: RevealCommand, reveal: Reveal) -> list[RevealFact]:
    """
    Return the facts that the command leads to.

    Raises:
        NoSuchReveal: nobody asked for it.
        Refusal: see each command.
    """
    if isinstance(command, AskReveal):
        return ask(command, reveal)
    if isinstance(reveal, Unasked):
        raise NoSuchReveal("no reveal has this id; check the address")
    match command:
        case ApproveReveal():
            return approve(command, reveal)
        case RefuseReveal():
            return refuse(command, reveal)
        case EndReveal():
            return end(command, reveal)
        case ViewIdentity():
            return view(command, reveal)
        case _:
            assert_never(command)


REVEAL: Decider[RevealCommand, Reveal, RevealFact] = Decider(
    initial=Unasked(), evolve=evolve, decide=decide
)
