"""An officer's day through the front door: cases are given, notices come, views are kept."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from tests.integration.signed import COMMUNE, Signed, somebody

OTHER = "TN-BTCD"
PETITION = {
    "channel": "post",
    "kind_claimed": "complaint",
    "petitioner": {"full_name": "Phạm Thị Gửi", "address": "Ấp 1"},
    "respondent": {"name": "UBND xã", "agency_code": COMMUNE},
    "subject_field": "land",
    "summary": "Việc cần xem xét",
    "request": "Đề nghị giải quyết",
    "receiving_agency": COMMUNE,
}


class Desk:
    """What an officer does by program."""

    def __init__(self, stack: Stack, who: Signed) -> None:
        self.who = who
        self.http = httpx.Client(
            base_url=stack.urls["front"], headers=who.headers, timeout=10
        )

    def get(self, path: str, **query: Any) -> Any:
        answer = self.http.get(f"/api/routing{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any, **query: Any) -> httpx.Response:
        return self.http.post(f"/api/routing{path}", json=body, params=query)

    def assign(self, petition: str, officer: str | None) -> httpx.Response:
        return self.post(f"/petitions/{petition}/assign", {"officer": officer})

    def mine(self, at_least: int) -> list[str]:
        page = self.get("/worklist", whose="mine", at_least=at_least, limit=200)
        return [case["petition_id"] for case in page["cases"]]

    def notices(self, at_least: int = 0) -> dict[str, tuple[str, str, bool]]:
        page = self.get("/notices", at_least=at_least, limit=100)
        return {n["petition_id"]: (n["why"], n["to"], n["unread"]) for n in page["notices"]}


def opened(stack: Stack, who: Signed) -> Iterator[Desk]:
    desk = Desk(stack, who)
    with desk.http:
        yield desk


@pytest.fixture(name="superior", scope="module")
def _superior(stack: Stack) -> Iterator[Desk]:
    """The head of the province: over the commune, and not of it."""
    yield from opened(stack, somebody(stack, "head", agency="80", below=True))


@pytest.fixture(name="admin", scope="module")
def _admin(stack: Stack) -> Iterator[Desk]:
    yield from opened(stack, somebody(stack, "administrator", agency="TN-UBND"))


Lodge = Callable[..., str]


@pytest.fixture(name="head", scope="module")
def _head(stack: Stack) -> Iterator[Desk]:
    yield from opened(stack, somebody(stack, "head", post="head", name="Trần Văn Đầu"))


@pytest.fixture(name="lan", scope="module")
def _lan(stack: Stack) -> Iterator[Desk]:
    yield from opened(stack, somebody(stack, "processing", name="Nguyễn Thị Lan"))


@pytest.fixture(name="mai", scope="module")
def _mai(stack: Stack) -> Iterator[Desk]:
    yield from opened(stack, somebody(stack, "processing", name="Lê Thị Mai"))


@pytest.fixture(name="stranger", scope="module")
def _stranger(stack: Stack) -> Iterator[Desk]:
    yield from opened(
        stack, somebody(stack, "processing", agency=OTHER, name="Người Nơi Khác")
    )


@pytest.fixture(name="lodge", scope="module")
def _lodge(stack: Stack) -> Iterator[Lodge]:
    """Lodges a petition, and waits until its case is judged."""
    watcher = somebody(stack, "inspectorate", agency="TN-TTT")
    with httpx.Client(
        base_url=stack.urls["front"], headers=watcher.headers, timeout=10
    ) as http:

        def lodge(**more: Any) -> str:
            answer = http.post("/api/intake/petitions", json={**PETITION, **more})
            assert answer.status_code == 201, answer.text
            petition: str = answer.json()["petition_id"]
            deadline = time.monotonic() + 10
            while True:
                found = http.get(f"/api/routing/petitions/{petition}")
                if found.status_code == 200 and found.json()["state"] != "received":
                    return petition
                assert time.monotonic() < deadline, found.text
                time.sleep(0.05)

        yield lodge


def test_a_head_assigns_and_the_officer_is_told_why(
    lodge: Lodge, head: Desk, lan: Desk, mai: Desk
) -> None:
    """It is in her own list, her bell says why, and nobody else is told."""
    petition = lodge()
    done = head.assign(petition, lan.who.officer)
    assert done.status_code == 200, done.text
    position = done.json()["position"]
    assert petition in lan.mine(position)
    assert lan.notices(position)[petition] == ("assigned", "officer", True)
    assert petition not in mai.mine(position)
    assert petition not in mai.notices(position)
    again = head.assign(petition, lan.who.officer)
    assert again.json() == {**done.json(), "repeated": True}
    newest = lan.get("/notices")["notices"][0]["position"]
    assert lan.post("/notices/seen", {"upto": newest}).status_code == 204
    assert lan.get("/notices")["unread"] == 0
    assert lan.notices()[petition] == ("assigned", "officer", False)


def test_an_officer_takes_what_nobody_has(lodge: Lodge, lan: Desk, mai: Desk) -> None:
    """And nobody takes it from her; she is not told of what she did herself."""
    petition = lodge()
    before = lan.get("/notices")["unread"]
    taken = lan.assign(petition, lan.who.officer)
    assert taken.status_code == 200
    page = lan.get("/notices", at_least=taken.json()["position"])
    assert page["notices"][0]["why"] == "taken"
    assert page["unread"] == before
    refused = mai.assign(petition, mai.who.officer)
    assert (refused.status_code, refused.json()["code"]) == (409, "taken-already")


def test_an_officer_gives_to_nobody_else(lodge: Lodge, lan: Desk, mai: Desk) -> None:
    """Only the head does."""
    refused = lan.assign(lodge(), mai.who.officer)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-your-body")


@pytest.mark.parametrize("whom", ["another body's", "nobody known", "the denounced's"])
def test_who_must_not_have_it_does_not_get_it(
    lodge: Lodge, superior: Desk, head: Desk, stranger: Desk, whom: str
) -> None:
    """One answer for every reason."""
    officer = {"another body's": stranger.who.officer, "nobody known": "nobody"}
    if whom == "the denounced's":
        petition = lodge(
            kind_claimed="denunciation",
            respondent={"name": "Chủ tịch", "agency_code": COMMUNE, "post": "head"},
        )
        refused = superior.assign(petition, head.who.officer)
    else:
        refused = head.assign(lodge(), officer[whom])
    assert (refused.status_code, refused.json()["code"]) == (409, "cannot-be-assigned")


def test_a_unit_is_told_of_what_is_sent_to_it(
    lodge: Lodge, head: Desk, stranger: Desk
) -> None:
    """And the sender's officer, when it comes back."""
    petition = lodge()
    assert head.assign(petition, head.who.officer).status_code == 200
    sent = head.post(
        f"/petitions/{petition}/transfer", {"to_agency": OTHER, "reason": "thuộc Ban"}
    )
    if sent.status_code != 200:
        pytest.fail(sent.text)
    at = sent.json()["position"]
    assert stranger.notices(at)[petition] == ("sent", "unit", True)
    assert petition not in head.notices(at)
    back = stranger.post(
        f"/petitions/{petition}/return",
        {"ground": "not_competent", "reason": "không thuộc Ban"},
    )
    at = back.json()["position"]
    # No more as who holds it; the reception board still hears that somebody sent it on.
    assert stranger.notices(at)[petition] == ("sent_away", "outside", True)
    assert head.notices(at)[petition] == ("returned", "officer", True)


