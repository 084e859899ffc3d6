"""Marks, opening and conflicts against the running province: who may know is told, nobody else."""

import asyncio

import asyncpg
import httpx
import pytest

from deploy.embedded.supervisor import Stack
from tests.integration.desk import (
    appoint,
    ask,
    declare_relative,
    everywhere,
    facts_of,
    lodge,
    marks_of,
    number,
    principal,
    signed,
    until,
)

CANARY = "Nguyễn Thị Vẹt Mào"


async def unsealed(stack: Stack, who, *petitions: str, parts=("name",)) -> dict:
    asked = {"petition_ids": petitions, "principal": signed(stack, who), "parts": parts}
    return await ask(stack, "rpc.intake.unseal", asked)


async def test_a_mark_knows_the_same_person_again(stack: Stack) -> None:
    """Blanks, letter case and the form of letters do not matter; tone marks and numbers do."""
    same = await marks_of(stack, "Nguyễn  Thị LAN ", "079 123.456-789")
    assert same == await marks_of(stack, "nguyễn thị lan", "079123456789")
    assert {mark.partition(":")[0] for mark in same} == {"name", "id"}
    other = await marks_of(stack, "Nguyễn Thị Làn", "079123456788")
    assert not set(same) & set(other)
    assert () == await marks_of(stack, "")


async def test_a_question_that_is_none_of_ours_is_refused_in_words(stack: Stack) -> None:
    """Never an exception, never somebody's content."""
    who = principal("o1", "processing")
    asked = {
        "petition_ids": ["x"] * 201,
        "principal": signed(stack, who),
        "parts": ["name"],
    }
    assert {"contents": {}, "refused": "malformed-request"} == await ask(
        stack, "rpc.intake.unseal", asked
    )
    late = principal("o1", "processing", minutes=-1)
    assert {"contents": {}, "refused": "sign-in-needed"} == await unsealed(stack, late, "x")
    forged = {"petition_ids": ["x"], "principal": "e30.e30", "parts": ["name"]}
    assert "sign-in-needed" == (await ask(stack, "rpc.intake.unseal", forged))["refused"]


# fmt: off
ROWS = [
    ("an officer of the body that holds it", principal("o1", "processing"),                          "complaint",    ""),
    ("the reception of that body",           principal("o1", "reception"),                           "complaint",    ""),
    ("the inspectorate",                     everywhere("o2", "inspectorate"),                       "complaint",    ""),
    ("an officer of another body",           principal("o3", "processing", agency="25459"),          "complaint",    "no-such-petition"),
    ("an auditor sees the case, not names",  everywhere("o4", "auditor"),                            "complaint",    "not-your-role"),
    ("who administers accounts",             everywhere("o5", "administrator"),                      "complaint",    "no-such-petition"),
    ("a custodian without a reveal",         everywhere("o6", "custodian"),                          "denunciation", "no-such-petition"),
    ("a denouncer stays sealed",             everywhere("o2", "inspectorate"),                       "denunciation", "identity-sealed"),
    ("who works under the denounced head",   principal("o1", "processing"),                          "against-head", "no-such-petition"),
    ("even where they reach everywhere",     everywhere("o7", "inspectorate", agency="25585"),       "against-head", "no-such-petition"),
]
# fmt: on


@pytest.fixture(name="lodged", scope="module")
def _lodged(stack: Stack) -> dict[str, str]:
    writer = {"petitioner": {"full_name": CANARY}}
    head = {"respondent": {"post": "head"}}
    return {
        "complaint": lodge(stack, **writer)["petition_id"],
        "denunciation": lodge(stack, "denunciation", **writer)["petition_id"],
        "against-head": lodge(stack, "denunciation", **writer, **head)["petition_id"],
    }


@pytest.mark.parametrize(
    ("who", "about", "refused"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS]
)
async def test_who_is_told_a_name(
    stack: Stack, lodged, who, about: str, refused: str
) -> None:
    """As the row says; a refusal carries nothing else."""
    answer = await unsealed(stack, who, lodged[about], parts=("name", "letter"))
    (opened,) = answer["contents"].values()
    if refused:
        assert {"refused": refused} == opened
    else:
        assert CANARY == opened["full_name"]
        assert "Việc cần xem xét" == opened["summary"]


