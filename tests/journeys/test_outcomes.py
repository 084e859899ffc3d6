"""Every outcome that the law knows, through the page of a case: what it shows, and what it refuses."""

from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.outcomes import Matter, ago
from tests.journeys.people import COMMUNE, sign_in
from tests.journeys.world import OF_AN_OFFICIAL

HEAD, CHAIR, BOARD = f"lanhdao-{COMMUNE}", "lanhdao", "xuly"
NOBODY = {"full_name": "", "address": ""}
REASON = "Đã đối chiếu hồ sơ địa chính và hiện trạng."
TOO_EARLY = {"on": "2001-01-01"}
TOO_EARLY_IS = "Ngày này không thể đúng"


def test_accept(stack: Stack, page: Page) -> None:
    """Taken from the day that the officer names; settlement counts from it."""
    matter = Matter(stack, page, days=4)
    matter.open_as(HEAD, "accept")
    matter.refused("accept", TOO_EARLY_IS, **TOO_EARLY)
    matter.reopen("accept")
    form = matter.form("accept")
    form.get_by_label("Ngày thụ lý").fill(ago(3))
    matter.press(form)
    matter.shows("Thụ lý", "thụ lý", "accepted")


def test_refuse(stack: Stack, page: Page) -> None:
    """On a ground of the law alone, and not without being sure."""
    matter = Matter(stack, page)
    matter.open_as(HEAD, "refuse")
    matter.refused("refuse", "Lý do này không phải căn cứ", reason_code="TOO_BUSY")
    matter.reopen("refuse")
    form = matter.form("refuse")
    reason = form.locator("select[name=reason_code]")
    expect(reason).to_have_value(
        ""
    )  # none was found, and none is suggested by where it stands
    form.locator("[data-opens]").click()
    expect(form.locator("dialog")).to_be_hidden()
    reason.select_option("LKN11_6")
    matter.press(form)
    matter.shows("Không thụ lý", "Hết thời hiệu", "closed_refused")


def test_guide(stack: Stack, page: Page) -> None:
    """The reception board tells the sender of a complaint which body to go to."""
    matter = Matter(stack, page, receiving_agency="TN-BTCD")
    matter.open_as(BOARD, "guide")
    matter.refused("answer", "Trường hợp này pháp luật quy định việc khác")
    matter.reopen("guide")
    matter.press(matter.form("guide"))
    matter.shows("Hướng dẫn người gửi", "hướng dẫn người gửi đến", "closed_guided")


def test_split(stack: Stack, page: Page) -> None:
    """Contents of several kinds: the sender is told to write them apart."""
    matter = Matter(stack, page)
    matter.open_as(HEAD, "guide")
    matter.refused("guide", "Đơn không thiếu gì", manner="complete")
    matter.reopen("guide")
    expect(matter.form("guide", "split")).to_contain_text("Mẫu số 05")
    matter.press(matter.form("guide", "split"))
    matter.shows("Hướng dẫn người gửi", "hướng dẫn người gửi tách đơn", "closed_guided")


def test_complete(stack: Stack, page: Page) -> None:
    """What is missing can be added by a sender who is known."""
    matter = Matter(stack, page, request="")
    matter.open_as(HEAD, "guide")
    matter.refused("guide", "Đơn không đủ điều kiện xử lý", manner="split")
    matter.reopen("guide")
    matter.press(matter.form("guide", "complete"))
    matter.shows("Hướng dẫn người gửi", "bổ sung những gì còn thiếu", "closed_guided")


def test_transfer_and_return(stack: Stack, page: Page) -> None:
    """To the body that is competent, which gives it back on a ground of the law."""
    matter = Matter(stack, page, kind_claimed="recommendation", receiving_agency="TN-BTCD")
    matter.open_as(BOARD, "transfer")
    matter.refused(
        "transfer", "Không chuyển đơn cho chính mình", to_agency="TN-BTCD", reason=REASON
    )
    matter.reopen("transfer")
    matter.press(matter.form("transfer"))
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận: Chuyển đơn")
    matter.open_as(HEAD, "return")
    assert "in_transfer" == matter.state()
    matter.refused("return", "Phải nêu lý do", ground="not_competent", reason=" ")
    matter.reopen("return")
    form = matter.form("return")
    form.get_by_label("Căn cứ").select_option("not_competent")
    form.get_by_label("Lý do").fill("Thửa đất không thuộc địa bàn.")
    matter.press(form)
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận: Trả lại nơi chuyển")
    matter.open_as(BOARD, "transfer")
    expect(page.locator(".story").first).to_contain_text("trả lại")
    assert "awaiting_transfer" == matter.state()


def test_file(stack: Stack, page: Page) -> None:
    """A complaint whose sender nobody knows is kept."""
    matter = Matter(stack, page, petitioner=NOBODY)
    matter.open_as(HEAD, "file")
    matter.refused("accept", "Đơn không đủ điều kiện xử lý nên không thể thụ lý")
    matter.reopen("file")
    matter.press(matter.form("file"))
    matter.shows("Lưu đơn", "không rõ họ tên, địa chỉ người gửi", "closed_filed")


def test_answer(stack: Stack, page: Page) -> None:
    """A recommendation gets its answer."""
    matter = Matter(stack, page, kind_claimed="recommendation")
    matter.open_as(HEAD, "answer")
    matter.refused("answer", TOO_EARLY_IS, **TOO_EARLY)
    matter.reopen("answer")
    matter.press(matter.form("answer"))
    matter.shows("Trả lời", "trả lời", "closed_answered")


