"""`tiepdan clock rederive` and `clock what-if` on a running stack."""

from pathlib import Path

import httpx

from deploy.embedded.supervisor import Stack
from tests.integration.signed import until
from tests.integration.test_people_commands import tiepdan


def lodge(stack: Stack) -> None:
    body = {
        "channel": "post",
        "kind_claimed": "recommendation",
        "petitioner": {"full_name": "Trần Thị Lệnh", "address": "Ấp 1"},
        "respondent": {"name": "Chủ tịch", "agency_code": "25585"},
        "subject_field": "land",
        "summary": "Việc",
        "request": "Yêu cầu",
        "receiving_agency": "25585",
    }
    answer = httpx.post(f"{stack.urls['front']}/api/intake/petitions", json=body)
    assert answer.status_code == 201


def test_where_all_is_well_nothing_would_move(stack: Stack) -> None:
    """The service did it; by hand it is looked at, and said nothing."""
    lodge(stack)

    def looked_at() -> bool:
        status, answer = tiepdan(stack, "clock", "rederive", "--dry-run")
        assert status == 0
        assert (answer["moved"], answer["troubled"], answer["dry_run"]) == (0, 0, True)
        return bool(answer["examined"])

    until(looked_at)
    status, answer = tiepdan(stack, "clock", "rederive")
    assert (status, answer["moved"]) == (0, 0)


def test_a_draft_over_what_there_is(stack: Stack, tmp_path: Path) -> None:
    """Figures and every case; what is no draft is said in a sentence."""
    lodge(stack)
    rule = tmp_path / "rule.yaml"
    rule.write_text("id: XLD.PROCESS\nvalid_from: 2026-01-01\nlength: 3\n")

    def tried() -> bool:
        status, answer = tiepdan(stack, "clock", "what-if", "--rule", str(rule))
        assert status == 0
        assert len(answer["cases"]) == answer["moved"] == answer["earlier"]  # type: ignore[arg-type]
        return bool(answer["moved"])

    until(tried)
    days = tmp_path / "2026.csv"
    days.write_text("2026-11-24,lễ,Ngày Văn hóa\n")
    status, answer = tiepdan(
        stack, "clock", "what-if", "--calendar", str(days), "--year", "2026"
    )
    assert (status, answer["kind"], answer["subject"]) == (0, "calendar", "2026")


def test_what_cannot_be_tried_is_said_in_a_sentence(stack: Stack, tmp_path: Path) -> None:
    """Exit status 1, and which file or field."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: KN.NO\nvalid_from: 2026-01-01\n")
    for words, told in (
        (("--rule", str(tmp_path / "none.yaml")), "none.yaml"),
        (("--rule", str(bad)), "KN.NO"),
        (("--calendar", str(bad)), "Tệp"),
        (("--calendar", str(tmp_path / "days.pdf")), "days.pdf"),
    ):
        status, answer = tiepdan(stack, "clock", "what-if", *words)
        assert status == 1
        assert told in str(answer["error"])
