"""What an officer at the desk is shown of a petition while it is typed in, and on its receipt."""

import html
from typing import Any

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.auth.principal import Principal
from shared.auth.token import HEADER
from tests.integration.desk import CSRF, lodge, number, principal, signed

SERIAL = number()[-6:]
CLERK = principal("desk-clerk", "reception")
LETTER = (
    f"Nhà tôi ở cạnh lò mổ số {SERIAL}, nước thải chảy tràn ra mương từ ngày 07/02/2026, mùi hôi"
    " không ngủ được, cá trong ao chết hàng loạt và giếng khoan của cả xóm không dùng được."
)
TYPED = {
    "petitioner.full_name": f"Võ Thị Gõ {SERIAL}",
    "petitioner.address": "Ấp Lò Mổ, xã Ven",
    "kind_claimed": "complaint",
    "summary": LETTER,
    "request": "Đề nghị kiểm tra.",
}
FULL = TYPED | {"subject_field": "land", "receiving_agency": "25585"}


@pytest.fixture(name="known", scope="module")
def _known(stack: Stack) -> dict[str, dict[str, Any]]:
    who = {"full_name": TYPED["petitioner.full_name"], "address": "Ấp Lò Mổ, xã Ven"}
    return {
        kind: lodge(stack, kind, summary=LETTER, request=TYPED["request"], petitioner=who)
        for kind in ("complaint", "denunciation")
    }


def send(
    stack: Stack, path: str, who: Principal | None, *, part: bool = True, **more: str
) -> httpx.Response:
    """Send the form, as htmx does or as a browser without script."""
    headers = {"accept": "text/html"} | ({"hx-request": "true"} if part else {})
    if who:
        headers[HEADER] = signed(stack, who)
    form = {"csrf": CSRF, **(FULL if path == "/lodge" else TYPED), **more}
    url = stack.services["intake"].url + path
    return httpx.post(url, data=form, headers=headers, timeout=20)


def shown(answer: httpx.Response, receipt: dict[str, Any]) -> bool:
    return f'data-twin="{receipt["petition_id"]}"' in answer.text


def test_what_is_alike_stands_there_as_it_is_typed(stack: Stack, known) -> None:
    """With why; of its own kind alone: a complaint tells nobody who denounced."""
    answer = send(stack, "/lodge/alike", CLERK)
    assert 200 == answer.status_code
    assert "<html" not in answer.text
    assert shown(answer, known["complaint"])
    assert not shown(answer, known["denunciation"])
    assert "cùng họ tên người gửi" in html.unescape(answer.text)
    sealed = send(stack, "/lodge/alike", CLERK, kind_claimed="denunciation")
    assert shown(sealed, known["denunciation"])
    assert not shown(sealed, known["complaint"])
    assert "cùng họ tên" not in html.unescape(sealed.text)


@pytest.mark.parametrize(
    "half",
    [
        {"petitioner.phone": "không có"},
        {"petitioner.id_number": "12"},
        {"respondent.agency_code": "??"},
        {"petitioner.full_name": "x" * 900},
    ],
)
def test_what_cannot_be_read_yet_is_left_out(stack: Stack, known, half) -> None:
    """Half a number at the desk is no reason to say nothing."""
    assert shown(send(stack, "/lodge/alike", CLERK, **half), known["complaint"])


@pytest.mark.parametrize(
    "early", [{"kind_claimed": ""}, {"summary": "", "request": " "}, {"kind_claimed": "?"}]
)
def test_before_there_is_a_kind_and_a_matter_nothing_is_sought(
    stack: Stack, known, early
) -> None:
    answer = send(stack, "/lodge/alike", CLERK, **early)
    assert 200 == answer.status_code
    assert not shown(answer, known["complaint"])


def test_without_script_the_whole_form_comes_back(stack: Stack, known) -> None:
    answer = send(stack, "/lodge/alike", CLERK, part=False)
    assert shown(answer, known["complaint"])
    assert LETTER in html.unescape(answer.text)


def test_only_who_takes_petitions_in_is_shown_anything(stack: Stack, known) -> None:
    """A visitor is sent to sign in, an inspector refused; a receipt of theirs says nothing."""
    assert 303 == send(stack, "/lodge/alike", None, part=False).status_code
    inspector = principal("desk-inspector", "inspectorate")
    assert 403 == send(stack, "/lodge/alike", inspector).status_code
    stranger = principal("desk-stranger", "reception", agency="25459")
    assert not shown(send(stack, "/lodge/alike", stranger), known["complaint"])
    for who in (None, inspector, stranger):
        receipt = send(stack, "/lodge", who)
        assert 200 == receipt.status_code
        assert "data-receipt-code" in receipt.text
        assert "data-twin" not in receipt.text
    assert "data-twin" in send(stack, "/lodge", CLERK).text
