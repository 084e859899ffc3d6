"""What the form of a draft says, and at which input, when it is not tried."""

import datetime as dt
from typing import Any

import pytest

from services.deadlines.rederiving.drafts import DraftUnfit, rule_of
from services.deadlines.rederiving.trials import TooManyTrials
from services.deadlines.web.what_if import input_of, said_of
from shared.web.words import Language
from tests.unit.deadlines.rows import show

TODAY = dt.date(2026, 11, 23)
DRAFT = {"id": "KN.L1.ACCEPT", "valid_from": "2026-11-02"}
BUSY = "Đang có nhiều dự thảo được thử; hãy thử lại sau một phút."


@pytest.mark.parametrize(
    ("typed", "at", "vietnamese", "english"),
    [
        ({"valid_from": ""}, "valid_from", "Ghi ngày bắt đầu", "Give a first day"),
        ({"valid_to": "2026-11-01"}, "valid_to", "Ngày cuối", "The last day"),
        ({"length": "0"}, "length", "Thời hạn là số", "A length is a number"),
        (
            {"variants": {"complex": "0"}},
            "length",
            "Thời hạn là số",
            "A length is a number",
        ),
        ({"pauses": {"from": "x"}}, "pauses", "Ghi ngày bắt đầu được", "Give the day from"),
        ({"roll": "x"}, "roll", "Không đọc được dự thảo ở mục roll", "The draft cannot be"),
    ],
)
def test_a_fault_stands_at_its_input(
    typed: dict[str, Any], at: str, vietnamese: str, english: str
) -> None:
    with pytest.raises(DraftUnfit) as unfit:
        rule_of(DRAFT | typed)
    assert input_of(unfit.value) == at
    assert said_of(unfit.value, show(TODAY)).startswith(vietnamese)
    assert said_of(unfit.value, show(TODAY, "en")).startswith(english)


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", BUSY), ("en", "Many drafts are being tried; try again in a minute.")],
)
def test_what_is_no_fault_of_the_draft_is_told_as_it_is(
    language: Language, words: str
) -> None:
    assert said_of(TooManyTrials(BUSY), show(TODAY, language)) == words