def test_many_are_given_with_an_answer_for_each(
    lodge: Lodge, head: Desk, lan: Desk, mai: Desk
) -> None:
    """First what would become of them, then what became; one refusal holds up no other."""
    free, hers, elsewhere = (
        lodge(),
        lodge(),
        lodge(receiving_agency=OTHER),
    )
    assert head.assign(hers, mai.who.officer).status_code == 200
    asked = {"petition_ids": [free, hers, elsewhere], "officer": mai.who.officer}
    time.sleep(0.5)
    foreseen = head.post("/assignments", asked, preview="true").json()
    became = head.post("/assignments", asked).json()
    outcomes = {r["petition_id"]: (r["outcome"], r["code"]) for r in became["results"]}
    assert outcomes == {
        free: ("assigned", ""),
        hers: ("already", ""),
        elsewhere: ("refused", "no-such-petition"),
    }
    assert foreseen["preview"] is True
    assert [foreseen[k] for k in ("assigned", "already", "refused")] == [1, 1, 1]
    assert [became[k] for k in ("assigned", "already", "refused")] == [1, 1, 1]
    refused = lan.post("/assignments", {**asked, "petition_ids": [free]}).json()
    assert refused["results"][0]["code"] == "not-your-body"


def test_many_are_given_by_filter(lodge: Lodge, head: Desk, lan: Desk) -> None:
    """All that match, not only those of a page."""
    made = {lodge(subject_field="environment") for _ in range(3)}
    asked = {
        "filter": {"field": ["environment"], "whose": "unit"},
        "officer": lan.who.officer,
    }
    assert head.post("/assignments", asked, preview="true").json()["assigned"] == 3
    became = head.post("/assignments", asked).json()
    assert {r["petition_id"] for r in became["results"]} == made
    assert became["assigned"] == 3
    assert head.post("/assignments", {"officer": None}).status_code == 422


