"""When does each clock of a complaint end? Read a row as `tests/law/worked.py` says."""

import pytest

from tests.law.worked import Row, check

L136 = "(sửa bởi Luật 136/2025/QH15 Đ2.15.b)"

# fmt: off
ROWS = [
    # Thời hiệu khiếu nại
    Row("C08 90 ngày, cuối Chủ nhật liền kỳ nghỉ Quốc khánh", "KN.TIMEBAR.90", "02/06/2025", "31/08/2025", "03/09/2025", "LKN Đ9"),
    Row("C09 nằm viện 01–20/4 không tính", "KN.TIMEBAR.90", "10/03/2025", "28/06/2025", "30/06/2025", "LKN Đ9", pauses="01/04/2025-21/04/2025"),
    Row("nằm viện từ trước khi nhận quyết định: chỉ bỏ 10 ngày sau đó", "KN.TIMEBAR.90", "10/03/2025", "18/06/2025", "18/06/2025", "LKN Đ9", pauses="01/03/2025-21/03/2025"),
    Row("trở ngại xong trước khi nhận quyết định: không đổi gì", "KN.TIMEBAR.90", "10/03/2025", "08/06/2025", "09/06/2025", "LKN Đ9", pauses="01/02/2025-01/03/2025"),
    Row("hai lần trở ngại liền nhau", "KN.TIMEBAR.90", "10/03/2025", "03/07/2025", "03/07/2025", "LKN Đ9", pauses="01/04/2025-21/04/2025 21/04/2025-26/04/2025"),
    Row("trở ngại sau khi hết thời hiệu: không đổi gì", "KN.TIMEBAR.90", "10/03/2025", "08/06/2025", "09/06/2025", "LKN Đ9", pauses="10/06/2025-20/06/2025"),
    Row("X01 muộn nhất 31/8/2018", "KN.TIMEBAR.90", "31/08/2018", "29/11/2018", "29/11/2018", "LKN Đ9"),
    # Thụ lý lần đầu
    Row("C06 10 ngày, cuối trong Tết 2024", "KN.L1.ACCEPT", "01/02/2024", "11/02/2024", "15/02/2024", "LKN Đ27"),
    Row("C07 10 ngày, cuối trong Tết 2025", "KN.L1.ACCEPT", "21/01/2025", "31/01/2025", "03/02/2025", "LKN Đ27"),
    Row("cuối đúng thứ Bảy làm bù 26/4/2025: không dời", "KN.L1.ACCEPT", "16/04/2025", "26/04/2025", "26/04/2025", "LKN Đ27"),
    Row("hai cấp chính quyền từ 01/7/2025: thời hạn không đổi", "KN.L1.ACCEPT", "01/07/2025", "11/07/2025", "11/07/2025", "LKN Đ27"),
    Row("nhận ngày cuối của luật cũ: 10 ngày", "KN.L1.ACCEPT", "30/06/2026", "10/07/2026", "10/07/2026", "LKN Đ27"),
    Row("N01 nhận ngày đầu của luật mới: 7 ngày làm việc", "KN.L1.ACCEPT", "01/07/2026", "10/07/2026", "10/07/2026", f"LKN Đ27 {L136}"),
    Row("nhận 27/8/2026: nghỉ Quốc khánh kéo hạn sang 10/9", "KN.L1.ACCEPT", "27/08/2026", "10/09/2026", "10/09/2026", f"LKN Đ27 {L136}"),
    Row("nhận thứ Sáu trước Tết 2027", "KN.L1.ACCEPT", "29/01/2027", "16/02/2027", "16/02/2027", f"LKN Đ27 {L136}"),
    Row("nhận ngày thứ Bảy làm bù 22/8/2026", "KN.L1.ACCEPT", "22/08/2026", "04/09/2026", "04/09/2026", f"LKN Đ27 {L136}"),
    # Thụ lý lần hai
    Row("10 ngày, cuối là Quốc khánh 2025", "KN.L2.ACCEPT", "23/08/2025", "02/09/2025", "03/09/2025", "LKN Đ36.1"),
    Row("N05 lần hai, 7 ngày làm việc", "KN.L2.ACCEPT", "01/10/2026", "12/10/2026", "12/10/2026", f"LKN Đ36.1 {L136}"),
    # Giải quyết lần đầu
    Row("X07a 30 ngày", "KN.L1.SETTLE", "06/05/2024", "05/06/2024", "05/06/2024", "LKN Đ28"),
    Row("C02 phức tạp 45 ngày", "KN.L1.SETTLE", "02/02/2024", "18/03/2024", "18/03/2024", "LKN Đ28", variant="complex"),
    Row("vùng sâu 45 ngày, năm nhuận", "KN.L1.SETTLE", "16/01/2024", "01/03/2024", "01/03/2024", "LKN Đ28", variant="remote"),
    Row("vùng sâu và phức tạp 60 ngày", "KN.L1.SETTLE", "16/01/2024", "16/03/2024", "18/03/2024", "LKN Đ28", variant="remote complex"),
    Row("C31 hồ sơ huyện bàn giao sang xã: không tính lại", "KN.L1.SETTLE", "10/06/2025", "10/07/2025", "10/07/2025", "LKN Đ28"),
    Row("N26 phức tạp theo tiêu chí mới", "KN.L1.SETTLE", "03/08/2026", "17/09/2026", "17/09/2026", "LKN Đ28", variant="complex"),
    Row("C29 vắng đối thoại không lý do: hạn không đổi", "KN.L1.SETTLE", "07/09/2026", "22/10/2026", "22/10/2026", "LKN Đ28", variant="complex"),
    Row("luật mới, 60 ngày, cuối rơi vào 02/9", "KN.L1.SETTLE", "04/07/2026", "02/09/2026", "03/09/2026", "LKN Đ28", variant="complex remote"),
    Row("C24 tạm đình chỉ 28 ngày", "KN.L1.SETTLE", "06/07/2026", "02/09/2026", "03/09/2026", "LKN Đ28", pauses="20/07/2026-17/08/2026"),
    Row("thụ lý trước, tạm đình chỉ từ đúng 01/7/2026", "KN.L1.SETTLE", "15/06/2026", "22/07/2026", "22/07/2026", "LKN Đ28", pauses="01/07/2026-08/07/2026"),
    Row("tạm đình chỉ từ chính ngày thụ lý: ngày đó vốn không tính", "KN.L1.SETTLE", "06/07/2026", "10/08/2026", "10/08/2026", "LKN Đ28", pauses="06/07/2026-12/07/2026"),
    Row("tạm đình chỉ ngay ngày cuối", "KN.L1.SETTLE", "06/07/2026", "10/08/2026", "10/08/2026", "LKN Đ28", pauses="05/08/2026-10/08/2026"),
    Row("tạm đình chỉ sau ngày cuối: thời hạn đã hết", "KN.L1.SETTLE", "06/07/2026", "05/08/2026", "05/08/2026", "LKN Đ28", pauses="06/08/2026-20/08/2026"),
    Row("cuối thứ Bảy, tạm đình chỉ ngày thứ Hai: chưa ai muộn, hết vào ngày tính tiếp", "KN.L1.SETTLE", "09/07/2026", "08/08/2026", "17/08/2026", "LKN Đ28", pauses="10/08/2026-17/08/2026"),
    Row("qua Tết 2027", "KN.L1.SETTLE", "08/01/2027", "07/02/2027", "11/02/2027", "LKN Đ28"),
    # Giải quyết lần hai
    Row("C04 45 ngày, cuối là ngày hoán đổi 29/4", "KN.L2.SETTLE", "15/03/2024", "29/04/2024", "02/05/2024", "LKN Đ37"),
    Row("phức tạp 60 ngày", "KN.L2.SETTLE", "03/03/2025", "02/05/2025", "05/05/2025", "LKN Đ37", variant="complex"),
    Row("vùng sâu và phức tạp 70 ngày", "KN.L2.SETTLE", "03/03/2025", "12/05/2025", "12/05/2025", "LKN Đ37", variant="complex remote"),
    Row("N10 thụ lý trước, tạm đình chỉ sau 01/7/2026", "KN.L2.SETTLE", "01/06/2026", "14/08/2026", "14/08/2026", "LKN Đ37", variant="complex", pauses="20/07/2026-03/08/2026"),
    Row("luật mới, vùng sâu 60 ngày", "KN.L2.SETTLE", "01/07/2026", "30/08/2026", "03/09/2026", "LKN Đ37", variant="remote"),
    # Trong khi giải quyết
    Row("N22 cung cấp tài liệu 7 ngày, cuối 02/9", "KN.EVIDENCE.7", "26/08/2026", "02/09/2026", "03/09/2026", "LKN Đ12.1.đ"),
    Row("báo đối thoại thứ Hai 13/7: chậm nhất thứ Tư 08/7", "KN.DIALOGUE.NOTICE", "13/07/2026", "08/07/2026", "08/07/2026", "ND155 Đ11"),
    Row("đối thoại 07/9: ngày 02/9 nghỉ nên phải báo từ 28/8", "KN.DIALOGUE.NOTICE", "07/09/2026", "02/09/2026", "28/08/2026", "ND155 Đ11"),
    Row("đối thoại 27/8: thứ Bảy làm bù 22/8 vẫn kịp", "KN.DIALOGUE.NOTICE", "27/08/2026", "22/08/2026", "22/08/2026", "ND155 Đ11"),
    Row("gửi quyết định tạm đình chỉ 3 ngày làm việc, qua Quốc khánh", "KN.PAUSE.SEND", "28/08/2026", "07/09/2026", "07/09/2026", "ND155 Đ12"),
    Row("gửi quyết định tiếp tục, thứ Bảy làm bù được tính", "KN.RESUME.SEND", "20/08/2026", "24/08/2026", "24/08/2026", "ND155 Đ12"),
    # Sau khi giải quyết
    Row("C13 gửi quyết định, thứ Bảy làm bù 26/4", "KN.L1.SEND", "25/04/2025", "29/04/2025", "29/04/2025", "LKN Đ32"),
    Row("gửi quyết định lần hai 7 ngày, cuối là giao thừa Tết 2026", "KN.L2.SEND", "09/02/2026", "16/02/2026", "23/02/2026", "LKN Đ41.1"),
    Row("khiếu nại lần hai 30 ngày, cuối 01/5/2024", "KN.L2.FILE", "01/04/2024", "01/05/2024", "02/05/2024", "LKN Đ33.1"),
    Row("C11 vùng sâu 45 ngày", "KN.L2.FILE", "01/04/2024", "16/05/2024", "16/05/2024", "LKN Đ33.1", variant="remote"),
    Row("C35 cuối là thứ Bảy làm bù 04/5/2024", "KN.L2.FILE", "04/04/2024", "04/05/2024", "04/05/2024", "LKN Đ33.1"),
    Row("C15 công khai 15 ngày, ngày nghỉ ở giữa vẫn tính", "KN.PUBLISH", "11/02/2026", "26/02/2026", "26/02/2026", "ND124 Đ29"),
    Row("báo họp công khai 16/02/2024: ngày 13 trong Tết nên chậm nhất 07/02", "KN.PUBLISH.MEETING", "16/02/2024", "13/02/2024", "07/02/2024", "ND124 Đ29.3"),
    Row("niêm yết tối thiểu đến hết 16/02/2026, không dời", "KN.POST.MIN", "01/02/2026", "16/02/2026", "16/02/2026", "ND124 Đ29"),
    Row("C16 có hiệu lực sau 30 ngày, không dời", "KN.EFFECT.1", "01/03/2024", "31/03/2024", "31/03/2024", "LKN Đ44.1", effective="01/04/2024"),
    Row("hiệu lực lần đầu, vùng sâu 45 ngày", "KN.EFFECT.1", "01/03/2024", "15/04/2024", "15/04/2024", "LKN Đ44.1", variant="remote", effective="16/04/2024"),
    Row("hiệu lực lần hai", "KN.EFFECT.2", "16/01/2026", "15/02/2026", "15/02/2026", "LKN Đ44.2", effective="16/02/2026"),
    Row("C17 hiệu lực lần hai, vùng sâu", "KN.EFFECT.2", "01/08/2025", "15/09/2025", "15/09/2025", "LKN Đ44.2", variant="remote", effective="16/09/2025"),
    Row("chỉ đạo thi hành 5 ngày làm việc, 04/5/2024 làm bù", "KN.ENFORCE.DIRECT", "25/04/2024", "06/05/2024", "06/05/2024", "ND124 Đ31"),
    Row("tiếp tục khiếu nại sau đình chỉ", "KN.CONTINUE.30", "31/12/2025", "30/01/2026", "30/01/2026", "LKN Đ11.8"),
    Row("báo Mặt trận 7 ngày, cuối 30/4/2025 liền bốn ngày nghỉ", "KN.FRONT.NOTIFY", "23/04/2025", "30/04/2025", "05/05/2025", "LKN Đ66.2"),
    # Khởi kiện
    Row("1 năm, đến ngày tương ứng", "KN.SUE", "12/03/2025", "12/03/2026", "12/03/2026", "LTTHC Đ116.3"),
    Row("ngày tương ứng là Mùng 1 Tết 2026", "KN.SUE", "17/02/2025", "17/02/2026", "23/02/2026", "LTTHC Đ116.3"),
    Row("từ 29/02: hết ngày cuối tháng Hai", "KN.SUE", "29/02/2024", "28/02/2025", "28/02/2025", "LTTHC Đ116.3"),
    Row("trở ngại 30 ngày trong năm", "KN.SUE", "12/03/2025", "11/04/2026", "13/04/2026", "LTTHC Đ116.3", pauses="01/07/2025-31/07/2025"),
    # Cam kết địa phương, không phải luật
    Row("cam kết 29 ngày", "KN.L1.LOCAL_SLA", "06/05/2024", "04/06/2024", "04/06/2024", "QD1722 ví dụ"),
    Row("cam kết 44 ngày, phức tạp", "KN.L1.LOCAL_SLA", "06/05/2024", "19/06/2024", "19/06/2024", "QD1722 ví dụ", variant="complex"),
    # Kỷ luật
    Row("15 ngày, cuối trong Tết 2026", "KL.L1.FILE", "02/02/2026", "17/02/2026", "23/02/2026", "LKN Đ48.1"),
    Row("ốm 5 ngày không tính", "KL.L1.FILE", "02/02/2026", "22/02/2026", "23/02/2026", "LKN Đ48.1", pauses="04/02/2026-09/02/2026"),
    Row("lần hai 10 ngày", "KL.L2.FILE", "19/01/2026", "29/01/2026", "29/01/2026", "LKN Đ48.2"),
    Row("C21 buộc thôi việc 30 ngày, cuối trong Tết", "KL.L2.FILE", "19/01/2026", "18/02/2026", "23/02/2026", "LKN Đ48.2", variant="dismissal"),
    Row("thụ lý kỷ luật, luật cũ", "KL.ACCEPT", "30/06/2026", "10/07/2026", "10/07/2026", "LKN Đ50.1"),
    Row("thụ lý kỷ luật, luật mới", "KL.ACCEPT", "01/07/2026", "10/07/2026", "10/07/2026", f"LKN Đ50 {L136}"),
    Row("C23 kỷ luật phức tạp 45 ngày, cuối thứ Bảy làm bù 10/01", "KL.SETTLE", "26/11/2025", "10/01/2026", "10/01/2026", "LKN Đ50.2", variant="complex"),
    Row("kỷ luật, luật mới, tạm đình chỉ 7 ngày", "KL.SETTLE", "02/07/2026", "08/08/2026", "10/08/2026", "LKN Đ50.2", pauses="13/07/2026-20/07/2026"),
    Row("gửi quyết định kỷ luật lần đầu", "KL.L1.SEND", "31/12/2024", "06/01/2025", "06/01/2025", "ND124 Đ29.2.b"),
    Row("gửi quyết định kỷ luật lần hai 7 ngày", "KL.L2.SEND", "26/12/2025", "02/01/2026", "05/01/2026", "LKN Đ56.2"),
    Row("hiệu lực kỷ luật lần đầu", "KL.EFFECT.1", "01/03/2024", "31/03/2024", "31/03/2024", "LKN Đ57.1.a", effective="01/04/2024"),
    Row("hiệu lực kỷ luật lần hai", "KL.EFFECT.2", "02/01/2025", "01/02/2025", "01/02/2025", "LKN Đ57.1.b", effective="02/02/2025"),
    Row("X08 khởi kiện buộc thôi việc 1 năm", "KL.SUE", "12/03/2025", "12/03/2026", "12/03/2026", "LTTHC Đ116.2.a"),
]
# fmt: on


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_clock_ends_on_its_day(row: Row) -> None:
    check(row)
