"""What the law gives no date for: each case with the provision that says no."""

from dataclasses import dataclass

import pytest

from services.deadlines.domain.errors import ClockRefused
from services.deadlines.domain.reckoning import Question, asked
from shared.legal.counting import Pause
from tests.law.worked import BOOK, CALENDAR, Row, answer_to, day


@dataclass(frozen=True)
class No:
    """A case without an answer, and why."""

    title: str
    clock: str
    trigger: str
    code: str
    field: str
    basis: str
    says: str
    """Words that stand in the sentence."""
    variant: str = ""
    pauses: str = ""
    extensions: str = ""

    def __str__(self) -> str:
        """Return the title, for the test report."""
        return self.title


# fmt: off
ROWS = [
    No("không có thời hạn này", "KN.KHONG.CO", "01/07/2026", "clock-unknown", "clock", "", "KN.KHONG.CO"),
    No("Luật Tố cáo chưa có hiệu lực", "TC.SETTLE", "31/12/2018", "no-row-in-force", "started_on", "", "01/01/2019"),
    No("chủ tịch huyện không còn", "RECEPTION.DIST", "01/07/2025", "no-row-in-force", "started_on", "", "01/07/2025"),
    No("báo cáo tháng đã bỏ", "TC.FOLLOWUP.MONTHLY", "01/07/2026", "no-row-in-force", "started_on", "", "01/07/2026"),
    No("chưa có lịch 2028", "KN.L1.SETTLE", "15/12/2027", "calendar-missing", "started_on", "BLLD Đ112", "2028"),
    No("ngày làm việc sang 2028", "TCD.NOTIFY", "28/12/2027", "calendar-missing", "started_on", "BLLD Đ112", "2028"),
    No("chưa có lịch 2015", "TCD.NOTIFY", "01/12/2015", "calendar-missing", "started_on", "BLLD Đ112", "2015"),
    No("đếm ngược về 2015", "RECEPTION.PUBLISH", "05/01/2016", "calendar-missing", "started_on", "BLLD Đ112", "2015"),
    No("năm 9999", "KN.L1.SETTLE", "31/12/9999", "date-impossible", "started_on", "", "9999"),
    No("năm 1944, chưa có Nhà nước này", "KN.L1.SETTLE", "31/12/1944", "date-impossible", "started_on", "", "1944"),
    No("năm 1945 thì có thể là một ngày", "KN.L1.SETTLE", "01/01/1945", "no-row-in-force", "started_on", "", "01/01/1945"),
    No("năm 2200 cũng vậy, nhưng chưa có lịch", "KN.L1.SETTLE", "01/01/2200", "calendar-missing", "started_on", "BLLD Đ112", "2200"),
    No("năm 2201", "KN.L1.SETTLE", "01/01/2201", "date-impossible", "started_on", "", "2201"),
    No("năm 1900", "KN.L1.SETTLE", "01/01/1900", "date-impossible", "started_on", "", "1900"),
    # Luật không nêu số ngày
    No("đối thoại lần đầu", "KN.L1.DIALOGUE", "01/07/2026", "no-length", "clock", "LKN Đ30", "KN.L1.SETTLE"),
    No("tạm đình chỉ thi hành", "KN.INTERIM", "01/07/2026", "no-length", "clock", "LKN Đ35", "thời gian còn lại"),
    No("chuyển tội phạm: ngay", "TC.CRIME", "01/07/2026", "no-length", "clock", "LTC Đ27.1", "ngay"),
    No("kiến nghị, phản ánh", "KNPA.SETTLE", "01/07/2026", "no-length", "clock", "LTCD Đ28.1", "TCD.NOTIFY"),
    # Trường hợp
    No("tố cáo không có dạng vùng sâu", "TC.SETTLE", "01/07/2026", "variant-unknown", "variant", "LTC Đ30", "remote", variant="remote"),
    No("kỷ luật không có dạng vùng sâu", "KL.SETTLE", "01/07/2026", "variant-unknown", "variant", "LKN Đ50.2", "remote", variant="complex remote"),
    No("thời hạn không có trường hợp riêng nào", "TCD.NOTIFY", "01/07/2026", "variant-unknown", "variant", "LTCD Đ28.1", "không có trường hợp riêng nào", variant="complex"),
    No("nêu các trường hợp mà luật biết", "KN.L1.SETTLE", "01/07/2026", "variant-unknown", "variant", "LKN Đ28", "pháp luật biết: complex, remote.", variant="dismissal"),
    No("vừa phức tạp vừa đặc biệt phức tạp", "TC.SETTLE", "01/07/2026", "variants-contradict", "variant", "LTC Đ30", "hãy chọn một", variant="complex especially_complex"),
    # Gia hạn
    No("khiếu nại không gia hạn", "KN.L1.SETTLE", "01/07/2026", "extension-not-allowed", "extensions", "LKN Đ28", "không cho gia hạn", extensions="20/07/2026+15"),
    No("tố cáo bình thường không gia hạn", "TC.SETTLE", "01/07/2026", "extension-not-allowed", "extensions", "LTC Đ30", "complex", extensions="20/07/2026+30"),
    No("phức tạp chỉ một lần", "TC.SETTLE", "01/07/2026", "extension-not-allowed", "extensions", "LTC Đ30", "tối đa 1 lần", variant="complex", extensions="20/07/2026+30 20/08/2026+30"),
    No("đặc biệt phức tạp chỉ hai lần", "TC.SETTLE", "01/07/2026", "extension-not-allowed", "extensions", "LTC Đ30", "tối đa 2 lần", variant="especially_complex", extensions="20/07/2026+30 20/08/2026+30 20/09/2026+1"),
    No("mỗi lần không quá 30 ngày", "TC.SETTLE", "01/07/2026", "extension-not-allowed", "extensions", "LTC Đ30", "30 ngày", variant="complex", extensions="20/07/2026+31"),
    No("gia hạn 0 ngày", "TC.SETTLE", "01/07/2026", "extension-impossible", "extensions", "LTC Đ30", "ít nhất 1 ngày", variant="complex", extensions="20/07/2026+0"),
    No("gia hạn trước khi thụ lý", "TC.SETTLE", "01/07/2026", "extension-impossible", "extensions", "LTC Đ30", "01/07/2026", variant="complex", extensions="30/06/2026+30"),
    No("quyết định gia hạn năm 9998", "TC.SETTLE", "01/07/2026", "date-impossible", "extensions", "", "9998", variant="complex", extensions="30/06/9998+30"),
    # Tạm dừng
    No("thời hạn không biết tạm dừng", "TCD.NOTIFY", "01/07/2026", "pause-not-allowed", "pauses", "LTCD Đ28.1", "không cho tạm dừng", pauses="02/07/2026-06/07/2026"),
    No("C25 khiếu nại trước 01/7/2026", "KN.L1.SETTLE", "04/05/2026", "pause-not-allowed", "pauses", "ND155 Đ22.1", "01/07/2026", pauses="18/05/2026-15/06/2026"),
    No("bắt đầu một ngày trước khi luật cho", "KN.L1.SETTLE", "15/06/2026", "pause-not-allowed", "pauses", "ND155 Đ22.1", "30/06/2026", pauses="30/06/2026-10/07/2026"),
    No("tạm dừng không ngày nào", "KN.L1.SETTLE", "06/07/2026", "pause-impossible", "pauses", "LKN Đ11a.1", "sau ngày đó", pauses="10/07/2026-10/07/2026"),
    No("kết thúc trước khi bắt đầu", "KN.L1.SETTLE", "06/07/2026", "pause-impossible", "pauses", "LKN Đ11a.1", "10/07/2026", pauses="10/07/2026-08/07/2026"),
    No("cơ quan không dừng được cái chưa chạy", "KN.L1.SETTLE", "06/07/2026", "pause-impossible", "pauses", "LKN Đ11a.1", "06/07/2026", pauses="05/07/2026-08/07/2026"),
    No("hai lần chồng nhau", "TC.SETTLE", "06/07/2026", "pauses-overlap", "pauses", "LTC Đ34.1", "12/07/2026", pauses="10/07/2026-15/07/2026 12/07/2026-20/07/2026"),
    No("chồng nhau, kể không theo thứ tự", "KN.TIMEBAR.90", "06/07/2026", "pauses-overlap", "pauses", "LKN Đ9", "15/07/2026", pauses="14/07/2026-20/07/2026 10/07/2026-15/07/2026"),
    No("tạm dừng đến năm 9999", "TC.SETTLE", "06/07/2026", "date-impossible", "pauses", "", "9999", pauses="10/07/2026-31/12/9999"),
]
# fmt: on


