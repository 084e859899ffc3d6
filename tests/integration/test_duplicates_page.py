"""What the page of duplicates shows to whom: never more than elsewhere; intake away, what is linked."""

import html
import re
from typing import Any

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.auth.principal import Principal
from shared.auth.token import HEADER
from tests.integration.desk import CSRF, everywhere, lodge, number, principal, signed
from tests.integration.signed import until

SERIAL = number()[-6:]
BODY, OTHER_BODY = "TN-S-XD", "TN-S-NV"
HEAD = principal("dup-head", "head", agency=BODY)
PROVINCE, AUDITOR = everywhere("dup-all", "head"), everywhere("dup-audits", "auditor")
LETTER = (
    f"Thửa đất số 3{SERIAL[:2]} tờ bản đồ 2{SERIAL[2:4]} bị thu hồi theo quyết định số {SERIAL} ngày"
    " 02/4/2025 để mở rộng kênh thủy lợi; gia đình chưa nhận được bảng áp giá, không ai đo lại"
    " ranh và cây trồng lâu năm trên đất cũng không được ghi vào biên bản kiểm đếm."
)
SECRET = f"Chữ Bí Mật {SERIAL}"
WRITER = {"full_name": f"Phan Thị Trùng {SERIAL}", "address": "Ấp Giữa, xã Ven Kênh"}


def lodged(stack: Stack, kind: str = "complaint", **more: Any) -> str:
    body = {"summary": LETTER, "petitioner": WRITER, "channel": "post"} | more
    petition: str = lodge(stack, kind, **{"receiving_agency": BODY} | body)["petition_id"]
    until(lambda: page(stack, AUDITOR, petition).status_code == 200)
    return petition


def page(stack: Stack, who: Principal, petition: str, beside: str = "") -> httpx.Response:
    return httpx.get(
        f"{stack.services['routing'].url}/desk/petitions/{petition}/duplicates",
        params={"with": beside} if beside else {},
        headers={HEADER: signed(stack, who), "accept": "text/html"},
        timeout=20,
    )


def send(
    stack: Stack,
    who: Principal,
    petition: str,
    what: str,
    other: str,
    why: str = "khác thửa",
) -> httpx.Response:
    return httpx.post(
        f"{stack.services['routing'].url}/desk/petitions/{petition}/duplicates/{what}",
        data={"csrf": CSRF, "with_petition": other, "reason": why},
        headers={HEADER: signed(stack, who), "accept": "text/html"},
        timeout=20,
    )


def candidates(stack: Stack, who: Principal, petition: str) -> set[str]:
    return set(re.findall(r'data-candidate="([^"]+)"', page(stack, who, petition).text))


@pytest.fixture(name="made", scope="module")
def _made(stack: Stack) -> dict[str, str]:
    made = {
        "here": lodged(stack),
        "here too": lodged(stack),
        "elsewhere": lodged(stack, receiving_agency=OTHER_BODY),
        "denounced": lodged(stack, "denunciation", request=SECRET),
        "denounced again": lodged(stack, "denunciation", request=SECRET),
        "of the head": lodged(
            stack,
            "denunciation",
            respondent={"name": "Giám đốc", "agency_code": BODY, "post": "head"},
        ),
    }
    until(lambda: made["here too"] in candidates(stack, HEAD, made["here"]))
    until(lambda: made["denounced again"] in candidates(stack, HEAD, made["denounced"]))
    return made


def test_what_another_body_holds_is_not_there(stack: Stack, made: dict[str, str]) -> None:
    """Neither among the candidates, nor beside, nor to be linked; one answer for all."""
    assert candidates(stack, HEAD, made["here"]) == {made["here too"]}
    assert made["elsewhere"] in candidates(stack, PROVINCE, made["here"])
    assert 404 == page(stack, HEAD, made["here"], made["elsewhere"]).status_code
    assert 404 == send(stack, HEAD, made["here"], "link", made["elsewhere"]).status_code
    assert 404 == page(stack, HEAD, made["elsewhere"]).status_code


