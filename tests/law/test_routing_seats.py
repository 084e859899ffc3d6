"""Whose head decides on a kind of body: every row of `50-seats.yaml` that no other table shows."""

import datetime as dt

import pytest

from tests.law.matters import (
    BOOK,
    Row,
    against,
    body,
    case,
    check,
    denounces,
    petition,
    sector,
)

OLD, DISTRICT, TWO = dt.date(2024, 5, 10), dt.date(2025, 6, 30), dt.date(2025, 7, 1)
OUTSIDE = {
    "court": "court",
    "procuracy": "investigation_or_procuracy",
    "judgment_enforcement": "civil_judgment_enforcement",
    "vertical_agency": "vertical_agency",
    "party_body": "party_inspection",
    "organisation": "political_social_organisation",
}

# fmt: off
SEATS = [
    # bảng, cơ quan, ngày, người giải quyết, kênh ngoài
    *[(table, kind, TWO, None, channel) for table in ("head", "first", "second", "staff", "heads") for kind, channel in OUTSIDE.items()],
    ("head", "province_reception_board", TWO, "provincial_chair", None),
    ("head", "department_unit", TWO, "department_unit_head@self", None),
    ("head", "district", DISTRICT, "district_chair@self", None),
    ("head", "district_unit", DISTRICT, "district_unit_head@self", None),
    ("head", "district", TWO, "provincial_chair", None),
    ("head", "commune_unit", TWO, "commune_chair@parent", None),
    ("head", "public_service_unit", TWO, "unit_head@self", None),
    ("head", "state_enterprise", TWO, "enterprise_head@self", None),
    ("head", "ministry", TWO, "minister", "ministry"),
    ("head", "police_commune", TWO, None, "police"),
    ("head", "police_province", TWO, None, "provincial_police_director"),
    ("first", "ministry", TWO, "minister", "ministry"),
    ("first", "police_commune", TWO, None, "police"),
    ("first", "police_province", TWO, None, "provincial_police_director"),
    ("first", "private_party", TWO, None, "court_civil"),
    ("second", "police_commune", OLD, None, "police"),
    ("second", "police_commune", TWO, None, "provincial_police_director"),
    ("second", "police_province", TWO, None, "ministry"),
    ("second", "ministry", TWO, None, None),
    ("staff", "commune_unit", TWO, "commune_chair@parent", None),
    ("staff", "district_unit", OLD, "district_chair@parent", None),
    ("staff", "district", TWO, "provincial_chair", None),
    ("staff", "department_unit", TWO, "department_director@parent", None),
    ("staff", "province", TWO, "provincial_chair", None),
    ("staff", "province_reception_board", TWO, "provincial_chair", None),
    ("staff", "ministry", TWO, "minister", "ministry"),
    ("staff", "state_enterprise", TWO, "enterprise_head@self", None),
    ("staff", "commune_council", TWO, None, None),
    ("staff", "police_province", TWO, None, "provincial_police_director"),
    ("heads", "province_reception_board", TWO, "provincial_chair", None),
    ("heads", "ministry", TWO, "prime_minister", "prime_minister"),
    ("heads", "commune_council", TWO, None, "provincial_council_standing"),
]
ALSO = [
    # Các hàng còn lại của các bảng khác
    Row("Tòa đã thụ lý, đơn gửi nơi khác", petition("10/03/2026", "so_a", against("xa_a", "01/03/2026"), history={"court": "accepted"}), "NOT_ACCEPT_NOTICE #LKN11_9 !GUIDE", "LKN Đ11.9"),
    Row("đã có quyết định lần đầu tại đây, gửi lại lần đầu", petition("10/03/2026", "xa_a", against("xa_a", "01/02/2026"), history={"first_decision": {"by": body("xa_a"), "received_on": "2026-03-01"}}), "GUIDE +DUPLICATE !ACCEPT"),
    Row("đang thụ lý tại đây, gửi lại", petition("10/03/2026", "xa_a", against("xa_a", "01/02/2026"), history={"first_accepted_on": "2026-02-20"}), "LINK_DUPLICATE +DUPLICATE !ACCEPT"),
    Row("tố cáo đang thụ lý tại đây, gửi lại", petition("10/03/2026", "so_a", denounces("so_a"), history={"first_accepted_on": "2026-02-20"}), "LINK_DUPLICATE !ACCEPT"),
    Row("có hiệu lực nhưng Tòa đã thụ lý", petition("10/08/2026", "tinh", against("xa_a", "01/12/2025"), instance="reexamine", history={"court": "accepted", "signs_unlawful": True}), "NOT_ACCEPT_NOTICE #LKN11_9 !RE_EXAMINE"),
    Row("rút trước 01/7/2026, gửi lại sau đó: cần người xét", petition("10/08/2026", "xa_a", against("xa_a", "01/07/2026"), history={"withdrawn": {"on": "2026-06-20"}}), "NOT_ACCEPT_NOTICE #WITHDRAWN_NOT_REOPENED +NEEDS_HUMAN"),
    Row("kỷ luật, lần đầu phức tạp 45 ngày chưa hết", petition("20/03/2026", "tinh", against("so_a", "01/02/2026", kind="disciplinary_decision"), instance="second", history={"first_accepted_on": "2026-02-09", "complex": True}), "#FIRST_INSTANCE_RUNNING !ACCEPT", "LKN Đ50"),
    Row("kỷ luật, lần đầu quá 30 ngày", petition("13/03/2026", "tinh", against("so_a", "01/02/2026", kind="disciplinary_decision"), instance="second", history={"first_accepted_on": "2026-02-09"}), "ACCEPT +FIRST_INSTANCE_OVERDUE +DISCIPLINE"),
    Row("vùng sâu và phức tạp: lần đầu 60 ngày", petition("08/04/2026", "so_a", against("chi_cuc_a<so_a", "31/12/2025"), instance="second", history={"first_accepted_on": "2026-02-09", "complex": True, "remote_area": True}), "#FIRST_INSTANCE_RUNNING"),
    Row("chưa rõ việc của ai thì nơi nhận xem xét", petition("10/03/2026", "xa_a", {"signals": ["reports_situation"]}), "ANSWER +NEEDS_HUMAN"),
    Row("tố cáo đã hướng dẫn, gửi lại", petition("10/03/2026", "xa_a", denounces("so_a"), history={"guided_before_by_self": True}), "FILE #ALREADY_GUIDED !TRANSFER", "LTC Đ24.3"),
    Row("báo chuyển, thiếu nội dung nhưng rõ chứng cứ", petition("10/03/2026", "so_a", denounces("so_a", complete=False, specific_wrongdoer=True, specific_evidence=True, verifiable=True), forwarders=[{"kind": "press"}]), "NOT_ACCEPT_NOTICE INFO_CHECK REPLY_FORWARDER"),
    Row("đứng đầu cơ quan sau sáp nhập: cấp trên", petition("10/03/2026", "tinh", denounces("so_a", body_fate="merged", successor=body("so_c"), now={"body": body("so_c"), "post": "head"})), "ACCEPT lead=provincial_chair +NEEDS_HUMAN"),
    Row("trưởng cũ, nay chuyên viên", petition("10/03/2026", "tinh", denounces("so_a", "head", now={"body": body("so_b"), "post": "official", "rank": "lower"})), "ACCEPT lead=provincial_chair coordinate=department_director@so_b +NEEDS_HUMAN", "LTC Đ12.3.c"),
    Row("tố cáo gửi qua mạng", petition("10/03/2026", "so_a", denounces("so_a"), channel="online"), "ACCEPT +NEEDS_HUMAN"),
    Row("thông tin không tên có dấu hiệu tội phạm", petition("10/03/2026", "so_a", denounces("so_a", crime_signs=True, specific_wrongdoer=True, specific_evidence=True, verifiable=True), senders={"identified": False}), "INFO_CHECK +URGENT +NEEDS_HUMAN !ACCEPT"),
    Row("phản ánh nêu dấu hiệu tội phạm", petition("10/03/2026", "xa_a", {"signals": ["reports_situation"], "managing_body": body("xa_a"), "crime_signs": True}), "CRIME_REFERRAL ANSWER +URGENT"),
    Row("nhiều nội dung, không rõ người gửi", petition("10/03/2026", "xa_a", against("xa_a"), denounces("xa_a"), senders={"identified": False}), "FILE eligible=no kind=mixed !GUIDE_SPLIT"),
    Row("mạo danh khiếu nại", petition("10/03/2026", "xa_a", against("xa_a", "01/03/2026"), senders={"impersonated": True}), "FILE eligible=no #IMPERSONATED !ACCEPT"),
    Row("thiệt hại có thể xảy ra cũng ngăn chặn", petition("10/03/2026", "so_a", sector("so_a", harm="possible")), "PREVENTIVE_MEASURE", "LTC Đ27.2"),
    Row("người bị tố cáo chết", case("case_event", "10/03/2026", "so_a", event={"case_kind": "denunciation", "type": "respondent_death", "only_about_deceased": True}), "DISCONTINUE", "LTC Đ34.3.b"),
    Row("tố cáo, hai sở của một tỉnh", case("jurisdiction_conflict", "10/03/2026", "tinh", conflict={"case_kind": "denunciation", "bodies": [body("so_a"), body("xa_a")]}), "ESCALATE_JURISDICTION COORDINATE_LEAD decider=provincial_chair"),
    Row("tố cáo, bộ và tỉnh", case("jurisdiction_conflict", "10/03/2026", "tinh", conflict={"case_kind": "denunciation", "bodies": [body("bo_m"), body("tinh")]}), "decider=prime_minister"),
    Row("hồ sơ huyện chưa rõ xã", case("handover", "02/07/2025", "tinh", pending_file={"kind": "complaint"}), "HANDOVER lead=provincial_chair +NEEDS_HUMAN"),
    Row("sở không tiếp ngày nào", case("schedule_audit", "30/09/2026", "so_a", schedule={"head_of": "department", "month": "2026-09", "days": 0}), "NON_COMPLIANT", "LTCD Đ18.2"),
    Row("đơn vị sự nghiệp tiếp 1 ngày", case("schedule_audit", "30/09/2026", "tinh", schedule={"head_of": "public_service_unit", "month": "2026-09", "days": 1}), "COMPLIANT", "ND154 Đ10.2"),
    Row("huyện tiếp 2 ngày", case("schedule_audit", "30/06/2025", "tinh", schedule={"head_of": "district", "month": "2025-06", "days": 2}), "COMPLIANT", "LTCD Đ13.5"),
]
# fmt: on


@pytest.mark.parametrize(("table", "kind", "on", "seat", "external"), SEATS)
def test_a_seat(
    table: str, kind: str, on: dt.date, seat: str | None, external: str | None
) -> None:
    row = BOOK.seat(table, kind, on)
    assert (row.seat, row.external) == (seat, external)


@pytest.mark.parametrize("row", ALSO, ids=str)
def test_a_row_of_another_table(row: Row) -> None:
    check(row)