async def test_a_list_of_names_is_one_question(stack: Stack, lodged) -> None:
    """Names alone, each petition answered for itself, what does not exist among them."""
    asked = [*lodged.values(), "01924b6e-7a00-7000-8000-0000000000ff"]
    answer = await unsealed(stack, everywhere("o2", "inspectorate"), *asked)
    assert {"full_name": CANARY} == answer["contents"][lodged["complaint"]]
    assert "identity-sealed" == answer["contents"][lodged["denunciation"]]["refused"]
    assert "no-such-petition" == answer["contents"][asked[-1]]["refused"]


async def test_a_refused_petition_leaves_neither_key_nor_mark(stack: Stack) -> None:
    """What was not recorded cannot be found."""
    connection = await asyncpg.connect(stack.dsn("intake", "owner"))
    count = "select (select count(*) from vault.key), (select count(*) from vault.mark)"
    before = await connection.fetchrow(count)
    body = {
        "channel": "online", "kind_claimed": "complaint", "subject_field": "land",
        "petitioner": {"full_name": CANARY, "address": ""}, "respondent": {"name": "x"},
        "summary": "x", "request": "y", "received_on": "2999-01-01",
    }  # fmt: skip
    answer = await asyncio.to_thread(
        httpx.post, f"{stack.services['intake'].url}/api/intake/petitions", json=body
    )
    assert 400 == answer.status_code
    assert before == await connection.fetchrow(count)
    await connection.close()


async def test_whoever_is_denounced_is_excluded_in_the_same_breath(stack: Stack) -> None:
    """By name in the same body; by identity number anywhere; never by name alone elsewhere."""
    her, her_number = f"Lê Thị Kiểm {number()[-4:]}", number()
    here, there = f"in-{number()}", f"out-{number()}"
    await appoint(stack, here, her, agency="25585")
    await appoint(stack, there, her, agency="25459", id_number=her_number)
    against = {"name": f"Bà {her.upper()}, cán bộ địa chính", "agency_code": "25585"}
    by_name = lodge(stack, "denunciation", respondent=against)
    (lodged, found) = await facts_of(stack, by_name["petition_id"])
    assert ("petition.conflict_found.v1", lodged[1] + 1) == found
    by_number = lodge(stack, "denunciation", respondent=against | {"id_number": her_number})
    assert 3 == len(await facts_of(stack, by_number["petition_id"]))
    elsewhere = lodge(stack, "denunciation", respondent=against | {"agency_code": "25486"})
    assert 1 == len(await facts_of(stack, elsewhere["petition_id"]))
    assert 1 == len(await facts_of(stack, lodge(stack, respondent=against)["petition_id"]))
    told = await unsealed(stack, principal(here, "processing"), by_name["petition_id"])
    assert "no-such-petition" == told["contents"][by_name["petition_id"]]["refused"]


async def test_whoever_joins_later_is_excluded_too(stack: Stack) -> None:
    """A new officer, and a relative declared after the denunciation came; each once."""
    him, his_number = f"Phan Văn Sau {number()[-4:]}", number()
    about = {"name": him, "id_number": his_number}
    petition = lodge(stack, "denunciation", respondent=about)["petition_id"]
    assert 1 == len(await facts_of(stack, petition))
    late, kin = f"late-{number()}", f"kin-{number()}"
    await appoint(stack, late, him, agency="25585")
    await until(lambda: _found(stack, petition, 1))
    await appoint(stack, kin, "Ai Khác Hẳn", agency="25459")
    await declare_relative(stack, kin, "không cần tên", id_number=his_number)
    await until(lambda: _found(stack, petition, 2))
    await appoint(stack, late, him, agency="25585")
    await asyncio.sleep(0.5)
    assert await _found(stack, petition, 2)


async def _found(stack: Stack, petition: str, count: int) -> bool:
    return len(await facts_of(stack, petition)) == count + 1