def test_who_denounced_stays_sealed_and_so_do_the_words(
    stack: Stack, made: dict[str, str]
) -> None:
    """Two denunciations are laid side by side by what was measured; nothing is opened."""
    text = html.unescape(page(stack, HEAD, made["denounced"]).text)
    assert made["denounced again"] in text
    for secret in (*WRITER.values(), SECRET, LETTER[:40]):
        assert secret not in text
    assert "cùng họ tên" not in text
    assert "được giữ bí mật" in text


def test_a_denunciation_of_the_head_is_nowhere(stack: Stack, made: dict[str, str]) -> None:
    """To everybody under that head it does not exist."""
    assert made["of the head"] in candidates(stack, PROVINCE, made["denounced"])
    assert made["of the head"] not in page(stack, HEAD, made["denounced"]).text
    beside = page(stack, HEAD, made["denounced"], made["of the head"])
    assert 404 == beside.status_code


def test_who_reads_no_names_sees_what_is_linked_and_no_letter(
    stack: Stack, made: dict[str, str]
) -> None:
    """An auditor compares nothing; what is linked stands there, without an act."""
    sent = send(stack, HEAD, made["here"], "link", made["here too"])
    assert (303, True) == (sent.status_code, "done=link" in sent.headers["location"])
    text = html.unescape(page(stack, AUDITOR, made["here"], made["here too"]).text)
    assert f'data-linked="{made["here too"]}"' in text
    assert "Vai trò của ông/bà không xem nội dung đơn" in text
    assert WRITER["full_name"] not in text
    assert LETTER[:40] not in text
    assert "data-unlink" not in text
    unsaid = send(stack, HEAD, made["here"], "unlink", made["here too"], why=" ")
    assert (400, True) == (
        unsaid.status_code,
        "Phải nêu lý do" in html.unescape(unsaid.text),
    )
    undone = send(stack, HEAD, made["here"], "unlink", made["here too"])
    assert 303 == undone.status_code
    beside = page(stack, HEAD, made["here"], made["here too"]).text
    assert "<q>khác thửa</q>" in html.unescape(beside)


def test_what_is_refused_is_said_on_the_page(stack: Stack, made: dict[str, str]) -> None:
    """In words, with its provision; the letters still lie there."""
    for what, other, status, words in (
        ("link", "denounced", 409, "người tố cáo sẽ bị lộ"),
        ("link", "here", 400, "với chính nó"),
        ("unlink", "denounced", 409, "chưa được gộp"),
    ):
        answer = send(stack, HEAD, made["here"], what, made[other])
        assert status == answer.status_code
        assert words in html.unescape(answer.text)
    assert "Điều 56" in html.unescape(
        send(stack, HEAD, made["here"], "link", made["denounced"]).text
    )


def test_the_same_words_are_marked_in_both(stack: Stack, made: dict[str, str]) -> None:
    """And a letter is text, whatever it holds."""
    evil = lodged(stack, summary=f"<b>đậm</b> {LETTER}")
    text = page(stack, HEAD, evil, made["here"]).text
    assert text.count("<mark>Thửa đất số 3") == 2
    assert "<b>đậm" not in text
    assert "&lt;b&gt;đậm" in text


def test_while_intake_is_away_what_is_linked_still_stands_there(
    stack: Stack, made: dict[str, str]
) -> None:
    """Nothing can be compared or read; links are routing's own, and can be undone."""
    assert 303 == send(stack, HEAD, made["here"], "link", made["here too"]).status_code
    stack.services["intake"].stop()
    try:
        answer = page(stack, HEAD, made["here"])
        text = html.unescape(answer.text)
        assert 200 == answer.status_code
        assert "tạm gián đoạn nên chưa tìm được đơn trùng" in text
        assert f'data-linked="{made["here too"]}"' in text
        undone = send(stack, HEAD, made["here"], "unlink", made["here too"])
        assert 303 == undone.status_code
    finally:
        stack.services["intake"].start()
    until(lambda: made["here too"] in candidates(stack, HEAD, made["here"]))
