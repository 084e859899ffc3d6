"""One complaint from its first page to the last item of an executed second decision."""

import datetime as dt

from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from tests.integration.papers import pdf
from tests.journeys.outcomes import TODAY, Matter, ago
from tests.journeys.people import COMMUNE, sign_in, track, until
from tests.journeys.test_papers import NAME, attach
from tests.journeys.world import member

HEAD, CHAIR = f"lanhdao-{COMMUNE}", "lanhdao"
PLAN = {
    "purpose": "Làm rõ diện tích và giá bồi thường.",
    "content": "Diện tích, loại đất, giá.",
    "participants": "Người khiếu nại, Chủ tịch UBND, cán bộ địa chính.",
    "place": "8 giờ, phòng họp số 2.",
    "preparation": "Bộ phận địa chính chuẩn bị bản đồ.",
}
SOON = str(TODAY + dt.timedelta(days=30))


def test_from_lodging_to_the_executed_second_decision(stack: Stack, page: Page) -> None:
    first = Matter(stack, page, days=135)
    _first_level(page, first)
    second = Matter(stack, page, days=90, instance="second", receiving_agency="TN-UBND")
    _second_level(page, second)
    _bring_evidence(page, second)
    _execution(page, second)
    _as_the_citizen_sees_it(page, first, second)


def _first_level(page: Page, first: Matter) -> None:
    """Accepted, verified, talked about, decided, sent; then a second complaint comes."""
    sign_in(page, HEAD)
    first.do("accept", on=ago(130))
    lead = member(f"xuly-{COMMUNE}").officer
    contents = "Diện tích thu hồi, loại đất."
    first.do("verify", on=ago(129), lead=lead, contents=contents, until_on=ago(115))
    expect(page.locator(".story").first).to_contain_text(contents)
    first.do("record-verification", on=ago(118), findings="Diện tích đúng như quyết định.")
    first.do("plan-dialogue", on=ago(117), held_on=ago(110), **PLAN)
    record = "Hai bên giữ nguyên ý kiến."
    first.do("hold-dialogue", on=ago(110), agreement="not_agreed", record=record)
    expect(page.locator(".story").first).to_contain_text(record)
    first.do("decide", on=ago(100), outcome="wrong")
    assert "closed_decided" == first.state()
    first.do("notify", "decision", on=ago(98), received_on=ago(97))
    first.do("appeal", on=ago(90))
    expect(page.locator(".story").first).to_contain_text("khiếu nại lần hai")


def _second_level(page: Page, second: Matter) -> None:
    """At the chair of the province, where talking is a duty; decided, sent, made public."""
    sign_in(page, CHAIR)
    second.do("accept", on=ago(86))
    expect(page.get_by_role("main")).to_contain_text("Điều 39")
    second.do("plan-dialogue", on=ago(80), held_on=ago(72), **PLAN)
    record = "Thống nhất đo đạc lại; giá thiếu 25 triệu đồng."
    second.do("hold-dialogue", on=ago(72), agreement="agreed", record=record)
    expect(page.get_by_text("chưa ghi nhận đối thoại nào")).to_have_count(0)
    second.do("decide", on=ago(62), outcome="right")
    second.do("notify", "decision", on=ago(60), received_on=ago(59))
    second.do("publish", on=ago(55), form="posted")
    expect(page.locator(".story").first).to_contain_text("Niêm yết")


def _bring_evidence(page: Page, second: Matter) -> None:
    """The complainant adds the receipt of the money to the petition."""
    receipt = second.receipt
    track(page, str(receipt["receipt_code"]), str(receipt["tracking_secret"]))
    attach(page, pdf(size=20_000))
    expect(page.locator("#papers").get_by_role("status")).to_contain_text(NAME)


def _execution(page: Page, second: Matter) -> None:
    """Directed once the decision binds; money and land; each item with its evidence."""
    sign_in(page, CHAIR)
    second.reopen("execute")
    form = second.form("execute")
    form.locator("[name=on]").fill(ago(20))
    for n, (what, measure, amount) in enumerate(
        [("Trả tiền bồi thường thiếu.", "money", "25000000"), ("Trả đất.", "land", "50.5")]
    ):
        form.locator("[name=item_what]").nth(n).fill(what)
        form.locator("[name=item_measure]").nth(n).select_option(measure)
        form.locator("[name=item_amount]").nth(n).fill(amount)
        form.locator("[name=item_beneficiary]").nth(n).select_option("person")
        form.locator("[name=item_owner]").nth(n).select_option(COMMUNE)
        form.locator("[name=item_due_on]").nth(n).fill(SOON)
    second.press(form)
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận: Chỉ đạo thi hành")
    expect(page.get_by_role("main")).to_contain_text("xong 0 trong 2 nội dung")
    missing = {"item": "1", "amount": "25000000", "on": ago(10)}
    second.refused("fulfil", "giấy tờ", **missing)
    code = str(second.receipt["receipt_code"])
    page.goto("/executions")
    expect(page.get_by_role("row").filter(has_text=code)).to_have_count(2)
    for item, on in (("1", ago(10)), ("2", ago(5))):
        second.reopen("fulfil")
        form = second.form("fulfil", item)
        form.locator("[name=on]").fill(on)
        form.locator("[name=evidence]").select_option(index=1)
        second.press(form)
        expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận")
    done = page.get_by_text("xong 2 trong 2 nội dung")
    until(lambda: done.count() == 1, page)
    directed = page.locator(".clocks li").filter(has_text="Chỉ đạo thi hành quyết định")
    until(lambda: "xong" in directed.inner_text(), page)
    page.goto("/executions?show=done")
    rows = page.get_by_role("row").filter(has_text=code)
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("25.000.000")


def _as_the_citizen_sees_it(page: Page, first: Matter, second: Matter) -> None:
    """Both petitions are at their end, and each says who decided."""
    for matter, who in ((first, "Châu Thành"), (second, "tỉnh Tây Ninh")):
        receipt = matter.receipt
        track(page, str(receipt["receipt_code"]), str(receipt["tracking_secret"]))
        main = page.get_by_role("main")
        expect(main).to_contain_text("đã ban hành quyết định giải quyết")
        expect(main).to_contain_text(who)
