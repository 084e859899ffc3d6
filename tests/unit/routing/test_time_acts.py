"""What the page of a case offers, by its state: never what the domain is sure to refuse."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from services.routing.api.settling import BODIES
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.errors import CriteriaMissing
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from services.routing.web.time_acts import time_acts
from services.routing.web.ways import Act, acts_on
from shared.errors import Refusal
from tests.unit.routing.settled import (
    AT,
    COMPLAINT,
    DENUNCIATION,
    OLD,
    SECOND,
    UNACCEPTED,
    WARD,
    C,
    decided,
    extended,
    notified,
    paused,
    published,
    resumed,
)

TODAY, JUNE = dt.date(2026, 9, 30), dt.date(2026, 6, 15)
still = [*COMPLAINT, paused("20/7")]
told = [*COMPLAINT, notified("acceptance", "7/7")]
closed = [*told, decided("24/8")]
second = {"kind": "complaint", "instance": "second", "holder": WARD}
ended = [
    *SECOND,
    notified("acceptance", "7/7", **second),
    decided("24/8", instance="second"),
]

# fmt: off
OFFERED: list[tuple[str, list[Any], dt.date, list[str]]] = [
    ("a complaint", told, TODAY, ["decide!", "pause", "complexity"]),
    ("a denunciation", DENUNCIATION, TODAY, ["decide!", "pause", "extend", "notify-acceptance"]),
    ("one that is extended for good", [*DENUNCIATION, extended(1, "3/8"), extended(2, "1/9")], TODAY, ["decide!", "pause", "notify-acceptance", "strike-extension-1", "strike-extension-2"]),
    ("a complaint while the law knew no pause", OLD, JUNE, ["decide!", "complexity", "notify-acceptance"]),
    ("what stands still", still, TODAY, ["notify-pause!", "resume", "complexity", "notify-acceptance", "strike-pause-2026-07-20", "decide-withdrawn"]),
    ("once the pause was sent", [*still, notified("pause", "21/7")], TODAY, ["resume!", "complexity", "notify-acceptance", "strike-pause-2026-07-20", "decide-withdrawn"]),
    ("what went on", [*told, paused("20/7"), notified("pause", "21/7"), resumed("3/8")], TODAY, ["decide!", "pause", "complexity", "notify-resumption", "strike-pause-2026-07-20"]),
    ("a decision to send", closed, TODAY, ["notify-decision!", "publish"]),
    ("one that was sent", [*closed, notified("decision", "25/8")], TODAY, ["notify-receipt", "publish"]),
    ("one that was received", [*closed, notified("decision", "25/8", "27/8")], TODAY, ["publish"]),
    ("a second decision to be published", [*ended, notified("decision", "25/8", **second)], TODAY, ["publish!"]),
    ("one that is", [*ended, notified("decision", "25/8", **second), published("8/9")], TODAY, []),
    ("a conclusion to send", [*DENUNCIATION, decided("24/8", kind="denunciation")], TODAY, ["notify-outcome!", "notify-acceptance", "publish"]),
    ("what was withdrawn", [*told, decided("24/8", "withdrawn")], TODAY, ["notify-decision!"]),
    ("what nobody accepted", UNACCEPTED, TODAY, ["accept!", "refuse"]),
]
# fmt: on


def offered(
    history: list[Any], book: RuleBook, directory: Directory, today: dt.date
) -> list[Act]:
    case = case_decider(book, directory).fold(history)
    acts = [*time_acts(case, book, today=today, heads=True), *acts_on(case, book, today)]
    return sorted(acts, key=lambda act: not act.proposed)


@pytest.mark.parametrize(
    ("history", "today", "names"),
    [row[1:] for row in OFFERED],
    ids=[row[0] for row in OFFERED],
)
def test_the_page_offers(
    history: list[Any],
    today: dt.date,
    names: list[str],
    book: RuleBook,
    directory: Directory,
) -> None:
    acts = offered(history, book, directory, today)
    assert [act.key + "!" * act.proposed for act in acts] == names


def test_only_heads_take_back(book: RuleBook, directory: Directory) -> None:
    case = case_decider(book, directory).fold([*still, extended(1, "3/8")])
    names = {act.name for act in time_acts(case, book, today=TODAY, heads=False)}
    assert not names & {"strike-pause", "strike-extension"}


@any_of(history=st.sampled_from([row[1] for row in OFFERED]), typed=st.data())
def test_what_is_offered_is_granted(
    history: list[Any], typed: st.DataObject, book: RuleBook, directory: Directory
) -> None:
    """With what stands in the form, a choice of each list, and a reason."""
    decider = case_decider(book, directory)
    for act in offered(history, book, directory, TODAY):
        if act.name not in BODIES:
            continue
        given: dict[str, Any] = {**act.values, **act.given}
        given |= {"reason": "Có lý do."} if "reason" in act.inputs else {}
        for name, codes in act.options.items():
            if name != "criteria":
                given[name] = typed.draw(st.sampled_from(list(codes)))
        given = {name: value for name, value in given.items() if value}
        given["criteria"] = given.get("criteria", "").split()
        if act.name != "complexity":
            del given["criteria"]
        body = BODIES[act.name].model_validate(given)
        common = {"case_id": C, "by": WARD, "at": AT, "on": body.on}
        try:
            decider.decide(body.request(act.name, common), decider.fold(history))
        except Refusal as refusal:
            assert isinstance(refusal, CriteriaMissing)
