"""
When does each clock end? Read a row as: this clock, begun on this day, ends then.

Days are day/month/year. "Danh nghĩa" is the last day before rolling, "hạn" the last lawful
day. Numbers in front (C02 …) are those of the worked cases the figures come from.
"""

import datetime as dt
from dataclasses import dataclass

import pytest

from services.deadlines.domain.reckoning import Question, explain, reckon
from services.deadlines.rules import RuleBook
from services.deadlines.rules.loader import load
from shared.legal.counting import Pause


@dataclass(frozen=True)
class Row:
    """A worked case."""

    title: str
    clock: str
    trigger: str
    nominal: str
    due: str
    provision: str
    variant: str = ""
    pause: str = ""
    extensions: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return the title, for the test report."""
        return self.title


def day(text: str) -> dt.date:
    """Return the day a lawyer writes as 02/09/2026."""
    return dt.datetime.strptime(text, "%d/%m/%Y").date()


# fmt: off
ROWS = [
    # Khiếu nại: thời hiệu
    Row("C08 90 ngày, ngày cuối Chủ nhật liền kỳ nghỉ Quốc khánh", "KN.TIMEBAR.90", "02/06/2025", "31/08/2025", "03/09/2025", "LKN Đ9"),
    Row("C09 nằm viện 01–20/4 không tính vào 90 ngày", "KN.TIMEBAR.90", "10/03/2025", "28/06/2025", "30/06/2025", "LKN Đ9", pause="01/04/2025-21/04/2025"),
    # Khiếu nại: thụ lý
    Row("C06 10 ngày, ngày cuối trong Tết 2024", "KN.L1.ACCEPT", "01/02/2024", "11/02/2024", "15/02/2024", "LKN Đ27"),
    Row("C07 10 ngày, ngày cuối trong Tết 2025", "KN.L1.ACCEPT", "21/01/2025", "31/01/2025", "03/02/2025", "LKN Đ27"),
    Row("nhận ngày cuối của luật cũ: vẫn 10 ngày", "KN.L1.ACCEPT", "30/06/2026", "10/07/2026", "10/07/2026", "LKN Đ27"),
    Row("N01 nhận ngày đầu của luật mới: 7 ngày làm việc", "KN.L1.ACCEPT", "01/07/2026", "10/07/2026", "10/07/2026", "LKN Đ27 (sửa bởi Luật 136/2025/QH15 Đ2.15.b)"),
    Row("nhận 27/8/2026: nghỉ Quốc khánh kéo hạn sang 10/9", "KN.L1.ACCEPT", "27/08/2026", "10/09/2026", "10/09/2026", "LKN Đ27 (sửa bởi Luật 136/2025/QH15 Đ2.15.b)"),
    Row("N05 lần hai, 7 ngày làm việc", "KN.L2.ACCEPT", "01/10/2026", "12/10/2026", "12/10/2026", "LKN Đ36.1 (sửa bởi Luật 136/2025/QH15 Đ2.15.b)"),
    # Khiếu nại: giải quyết
    Row("X07a lần đầu 30 ngày", "KN.L1.SETTLE", "06/05/2024", "05/06/2024", "05/06/2024", "LKN Đ28"),
    Row("C02 lần đầu, phức tạp 45 ngày", "KN.L1.SETTLE", "02/02/2024", "18/03/2024", "18/03/2024", "LKN Đ28", variant="complex"),
    Row("N26 phức tạp theo tiêu chí mới", "KN.L1.SETTLE", "03/08/2026", "17/09/2026", "17/09/2026", "LKN Đ28", variant="complex"),
    Row("C29 vắng đối thoại không lý do: hạn không đổi", "KN.L1.SETTLE", "07/09/2026", "22/10/2026", "22/10/2026", "LKN Đ28", variant="complex"),
    Row("vùng sâu, phức tạp: 60 ngày, cuối rơi vào 02/9", "KN.L1.SETTLE", "04/07/2026", "02/09/2026", "03/09/2026", "LKN Đ28", variant="complex remote"),
    Row("C31 hồ sơ huyện bàn giao sang xã: hạn không tính lại", "KN.L1.SETTLE", "10/06/2025", "10/07/2025", "10/07/2025", "LKN Đ28"),
    Row("C24 tạm đình chỉ 28 ngày sau 01/7/2026", "KN.L1.SETTLE", "06/07/2026", "02/09/2026", "03/09/2026", "LKN Đ28", pause="20/07/2026-17/08/2026"),
    Row("C25 trước 01/7/2026 không có tạm đình chỉ", "KN.L1.SETTLE", "04/05/2026", "03/06/2026", "03/06/2026", "LKN Đ28", pause="18/05/2026-15/06/2026"),
    Row("C04 lần hai 45 ngày, ngày cuối là ngày đã hoán đổi 29/4", "KN.L2.SETTLE", "15/03/2024", "29/04/2024", "02/05/2024", "LKN Đ37"),
    Row("N10 thụ lý trước, tạm đình chỉ sau 01/7/2026", "KN.L2.SETTLE", "01/06/2026", "14/08/2026", "14/08/2026", "LKN Đ37", variant="complex", pause="20/07/2026-03/08/2026"),
    # Khiếu nại: sau giải quyết
    Row("C13 gửi quyết định, có thứ Bảy làm bù 26/4", "KN.L1.SEND", "25/04/2025", "29/04/2025", "29/04/2025", "LKN Đ32"),
    Row("khởi kiện: 1 năm, đến ngày tương ứng", "KN.SUE", "12/03/2025", "12/03/2026", "12/03/2026", "LTTHC Đ116.3"),
    Row("khởi kiện: ngày tương ứng là Mùng 1 Tết 2026", "KN.SUE", "17/02/2025", "17/02/2026", "23/02/2026", "LTTHC Đ116.3"),
    # Tố cáo
    Row("D18 xử lý ban đầu 7 ngày làm việc, vắt Tết 2023", "TC.INITIAL", "18/01/2023", "03/02/2023", "03/02/2023", "LTC Đ24.1"),
    Row("xác minh nhiều nơi: 10 ngày làm việc", "TC.INITIAL", "18/01/2023", "08/02/2023", "08/02/2023", "LTC Đ24.1", variant="multi_site"),
    Row("D03 chuyển tố cáo, có thứ Bảy làm bù 22/8", "TC.TRANSFER", "19/08/2026", "25/08/2026", "25/08/2026", "LTC Đ24.2"),
    Row("D05 giải quyết 30 ngày", "TC.SETTLE", "31/12/2025", "30/01/2026", "30/01/2026", "LTC Đ30"),
    Row("D07 đặc biệt phức tạp, gia hạn hai lần: 90 ngày", "TC.SETTLE", "31/12/2025", "31/03/2026", "31/03/2026", "LTC Đ30", variant="especially_complex", extensions=(30, 30)),
    Row("D09 phức tạp, gia hạn một lần, tạm đình chỉ 21 ngày", "TC.SETTLE", "03/06/2024", "23/08/2024", "23/08/2024", "LTC Đ30", variant="complex", pause="10/07/2024-31/07/2024", extensions=(30,)),
    Row("phức tạp nhưng chưa có quyết định gia hạn: vẫn 30 ngày", "TC.SETTLE", "03/06/2024", "03/07/2024", "03/07/2024", "LTC Đ30", variant="complex"),
    # Tiếp công dân, xử lý đơn
    Row("R01 thông báo sau 10 ngày làm việc, có thứ Bảy làm bù 04/5", "TCD.NOTIFY", "25/04/2024", "13/05/2024", "13/05/2024", "LTCD Đ28.1"),
    Row("xử lý đơn, qua Ngày Văn hóa Việt Nam 24/11/2026", "XLD.PROCESS", "23/11/2026", "08/12/2026", "08/12/2026", "LTCD Đ28.1"),
]
# fmt: on


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """Return the rows as shipped."""
    return load()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_clock_ends_on_its_day(row: Row, book: RuleBook) -> None:
    begin, _, end = row.pause.partition("-")
    question = Question(
        rule_id=row.clock,
        trigger_on=day(row.trigger),
        variant=frozenset(row.variant.split()),
        pauses=[Pause(from_on=day(begin), until_on=day(end))] if row.pause else [],
        extensions=row.extensions,
    )
    answer = reckon(book, book.calendar(), question)
    assert (answer.due.nominal_on, answer.due.due_on) == (day(row.nominal), day(row.due))
    assert str(answer.rule.basis) == row.provision
    assert explain(book, book.calendar(), question).due.due_on == day(row.due)


def test_every_clock_has_a_worked_case(book: RuleBook) -> None:
    worked = {(row.clock, row.provision) for row in ROWS}
    ruled = {(id_, str(rule.basis)) for id_, rules in book.clocks.items() for rule in rules}
    not_worked = {
        ("KN.L2.ACCEPT", "LKN Đ36.1")
    }  # the old ten days: the same as KN.L1.ACCEPT
    assert ruled - worked == not_worked
