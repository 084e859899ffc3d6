"""What may be the same petition, against the running province: found, told why, and to whom."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from services.intake.settings import key_ring
from services.intake.vault.keys import Vault
from services.intake.vault.sketching import CURSOR, sketch_what_is_old
from shared.postgres.pool import Database
from tests.integration.desk import as_officer, everywhere, lodge, number, principal
from tests.letters.spoiling import without_tones

SERIAL = number()[-6:]
NAME = f"Đặng Thị Giống {SERIAL}"
TEXT = (
    f"Gia đình tôi có thửa đất số 7{SERIAL[:2]}, tờ bản đồ số 4{SERIAL[2:4]} tại ấp Bến Đò. Ngày"
    f" 12/3/2025 Ủy ban nhân dân xã ra quyết định số {SERIAL}/QĐ-UBND thu hồi để làm cầu"
    " mà không mời tôi dự họp, cũng không kiểm đếm vườn mãng cầu và căn nhà cấp bốn."
    " Hộ liền kề có cùng vị trí lại được nhận giá cao hơn. Tôi đã hỏi nhiều lần tại bộ phận"
    " một cửa nhưng chưa được trả lời bằng văn bản."
)
WISH = "Đề nghị hủy quyết định nêu trên và tính lại giá bồi thường cho đúng."
WRAPPED = (
    "Đoàn đại biểu Quốc hội tỉnh nhận được đơn của công dân. Đoàn chuyển đơn đến quý cơ quan xem"
    f" xét, giải quyết. Nội dung đơn như sau: {without_tones(TEXT)} {without_tones(WISH)}"
)
ELSE = (
    "Con đường liên ấp trước nhà tôi hư hỏng nặng, mùa mưa ngập đến đầu gối, học sinh đi học rất"
    " nguy hiểm. Xe ben chở cát chạy suốt ngày đêm làm hỏng mặt đường. Bà con sẵn sàng góp công"
    " để làm đường bê tông, mong sớm được bố trí vốn."
)
PROVINCE = everywhere("alike", "inspectorate")
PLACE = f"Ấp Bến Đò, xã Vùng {SERIAL}"


def lodged(stack: Stack, summary: str = TEXT, kind: str = "complaint", **more: Any) -> str:
    writer = {"full_name": NAME, "address": PLACE} | more.pop("petitioner", {})
    body = {"summary": summary, "request": WISH, "petitioner": writer, **more}
    return lodge(stack, kind, **body)["petition_id"]


@pytest.fixture(name="found", scope="module")
def _found(stack: Stack) -> dict[str, str]:
    bare = {
        "full_name": without_tones(NAME).upper(),
        "address": f"ap Ben Do - vung {SERIAL}",
    }
    return {
        "first": lodged(stack),
        "forwarded": lodged(
            stack, WRAPPED, channel="forwarded", forwarder="na_deputy", petitioner=bare
        ),
        "nameless": lodged(stack, petitioner={"full_name": "", "address": ""}),
        "elsewhere": lodged(stack, receiving_agency="TN-S-NV"),
        "neighbour": lodged(stack, petitioner={"full_name": f"Lý Văn Khác {SERIAL}"}),
        "other matter": lodged(stack, ELSE),
        "denounced": lodged(stack, kind="denunciation"),
        "denounced again": lodged(
            stack, WRAPPED, kind="denunciation", petitioner={"full_name": "Ai Đó Khác"}
        ),
        "denounced, another": lodged(stack, ELSE, kind="denunciation"),
    }


def candidates(stack: Stack, who, petition: str) -> dict[str, dict[str, Any]]:
    with as_officer(stack, who) as client:
        answer = client.get(f"/api/intake/petitions/{petition}/candidates")
    assert 200 == answer.status_code, answer.text
    assert answer.json()["compared"]
    return {each["petition_id"]: each for each in answer.json()["candidates"]}


def codes(candidate: dict[str, Any]) -> set[str]:
    return {reason["code"] for reason in candidate["reasons"]}


def test_the_same_letter_is_found_however_it_came(stack: Stack, found) -> None:
    """Without tone marks, in capitals, wrapped by who sent it on, or without a name."""
    alike = candidates(stack, PROVINCE, found["first"])
    likely = {petition for petition, each in alike.items() if each["likely"]}
    assert {found[name] for name in ("forwarded", "nameless", "elsewhere")} == likely
    forwarded = alike[found["forwarded"]]
    assert codes(forwarded) >= {"same_name", "content", "figures", "same_place"}
    assert forwarded["content_percent"] >= 80
    assert "same_name" not in codes(alike[found["nameless"]])


def test_a_neighbour_with_the_same_letter_is_shown_but_not_likely(
    stack: Stack, found
) -> None:
    """Each who signs a common text has a petition of their own."""
    alike = candidates(stack, PROVINCE, found["first"])
    assert not alike[found["neighbour"]]["likely"]
    assert alike[found["neighbour"]]["content_percent"] >= 90
    assert not alike.get(found["other matter"], {}).get("likely")


def test_a_denunciation_is_compared_with_denunciations_and_by_content(
    stack: Stack, found
) -> None:
    """The same words in an open petition tell nobody who denounced; nor does the same name."""
    alike = candidates(stack, PROVINCE, found["denounced"])
    assert {found["denounced again"]} == set(alike)
    assert not codes(alike[found["denounced again"]]) & {
        "same_name", "same_number", "same_place",
    }  # fmt: skip
    sealed = {found[name] for name in found if name.startswith("denounced")}
    for name in ("first", "other matter"):
        assert not sealed & set(candidates(stack, PROVINCE, found[name]))


def test_only_what_the_officer_may_see_is_shown(stack: Stack, found) -> None:
    """What another body holds, and what is about the officer's head, is not there."""
    commune = principal("of-25585", "reception", agency="25585")
    alike = candidates(stack, commune, found["first"])
    assert found["elsewhere"] not in alike
    assert found["forwarded"] in alike
    with as_officer(stack, commune) as client:
        url = f"/api/intake/petitions/{found['elsewhere']}/candidates"
        assert 404 == client.get(url).status_code
    against = {"name": "Chủ tịch", "agency_code": "25585", "post": "head"}
    hidden = lodged(stack, kind="denunciation", respondent=against)
    with as_officer(stack, commune) as client:
        draft = {"kind_claimed": "denunciation", "summary": TEXT, "request": WISH}
        shown = client.post("/api/intake/candidates", json=draft).json()["candidates"]
    assert hidden not in {each["petition_id"] for each in shown}
    assert hidden in candidates(stack, PROVINCE, found["denounced"])


