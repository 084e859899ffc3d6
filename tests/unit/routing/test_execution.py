"""Decisions on execution: what is ordered, what is done of it, and that the sums are right."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.agency.errors import AgencyNotInForce
from services.routing.domain.case import ending_errors, errors
from services.routing.domain.case.decider import case_decider
from services.routing.domain.directory import Directory, Law
from services.routing.domain.execution import commands as ask
from services.routing.domain.execution import errors as no
from services.routing.domain.execution.decider import execution_decider
from services.routing.domain.held import held_of
from services.routing.rules import RuleBook
from shared.contracts import routing_inquiry as said
from shared.errors import Refusal
from shared.legal.citation import Citation
from shared.testing.spec import Case, check
from tests.unit.routing.endings import appealed, reopened, revoked
from tests.unit.routing.settled import (
    BUILDING,
    COMPLAINT,
    DENUNCIATION,
    GONE,
    IDS,
    KINDS,
    REASON,
    WARD,
    asks,
    day,
    decided,
    with_gone,
)

DECIDED = [*COMPLAINT, decided("6/8")]
CONCLUDED = [*DENUNCIATION, decided("6/8", kind="denunciation")]
FALLEN = [*DECIDED, revoked("10/9")]
RESETTLED = [*COMPLAINT, decided("10/7"), revoked("13/8"), reopened("13/8", "revoked")]
AGAIN = [*RESETTLED, decided("20/8")]
PAPER = "0b9a3a2e-6f0c-4a55-9a3e-1b7f4c7b8a01"
MONEY = ask.Demanded(measure="money", amount=100, beneficiary="person", owner=WARD, due_on=day("30/9"), what="Trả tiền.")  # fmt: skip
LAND = ask.Demanded(measure="land", amount=5_050, beneficiary="state", owner=BUILDING, due_on=day("30/9"), what="Thu hồi đất.")  # fmt: skip
SORRY = ask.Demanded(measure="restoration", owner=WARD, due_on=day("30/9"), what="Xin lỗi.")
PEOPLE = ask.Demanded(measure="discipline", amount=3, owner=WARD, due_on=day("30/9"), what="Xử lý kỷ luật.")  # fmt: skip


def orders(on: str, *items: ask.Demanded, reason: str = "") -> Any:
    return asks(ask.OrderExecution, on, items=items, reason=reason)


def ordered(
    on: str, *items: ask.Demanded, reason: str = "", number: int = 1, binds: str = "6/9"
) -> list[Any]:
    head = said.ExecutionOrdered(
        **IDS, **KINDS, number=number, items=len(items), ordered_on=day(on), reason=reason,
        effective_on=day(binds), basis=Citation("ND124", "Đ31.1"),
    )  # fmt: skip
    return [
        head,
        *(
            said.ExecutionItemOrdered(
                **IDS, number=number, item=n, measure=i.measure, amount=i.amount,
                beneficiary=i.beneficiary, owner=i.owner, due_on=i.due_on, what=i.what,
            )
            for n, i in enumerate(items, start=1)
        ),
    ]  # fmt: skip


def does(item: int, on: str, amount: int = 1, evidence: str = PAPER, **more: Any) -> Any:
    return asks(ask.FulfilItem, on, item=item, amount=amount, evidence=evidence, **more)


def done(item: int, entry: int, on: str, amount: int = 1, officials: int = 0) -> Any:
    return said.ExecutionItemFulfilled(
        **IDS, number=1, item=item, entry=entry, amount=amount, officials=officials,
        done_on=day(on), evidence=PAPER,
    )  # fmt: skip


def strikes(item: int, entry: int, on: str = "20/9", reason: str = REASON) -> Any:
    return asks(ask.StrikeFulfilment, on, item=item, entry=entry, reason=reason)


def struck(item: int, entry: int, amount: int, on: str = "20/9") -> Any:
    return said.FulfilmentStruck(
        **IDS, number=1, item=item, entry=entry, amount=amount, officials=0,
        struck_on=day(on), reason=REASON,
    )  # fmt: skip


def complete(on: str, number: int = 1) -> Any:
    return said.ExecutionCompleted(**IDS, holder=WARD, number=number, completed_on=day(on))


def cancelled(on: str, reason: str = REASON) -> Any:
    return said.ExecutionCancelled(
        **IDS, holder=WARD, number=1, cancelled_on=day(on), reason=reason
    )


both = ordered("7/9", MONEY, SORRY)
part = [*both, done(1, 1, "10/9", 40)]
nearly = [*part, done(2, 1, "11/9")]
old = ordered("11/8", MONEY, SORRY, binds="10/8")
"""Of the decision that was revoked."""

# fmt: off
CASES: list[tuple[Any, Case[Any, Any]]] = [
    (DECIDED, Case("ordered with its items", [], orders("7/9", MONEY, LAND, SORRY, PEOPLE), ordered("7/9", MONEY, LAND, SORRY, PEOPLE))),
    (DECIDED, Case("nothing to do: done", [], orders("7/9", reason="Khiếu nại sai."), [*ordered("7/9", reason="Khiếu nại sai."), complete("7/9")])),
    (DECIDED, Case("and it says why", [], orders("7/9"), errors.ReasonMissing)),
    (DECIDED, Case("from the first day of its effect", [], orders("6/9", MONEY), ordered("6/9", MONEY))),
    (DECIDED, Case("not a day before", [], orders("5/9", MONEY), ending_errors.NotInForce)),
    ([*DECIDED, appealed("20/8")], Case("not while a second complaint runs", [], orders("7/9", MONEY), ending_errors.NotInForce)),
    (FALLEN, Case("not of what was revoked", [], orders("11/9", MONEY), ending_errors.NoDecision)),
    (COMPLAINT, Case("not of what is not decided", [], orders("7/9", MONEY), ending_errors.NoDecision)),
    ([*COMPLAINT, decided("6/8", "withdrawn")], Case("nor of what was withdrawn", [], orders("7/9", MONEY), ending_errors.NoDecision)),
    (DECIDED, Case("one order", both, orders("8/9", MONEY), no.OrderedAlready)),
    (DECIDED, Case("not by another body", [], replace(orders("7/9", MONEY), by=BUILDING), errors.NotTheHolder)),
    (DECIDED, Case("not tomorrow", [], orders("1/10", replace(MONEY, due_on=day("2/10"))), errors.DayImpossible)),
    (DECIDED, Case("no amount", [], orders("7/9", replace(MONEY, amount=0)), no.ItemWrong)),
    (DECIDED, Case("two apologies in one", [], orders("7/9", replace(SORRY, amount=2)), no.ItemWrong)),
    (DECIDED, Case("money for nobody", [], orders("7/9", replace(MONEY, beneficiary="none")), no.ItemWrong)),
    (DECIDED, Case("an apology to the state", [], orders("7/9", replace(SORRY, beneficiary="state")), no.ItemWrong)),
    (DECIDED, Case("by nobody", [], orders("7/9", replace(SORRY, owner="X")), errors.AgencyUnknown)),
    (DECIDED, Case("nor by a body that is no more", [], orders("7/9", replace(SORRY, owner=GONE)), AgencyNotInForce)),
    (DECIDED, Case("until yesterday", [], orders("7/9", replace(SORRY, due_on=day("6/9"))), no.ItemWrong)),
    (DECIDED, Case("of nothing", [], orders("7/9", replace(SORRY, what=" ")), no.ItemWrong)),
    (DECIDED, Case("a part is done", both, does(1, "10/9", 40), [done(1, 1, "10/9", 40)])),
    (DECIDED, Case("the rest", nearly, does(1, "12/9", 60), [done(1, 2, "12/9", 60), complete("12/9")])),
    (DECIDED, Case("the day of the last deed counts", nearly, does(1, "9/9", 60), [done(1, 2, "9/9", 60), complete("11/9")])),
    (DECIDED, Case("no more than is left", part, does(1, "12/9", 61), no.MoreThanOrdered)),
    (DECIDED, Case("nor nothing", part, does(1, "12/9", 0), no.MoreThanOrdered)),
    (DECIDED, Case("a paper shows it", part, does(1, "12/9", 1, ""), no.EvidenceMissing)),
    (DECIDED, Case("no officials in money", part, does(1, "12/9", 1, officials=1), no.MoreThanOrdered)),
    (DECIDED, Case("officials among persons", ordered("7/9", PEOPLE), does(1, "12/9", 2, officials=2), [done(1, 1, "12/9", 2, 2)])),
    (DECIDED, Case("not more of them than persons", ordered("7/9", PEOPLE), does(1, "12/9", 2, officials=3), no.MoreThanOrdered)),
    (DECIDED, Case("no such item", both, does(3, "12/9"), no.ItemUnknown)),
    (DECIDED, Case("nothing ordered", [], does(1, "12/9"), no.NothingOrdered)),
    (DECIDED, Case("not before the order", both, does(2, "6/9"), errors.DayImpossible)),
    (DECIDED, Case("by the body that owes it", ordered("7/9", LAND), replace(does(1, "12/9", 50), by=BUILDING), [done(1, 1, "12/9", 50)])),
    (DECIDED, Case("not by a body that does not", both, replace(does(2, "12/9"), by=BUILDING), errors.NotTheHolder)),
    (FALLEN, Case("not of a revoked decision", both, does(2, "12/9"), ending_errors.NoDecision)),
    (DECIDED, Case("taken back", part, strikes(1, 1), [struck(1, 1, 40)])),
    (DECIDED, Case("for one reason", [*part, struck(1, 1, 40)], strikes(1, 1, reason="Khác."), no.EntryStruckAlready)),
    (DECIDED, Case("no such entry", part, strikes(1, 2), no.ItemUnknown)),
    (DECIDED, Case("then asked for again", [*part, struck(1, 1, 40)], does(1, "21/9", 100), [done(1, 2, "21/9", 100)])),
    (FALLEN, Case("it falls with its decision", both, asks(ask.CancelExecution, "11/9", reason=REASON), [cancelled("11/9")])),
    (DECIDED, Case("and with nothing else", both, asks(ask.CancelExecution, "11/9", reason=REASON), no.DecisionStands)),
    (RESETTLED, Case("it falls while the matter is settled anew", old, asks(ask.CancelExecution, "14/8", reason=REASON), [cancelled("14/8")])),
    (AGAIN, Case("and after another decision", old, asks(ask.CancelExecution, "21/9", reason=REASON), [cancelled("21/9")])),
    (AGAIN, Case("nothing of it is done any more", old, does(1, "22/9", 40), no.NothingOrdered)),
    (AGAIN, Case("another order takes its place", old, orders("21/9", MONEY), [cancelled("21/9", "Quyết định đã được thay thế."), *ordered("21/9", MONEY, number=2, binds="20/9")])),
    (FALLEN, Case("where there is one", [], asks(ask.CancelExecution, "11/9", reason=REASON), no.NothingOrdered)),
]
# fmt: on


@pytest.mark.parametrize(("of", "case"), CASES, ids=[str(row[1]) for row in CASES])
def test_execution(
    of: Any, case: Case[Any, Any], book: RuleBook, directory: Directory
) -> None:
    law = Law(book=book, directory=with_gone(directory))
    matter = held_of(case_decider(book, directory).fold(of))
    check(execution_decider(law), replace(case, when=replace(case.when, held=matter)))


def test_what_is_left_of_land_is_said_in_square_metres(
    book: RuleBook, directory: Directory
) -> None:
    """Facts keep square decimetres: 20 of 50.5 m² are done."""
    law = Law(book=book, directory=with_gone(directory))
    decider = execution_decider(law)
    ordered_land = [*ordered("7/9", LAND), done(1, 1, "8/9", 2_000)]
    held = held_of(case_decider(book, directory).fold(DECIDED))
    too_much = replace(does(1, "9/9", 3_051), held=held)
    with pytest.raises(no.MoreThanOrdered, match=r" 30\.50\."):
        decider.decide(too_much, decider.fold(ordered_land))


days = st.sampled_from([dt.date(2026, 9, n) for n in range(6, 14)])
measures = st.sampled_from([MONEY, LAND, SORRY, PEOPLE])


def asked(kind: type[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda on, **given: replace(asks(kind, None, **given), on=on),
        on=days,
        **more,
    )


requests = st.one_of(
    asked(ask.OrderExecution, items=st.lists(measures, max_size=4).map(tuple), reason=st.just("x")),
    asked(ask.FulfilItem, item=st.integers(0, 5), amount=st.integers(0, 120),
          officials=st.integers(0, 1), evidence=st.sampled_from(["", PAPER])),
    asked(ask.StrikeFulfilment, item=st.integers(0, 4), entry=st.integers(0, 3), reason=st.just("x")),
    asked(ask.CancelExecution, reason=st.just("x")),
)  # fmt: skip


@given(
    of=st.sampled_from([DECIDED, CONCLUDED, FALLEN]),
    asked_for=st.lists(requests, max_size=15),
)
def test_the_sums_are_always_right(
    of: Any, asked_for: list[Any], book: RuleBook, directory: Directory
) -> None:
    """Totals are those of the items, never more is done than ordered; done when each item is."""
    decider = execution_decider(Law(book=book, directory=directory))
    matter = held_of(case_decider(book, directory).fold(of))
    history: list[Any] = []
    for command in asked_for:
        asking = replace(command, held=matter)
        try:
            facts = decider.decide(asking, decider.fold(history))
        except Refusal:
            continue
        history.extend(facts)
        state = decider.fold(history)
        assert not decider.decide(asking, state)
        for order in state.orders:
            assert order.head.items == len(order.items)
            for measure in ("money", "land", "discipline", "restoration"):
                wanted, got = order.total(measure)
                assert 0 <= got <= wanted
                assert wanted == sum(
                    f.amount for f in history
                    if isinstance(f, said.ExecutionItemOrdered)
                    and (f.number, f.measure) == (order.head.number, measure)
                )  # fmt: skip
            assert order.done == all(item.left == 0 for item in order.items)
        if any(isinstance(f, said.ExecutionCompleted) for f in facts):
            assert state.current
            assert state.current.done
    assert sum(not order.cancelled for order in decider.fold(history).orders) <= 1