@pytest.mark.parametrize("no", ROWS, ids=str)
def test_there_is_no_date(no: No) -> None:
    with pytest.raises(ClockRefused) as refused:
        asked(BOOK, CALENDAR, case(no).question())
    found = refused.value
    assert (found.code, found.field) == (no.code, no.field)
    assert str(found.basis or "") == no.basis
    assert no.says in found.sentence


def test_every_refusal_is_shown() -> None:
    assert {no.code for no in ROWS} | {"pause-ground-unknown"} == {
        each.code for each in ClockRefused.__subclasses__()
    }


def test_a_pause_needs_a_lawful_ground() -> None:
    """Chờ giám định dừng được tố cáo (LTC Đ34.1), không dừng được khiếu nại (LKN Đ11a.1)."""
    pause = Pause(from_on=day("20/07/2026"), until_on=day("27/07/2026"), ground="expert")
    of_complaint, of_denunciation = (
        Question(rule_id=rule_id, trigger_on=day("06/07/2026"), pauses=[pause])
        for rule_id in ("KN.L1.SETTLE", "TC.SETTLE")
    )
    assert asked(BOOK, CALENDAR, of_denunciation).due.due_on == day("12/08/2026")
    with pytest.raises(ClockRefused) as refused:
        asked(BOOK, CALENDAR, of_complaint)
    assert refused.value.code == "pause-ground-unknown"
    assert str(refused.value.basis) == "LKN Đ11a.1"
    assert "complainant_obstacle, other_body" in refused.value.sentence


@pytest.mark.parametrize("no", ROWS, ids=str)
def test_the_quick_way_says_no_as_well(no: No) -> None:
    """A gap in our books is no refusal there: it must stop a reaction, not be passed over."""
    with pytest.raises(Exception) as refused:
        answer_to(case(no))
    gap = no.code in {"clock-unknown", "no-row-in-force", "calendar-missing"}
    assert isinstance(refused.value, ClockRefused) != gap
    assert refused.value.code == no.code


def case(no: No) -> Row:
    """Return the case that is refused."""
    return Row(
        title=no.title,
        clock=no.clock,
        trigger=no.trigger,
        nominal="",
        due="",
        provision="",
        variant=no.variant,
        pauses=no.pauses,
        extensions=no.extensions,
    )