def test_a_name_typed_in_finds_no_denunciation(stack: Stack, found) -> None:
    """Neither with the name alone nor with a letter that only begins alike."""
    opening = (
        f"Tôi tên là {NAME}, sinh năm 1965, thường trú tại {PLACE}, nay tôi làm đơn này. "
    )
    with as_officer(stack, principal("desk", "reception")) as client:
        for summary in ("", opening, opening + ELSE[:120]):
            draft = {
                "kind_claimed": "denunciation",
                "petitioner": {"full_name": NAME, "address": PLACE},
                "summary": summary,
            }
            answer = client.post("/api/intake/candidates", json=draft)
            assert [] == answer.json()["candidates"], summary


def test_a_draft_is_compared_and_not_kept(stack: Stack, found) -> None:
    """The panel beside the form: what is typed in finds what came before; nothing is said."""
    body = {
        "kind_claimed": "complaint",
        "petitioner": {"full_name": NAME, "address": PLACE},
        "summary": TEXT,
        "request": WISH,
    }
    with as_officer(stack, principal("desk", "reception")) as client:
        before = client.get("/api/intake/readyz").json()["said"]
        answer = client.post("/api/intake/candidates", json=body).json()
        assert before == client.get("/api/intake/readyz").json()["said"]
    likely = {each["petition_id"] for each in answer["candidates"] if each["likely"]}
    assert likely >= {found["first"], found["forwarded"]}
    for log in Path(stack.workspace.folder, "log").glob("*.log*"):
        assert NAME not in log.read_text(errors="replace")
    url = f"{stack.services['intake'].url}/api/intake/candidates"
    assert 401 == httpx.post(url, json=body).status_code


async def test_nothing_that_is_kept_can_be_read_and_it_goes_with_the_key(
    stack: Stack, found
) -> None:
    """A row holds no word of the letter; a discarded petition leaves none."""
    vault, database = await _vault(stack)
    try:
        async with database.connection() as connection:
            row = await connection.fetchrow(
                "select * from vault.likeness where petition_id = $1", found["first"]
            )
            assert TEXT[:12] not in repr(dict(row))
            sealed = await connection.fetchrow(
                "select names, numbers, places from vault.likeness where petition_id = $1",
                found["denounced"],
            )
            assert ([], [], []) == tuple(sealed)
        gone = lodged(stack)
        await vault.discard(gone)
        async with database.connection() as connection:
            assert not await connection.fetchval(
                "select exists (select from vault.likeness where petition_id = $1)", gone
            )
    finally:
        await database.close()


async def test_sketches_are_made_again_from_facts_and_keys(stack: Stack, found) -> None:
    """What is older than sketches gets them at the next start; the same ones."""
    vault, database = await _vault(stack)
    every = "select petition_id, words, tokens from vault.likeness order by 1"
    try:
        async with database.connection() as connection:
            before = [tuple(row) for row in await connection.fetch(every)]
            await connection.execute("delete from vault.likeness")
            await connection.execute(
                "update job_cursor set position = 0 where name = $1", CURSOR
            )
        ring = key_ring(_Settings(str(stack.workspace.master_key_file)))
        await sketch_what_is_old(database, vault, ring)
        async with database.connection() as connection:
            again = [tuple(row) for row in await connection.fetch(every)]
        assert before == again
        assert len(again) >= len(found)
    finally:
        await database.close()


class _Settings:
    def __init__(self, master_key_file: str) -> None:
        self.master_key_file = master_key_file


async def _vault(stack: Stack) -> tuple[Vault, Database]:
    dsn = stack.workspace.service_dsn("intake", port=stack.postgres.port)
    database = Database(dsn, name="test")
    await database.open()
    return Vault(
        database, key_ring(_Settings(str(stack.workspace.master_key_file)))
    ), database
