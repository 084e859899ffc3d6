"""Drafts of rules: only the figures that differ, on the row that is in force from that day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.domain.announcing import Law
from services.deadlines.domain.reckoning import Question, reckon
from services.deadlines.rederiving.drafts import (
    LARGEST_BYTES,
    Draft,
    DraftUnfit,
    of_calendar,
    of_rule,
    read_rule,
)
from services.deadlines.rules.loader import load
from services.deadlines.store import days_of
from shared.errors import RuleMissing
from shared.legal.counting import Pause
from shared.legal.policy import Policy

BOOK = load()
LAW = Law(book=BOOK, calendar=BOOK.calendar())
MONDAY = dt.date(2026, 11, 16)


def draft(text: str) -> Draft:
    return of_rule(LAW, read_rule(text.encode()))


def due(of: Draft, rule: str = "KN.L1.SETTLE", on: dt.date = MONDAY, *variant: str, pauses: tuple[Pause, ...] = ()) -> dt.date:  # fmt: skip
    question = Question(
        rule_id=rule,
        trigger_on=on,
        variant=frozenset(variant),
        pauses=pauses,
        policy=of.policy,
    )
    return reckon(of.law.book, of.law.calendar, question).due.due_on


def test_only_what_is_written_differs() -> None:
    """Thirty days become twenty; complex cases keep their forty-five."""
    shorter = draft("{id: KN.L1.SETTLE, valid_from: 2026-11-01, length: 20}")
    assert due(shorter) == dt.date(2026, 12, 7)  # the 6th is a Sunday
    assert due(shorter, "KN.L1.SETTLE", MONDAY, "complex") == dt.date(2026, 12, 31)
    assert due(shorter, on=dt.date(2026, 10, 30)) == dt.date(2026, 11, 30)  # began before
    assert (shorter.kind, shorter.subject) == ("rule", "KN.L1.SETTLE")
    assert "rule = $1" in str(shorter.where)


def test_unit_variant_roll_and_end() -> None:
    working = draft(
        "- {id: KN.L1.SETTLE, valid_from: 2026-11-01, length: 5, unit: working_day}"
    )
    assert due(working) == dt.date(2026, 11, 23)
    harder = draft("{id: KN.L1.SETTLE, valid_from: 2026-11-01, variants: {complex: 10}}")
    assert due(harder, "KN.L1.SETTLE", MONDAY, "complex") == dt.date(2026, 11, 26)
    plain = draft("{id: KN.L1.SETTLE, valid_from: 2026-11-01, length: 20, roll: false}")
    assert plain.policy == Policy(roll_last_day=False)
    assert due(plain) == dt.date(2026, 12, 6)
    over = draft(
        "{id: KN.L1.SETTLE, valid_from: 2026-11-01, valid_to: 2026-11-10, length: 1}"
    )
    assert due(over, on=dt.date(2026, 11, 10)) == dt.date(2026, 11, 11)
    assert due(over) == dt.date(2026, 12, 16)


def test_pauses_and_extensions() -> None:
    """A pause that the draft does not know gives no date: the trial counts it as trouble."""
    stood = Pause(
        from_on=dt.date(2026, 11, 18), until_on=dt.date(2026, 11, 25), ground="other_body"
    )
    none = draft("{id: KN.L1.SETTLE, valid_from: 2026-11-01, pauses: false}")
    with pytest.raises(Exception, match="tạm dừng"):
        due(none, pauses=(stood,))
    some = draft(
        "{id: KN.L1.ACCEPT, valid_from: 2026-11-01, pauses: {from: 2026-11-01, grounds: [other_body]}}"
    )
    assert due(some, "KN.L1.ACCEPT", pauses=(stood,)) == dt.date(2026, 12, 2)
    more = draft(
        "{id: TC.SETTLE, valid_from: 2026-11-01, extensions: {each: 60, complex: 3}}"
    )
    row = more.law.book.clocks["TC.SETTLE"][0]
    assert (row.extension_length, dict(row.extensions)) == (60, {"complex": 3})


REFUSED: list[tuple[str, str, str]] = [
    ("no YAML", "{id: [", "file"),
    ("a list of two", "- {id: KN.SUE}\n- {id: KN.SUE}", "file"),
    ("no row", "hello", "file"),
    ("nothing", "", "file"),
    ("too long", "#" * (LARGEST_BYTES + 1), "file"),
    ("no day", "{id: KN.SUE}", "valid_from"),
    ("a day that is none", "{id: KN.SUE, valid_from: 2026-02-30}", "file"),
    ("an end before the beginning", "{id: KN.SUE, valid_from: 2026-02-03, valid_to: 2026-02-02}", "file"),
    ("no such clock", "{id: KN.NO, valid_from: 2026-11-01}", "id"),
    ("a misspelt field", "{id: KN.SUE, valid_from: 2026-11-01, lenght: 3}", "lenght"),
    ("no length at all", "{id: KN.SUE, valid_from: 2026-11-01, length: 0}", "length"),
    ("a unit the row cannot have", "{id: KN.EFFECT.1, valid_from: 2026-11-01, unit: working_day}", "unit"),
    ("a clock without figures", "{id: TC.CRIME, valid_from: 2026-11-01, length: 3}", "unit"),
    ("a day before the clock was", "{id: KN.L1.SETTLE, valid_from: 2001-01-01, length: 3}", "valid_from"),
    ("extensions of no length", "{id: KN.SUE, valid_from: 2026-11-01, extensions: {complex: 1}}", "extensions"),
    ("a ground nobody knows", "{id: KN.SUE, valid_from: 2026-11-01, pauses: {from: 2026-11-01, grounds: [rain]}}", "pauses.from_"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "field"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_what_is_no_draft_is_refused(text: str, field: str) -> None:
    with pytest.raises(DraftUnfit) as refused:
        draft(text)
    assert (refused.value.field or "").startswith(field.partition(".")[0])
    assert refused.value.sentence


@given(content=st.one_of(st.binary(max_size=200), st.text(alphabet="{}[]:, -idvalfrom2026KNSUE.\n", max_size=120).map(str.encode)))  # fmt: skip
def test_no_text_at_all_is_a_fault_of_ours(content: bytes) -> None:
    try:
        of_rule(LAW, read_rule(content))
    except DraftUnfit as refused:
        assert refused.sentence


def test_a_draft_of_days() -> None:
    """Over what is open where somebody proposes it, else over what is over too."""
    year = LAW.calendar.years[2026]
    days = days_of(year)
    same = of_calendar(LAW, 2026, days)
    assert "false" in str(same.where)
    fewer = frozenset(day for day in days if day.on != dt.date(2026, 11, 24))
    tried = of_calendar(LAW, 2026, fewer)
    assert (tried.kind, tried.subject) == ("calendar", "2026")
    assert "state <> 'moot'" in str(tried.where)
    assert due(tried, "KN.L1.ACCEPT") == dt.date(2026, 11, 25)
    proposed = of_calendar(LAW, 2026, fewer, proposed=7)
    assert (proposed.kind, proposed.subject) == ("proposal", "2026.7")
    assert "state = 'running'" in str(proposed.where)


def test_the_law_itself_is_not_touched() -> None:
    """A draft is a copy; what is in force stays as it is."""
    draft("{id: KN.L1.SETTLE, valid_from: 2026-11-01, length: 20}")
    assert (
        reckon(
            BOOK, LAW.calendar, Question(rule_id="KN.L1.SETTLE", trigger_on=MONDAY)
        ).length
        == 30
    )
    with pytest.raises(RuleMissing):
        reckon(BOOK, LAW.calendar, Question(rule_id="KN.NO", trigger_on=MONDAY))
