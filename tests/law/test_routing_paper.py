"""Can it be processed, what is it, who speaks, and what of other kinds of petition?"""

import pytest

from tests.law.matters import (
    Row,
    about,
    against,
    body,
    check,
    denounces,
    forwarded,
    petition,
)

ON = "10/03/2026"
OURS = against("xa_a", "01/03/2026")


def ours(**more: object) -> dict:
    return petition(ON, "xa_a", OURS, **more)


def of_old(**more: object) -> dict:
    return petition("10/03/2018", "xa_a", against("xa_a<huyen_h", "01/03/2018"), **more)


def new(**more: object) -> dict:
    return petition("10/08/2026", "xa_a", against("xa_a", "01/08/2026"), **more)


def group(count: int, speakers: int, *, written: bool = True, on: str = ON) -> dict:
    return petition(
        on, "so_a", against("so_a", "01/" + on[3:]), senders={"count": count},
        representation={"kind": "elected", "count": speakers, "written": written},
    )  # fmt: skip


def agent(document: str, on: str = ON, agents: int = 1, sender: str = "individual") -> dict:
    return petition(
        on, "so_a", against("so_a", "01/" + on[3:]), senders={"type": sender},
        representation={"kind": "authorised", "document": document, "same_matter_agents": agents},
    )  # fmt: skip


def dispute(
    on: str = "10/10/2025", at: str = "xa_a", where: str = "xa_a", **more: object
) -> dict:
    return petition(
        on, at, about("asks_settle_land_dispute", dispute={"commune": body(where), **more})
    )


