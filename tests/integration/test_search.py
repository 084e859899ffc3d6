"""Officers find what they may see by code, name, phone or number; denouncers by no name."""

from pathlib import Path

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.auth.principal import Principal
from tests.integration.desk import (
    CSRF,
    appoint,
    as_officer,
    everywhere,
    lodge,
    number,
    principal,
)

SERIAL = number()[-6:]
NAME = f"Đỗ Thị Ấm {SERIAL}"
BARE = f"do thi am {SERIAL}"
OTHER = f"Đỗ Thị Âm {SERIAL}"
PHONE, ID = f"0199{SERIAL}", number()
PROVINCE = everywhere("seeker", "inspectorate")


def found(stack: Stack, who: Principal, q: str, **more: object) -> list[str]:
    """Receipt codes that somebody finds."""
    with as_officer(stack, who) as client:
        answer = client.post("/api/intake/search", json={"q": q, **more})
    assert 200 == answer.status_code, answer.text
    return [each["receipt_code"] for each in answer.json()["found"]]


@pytest.fixture(name="codes", scope="module")
def _codes(stack: Stack) -> dict[str, str]:
    writer = {"full_name": NAME, "phone": "+84 " + PHONE[1:], "id_number": ID}
    rows = {
        "complaint": lodge(stack, petitioner=writer),
        "other": lodge(stack, petitioner={"full_name": OTHER}),
        "against": lodge(stack, respondent={"name": f"Ông {NAME}, cán bộ"}),
        "denunciation": lodge(stack, "denunciation", petitioner=writer),
        "denounced": lodge(stack, "denunciation", respondent={"name": NAME}),
    }
    return {name: row["receipt_code"] for name, row in rows.items()}


# fmt: off
ROWS = [
    ("a name with its tone marks",        NAME,                         ["against", "complaint"]),
    ("however it is typed",               f"  {NAME.upper()} ",         ["against", "complaint"]),
    ("a name without any",                BARE,                         ["against", "other", "complaint"]),
    ("another name with tone marks",      OTHER,                        ["other"]),
    ("a phone as it is dialled",          PHONE,                        ["complaint"]),
    ("a phone as it is dialled abroad",   "0084-" + PHONE[1:],          ["complaint"]),
    ("an identity number",                f"{ID[:3]} {ID[3:]}",         ["complaint"]),
    ("part of a name",                    NAME.partition(" ")[0] + " Thị",  []),
    ("nobody",                            "Không Có Ai Như Vậy",        []),
    ("what means something in SQL",       "%' or true --",              []),
]
# fmt: on


@pytest.mark.parametrize(
    ("q", "wanted"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS]
)
def test_what_finds_what(stack: Stack, codes, q: str, wanted: list[str]) -> None:
    """As the row says, the latest first; denunciations by no name, of either side."""
    assert [codes[name] for name in wanted] == found(stack, PROVINCE, q)


def test_a_receipt_code_finds_a_denunciation_without_its_name(stack: Stack, codes) -> None:
    """However the code is typed; the sender stays a block."""
    for typed in (codes["denunciation"], codes["denunciation"].replace("-", "").lower()):
        with as_officer(stack, PROVINCE) as client:
            answer = client.post("/api/intake/search", json={"q": typed}).json()
        (one,) = answer["found"]
        assert ("", "identity-sealed") == (one["full_name"], one["refused"])


async def test_nobody_finds_what_they_may_not_see(stack: Stack, codes) -> None:
    """Another body's, nothing; the denounced officer and whoever is shunned, nothing either."""
    assert [] == found(stack, principal("far", "reception", agency="25459"), NAME)
    assert 2 == len(found(stack, principal("near", "reception"), NAME))
    about = lodge(stack, "denunciation", respondent={"post": "head"})["receipt_code"]
    assert [] == found(stack, principal("below", "processing"), about)
    assert [about] == found(stack, PROVINCE, about)
    her = f"Mạc Thị Tránh {SERIAL}"
    await appoint(stack, f"her-{SERIAL}", her, agency="25585")
    accused = lodge(stack, "denunciation", respondent={"name": her})["receipt_code"]
    assert [] == found(stack, principal(f"her-{SERIAL}", "processing"), accused)
    assert [accused] == found(stack, principal("near", "reception"), accused)


def test_pages_follow_each_other_without_gap_or_repeat(stack: Stack, codes) -> None:
    """One at a time gives what all at once gives."""
    got, cursor = [], None
    with as_officer(stack, PROVINCE) as client:
        while True:
            asked = {"q": BARE, "limit": 1, "cursor": cursor}
            answer = client.post("/api/intake/search", json=asked).json()
            got += [each["receipt_code"] for each in answer["found"]]
            cursor = answer["next_cursor"]
            if cursor is None:
                break
    assert got == found(stack, PROVINCE, BARE)


def test_who_may_not_see_names_cannot_look_for_them(stack: Stack) -> None:
    """Nobody, an auditor, a custodian; and bad input gets a sentence without the text."""
    url = f"{stack.services['intake'].url}/api/intake/search"
    assert 401 == httpx.post(url, json={"q": NAME}).status_code
    for role in ("auditor", "custodian", "administrator"):
        with as_officer(stack, everywhere("x", role)) as client:
            assert 403 == client.post("/api/intake/search", json={"q": NAME}).status_code
    with as_officer(stack, PROVINCE) as client:
        for body in (
            {"q": "x"},
            {"q": NAME + "\x00"},
            {"q": NAME, "cursor": "'"},
            {"s": NAME},
        ):
            answer = client.post("/api/intake/search", json=body)
            assert 422 == answer.status_code
            assert SERIAL not in answer.text


def test_the_page_shows_names_and_keeps_the_text_out_of_address_and_log(
    stack: Stack, codes
) -> None:
    """The form posts; what was found names the sender; no log line holds what was typed."""
    with as_officer(stack, PROVINCE) as client:
        client.headers["accept"] = "text/html"
        empty = client.get("/search", params={"q": NAME})
        assert 200 == empty.status_code
        assert NAME not in empty.text
        page = client.post("/search", data={"q": BARE, "csrf": CSRF})
        assert 200 == page.status_code
        assert NAME in page.text
        assert "no-store" == page.headers["cache-control"]
        assert 403 == client.post("/search", data={"q": BARE}).status_code
        assert 400 == client.post("/search", data={"q": "", "csrf": CSRF}).status_code
    for log in Path(stack.workspace.folder, "log").glob("*.log*"):
        text = log.read_text(errors="replace")
        assert NAME not in text
        assert BARE not in text