def test_information_check(stack: Stack, page: Page) -> None:
    """Nobody signed, but it names who did what: it is checked, and what was found decides."""
    matter = Matter(
        stack,
        page,
        kind_claimed="denunciation",
        petitioner=NOBODY,
        respondent=OF_AN_OFFICIAL,
    )
    matter.open_as(HEAD, "check")
    nothing = {"finding": "signs", "follow_up": "none", "reason": REASON}
    matter.refused("check", "Có dấu hiệu vi phạm thì phải nêu việc làm tiếp", **nothing)
    matter.reopen("check")
    form = matter.form("check")
    expect(form).to_contain_text("Điều 25")
    form.get_by_label("Kết quả").select_option("signs")
    form.get_by_label("Việc làm tiếp").select_option("inspection")
    form.get_by_label("Lý do").fill(REASON)
    matter.press(form)
    line = "kiểm tra thông tin: Có dấu hiệu vi phạm. Việc làm tiếp: Giao thanh tra"
    matter.shows("Ghi kết quả kiểm tra thông tin", line, "closed_checked")
    expect(page.locator(".story").first).to_contain_text(REASON)


def test_crime_referral(stack: Stack, page: Page) -> None:
    """At once, with the file: a denunciation ends here, an accepted complaint goes on."""
    matter = Matter(stack, page, kind_claimed="denunciation", respondent=OF_AN_OFFICIAL)
    matter.open_as(HEAD, "refer-crime")
    without = {"to": "investigation", "file": " ", "reason": REASON}
    matter.refused("refer-crime", "Phải nêu hồ sơ chuyển kèm", **without)
    _refer(matter)
    line = "chuyển dấu hiệu tội phạm đến Cơ quan điều tra; hồ sơ kèm: Công văn 12"
    matter.shows("Chuyển cơ quan điều tra", line, "closed_referred")
    accepted = Matter(stack, page)
    accepted.did(HEAD, "accept")
    _refer(accepted)
    accepted.shows("Chuyển cơ quan điều tra", line, "accepted")
    accepted.refused("refer-crime", "Đã chuyển ngày", **without | {"file": "Công văn 13"})
    expect(page.get_by_role("button", name="Ra quyết định")).to_be_visible()


def _refer(matter: Matter) -> None:
    matter.reopen("refer-crime")
    form = matter.form("refer-crime")
    form.get_by_label("Nơi nhận").select_option("investigation")
    form.get_by_label("Hồ sơ chuyển kèm").fill("Công văn 12/CV-UBND, 34 trang")
    form.get_by_label("Lý do").fill("Có dấu hiệu giả mạo trong công tác.")
    matter.press(form)


def test_refuse_reception(page: Page) -> None:
    """The desk records where, when and on what ground; nobody is named, and the head sees it."""
    sign_in(page, f"tiepdan-{COMMUNE}")
    page.goto("/desk")
    page.get_by_role("link", name="Từ chối tiếp công dân").click()
    page.get_by_label("Căn cứ từ chối").select_option("REFUSE_4_1_C")
    page.get_by_label("Thời điểm từ chối").fill("2001-01-01T08:00")
    page.get_by_role("button", name="Ghi nhận từ chối tiếp").click()
    expect(page.get_by_role("alert")).to_contain_text("trong 31 ngày qua")
    page.get_by_label("Thời điểm từ chối").fill(f"{ago(1)}T08:15")
    page.get_by_role("button", name="Ghi nhận từ chối tiếp").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận việc từ chối tiếp")
    sign_in(page, HEAD)
    page.goto("/receptions")
    row = page.get_by_role("row").filter(has_text="Ghi âm, ghi hình")
    expect(row).to_contain_text("08:15")
    expect(row).to_contain_text("Nghị định 154/2026/NĐ-CP")
    expect(row).to_contain_text("Đỗ Thị Kim")
    sign_in(page, "lanhdao-25459")
    page.goto("/receptions")
    expect(page.get_by_role("main")).to_contain_text("Chưa có lần từ chối tiếp nào")


def test_urge(stack: Stack, page: Page) -> None:
    """The chair wants a report on what is overdue below, and gets it."""
    matter = Matter(stack, page, days=60)
    matter.open_as(CHAIR, "urge")
    matter.refused("urge", "Phải nêu lý do", reason=" ")
    matter.reopen("urge")
    form = matter.form("urge")
    form.get_by_label("Lý do").fill("Quá hạn thụ lý, người dân hỏi nhiều lần.")
    matter.press(form)
    matter.shows("Đôn đốc", "đôn đốc", "awaiting_acceptance")
    matter.open_as(HEAD, "report")
    form = matter.form("report")
    form.get_by_label("Tiến độ").fill("Đã xác minh xong, đang dự thảo.")
    form.get_by_label("Lý do").fill("Chờ bản vẽ.")
    matter.press(form)
    matter.shows("Báo cáo cấp trên", "Đã xác minh xong", "awaiting_acceptance")


def test_reexamine(stack: Stack, page: Page) -> None:
    """A decision in force is looked at again by the chair alone."""
    matter = Matter(stack, page, days=90)
    matter.did(HEAD, "accept", on=ago(85))
    matter.did(HEAD, "decide", on=ago(60), outcome="wrong")
    matter.open_as(HEAD, "amend")
    assert not matter.form("reexamine").count(), "nobody looks at their own decision again"
    matter.open_as(CHAIR, "reexamine")
    early = {"on": ago(59), "finding": "kept", "reason": REASON}
    matter.refused("reexamine", "hiệu lực", **early)
    matter.reopen("reexamine")
    form = matter.form("reexamine")
    form.get_by_label("Kết quả").select_option("unlawful")
    form.get_by_label("Lý do").fill(REASON)
    matter.press(form)
    matter.shows("Ghi kết quả xem xét lại", "Trái pháp luật", "closed_decided")
