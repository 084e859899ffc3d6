"""What the page of a case offers of an execution, by the decision that stands."""

import datetime as dt
from typing import Any

import pytest

from services.routing.domain.attention.state import Attention
from services.routing.domain.case.decider import case_decider
from services.routing.domain.directory import Directory, Law
from services.routing.domain.execution.decider import execution_decider
from services.routing.domain.held import held_of
from services.routing.domain.inquiry.state import Inquiry
from services.routing.rules import RuleBook
from services.routing.web.life_acts import Here, life_acts
from tests.unit.routing.endings import ended, revoked
from tests.unit.routing.settled import COMPLAINT, WARD, decided
from tests.unit.routing.test_execution import AGAIN, RESETTLED, cancelled, old

FIRST = [*COMPLAINT, decided("10/7")]
ABOUT = {"execute", "fulfil", "strike-fulfilment", "cancel-execution"}

# fmt: off
OFFERED: list[tuple[str, list[Any], list[Any], list[str]]] = [
    ("a decision that binds", FIRST, [], ["execute"]),
    ("its order", FIRST, old, ["fulfil-1", "fulfil-2"]),
    ("a decision that was revoked", [*FIRST, revoked("13/8")], old, ["cancel-execution"]),
    ("while the matter is settled anew", RESETTLED, old, ["cancel-execution"]),
    ("that ended without a decision", [*RESETTLED, ended("20/8")], old, ["cancel-execution"]),
    ("once the order was let fall", RESETTLED, [*old, cancelled("14/8")], []),
    ("after another decision", AGAIN, old, ["execute", "cancel-execution"]),
    ("that does not bind yet", [*RESETTLED, decided("20/9")], old, ["cancel-execution"]),
]
# fmt: on


@pytest.mark.parametrize(
    ("of", "orders", "names"), [row[1:] for row in OFFERED], ids=[row[0] for row in OFFERED]
)
def test_the_page_offers_of_execution(
    of: Any, orders: list[Any], names: list[str], book: RuleBook, directory: Directory
) -> None:
    law, case = Law(book=book, directory=directory), case_decider(book, directory).fold(of)
    here = Here(
        case=case, held=held_of(case), inquiry=Inquiry(),
        execution=execution_decider(law).fold(orders), attention=Attention(), law=law,
        today=dt.date(2026, 9, 30), heads=True, above=WARD, overdue=False, officers=(),
        agencies=(), papers=(),
    )  # fmt: skip
    assert [act.key for act in life_acts(here) if act.name in ABOUT] == names