def test_the_three_lists_count_what_they_show(lodge: Lodge, lan: Desk) -> None:
    """Mine, my unit's, all: as many as the pages hold, with filters and without."""
    lodge(subject_field="corruption")
    for filters in ({}, {"field": "land"}, {"kind": ["complaint", "denunciation"]}):
        for whose in ("mine", "unit", "all"):
            page = lan.get("/worklist", whose=whose, limit=200, **filters)
            assert page["total"] == len(page["cases"]), (whose, filters)
            assert all(_fits(case, **filters) for case in page["cases"]), filters


def _fits(case: Any, *, field: str = "", kind: Any = ()) -> bool:
    """Test whether a case is one that was asked for."""
    return field in ("", case["subject_field"]) and (not kind or case["kind"] in kind)


def test_views_are_kept_for_oneself_or_the_unit(
    head: Desk, lan: Desk, mai: Desk, stranger: Desk
) -> None:
    """Only filters are kept; its maker or the head deletes it."""
    own = lan.post("/views", {"name": "Đất đai", "query": "show=open&field=land"})
    shared = lan.post(
        "/views",
        {"name": "Quá hạn", "query": "show=overdue&kind=complaint", "shared": True},
    )
    assert (own.status_code, shared.status_code) == (201, 201)
    assert [v["name"] for v in lan.get("/views")] == ["Đất đai", "Quá hạn"]
    assert [(v["name"], v["deletable"]) for v in mai.get("/views")] == [("Quá hạn", False)]
    assert stranger.get("/views") == []
    again = lan.post("/views", {"name": "Đất đai", "query": "show=closed"})
    assert (again.status_code, again.json()["code"]) == (409, "view-exists")
    for query in ("q=Nguyễn Thị Lan", "holder=Lan", "kind=x", "cursor=1", ""):
        unfit = lan.post("/views", {"name": "x", "query": query})
        assert (unfit.status_code, unfit.json()["code"]) == (400, "view-unfit"), query
    path = f"/views/{shared.json()['view_id']}/delete"
    assert mai.post(path, {}).status_code == 404
    assert head.post(path, {}).status_code == 204
    assert lan.post(f"/views/{own.json()['view_id']}/delete", {}).status_code == 204
    assert lan.get("/views") == []


def test_the_fragments_are_for_everybody_signed_in(
    stack: Stack, admin: Desk, lan: Desk
) -> None:
    """Bell and views stand on every page of staff, also of those who see no case."""
    for path in ("/notices", "/notices/count", "/views", "/desk/notices"):
        assert lan.http.get(path).status_code == 200, path
        assert admin.http.get(path).status_code == 200, path
    visitor = httpx.get(
        f"{stack.urls['front']}/notices", headers={"Accept": "application/json"}
    )
    assert visitor.status_code in (303, 401)
