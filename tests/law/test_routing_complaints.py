"""Who decides a complaint, and what is done with it? Read a row as `tests/law/matters.py` says."""

import pytest

from tests.law.matters import Row, against, body, check, forwarded, iso, petition

LOST = {"first_accepted_on": iso("09/02/2026")}
SECOND = {"instance": "second"}


def decided(by: str, got: str, **more: object) -> dict:
    return {
        "history": {"first_decision": {"by": body(by), "received_on": iso(got)}, **more}
    }


# fmt: off
WHO = [
    # C1: quyết định của ai, ai giải quyết lần đầu, lần hai
    Row("xã, trước 01/7/2025", petition("30/06/2025", "xa_a", against("xa_a<huyen_h", "20/06/2025")), "ACCEPT first=commune_chair@xa_a second=district_chair@huyen_h form=TT05-01", "LKN Đ17"),
    Row("xã, từ 01/7/2025 lần hai là tỉnh", petition("01/07/2025", "xa_a", against("xa_a", "20/06/2025")), "ACCEPT first=commune_chair@xa_a second=provincial_chair +NEEDS_HUMAN", "ND141"),
    Row("xã, từ 01/7/2026 theo Luật", petition("01/07/2026", "xa_a", against("xa_a", "20/06/2026")), "ACCEPT second=provincial_chair ~NEEDS_HUMAN", "LKN Đ21.2 (sửa"),
    Row("phòng cấp xã: Chủ tịch xã giải quyết", petition("15/07/2026", "xa_a", against("phong_xa_k<xa_a", "10/07/2026")), "ACCEPT first=commune_chair@xa_a second=provincial_chair", "LKN Đ17 (sửa"),
    Row("đơn để ở phòng cấp xã cũng là đến xã", petition("15/07/2026", "phong_xa_k<xa_a", against("xa_a", "10/07/2026")), "ACCEPT first=commune_chair@xa_a"),
    Row("phòng cấp huyện trước 01/7/2025", petition("10/05/2025", "phong_t<huyen_h", against("phong_t<huyen_h", "01/05/2025")), "ACCEPT first=district_unit_head@phong_t second=district_chair@huyen_h", "LKN Đ17"),
    Row("huyện trước 01/7/2025", petition("30/06/2025", "huyen_h", against("huyen_h", "01/06/2025")), "ACCEPT first=district_chair@huyen_h second=provincial_chair", "LKN Đ18.1"),
    Row("chi cục", petition("10/03/2026", "chi_cuc_a<so_a", against("chi_cuc_a<so_a", "01/03/2026")), "ACCEPT first=department_unit_head@chi_cuc_a second=department_director@so_a", "LKN Đ19"),
    Row("sở: lần hai chỉ là Chủ tịch tỉnh, không phải Bộ", petition("10/03/2026", "so_a", against("so_a", "01/03/2026")), "ACCEPT first=department_director@so_a second=provincial_chair", "LKN Đ20.1"),
    Row("Thanh tra tỉnh giải quyết khiếu nại về chính mình", petition("10/03/2026", "thanh_tra", against("thanh_tra", "01/03/2026")), "ACCEPT first=department_director@thanh_tra second=provincial_chair"),
    Row("Thanh tra tỉnh không thay Chủ tịch tỉnh", petition("10/03/2026", "thanh_tra", against("tinh", "01/03/2026")), "GUIDE !ACCEPT first=provincial_chair"),
    Row("tỉnh", petition("10/03/2026", "tinh", against("tinh", "01/03/2026")), "ACCEPT first=provincial_chair second=minister", "LKN Đ21.1"),
    Row("Ban Tiếp công dân nhận thay Chủ tịch tỉnh", petition("10/03/2026", "btcd", against("tinh", "01/03/2026")), "ACCEPT first=provincial_chair", "LKN Đ21.1"),
    Row("lần hai quyết định của tỉnh: Bộ trưởng", petition("10/03/2026", "bo_m", against("tinh", "01/12/2025"), **SECOND, **decided("tinh", "01/03/2026")), "ACCEPT second=minister", "LKN Đ23.3"),
    Row("trường học thuộc xã", petition("10/03/2026", "truong_t<xa_a", against("truong_t<xa_a", "01/03/2026")), "ACCEPT first=unit_head@truong_t second=commune_chair@xa_a", "ND124 Đ14"),
    Row("trường học thuộc sở, lần hai gửi sở", petition("10/03/2026", "so_g", against("truong_t<so_g", "01/12/2025"), **SECOND, **decided("truong_t<so_g", "01/03/2026")), "ACCEPT second=department_director@so_g", "ND124 Đ14"),
    Row("doanh nghiệp nhà nước", petition("10/03/2026", "cong_ty_d<tinh", against("cong_ty_d<tinh", "01/03/2026")), "ACCEPT first=enterprise_head@cong_ty_d second=provincial_chair +NEEDS_HUMAN", "ND124 Đ15"),
    Row("cơ quan thuế: ngoài hệ thống tỉnh", petition("10/03/2026", "tinh", against("thue_t", "01/03/2026")), "GUIDE !ACCEPT external=vertical_agency +NEEDS_HUMAN"),
    Row("HĐND tỉnh", petition("10/03/2026", "xa_a", against("hdnd_tinh", "01/03/2026")), "GUIDE external=provincial_council_standing"),
    # Kỷ luật
    Row("kỷ luật do sở ban hành", petition("10/03/2026", "so_a", against("so_a", "01/03/2026", kind="disciplinary_decision")), "ACCEPT +DISCIPLINE first=department_director@so_a second=provincial_chair", "LKN Đ51"),
    Row("kỷ luật do tỉnh ban hành: lần hai Bộ trưởng Nội vụ", petition("10/03/2026", "tinh", against("tinh", "01/03/2026", kind="disciplinary_decision")), "ACCEPT +DISCIPLINE first=provincial_chair second=minister_home_affairs", "LKN Đ51"),
    Row("kỷ luật do xã ban hành năm 2024", petition("10/05/2024", "xa_a", against("xa_a<huyen_h", "01/05/2024", kind="disciplinary_decision")), "ACCEPT +DISCIPLINE first=commune_chair@xa_a second=district_chair@huyen_h"),
    # C2: quyết định cũ của huyện
    Row("quyết định cũ của huyện, một xã mới", petition("10/08/2025", "xa_a", against("huyen_h", "01/06/2025", successor=["xa_a"])), "ACCEPT first=commune_chair@xa_a second=provincial_chair +DISTRICT_LEGACY +NEEDS_HUMAN ~MULTI_COMMUNE"),
    Row("quyết định cũ của huyện, hai xã mới", petition("10/08/2025", "tinh", against("huyen_h", "01/06/2025", successor=["xa_a", "xa_b"])), "ACCEPT first=provincial_chair second=minister +DISTRICT_LEGACY +MULTI_COMMUNE"),
    Row("quyết định của huyện ngay trước khi chuyển: chưa là việc cũ", petition("30/06/2025", "tinh", against("huyen_h", "01/06/2025", successor=["xa_a"])), "GUIDE +LEVEL_SKIP ~DISTRICT_LEGACY first=district_chair@huyen_h"),
    Row("huyện đã giải quyết lần đầu, lần hai sau 01/7/2025", petition("10/07/2025", "tinh", against("huyen_h", "01/03/2025"), **SECOND, **decided("huyen_h", "20/06/2025")), "ACCEPT second=provincial_chair +DISTRICT_LEGACY"),
]
NOT_OURS = [
    # K4–K6, B3, B9
    Row("không thuộc thẩm quyền, công dân gửi: hướng dẫn một lần", petition("10/03/2026", "so_a", against("xa_a", "01/03/2026")), "GUIDE +ONCE_ONLY form=TT05-02 !TRANSFER", "TT05 Đ8.1"),
    Row("như trên, ngày cuối của TT 07/2014", petition("14/11/2021", "so_a", against("tinh", "01/11/2021")), "GUIDE +ONCE_ONLY form=XLD-03", "TT07XLD Đ8.1"),
    Row("như trên, ngày đầu của TT 05/2021", petition("15/11/2021", "so_a", against("tinh", "01/11/2021")), "GUIDE form=TT05-02", "TT05 Đ8.1"),
    Row("đến trực tiếp: cũng hướng dẫn", petition("10/08/2026", "so_a", against("tinh", "01/08/2026"), channel="in_person"), "GUIDE !TRANSFER"),
    Row("năm 2018 báo chuyển: trả lại nơi chuyển", petition("10/05/2018", "so_a", against("tinh", "15/04/2018"), forwarders=forwarded("press")), "RETURN_TO_FORWARDER REPLY_FORWARDER !GUIDE form=XLD-04", "TT07XLD Đ8.2"),
    Row("năm 2025 đại biểu Quốc hội chuyển: như năm 2014, chờ xác nhận", petition("10/05/2025", "so_a", against("tinh", "15/04/2025"), forwarders=forwarded("na_deputy")), "RETURN_TO_FORWARDER REPLY_FORWARDER +NEEDS_HUMAN", "TT05 Đ8.2"),
    Row("báo chuyển đúng nơi: thụ lý, báo nơi chuyển", petition("10/05/2025", "so_a", against("so_a", "15/04/2025"), forwarders=forwarded("press", "na_body")), "ACCEPT REPLY_FORWARDER +ONE_CASE_MANY_FORWARDERS", "ND124 Đ16.2"),
    Row("vượt cấp: gửi tỉnh khi xã chưa giải quyết", petition("10/08/2026", "tinh", against("xa_a", "01/08/2026")), "GUIDE +LEVEL_SKIP first=commune_chair@xa_a"),
    Row("gửi sở khác không phải vượt cấp", petition("10/08/2026", "so_b", against("so_a", "01/08/2026")), "GUIDE ~LEVEL_SKIP"),
    Row("gửi nhiều nơi, có nơi đúng thẩm quyền: lưu", petition("10/03/2026", "so_a", against("xa_a", "01/03/2026"), addressees=[body("xa_a"), body("tinh")]), "FILE eligible=no #COPIED_TO_COMPETENT +RETAIN_1Y !GUIDE", "TT05 Đ6.2.b"),
    Row("gửi nhiều nơi, không nơi nào đúng: hướng dẫn", petition("10/03/2026", "so_a", against("xa_a", "01/03/2026"), addressees=[body("so_b"), body("xa_b")]), "GUIDE eligible=yes"),
    Row("gửi nhiều nơi, nơi nhận đúng thẩm quyền: vẫn thụ lý", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026"), addressees=[body("tinh")]), "ACCEPT eligible=yes"),
    Row("đã hướng dẫn, gửi lại: lưu", petition("10/03/2026", "so_a", against("xa_a", "01/03/2026"), history={"guided_before_by_self": True}), "FILE eligible=no #ALREADY_GUIDED !GUIDE !TRANSFER"),
    Row("đã hướng dẫn nhưng nay đúng thẩm quyền: thụ lý", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026"), history={"guided_before_by_self": True}), "ACCEPT eligible=yes"),
    Row("nơi có thẩm quyền vừa chuyển đến: không chuyển ngược", petition("10/03/2026", "so_a", against("xa_a", "01/03/2026"), history={"transfers": [{"from": "xa_a", "to": "so_a", "on": "2026-03-05"}]}), "ESCALATE_JURISDICTION +TRANSFER_LOOP !GUIDE !TRANSFER"),
    Row("Ban Tiếp công dân chuyển khiếu nại của tỉnh xuống sở năm 2018: trả lại", petition("10/05/2018", "so_a", against("tinh", "15/04/2018"), forwarders=forwarded("reception_board")), "RETURN_TO_FORWARDER !ESCALATE_JURISDICTION form=XLD-04"),
    Row("tỉnh vừa chuyển đến, chỉ ghi mã", petition("10/03/2026", "so_a", against("tinh", "01/03/2026"), history={"transfers": [{"from": "tinh", "to": "so_a"}]}), "ESCALATE_JURISDICTION +TRANSFER_LOOP !GUIDE"),
    Row("nơi khác chuyển đến: vẫn hướng dẫn", petition("10/03/2026", "so_a", against("xa_a", "01/03/2026"), history={"transfers": [{"from": "so_b", "to": "so_a"}]}), "GUIDE ~TRANSFER_LOOP"),
    Row("gửi nhầm kèm bản gốc: trả lại bản gốc", petition("10/03/2026", "so_a", against("xa_a", "01/03/2026"), document={"originals_attached": True}), "GUIDE RETURN_ORIGINALS"),
    Row("đúng nơi kèm bản gốc: giữ đến khi giải quyết xong", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026"), document={"originals_attached": True}), "ACCEPT !RETURN_ORIGINALS"),
    Row("cấp dưới quá hạn, gửi cấp trên trực tiếp: đôn đốc", petition("27/03/2026", "so_a", against("chi_cuc_a<so_a", "31/12/2025"), history=LOST), "URGE +SUBORDINATE_OVERDUE !ACCEPT", "TT05 Đ7"),
    Row("cấp dưới còn hạn: hướng dẫn", petition("01/03/2026", "so_a", against("chi_cuc_a<so_a", "31/12/2025"), history=LOST), "GUIDE +LEVEL_SKIP !URGE"),
]
REFUSED = [
    # LKN Đ11 và các căn cứ không thụ lý khác
    *[Row(f"đối tượng {kind}", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026", kind=kind)), "NOT_ACCEPT_NOTICE #LKN11_1 !ACCEPT form=KN-04 +LIMIT_10_DAYS", "LKN Đ11.1") for kind in ("internal_direction", "superior_to_subordinate_direction", "normative_document", "state_secret")],
    Row("không liên quan quyền lợi mình", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026"), senders={"own_right_affected": False}), "NOT_ACCEPT_NOTICE #LKN11_2", "LKN Đ11.2"),
    Row("mất năng lực, không có người giám hộ", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026"), senders={"civil_capacity": "none"}), "NOT_ACCEPT_NOTICE #LKN11_3", "LKN Đ11.3"),
    Row("mất năng lực, có người giám hộ", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026"), senders={"civil_capacity": "none", "guardian": True}), "ACCEPT"),
    Row("không ký", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026"), senders={"signed": "none"}), "eligible=no #MISSING_SIGNATURE #LKN11_5 GUIDE_COMPLETE !ACCEPT"),
    Row("ngày thứ 90", petition("08/06/2026", "xa_a", against("xa_a", "10/03/2026")), "ACCEPT", "LKN Đ9"),
    Row("ngày thứ 91", petition("09/06/2026", "xa_a", against("xa_a", "10/03/2026")), "NOT_ACCEPT_NOTICE #LKN11_6 !ACCEPT", "LKN Đ11.6"),
    Row("ngày thứ 90 là Chủ nhật, hết vào ngày làm việc tiếp theo", petition("03/09/2025", "xa_a", against("xa_a", "02/06/2025")), "ACCEPT"),
    Row("hôm sau nữa thì muộn", petition("04/09/2025", "xa_a", against("xa_a", "02/06/2025")), "NOT_ACCEPT_NOTICE #LKN11_6"),
    Row("ốm 20 ngày không tính vào thời hiệu", petition("25/06/2026", "xa_a", against("xa_a", "10/03/2026"), history={"obstacle": "illness", "obstacle_days": 20}), "ACCEPT #FORCE_MAJEURE_OBSTACLE", "LKN Đ9"),
    Row("trở ngại ngắn không cứu được", petition("25/06/2026", "xa_a", against("xa_a", "10/03/2026"), history={"obstacle": "illness", "obstacle_days": 5}), "NOT_ACCEPT_NOTICE #LKN11_6"),
    Row("kỷ luật ngày thứ 15", petition("16/03/2026", "so_a", against("so_a", "01/03/2026", kind="disciplinary_decision")), "ACCEPT", "LKN Đ48"),
    Row("kỷ luật ngày thứ 16", petition("17/03/2026", "so_a", against("so_a", "01/03/2026", kind="disciplinary_decision")), "NOT_ACCEPT_NOTICE #LKN11_6"),
    Row("đã có quyết định lần hai", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026"), history={"second_decision": {"by": body("tinh"), "issued_on": "2026-03-05"}}), "NOT_ACCEPT_NOTICE #LKN11_7", "LKN Đ11.7"),
    Row("đình chỉ quá 30 ngày không tiếp tục", petition("10/03/2026", "xa_a", against("xa_a", "01/02/2026"), history={"discontinuance_notice_on": "2026-02-05"}), "NOT_ACCEPT_NOTICE #LKN11_8", "LKN Đ11.8"),
    Row("đình chỉ chưa quá 30 ngày", petition("06/03/2026", "xa_a", against("xa_a", "01/02/2026"), history={"discontinuance_notice_on": "2026-02-05"}), "ACCEPT"),
    Row("Tòa đã có bản án", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026"), history={"court": "judgment"}), "NOT_ACCEPT_NOTICE #LKN11_9", "LKN Đ11.9"),
    Row("Tòa đình chỉ vụ án: vẫn thụ lý", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026"), history={"court": "discontinued"}), "ACCEPT"),
    Row("rút rồi gửi lại, trước 01/7/2026: luật chưa cấm", petition("30/06/2026", "xa_a", against("xa_a", "01/06/2026"), history={"withdrawn": {"on": "2026-06-15", "scope": "full"}}), "ACCEPT"),
    Row("rút rồi gửi lại, sau 01/7/2026", petition("10/08/2026", "xa_a", against("xa_a", "01/07/2026"), history={"withdrawn": {"on": "2026-07-20", "scope": "full"}}), "NOT_ACCEPT_NOTICE #WITHDRAWN_NOT_REOPENED !ACCEPT", "LKN Đ10 (sửa"),
    Row("rút do bị ép buộc, gửi lại", petition("10/08/2026", "xa_a", against("xa_a", "01/07/2026"), history={"withdrawn": {"on": "2026-07-20", "scope": "full", "coerced": True}}), "ACCEPT #WITHDRAWAL_COERCED", "LKN Đ10 (sửa"),
]
SECONDS = [
    # Lần hai, xem xét lại, tạm đình chỉ thi hành
    Row("lần hai trong 30 ngày", petition("31/03/2026", "tinh", against("xa_a", "01/12/2025"), **SECOND, **decided("xa_a", "01/03/2026")), "ACCEPT", "LKN Đ33.1"),
    Row("lần hai ngày thứ 31", petition("01/04/2026", "tinh", against("xa_a", "01/12/2025"), **SECOND, **decided("xa_a", "01/03/2026")), "NOT_ACCEPT_NOTICE #LKN11_6"),
    Row("lần hai vùng sâu 45 ngày", petition("14/04/2026", "tinh", against("xa_a", "01/12/2025"), **SECOND, **decided("xa_a", "01/03/2026", remote_area=True)), "ACCEPT"),
    Row("kỷ luật lần hai 10 ngày", petition("12/03/2026", "tinh", against("so_a", "01/02/2026", kind="disciplinary_decision"), **SECOND, **decided("so_a", "01/03/2026")), "NOT_ACCEPT_NOTICE #LKN11_6 +DISCIPLINE", "LKN Đ48"),
    Row("buộc thôi việc lần hai 30 ngày", petition("31/03/2026", "tinh", against("so_a", "01/02/2026", kind="disciplinary_decision", dismissal=True), **SECOND, **decided("so_a", "01/03/2026")), "ACCEPT +DISCIPLINE"),
    Row("lần đầu quá hạn 30 ngày, chưa giải quyết", petition("12/03/2026", "so_a", against("chi_cuc_a<so_a", "31/12/2025"), **SECOND, history=LOST), "ACCEPT +FIRST_INSTANCE_OVERDUE second=department_director@so_a", "LKN Đ33.1"),
    Row("lần đầu còn hạn đúng ngày thứ 30", petition("11/03/2026", "so_a", against("chi_cuc_a<so_a", "31/12/2025"), **SECOND, history=LOST), "#FIRST_INSTANCE_RUNNING GUIDE !ACCEPT", "LKN Đ28"),
    Row("lần đầu phức tạp: 45 ngày chưa hết", petition("20/03/2026", "so_a", against("chi_cuc_a<so_a", "31/12/2025"), **SECOND, history={**LOST, "complex": True}), "#FIRST_INSTANCE_RUNNING !ACCEPT"),
    Row("chờ 75 ngày: lỡ 30 ngày sau khi hết hạn", petition("25/04/2026", "so_a", against("chi_cuc_a<so_a", "31/12/2025"), **SECOND, history=LOST), "NOT_ACCEPT_NOTICE #LKN11_6"),
    Row("chờ 75 ngày nhưng vụ phức tạp: còn kịp", petition("25/04/2026", "so_a", against("chi_cuc_a<so_a", "31/12/2025"), **SECOND, history={**LOST, "complex": True}), "ACCEPT +FIRST_INSTANCE_OVERDUE"),
    Row("lần hai không kèm quyết định lần đầu", petition("10/03/2026", "tinh", against("xa_a", "01/12/2025"), **SECOND, **decided("xa_a", "01/03/2026"), document={"first_decision_enclosed": False}), "GUIDE_COMPLETE #FIRST_DECISION_NOT_ENCLOSED !ACCEPT", "LKN Đ33.1"),
    Row("lần đầu quá hạn thì không có gì để kèm", petition("12/03/2026", "so_a", against("chi_cuc_a<so_a", "31/12/2025"), **SECOND, history=LOST, document={"first_decision_enclosed": False}), "ACCEPT !GUIDE_COMPLETE"),
    Row("có hiệu lực, của Chủ tịch xã, có dấu hiệu vi phạm, sau 01/7/2026", petition("10/08/2026", "tinh", against("xa_a", "01/12/2025"), instance="reexamine", history={"effective_decision": {"by": body("xa_a"), "on": "2026-04-01"}, "signs_unlawful": True}), "RE_EXAMINE decider=provincial_chair !ACCEPT", "ND124 Đ38.2"),
    Row("như trên, trước 01/7/2026: chưa giao Chủ tịch tỉnh rõ ràng", petition("30/06/2026", "tinh", against("xa_a", "01/12/2025"), instance="reexamine", history={"effective_decision": {"by": body("xa_a"), "on": "2026-04-01"}, "signs_unlawful": True}), "RE_EXAMINE +NEEDS_HUMAN", "TT05 Đ11"),
    Row("có hiệu lực, của Bộ trưởng: Thủ tướng", petition("10/08/2026", "bo_m", against("tinh", "01/12/2025"), instance="reexamine", history={"effective_decision": {"by": body("bo_m"), "on": "2026-04-01"}, "new_evidence": True}), "RE_EXAMINE decider=prime_minister", "ND124 Đ38.1"),
    Row("có hiệu lực, không gì mới: lưu", petition("10/08/2026", "tinh", against("xa_a", "01/12/2025"), instance="reexamine", history={"effective_decision": {"by": body("xa_a"), "on": "2026-04-01"}}), "FILE +RETAIN_1Y !ACCEPT !RE_EXAMINE", "TT05 Đ28.1.b"),
    Row("sắp cưỡng chế, hậu quả khó khắc phục", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026", execution_on="2026-03-20", irreparable_harm=True)), "ACCEPT PROPOSE_SUSPENSION +URGENT", "LKN Đ35"),
    Row("khó khắc phục nhưng không thụ lý", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026", irreparable_harm=True), senders={"own_right_affected": False}), "NOT_ACCEPT_NOTICE !PROPOSE_SUSPENSION"),
    Row("thụ lý 10 ngày, đơn nhận ngày 30/6/2026", petition("30/06/2026", "so_a", against("so_a", "01/06/2026")), "ACCEPT +LIMIT_10_DAYS ~LIMIT_7_WD"),
    Row("thụ lý 7 ngày làm việc, đơn nhận ngày 01/7/2026", petition("01/07/2026", "so_a", against("so_a", "01/06/2026")), "ACCEPT +LIMIT_7_WD ~LIMIT_10_DAYS"),
    Row("không thụ lý trước NĐ 124/2020: mẫu 02-XLĐ", petition("09/12/2020", "so_a", against("so_a", "01/04/2020")), "NOT_ACCEPT_NOTICE form=XLD-02"),
    Row("không thụ lý từ NĐ 124/2020: mẫu 04", petition("10/12/2020", "so_a", against("so_a", "01/04/2020")), "NOT_ACCEPT_NOTICE form=KN-04"),
]
# fmt: on


@pytest.mark.parametrize("row", [*WHO, *NOT_OURS, *REFUSED, *SECONDS], ids=str)
def test_a_complaint(row: Row) -> None:
    check(row)
