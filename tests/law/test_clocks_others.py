"""When do the clocks of denunciations, reception, processing and reports end? See `worked.py`."""

import pytest

from tests.law import test_clocks_complaint
from tests.law.worked import BOOK, Row, check

# fmt: off
ROWS = [
    # Tố cáo: nhận và thụ lý
    Row("D18 xử lý ban đầu 7 ngày làm việc, vắt Tết 2023", "TC.INITIAL", "18/01/2023", "03/02/2023", "03/02/2023", "LTC Đ24.1"),
    Row("xác minh nhiều nơi: 10 ngày làm việc", "TC.INITIAL", "18/01/2023", "08/02/2023", "08/02/2023", "LTC Đ24.1", variant="multi_site"),
    Row("ủy quyền xác minh: 10 ngày làm việc", "TC.INITIAL", "18/01/2023", "08/02/2023", "08/02/2023", "LTC Đ24.1", variant="delegated"),
    Row("cả hai: vẫn 10, không cộng", "TC.INITIAL", "18/01/2023", "08/02/2023", "08/02/2023", "LTC Đ24.1", variant="multi_site delegated"),
    Row("hai thứ Bảy làm bù đầu năm 2019", "TC.INITIAL", "02/01/2019", "10/01/2019", "10/01/2019", "LTC Đ24.1"),
    Row("D03 chuyển tố cáo, thứ Bảy làm bù 22/8", "TC.TRANSFER", "19/08/2026", "25/08/2026", "25/08/2026", "LTC Đ24.2"),
    Row("D16 trả lời báo chí 20 ngày, cuối 30/4/2024", "TC.PRESS.NOTIFY", "10/04/2024", "30/04/2024", "02/05/2024", "LTC Đ26.2"),
    Row("thông báo thụ lý, qua Tết 2027", "TC.NOTIFY", "01/02/2027", "15/02/2027", "15/02/2027", "LTC Đ29.3"),
    # Tố cáo: giải quyết
    Row("D05 30 ngày", "TC.SETTLE", "31/12/2025", "30/01/2026", "30/01/2026", "LTC Đ30"),
    Row("phức tạp nhưng chưa có quyết định gia hạn: vẫn 30 ngày", "TC.SETTLE", "03/06/2024", "03/07/2024", "03/07/2024", "LTC Đ30", variant="complex"),
    Row("phức tạp, gia hạn 15 ngày", "TC.SETTLE", "03/06/2024", "18/07/2024", "18/07/2024", "LTC Đ30", variant="complex", extensions="01/07/2024+15"),
    Row("một kỳ hạn liền mạch: mốc 30 ngày rơi vào Tết cũng không cộng thêm", "TC.SETTLE", "15/01/2024", "15/03/2024", "15/03/2024", "LTC Đ30", variant="complex", extensions="05/02/2024+30"),
    Row("đặc biệt phức tạp mới gia hạn một lần", "TC.SETTLE", "31/12/2025", "01/03/2026", "02/03/2026", "LTC Đ30", variant="especially_complex", extensions="28/01/2026+30"),
    Row("D07 đặc biệt phức tạp, gia hạn hai lần: 90 ngày", "TC.SETTLE", "31/12/2025", "31/03/2026", "31/03/2026", "LTC Đ30", variant="especially_complex", extensions="28/01/2026+30 27/02/2026+30"),
    Row("D09 phức tạp, gia hạn một lần, tạm đình chỉ 21 ngày", "TC.SETTLE", "03/06/2024", "23/08/2024", "23/08/2024", "LTC Đ30", variant="complex", pauses="10/07/2024-31/07/2024", extensions="01/07/2024+30"),
    Row("gia hạn ký muộn vẫn được tính", "TC.SETTLE", "03/06/2024", "02/08/2024", "02/08/2024", "LTC Đ30", variant="complex", extensions="08/07/2024+30"),
    Row("gia hạn ngay ngày thụ lý", "TC.SETTLE", "03/06/2024", "04/07/2024", "04/07/2024", "LTC Đ30", variant="complex", extensions="03/06/2024+1"),
    Row("hai lần tạm đình chỉ chờ giám định", "TC.SETTLE", "03/06/2024", "24/07/2024", "24/07/2024", "LTC Đ30", pauses="10/06/2024-20/06/2024 25/06/2024-06/07/2024"),
    Row("luật 2026 không đổi thời hạn tố cáo", "TC.SETTLE", "01/07/2026", "31/07/2026", "31/07/2026", "LTC Đ30"),
    Row("cấp trên lấy lên: tính lại từ đầu", "TC.TAKEOVER", "06/07/2026", "05/08/2026", "05/08/2026", "ND31 Đ5.3"),
    Row("cấp trên lấy lên, phức tạp, gia hạn", "TC.TAKEOVER", "06/07/2026", "04/09/2026", "04/09/2026", "ND31 Đ5.3", variant="complex", extensions="03/08/2026+30"),
    Row("gửi quyết định tạm đình chỉ, qua 30/4/2026", "TC.SUSPEND.SEND", "24/04/2026", "06/05/2026", "06/05/2026", "LTC Đ34.4"),
    # Tố cáo: sau kết luận
    Row("D11 gửi kết luận, qua Tết Dương lịch 2025", "TC.CONCL.SEND", "27/12/2024", "06/01/2025", "06/01/2025", "LTC Đ35.3"),
    Row("xử lý kết luận 7 ngày làm việc", "TC.CONCL.ACT", "27/12/2023", "08/01/2024", "08/01/2024", "LTC Đ36.1"),
    Row("N18 báo kết quả, qua Ngày Văn hóa 24/11", "TC.RESULT.NOTIFY", "19/11/2026", "27/11/2026", "27/11/2026", "LTC Đ36.3"),
    Row("báo cáo theo dõi: 1 tháng, tháng Hai nhuận không có ngày 31", "TC.FOLLOWUP.MONTHLY", "31/01/2024", "29/02/2024", "29/02/2024", "ND31 Đ18.2"),
    Row("báo cáo theo dõi, ngày tương ứng là thứ Bảy", "TC.FOLLOWUP.MONTHLY", "31/12/2025", "31/01/2026", "02/02/2026", "ND31 Đ18.2"),
    Row("D13 công khai kết luận 7 ngày làm việc, vắt 29/4–3/5/2023", "TC.PUBLISH", "27/04/2023", "11/05/2023", "11/05/2023", "LTC Đ40.1"),
    Row("niêm yết tối thiểu, kết thúc thứ Bảy không dời", "TC.POST.MIN", "03/07/2026", "18/07/2026", "18/07/2026", "ND31 Đ6.2.b"),
    Row("xem xét tố cáo tiếp 20 ngày", "TC.FURTHER.REVIEW", "13/08/2025", "02/09/2025", "03/09/2025", "LTC Đ37.2"),
    Row("D15a cấp trên yêu cầu báo cáo", "TC.OVERDUE.ASK", "04/09/2024", "11/09/2024", "11/09/2024", "LTC Đ38.2"),
    Row("D15b báo cáo cấp trên", "TC.OVERDUE.REPORT", "11/09/2024", "18/09/2024", "18/09/2024", "LTC Đ38.3"),
    Row("công an quyết định bảo vệ 3 ngày làm việc", "TC.PROTECT.POLICE", "29/04/2022", "06/05/2022", "06/05/2022", "TT145BCA Đ5.3"),
    # Tiếp công dân
    Row("R01 10 ngày làm việc, thứ Bảy làm bù 04/5", "TCD.NOTIFY", "25/04/2024", "13/05/2024", "13/05/2024", "LTCD Đ28.1"),
    Row("qua năm 2018–2019: nghỉ 31/12, làm bù 05/01", "TCD.NOTIFY", "25/12/2018", "09/01/2019", "09/01/2019", "LTCD Đ28.1"),
    Row("qua Tết 2016", "TCD.NOTIFY", "01/02/2016", "22/02/2016", "22/02/2016", "LTCD Đ28.1"),
    Row("N19 báo kết quả cho đại biểu", "TCD.REFERRED.RESULT", "27/08/2026", "10/09/2026", "10/09/2026", "LTCD Đ27.2"),
    Row("báo lại cho công dân", "TCD.REFERRED.RELAY", "10/09/2026", "17/09/2026", "17/09/2026", "LTCD Đ28.2"),
    Row("từ chối tiếp: 3 ngày làm việc", "TCD.REFUSE.NOTICE", "01/07/2026", "06/07/2026", "06/07/2026", "ND154 Đ4.3"),
    Row("tiếp trực tuyến 07/9: báo trước 5 ngày làm việc", "TCD.ONLINE.NOTICE", "07/09/2026", "26/08/2026", "26/08/2026", "ND154 Đ23.1"),
    Row("N14 thử kết nối: thứ Bảy làm bù", "TCD.ONLINE.TEST", "24/08/2026", "22/08/2026", "22/08/2026", "ND154 Đ23.1"),
    Row("lịch tiếp 05/5/2025: niêm yết chậm nhất 24/4", "RECEPTION.PUBLISH", "05/05/2025", "24/04/2025", "24/04/2025", "LTCD Đ24.4"),
    Row("chủ tịch tỉnh: trong tháng", "RECEPTION.PROV", "16/02/2026", "28/02/2026", "28/02/2026", "LTCD Đ12.5"),
    Row("chủ tịch huyện: trong tháng, đến 30/6/2025", "RECEPTION.DIST", "30/06/2025", "30/06/2025", "30/06/2025", "LTCD Đ13.5"),
    Row("chủ tịch xã, luật cũ: trong tuần", "RECEPTION.COMM.old", "30/06/2026", "05/07/2026", "05/07/2026", "LTCD Đ15.2.d"),
    Row("chủ tịch xã, luật mới: trong tháng", "RECEPTION.COMM.new", "01/07/2026", "31/07/2026", "31/07/2026", "L136 Đ1.7"),
    Row("người đứng đầu cơ quan, tháng Hai nhuận", "RECEPTION.HEAD", "01/02/2024", "29/02/2024", "29/02/2024", "LTCD Đ18.2"),
    Row("đơn vị sự nghiệp, nghị định cũ", "RECEPTION.PUBUNIT", "15/06/2026", "30/06/2026", "30/06/2026", "ND64 Đ4.2"),
    Row("đơn vị sự nghiệp, nghị định mới", "RECEPTION.PUBUNIT", "01/07/2026", "31/07/2026", "31/07/2026", "ND154 Đ10.2"),
    Row("cấp ủy xã", "RECEPTION.PARTY", "10/12/2026", "31/12/2026", "31/12/2026", "QD11 chưa rõ điều"),
    Row("giao ban", "TCD.BOARD.MEETING", "31/08/2026", "31/08/2026", "31/08/2026", "ND154 Đ30.3"),
    # Xử lý đơn, kiến nghị, phản ánh, báo cáo
    Row("xử lý đơn, qua Ngày Văn hóa 24/11/2026", "XLD.PROCESS", "23/11/2026", "08/12/2026", "08/12/2026", "LTCD Đ28.1"),
    Row("ngưỡng 45 ngày không dời dù là 02/9", "XLD.NEGLECT.45", "19/07/2026", "02/09/2026", "02/09/2026", "ND154 Đ41.3.b"),
    Row("lưu đơn 1 năm, từ 29/02", "XLD.INELIGIBLE", "29/02/2024", "28/02/2025", "28/02/2025", "TT05 Đ6"),
    Row("R04 phản ánh quy định hành chính, vắt Quốc khánh 2023", "PAKN.TRANSFER", "31/08/2023", "11/09/2023", "11/09/2023", "ND20 Đ9"),
    Row("Cổng Chính phủ 20 ngày", "PAKN.GOVPORTAL", "12/04/2026", "02/05/2026", "04/05/2026", "QD574 chưa rõ điều"),
    Row("R07 cử tri 40 ngày, cuối 03/9/2024", "KNCT", "25/07/2024", "03/09/2024", "04/09/2024", "QD33 Đ12"),
    Row("cử tri, cần phối hợp 50 ngày", "KNCT", "25/07/2024", "13/09/2024", "13/09/2024", "QD33 Đ12", variant="coordination"),
    Row("kiến nghị, phản ánh: cam kết mẫu của tỉnh, không phải luật", "KNPA.LOCAL_SLA", "01/07/2026", "31/07/2026", "31/07/2026", "LOCAL mẫu"),
    Row("báo cáo xã ngày 17, Chủ nhật cũng không dời", "REPORT.COMMUNE", "01/05/2026", "17/05/2026", "17/05/2026", "TT06 Đ7.2.a"),
    Row("báo cáo sở ngày 17", "REPORT.DEPT", "30/06/2026", "17/06/2026", "17/06/2026", "TT06 Đ7.2.a"),
    Row("báo cáo tỉnh ngày 20, thứ Bảy", "REPORT.PROV", "15/06/2026", "20/06/2026", "20/06/2026", "TT06 Đ7.2.a"),
]
# fmt: on


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_clock_ends_on_its_day(row: Row) -> None:
    check(row)


def test_every_row_of_the_law_has_a_worked_case() -> None:
    """A row that nobody worked through by hand is a row nobody checked."""
    worked = {(row.clock, row.provision) for row in (*ROWS, *test_clocks_complaint.ROWS)}
    counted = {
        (rule.id, str(rule.basis))
        for rules in BOOK.clocks.values()
        for rule in rules
        if rule.length
    }
    assert counted - worked == set()
