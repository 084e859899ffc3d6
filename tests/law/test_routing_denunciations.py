"""Who decides a denunciation, and what is done? Read a row as `tests/law/matters.py` says."""

import pytest

from tests.law.matters import Row, body, check, denounces, forwarded, now, petition, sector

LIMBS = {"specific_wrongdoer": True, "specific_evidence": True, "verifiable": True}
UNNAMED = {"senders": {"identified": False, "signed": "none"}}


def old(*contents: dict, at: str = "tinh", **more: object) -> dict:
    return petition("10/03/2026", at, *contents, **more)


# fmt: off
WHO = [
    # C3: cán bộ của cơ quan nào, chức vụ gì
    Row("công chức xã", old(denounces("xa_a"), at="xa_a"), "ACCEPT decider=commune_chair@xa_a form=TT05-01 +LIMIT_7_WD +KEEP_IDENTITY_SECRET", "LTC Đ13.1"),
    Row("phó phòng cấp xã", petition("10/08/2026", "xa_a", denounces("phong_xa_k<xa_a", "deputy")), "ACCEPT decider=commune_chair@xa_a", "LTC Đ13.1 (sửa"),
    Row("Chủ tịch xã, ngày cuối còn huyện", petition("30/06/2025", "huyen_h", denounces("xa_a<huyen_h", "head")), "ACCEPT decider=district_chair@huyen_h", "LTC Đ13.2.a"),
    Row("Chủ tịch xã, ngày đầu hai cấp", petition("01/07/2025", "tinh", denounces("xa_a", "head")), "ACCEPT decider=provincial_chair +NEEDS_HUMAN", "LTC Đ12.1"),
    Row("Phó Chủ tịch xã, theo Luật 136", petition("01/07/2026", "tinh", denounces("xa_a", "deputy")), "ACCEPT decider=provincial_chair ~NEEDS_HUMAN", "LTC Đ13.4.a (sửa"),
    Row("UBND xã với tư cách tổ chức", old(denounces("xa_a", "body")), "ACCEPT decider=provincial_chair", "LTC Đ12.6"),
    Row("công chức huyện năm 2024", petition("10/03/2024", "huyen_h", denounces("huyen_h")), "ACCEPT decider=district_chair@huyen_h", "LTC Đ13.2.a"),
    Row("Chủ tịch huyện năm 2024", petition("10/03/2024", "tinh", denounces("huyen_h", "head")), "ACCEPT decider=provincial_chair", "LTC Đ13.4.a"),
    Row("trưởng phòng huyện năm 2024", petition("10/03/2024", "huyen_h", denounces("phong_t<huyen_h", "head")), "ACCEPT decider=district_chair@huyen_h"),
    Row("chi cục trưởng", old(denounces("chi_cuc_a<so_a", "head"), at="so_a"), "ACCEPT decider=department_director@so_a", "LTC Đ13.3.a"),
    Row("công chức sở", old(denounces("so_a"), at="so_a"), "ACCEPT decider=department_director@so_a", "LTC Đ13.3.a"),
    Row("phó giám đốc sở", old(denounces("so_a", "deputy")), "ACCEPT decider=provincial_chair", "LTC Đ13.4.a"),
    Row("sở với tư cách tổ chức", old(denounces("so_a", "body")), "ACCEPT decider=provincial_chair", "LTC Đ12.6"),
    Row("Chánh Thanh tra tỉnh", old(denounces("thanh_tra", "head")), "ACCEPT decider=provincial_chair"),
    Row("Chủ tịch tỉnh: Thủ tướng", old(denounces("tinh", "head")), "TRANSFER decider=prime_minister !ACCEPT", "LTC Đ13.8.a"),
    Row("viên chức trường", old(denounces("truong_t<xa_a"), at="truong_t<xa_a"), "ACCEPT decider=unit_head@truong_t", "LTC Đ18.1"),
    Row("hiệu trưởng trường thuộc xã", old(denounces("truong_t<xa_a", "head"), at="xa_a"), "ACCEPT decider=commune_chair@xa_a", "LTC Đ18.2"),
    Row("giám đốc doanh nghiệp thuộc tỉnh", old(denounces("cong_ty_d<tinh", "head")), "ACCEPT decider=provincial_chair", "LTC Đ19"),
    Row("thẩm phán", old(denounces("toa_t")), "TRANSFER external=court form=TT05-03", "LTC Đ14"),
    Row("kiểm sát viên", old(denounces("vks_t")), "TRANSFER external=investigation_or_procuracy", "LTC Đ15"),
    Row("đại biểu HĐND tỉnh", old(denounces("hdnd_tinh")), "TRANSFER external=provincial_council_standing", "LTC Đ17.2"),
    Row("Chủ tịch HĐND tỉnh: không phải Thường trực", old(denounces("hdnd_tinh", "head")), "TRANSFER external=- +NEEDS_HUMAN"),
    Row("cán bộ Mặt trận, đoàn thể", old(denounces("hoi_n")), "TRANSFER external=political_social_organisation", "LTC Đ20"),
    Row("công an xã: trưởng công an xã", old(denounces("ca_xa_a"), at="xa_a"), "TRANSFER external=police", "ND224"),
    Row("trưởng công an xã năm 2024: công an huyện", petition("10/03/2024", "xa_a", denounces("ca_xa_a", "head")), "TRANSFER external=police", "ND22 Đ5.2"),
    Row("trưởng công an xã từ 01/7/2025", petition("01/07/2025", "xa_a", denounces("ca_xa_a", "head")), "TRANSFER external=provincial_police_director", "ND184"),
    Row("giám đốc công an tỉnh: Bộ trưởng", old(denounces("ca_tinh", "head")), "TRANSFER external=ministry", "ND22 Đ5.6"),
    Row("vi phạm kỷ luật Đảng, không phải công vụ", old(denounces("xa_a", sphere="party")), "TRANSFER external=party_inspection form=- !ACCEPT", "TT05 Đ15"),
    Row("vừa công vụ vừa kỷ luật Đảng", old({**denounces("xa_a"), "signals": ["reports_official_violation", "reports_party_violation"]}, at="xa_a"), "ACCEPT TRANSFER decider=commune_chair@xa_a external=party_inspection +NEEDS_HUMAN"),
    # Đ12.3–12.5: chuyển công tác, nghỉ, sáp nhập, giải thể
    Row("trưởng cũ, nay chức vụ tương đương", old(denounces("xa_a", "head", now=now("chi_cuc_b<so_b", "head", "equal"))), "lead=provincial_chair coordinate=department_director@so_b", "LTC Đ12.3.a"),
    Row("chuyên viên, nay chức vụ cao hơn nhưng không đứng đầu", old(denounces("so_a", now=now("so_b", "official", "higher")), at="so_b"), "ACCEPT lead=department_director@so_b coordinate=department_director@so_a", "LTC Đ12.3.b"),
    Row("chuyên viên, nay đứng đầu cơ quan khác", old(denounces("xa_a", now=now("so_b", "deputy", "higher"))), "ACCEPT lead=provincial_chair coordinate=commune_chair@xa_a", "LTC Đ12.3.b"),
    Row("chuyên viên, nay ngang cấp", old(denounces("so_a", now=now("so_b", "official", "equal")), at="so_a"), "ACCEPT lead=department_director@so_a coordinate=department_director@so_b", "LTC Đ12.3.c"),
    Row("chuyên viên, nay thấp hơn, gửi nơi mới: chuyển nơi cũ", old(denounces("so_a", now=now("xa_a", "official", "lower")), at="xa_a"), "TRANSFER lead=department_director@so_a coordinate=commune_chair@xa_a"),
    Row("đã nghỉ hưu", old(denounces("so_a", now="left_service"), at="so_a"), "ACCEPT lead=department_director@so_a", "LTC Đ12.3.d"),
    Row("nguyên giám đốc sở đã nghỉ hưu", old(denounces("so_a", "head", now="left_service")), "ACCEPT decider=provincial_chair +NEEDS_HUMAN", "LTC Đ12.3.d"),
    Row("cơ quan sáp nhập: nơi người đó đang làm", old(denounces("so_a", body_fate="merged", successor=body("so_c")), at="so_c"), "ACCEPT decider=department_director@so_c", "LTC Đ12.4"),
    Row("cơ quan giải thể: nơi quản lý trước đó", old(denounces("chi_cuc_a<so_a", "head", body_fate="dissolved"), at="so_a"), "ACCEPT decider=department_director@so_a", "LTC Đ12.5"),
    Row("nguyên Chủ tịch huyện, huyện đã kết thúc", petition("10/08/2025", "tinh", denounces("huyen_h", "head", now="left_service")), "ACCEPT decider=provincial_chair +DISTRICT_LEGACY +NEEDS_HUMAN"),
    # Đ41: quản lý nhà nước trong các lĩnh vực
    Row("doanh nghiệp vi phạm trong lĩnh vực sở quản lý", old(sector("so_a"), at="so_a"), "ACCEPT decider=department_director@so_a +SECTOR_VIOLATION", "LTC Đ41.1"),
    Row("như trên, gửi sở khác", old(sector("so_a"), at="so_b"), "TRANSFER decider=department_director@so_a +SECTOR_VIOLATION form=TT05-03"),
    Row("nhiều hành vi của nhiều cơ quan", old(sector("so_a", "so_b"), at="so_a"), "COORDINATE_LEAD !ACCEPT +SECTOR_VIOLATION", "LTC Đ41.2"),
    Row("một hành vi của nhiều cơ quan, nơi khác thụ lý trước", old(sector("so_a", "so_b"), at="so_a", history={"accepted_by_other": body("so_b")}), "TRANSFER decider=department_director@so_b #FIRST_ACCEPTOR !ACCEPT", "LTC Đ41.3"),
]
INTAKE = [
    # T2–T22
    Row("không thuộc thẩm quyền, qua bưu điện: chuyển và báo", old(denounces("so_a", "head"), at="xa_a"), "TRANSFER NOTIFY_SENDER form=TT05-03 +ONCE_ONLY +LIMIT_5_WD", "LTC Đ24.2"),
    Row("như trên năm 2020: mẫu 05-XLĐ", petition("10/03/2020", "xa_a", denounces("so_a", "head")), "TRANSFER form=XLD-05"),
    Row("đến tố cáo trực tiếp: hướng dẫn", old(denounces("so_a", "head"), at="xa_a", channel="in_person"), "GUIDE !TRANSFER", "LTC Đ24.2"),
    Row("trực tiếp sau 01/7/2026: hướng dẫn hoặc chuyển", petition("10/08/2026", "xa_a", denounces("so_a", "head"), channel="in_person"), "GUIDE", "LTCD Đ26.1.b (sửa"),
    Row("đồng thời gửi nơi đúng thẩm quyền: không xử lý", old(denounces("so_a", "head"), at="xa_a", addressees=[body("tinh")]), "FILE #COPIED_TO_COMPETENT eligible=no !TRANSFER", "LTC Đ24.3"),
    Row("Ban Tiếp công dân cũng nhận: là nơi đúng thẩm quyền", old(denounces("so_a", "head"), at="xa_a", addressees=[body("btcd")]), "FILE #COPIED_TO_COMPETENT"),
    Row("Thanh tra tỉnh cũng nhận: không phải nơi đúng thẩm quyền", old(denounces("so_a", "head"), at="xa_a", addressees=[body("thanh_tra")]), "TRANSFER"),
    Row("đã chuyển một lần", old(denounces("so_a", "head"), at="xa_a", history={"transferred_before_by_self": {"to": body("tinh"), "on": "2026-01-10"}}), "#ALREADY_TRANSFERRED LINK_DUPLICATE +DUPLICATE !TRANSFER !ACCEPT", "TT05 Đ14.1"),
    Row("báo chuyển lần hai sau khi đã chuyển: chỉ trả lời báo", old(denounces("so_a", "head"), at="xa_a", forwarders=forwarded("press"), history={"transferred_before_by_self": {"to": body("tinh")}}), "REPLY_FORWARDER #ALREADY_TRANSFERRED +LIMIT_20_DAYS !TRANSFER"),
    Row("tỉnh vừa chuyển đến: không chuyển ngược", old(denounces("so_a", "head"), at="xa_a", history={"transfers": [{"from": body("tinh"), "to": body("xa_a")}]}), "ESCALATE_JURISDICTION +TRANSFER_LOOP !TRANSFER"),
    Row("Ban Tiếp công dân vừa chuyển đến: cũng là vòng", old(denounces("so_a", "head"), at="xa_a", forwarders=forwarded("reception_board")), "ESCALATE_JURISDICTION REPLY_FORWARDER +TRANSFER_LOOP !TRANSFER"),
    Row("báo chuyển, đúng thẩm quyền: thụ lý, trả lời báo", old(denounces("so_a"), at="so_a", forwarders=forwarded("press")), "ACCEPT REPLY_FORWARDER +LIMIT_20_DAYS", "LTC Đ26.2"),
    Row("báo chuyển, thiếu điều kiện nhưng rõ chứng cứ: kiểm tra", old({**denounces("so_a"), **LIMBS, "basis": False}, at="so_a", forwarders=forwarded("press")), "NOT_ACCEPT_NOTICE INFO_CHECK REPLY_FORWARDER #NO_BASIS", "LTC Đ26.1.b"),
    Row("không rõ người gửi, không chứng cứ: không xử lý", old(denounces("so_a"), at="so_a", **UNNAMED), "FILE eligible=no #MISSING_IDENTITY kind=denunciation !ACCEPT !TRANSFER", "LTC Đ25.1"),
    Row("không rõ người gửi, đủ ba điều kiện: kiểm tra", old({**denounces("so_a"), **LIMBS}, at="so_a", **UNNAMED), "INFO_CHECK kind=denunciation_information eligible=yes #ANON_WITH_EVIDENCE !ACCEPT", "LTC Đ25.2"),
    *[Row(f"thiếu {limb}: không kiểm tra", old({**denounces("so_a"), **LIMBS, limb: False}, at="so_a", **UNNAMED), "FILE !INFO_CHECK !INFO_TRANSFER") for limb in LIMBS],
    Row("mạo danh, không chứng cứ", old(denounces("so_a"), at="so_a", senders={"impersonated": True}), "FILE #IMPERSONATED eligible=no"),
    Row("mạo danh, đủ chứng cứ, nơi khác quản lý", old({**denounces("so_b"), **LIMBS}, at="so_a", senders={"impersonated": True}), "INFO_TRANSFER decider=department_director@so_b kind=denunciation_information", "ND31 Đ20"),
    Row("dấu hiệu tội phạm: chuyển ngay", old(denounces("so_a", crime_signs=True), at="so_a"), "CRIME_REFERRAL external=investigation_or_procuracy +URGENT !ACCEPT !FILE", "LTC Đ27.1"),
    Row("gây thiệt hại nghiêm trọng: ngăn chặn, vẫn thụ lý", old(sector("so_a", harm="serious"), at="so_a"), "PREVENTIVE_MEASURE ACCEPT +URGENT", "LTC Đ27.2"),
    Row("không thiệt hại: không ngăn chặn", old(sector("so_a"), at="so_a"), "ACCEPT !PREVENTIVE_MEASURE"),
    Row("không có cơ sở xác định", old(denounces("so_a", basis=False), at="so_a"), "NOT_ACCEPT_NOTICE #NO_BASIS !ACCEPT", "LTC Đ29.1.d"),
    Row("mất năng lực", old(denounces("so_a"), at="so_a", senders={"civil_capacity": "none"}), "NOT_ACCEPT_NOTICE #NO_CAPACITY", "LTC Đ29.1.b"),
    Row("thiếu nội dung luật đòi", old(denounces("so_a", complete=False), at="so_a"), "NOT_ACCEPT_NOTICE eligible=no #DENUNCIATION_INCOMPLETE !ACCEPT", "LTC Đ24.1"),
    Row("khiếu nại không được, tố cáo người giải quyết, không chứng cứ", old(denounces("so_a", "head"), history={"from_failed_complaint": True}), "NOT_ACCEPT_NOTICE #FROM_FAILED_COMPLAINT #NO_NEW_EVIDENCE !ACCEPT", "LTC Đ29.1"),
    Row("như trên, có chứng cứ", old(denounces("so_a", "head"), history={"from_failed_complaint": True, "new_evidence": True}), "ACCEPT #FROM_FAILED_COMPLAINT #NEW_EVIDENCE"),
    Row("đã có kết luận, không gì mới: lưu", old(denounces("so_a"), at="so_a", history={"conclusion_in_force": True}), "FILE #NO_NEW_EVIDENCE +RETAIN_1Y !ACCEPT", "TT05 Đ28.1.b"),
    Row("đã có kết luận, có chứng cứ mới", old(denounces("so_a"), at="so_a", history={"conclusion_in_force": True, "new_evidence": True}), "#NEW_EVIDENCE RE_EXAMINE !FILE +NEEDS_HUMAN"),
    Row("cấp dưới trực tiếp quá hạn: yêu cầu báo cáo", old(denounces("so_a"), history={"first_accepted_on": "2026-01-20"}), "URGE +SUBORDINATE_OVERDUE !ACCEPT", "TT05 Đ14.2"),
    Row("cấp dưới còn hạn: chuyển", old(denounces("so_a"), history={"first_accepted_on": "2026-03-01"}), "TRANSFER !URGE"),
]
# fmt: on


@pytest.mark.parametrize("row", [*WHO, *INTAKE], ids=str)
def test_a_denunciation(row: Row) -> None:
    check(row)