# fmt: off
PAPER = [
    # B3: đủ điều kiện xử lý
    Row("rách nát, không đọc được", ours(document={"legible": False}), "FILE eligible=no #UNREADABLE +RETAIN_1Y !ACCEPT", "TT05 Đ6.2.b"),
    *[Row(f"lời lẽ {wording}", ours(document={"wording": wording}), "FILE eligible=no #PROHIBITED_CONTENT !ACCEPT") for wording in ("obscene_insulting", "against_state", "divisive")],
    Row("tiếng nước ngoài, bản dịch thường", ours(document={"language": "other", "translation": "plain"}), "eligible=no #NO_TRANSLATION !ACCEPT"),
    Row("tiếng nước ngoài, bản dịch công chứng", ours(document={"language": "other", "translation": "notarised"}), "ACCEPT eligible=yes"),
    Row("khiếu nại không tên, địa chỉ", ours(senders={"identified": False}), "eligible=no #MISSING_IDENTITY FILE !ACCEPT !GUIDE"),
    Row("khiếu nại thiếu yêu cầu: hướng dẫn bổ sung", petition(ON, "xa_a", {**OURS, "complete": False}), "eligible=no #COMPLAINT_INCOMPLETE GUIDE_COMPLETE !ACCEPT"),
    Row("không ghi khiếu nại ai: hướng dẫn bổ sung", petition(ON, "xa_a", about("asks_review_admin_decision", complete=False)), "eligible=no #COMPLAINT_INCOMPLETE GUIDE_COMPLETE !ACCEPT"),
    Row("đã hướng dẫn bổ sung một lần: lưu", petition(ON, "xa_a", {**OURS, "complete": False}, history={"guided_before_by_self": True}), "FILE #COMPLAINT_INCOMPLETE !GUIDE_COMPLETE"),
    Row("thiếu yêu cầu năm 2018: mẫu 02-XLĐ", petition("10/03/2018", "xa_a", {**against("xa_a<huyen_h", "01/03/2018"), "complete": False}), "GUIDE_COMPLETE form=XLD-02", "TT07XLD Đ7.2"),
    Row("phản ánh không rõ nội dung", petition(ON, "xa_a", about("reports_situation", "xa_a", complete=False)), "eligible=no #NO_CONTENT !ANSWER"),
    Row("tiêu đề tố cáo, nội dung khiếu nại", ours(document={"title": "denunciation"}), "kind=complaint ACCEPT +TITLE_MISMATCH", "TT05 Đ6.1"),
    Row("tiêu đề đúng", ours(document={"title": "complaint"}), "kind=complaint ACCEPT ~TITLE_MISMATCH"),
    # M1: nhiều nội dung
    Row("khiếu nại và tố cáo trong một đơn", petition(ON, "xa_a", OURS, denounces("so_a")), "kind=mixed GUIDE_SPLIT form=TT05-05 !ACCEPT !TRANSFER +KEEP_IDENTITY_SECRET", "TT05 Đ21"),
    Row("như trên năm 2018", petition("10/03/2018", "xa_a", against("xa_a<huyen_h", "01/03/2018"), about("proposes", "xa_a<huyen_h")), "kind=mixed GUIDE_SPLIT form=XLD-07"),
    Row("tiêu đề là một trong các nội dung: không sai", petition(ON, "xa_a", OURS, about("proposes", "xa_a"), document={"title": "complaint"}), "kind=mixed ~TITLE_MISMATCH"),
    Row("hai khiếu nại của hai nơi: tách", petition(ON, "xa_a", OURS, against("so_a", "01/03/2026")), "kind=complaint GUIDE_SPLIT !ACCEPT +NEEDS_HUMAN"),
    Row("hai khiếu nại cùng một nơi: không tách", petition(ON, "xa_a", OURS, OURS), "kind=complaint ACCEPT !GUIDE_SPLIT"),
]
SPEAKERS = [
    # A5: người đại diện, ủy quyền
    Row("5 người, 2 đại diện", group(5, 2), "ACCEPT +MAX_REPRESENTATIVES_2 +LARGE_GROUP", "LTCD Đ29"),
    Row("10 người, 3 đại diện: quá số", group(10, 3), "#REPRESENTATIVES_TOO_MANY GUIDE_COMPLETE !ACCEPT", "ND124 Đ6.2"),
    Row("11 người, 5 đại diện", group(11, 5), "ACCEPT +MAX_REPRESENTATIVES_5"),
    Row("11 người, 6 đại diện: quá số", group(11, 6, on="10/08/2026"), "#REPRESENTATIVES_TOO_MANY !ACCEPT", "ND124 Đ6.2 (sửa"),
    Row("4 người: luật không đòi", petition(ON, "so_a", against("so_a", "01/03/2026"), senders={"count": 4}), "ACCEPT ~LARGE_GROUP ~MAX_REPRESENTATIVES_2"),
    Row("5 người không cử đại diện", petition(ON, "so_a", against("so_a", "01/03/2026"), senders={"count": 5}), "#REPRESENTATIVES_NOT_APPOINTED GUIDE_COMPLETE !ACCEPT"),
    Row("cử miệng", group(6, 2, written=False), "#REPRESENTATIVES_NOT_APPOINTED !ACCEPT", "ND124 Đ16.1"),
    Row("thiếu chữ ký một số người", petition(ON, "so_a", against("so_a", "01/03/2026"), senders={"count": 6, "signed": "some"}, representation={"kind": "elected", "count": 2, "written": True}), "#SIGNATURES_INCOMPLETE !ACCEPT", "ND124 Đ16.1"),
    Row("ủy quyền có chứng thực", agent("certified"), "ACCEPT"),
    Row("ủy quyền viết tay", agent("none"), "#AUTHORISATION_UNCERTIFIED #LKN11_4 !ACCEPT", "ND124 Đ5.3"),
    Row("một nội dung, hai người được ủy quyền", agent("certified", agents=2), "#AUTHORISATION_ONE_MATTER_MANY !ACCEPT", "ND124 Đ5.3"),
    Row("công chứng, ngày cuối năm 2026", agent("notarised", on="31/12/2026"), "ACCEPT"),
    Row("công chứng, ngày đầu năm 2027", agent("notarised", on="01/01/2027"), "#AUTHORISATION_UNCERTIFIED !ACCEPT", "ND155 Đ21.2"),
    Row("chứng thực năm 2027", agent("certified", on="04/01/2027"), "ACCEPT"),
    Row("tổ chức ký đóng dấu, trước 01/7/2026", agent("org_signed_sealed", on="30/06/2026", sender="organisation"), "#AUTHORISATION_UNCERTIFIED !ACCEPT"),
    Row("tổ chức ký đóng dấu, từ 01/7/2026", agent("org_signed_sealed", on="01/07/2026", sender="organisation"), "ACCEPT"),
    Row("cá nhân không thể ký như tổ chức", agent("org_signed_sealed", on="10/07/2026"), "#AUTHORISATION_UNCERTIFIED !ACCEPT", "ND124 Đ5.3 (sửa"),
    Row("tố cáo qua người được ủy quyền", petition(ON, "so_a", denounces("so_a"), representation={"kind": "authorised", "document": "certified"}), "!ACCEPT +NEEDS_HUMAN"),
]
OTHERS = [
    # B7
    Row("kiến nghị thuộc phạm vi quản lý", petition(ON, "xa_a", about("proposes", "xa_a")), "kind=recommendation ANSWER eligible=yes form=-", "TT05 Đ20.1"),
    Row("phản ánh việc của sở: chuyển và báo", petition(ON, "xa_a", about("reports_situation", "so_a")), "kind=report TRANSFER NOTIFY_SENDER form=TT05-04 decider=department_director@so_a", "TT05 Đ20.2"),
    Row("như trên năm 2018: mẫu 06", petition("10/03/2018", "xa_a", about("reports_situation", "so_a")), "TRANSFER form=XLD-06"),
    Row("kiến nghị đến HĐND", petition(ON, "xa_a", about("proposes", "hdnd_tinh")), "TRANSFER external=provincial_council_standing"),
    Row("kiến nghị qua Mặt trận chuyển", petition(ON, "xa_a", about("proposes", "xa_a"), forwarders=forwarded("fatherland_front")), "ANSWER REPLY_FORWARDER"),
    Row("kiến nghị trực tiếp, không thuộc thẩm quyền, trước 01/7/2026: chuyển", petition("30/06/2026", "xa_a", about("proposes", "so_a"), channel="in_person"), "TRANSFER !GUIDE", "LTCD Đ26.2.b"),
    Row("như trên sau đó: Luật nói chuyển, Nghị định nói hướng dẫn", petition("01/07/2026", "xa_a", about("proposes", "so_a"), channel="in_person"), "GUIDE TRANSFER +NEEDS_HUMAN", "ND154 Đ15.2"),
    Row("kiến nghị gửi cả nơi có trách nhiệm: lưu", petition(ON, "xa_a", about("proposes", "so_a"), addressees=[body("so_a")]), "FILE #COPIED_TO_COMPETENT !TRANSFER"),
    Row("góp ý về thủ tục hành chính", petition(ON, "xa_a", about("regulation_feedback")), "kind=regulation_feedback external=regulation_feedback_channel +OUT_OF_SCOPE_TT05 !ACCEPT eligible=-", "ND20"),
    Row("xin cấp bản sao hồ sơ", petition(ON, "xa_a", about("asks_service")), "kind=service_request GUIDE !ACCEPT +NEEDS_HUMAN"),
    Row("không đồng ý bản án", petition(ON, "xa_a", about("contests_judgment")), "kind=judicial GUIDE external=court !ACCEPT", "TT05 Đ22"),
    Row("khiếu nại thi hành án dân sự", petition(ON, "xa_a", about("contests_judgment_enforcement")), "kind=judicial GUIDE external=civil_judgment_enforcement"),
    Row("thi hành án hình sự ở xã, trước 01/7/2025", petition("30/06/2025", "xa_a", about("contests_criminal_enforcement")), "external=police"),
    Row("thi hành án hình sự ở xã, từ 01/7/2025", petition("01/07/2025", "xa_a", about("contests_criminal_enforcement")), "external=provincial_police_director", "ND184"),
    Row("tranh chấp dân sự giữa công dân", petition(ON, "xa_a", about("asks_settle_private_dispute")), "kind=dispute_request external=court_civil alternative=mediation GUIDE !ACCEPT"),
    Row("tranh chấp đất chưa hòa giải", dispute(), "kind=dispute_request GUIDE +CONCILIATION_FIRST !ACCEPT", "LDD Đ235"),
    Row("đã hòa giải, không giấy tờ, cá nhân: Chủ tịch xã hoặc Tòa án", dispute(conciliated=True), "ACCEPT decider=commune_chair@xa_a alternative=court ~CONCILIATION_FIRST", "ND151 Đ5.2.g"),
    Row("như trên khi còn huyện", dispute("10/10/2024", "huyen_h", "xa_a<huyen_h", conciliated=True), "ACCEPT decider=district_chair@huyen_h alternative=court", "LDD Đ236"),
    Row("một bên là tổ chức: Chủ tịch tỉnh", dispute(at="tinh", conciliated=True, has_organisation_party=True), "ACCEPT decider=provincial_chair alternative=court"),
    Row("có giấy tờ: chỉ Tòa án", dispute(conciliated=True, papers="present"), "GUIDE external=court decider=- !ACCEPT"),
]
# fmt: on


@pytest.mark.parametrize("row", [*PAPER, *SPEAKERS, *OTHERS], ids=str)
def test_a_petition(row: Row) -> None:
    check(row)
