"""Whatever is stated: an answer or a named gap, and never two acts that exclude each other."""

import datetime as dt

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import inspect

from services.routing.domain.advice.advising import advise
from services.routing.domain.advice.answer import Answer
from services.routing.domain.advice.facts import Facts
from shared.errors import RuleMissing
from tests.law.matters import BOOK, CALENDAR

IDS = st.sampled_from(["a", "b", "c"])
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2027, 6, 30)).map(dt.date.isoformat)
QUIET = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
EXCLUDE = [
    ("ACCEPT", "NOT_ACCEPT_NOTICE"),
    ("ACCEPT", "FILE"),
    ("ACCEPT", "GUIDE_COMPLETE"),
    ("ACCEPT", "GUIDE_SPLIT"),
    ("TRANSFER", "FILE"),
    ("RECEIVE", "REFUSE_RECEPTION"),
    ("CONTINUE", "DISCONTINUE"),
    ("CONTINUE", "SUSPEND"),
    ("COMPLIANT", "NON_COMPLIANT"),
    ("INFO_CHECK", "INFO_TRANSFER"),
]


def anything(kind: inspect.Type) -> st.SearchStrategy:  # noqa: PLR0911
    """Return everything that the schema allows, as JSON."""
    match kind:
        case inspect.StructType():
            required = {f.encode_name: anything(f.type) for f in kind.fields if f.required}
            optional = {
                f.encode_name: anything(f.type) for f in kind.fields if not f.required
            }
            tag = {kind.tag_field: st.just(kind.tag)} if kind.tag_field else {}
            return st.fixed_dictionaries({**required, **tag}, optional=optional)
        case inspect.UnionType():
            return st.one_of([anything(each) for each in kind.types])
        case inspect.LiteralType():
            return st.sampled_from(kind.values)
        case inspect.VarTupleType():
            return st.lists(anything(kind.item_type), max_size=2)
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType():
            return st.integers(0, 12)
        case inspect.DateType():
            return DAYS
        case inspect.NoneType():
            return st.none()
        case _:
            return IDS


def matters(intake: str, part: str) -> st.SearchStrategy:
    """Return facts of an intake that state the part it is about."""
    fields = {f.encode_name: f for f in inspect.type_info(Facts).fields}
    kinds = [
        t
        for t in getattr(fields[part].type, "types", (fields[part].type,))
        if not isinstance(t, inspect.NoneType)
    ]
    about = (
        st.lists(anything(kinds[0].item_type), min_size=1, max_size=2)
        if part == "contents"
        else anything(kinds[0])
    )
    others = {
        name: anything(f.type)
        for name, f in fields.items()
        if not f.required and name not in (part, "contents")
    }
    return st.fixed_dictionaries(
        {"received_on": DAYS, "intake": st.just(intake), "receiving_body": anything(fields["receiving_body"].type), part: about},
        optional=others if intake == "petition" else {},
    )  # fmt: skip


def _typical(content: dict) -> dict:
    """Give a content the part that its first signal is about, so that most are answered."""
    signal = content["signals"][0] if content["signals"] else "proposes"
    somebody = {"kind": "department", "id": "b"}
    if signal.startswith("asks_review") and "object" not in content:
        return {**content, "object": {"kind": "admin_decision", "issued_by": somebody}}
    if signal.startswith("reports_") and "respondent" not in content:
        return {**content, "respondent": {"body": somebody, "post": "official"}}
    return content


ANY = matters("petition", "contents")
ALIKE = ANY.map(
    lambda facts: {**facts, "contents": [_typical(each) for each in facts["contents"][:1]]}
)
PETITIONS = st.one_of(ANY, ALIKE)
OTHERS = st.one_of(
    matters("reception_visit", "visit"),
    matters("online_session", "online"),
    matters("schedule_audit", "schedule"),
    matters("case_event", "event"),
    matters("jurisdiction_conflict", "conflict"),
    matters("handover", "pending_file"),
)


def told(facts: dict) -> Answer | None:
    """Return the answer; None where the book has a gap. Anything else is a fault."""
    try:
        return advise(BOOK, CALENDAR, msgspec.convert(facts, Facts))
    except RuleMissing:
        return None


def consistent(answer: Answer) -> None:
    acts = set(answer.actions)
    for one, other in EXCLUDE:
        assert not {one, other} <= acts, answer
    unsure = any(rule.confidence != "primary" for rule in answer.rules)
    assert not unsure or "NEEDS_HUMAN" in answer.flags
    assert answer.rules
    assert answer.basis


@QUIET
@given(PETITIONS)
def test_a_petition_is_answered_or_a_gap_is_named(facts: dict) -> None:
    answer = told(facts)
    if answer is None:
        return
    consistent(answer)
    assert answer.actions, answer
    if answer.eligible is False:
        assert not {"ACCEPT", "TRANSFER", "GUIDE"} & set(answer.actions), answer
    if "TRANSFER_LOOP" in answer.flags:
        assert not {"TRANSFER", "GUIDE"} & set(answer.actions), answer


@QUIET
@given(OTHERS)
def test_what_is_no_petition_is_answered_or_a_gap_is_named(facts: dict) -> None:
    answer = told(facts)
    if answer is not None:
        consistent(answer)
        assert answer.actions, answer


@QUIET
@given(PETITIONS, st.sampled_from(["complaint", "denunciation", "report", "mixed"]))
def test_a_title_never_makes_a_kind(facts: dict, title: str) -> None:
    named = {**facts, "document": {**facts.get("document", {}), "title": title}}
    one, other = told(facts), told(named)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert (one.kind, one.actions, one.jurisdiction) == (
            other.kind,
            other.actions,
            other.jurisdiction,
        )


@QUIET
@given(PETITIONS)
def test_it_never_goes_back_to_who_has_just_sent_it(facts: dict) -> None:
    """Whoever decides sends it to us: then it is not sent, nor is anybody guided, there."""
    answer = told(facts)
    if answer is None or not {"TRANSFER", "GUIDE"} & set(answer.actions):
        return
    seat = answer.jurisdiction.get("decider") or answer.jurisdiction.get("first", "")
    if (
        "@" not in seat
        or answer.kind not in ("complaint", "denunciation")
        or facts.get("instance", "first") != "first"
    ):
        return
    sent = {
        **facts,
        "history": {
            **facts.get("history", {}),
            "transfers": [{"from": seat.split("@")[1], "to": "us"}],
        },
    }
    again = told(sent)
    assert again is not None
    if (
        facts["receiving_body"]["id"] != seat.split("@")[1]
        and "GUIDE_SPLIT" not in again.actions
        and "ACCEPT" not in again.actions
    ):
        assert not {"TRANSFER", "GUIDE"} & set(again.actions), again
