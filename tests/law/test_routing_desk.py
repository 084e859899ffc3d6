"""May we receive, how, on how many days; and what happens in cases that run?"""

import pytest

from tests.law.matters import Json, Row, body, case, check

OLD, NEW = "30/06/2026", "01/07/2026"
ALL_THREE = {
    "resolved_lawfully": True,
    "review_notice_issued": True,
    "explained_in_reception": True,
}


def visit(
    on: str = "10/08/2026",
    kind: str = "complaint",
    *,
    at: str = "xa_a",
    matter: Json | None = None,
    **more: object,
) -> Json:
    return case(
        "reception_visit",
        on,
        at,
        channel="in_person",
        visit={"matter": {"kind": kind, **(matter or {})}, **more},
    )


def online(
    on: str = "10/08/2026", kind: str = "complaint", *grounds: str, **more: object
) -> Json:
    return case(
        "online_session",
        on,
        "tinh",
        online={"matter": kind, "grounds": list(grounds), **more},
    )


def month(head: str, when: str, days: int, **more: object) -> Json:
    return case(
        "schedule_audit",
        "30/09/2026",
        "tinh",
        schedule={"head_of": head, "month": when, "days": days, **more},
    )


def event(on: str, kind: str, type: str, **more: object) -> Json:
    return case("case_event", on, "so_a", event={"case_kind": kind, "type": type, **more})


def conflict(kind: str, *bodies: str, moves: tuple = (), on: str = "02/03/2026") -> Json:
    return case(
        "jurisdiction_conflict",
        on,
        "tinh",
        conflict={
            "case_kind": kind,
            "bodies": [body(b) for b in bodies],
            "moves": [{"from": a, "to": b} for a, b in moves],
        },
    )


def left(kind: str, *communes: str, on: str = "02/07/2025", **more: object) -> Json:
    return case(
        "handover",
        on,
        "tinh",
        pending_file={
            "kind": kind,
            "from": body("huyen_h"),
            "communes": list(communes),
            **more,
        },
    )


# fmt: off
REFUSAL = [
    # A4, R2
    *[Row(f"{condition}", visit("10/03/2020", condition=[condition]), f"REFUSE_RECEPTION #{code} +EXPLAIN_ORALLY form=- !RECEIVE", f"LTCD Đ{law}") for condition, code, law in [("intoxicated", "REFUSE_9_1", "9.1"), ("lost_control_illness", "REFUSE_9_1", "9.1"), ("threatens", "REFUSE_9_2", "9.2"), ("insults", "REFUSE_9_2", "9.2"), ("breaks_house_rules", "REFUSE_9_2", "9.2")]],
    Row("giải quyết đúng, rà soát, giải thích, vẫn đến: mẫu TT 04", visit(OLD, matter=ALL_THREE), "REFUSE_RECEPTION #REFUSE_9_3 form=TT04-01", "LTCD Đ9.3"),
    Row("như trên từ 01/7/2026: mẫu 01/TCD trong 3 ngày làm việc", visit(NEW, matter=ALL_THREE), "REFUSE_RECEPTION #REFUSE_9_3 form=TCD-01 +LIMIT_3_WD", "ND154 Đ4.3"),
    *[Row(f"thiếu {one}: phải tiếp", visit(matter={**ALL_THREE, one: False}), "RECEIVE !REFUSE_RECEPTION") for one in ALL_THREE],
    *[Row(f"{condition} từ 01/7/2026", visit(NEW, condition=[condition]), f"REFUSE_RECEPTION #{code} +EXPLAIN_ORALLY form=-", f"ND154 Đ4.1.{point}") for condition, code, point in [("weapon_not_handed_over", "REFUSE_4_1_A", "a"), ("refuses_security_check", "REFUSE_4_1_B", "b"), ("records_after_protective_request", "REFUSE_4_1_C", "c"), ("incites_disorder", "REFUSE_4_1_D", "d"), ("no_capacity_no_guardian", "REFUSE_4_1_DD", "đ"), ("representative_without_papers", "REFUSE_4_1_E", "e"), ("outside_scope", "REFUSE_4_1_G", "g")]],
    *[Row(f"{condition} trước 01/7/2026: chưa phải căn cứ", visit(OLD, condition=[condition]), "RECEIVE !REFUSE_RECEPTION") for condition in ("weapon_not_handed_over", "no_capacity_no_guardian", "representative_without_papers", "outside_scope")],
    Row("đại diện không giấy tờ nhưng là tố cáo", visit(kind="denunciation", condition=["representative_without_papers"]), "RECEIVE !REFUSE_RECEPTION +KEEP_IDENTITY_SECRET"),
    Row("kiến nghị đã trả lời, không gì mới", visit(kind="recommendation", matter={"answered_in_writing": True}), "REFUSE_RECEPTION #REFUSE_4_1_H form=TCD-01 +LIMIT_3_WD", "ND154 Đ4.1.h"),
    Row("kiến nghị đã trả lời, có tình tiết mới", visit(kind="recommendation", matter={"answered_in_writing": True, "new_facts": True}), "RECEIVE !REFUSE_RECEPTION"),
    Row("phản ánh lặp lại trước 01/7/2026: phải tiếp", visit(OLD, kind="report", matter={"answered_in_writing": True}), "RECEIVE !REFUSE_RECEPTION"),
    Row("bản án có hiệu lực, có văn bản không xem xét lại", visit(matter={"court_judgment_effective": True, "no_review_written_reply": True}), "REFUSE_RECEPTION #REFUSE_4_1_I", "ND154 Đ4.1.i"),
    Row("bản án có hiệu lực, chưa có văn bản", visit(matter={"court_judgment_effective": True}), "RECEIVE !REFUSE_RECEPTION"),
    Row("nơi khác đang thụ lý", visit(matter={"pending_with_other_body": True}), "REFUSE_RECEPTION #REFUSE_4_1_K", "ND154 Đ4.1.k"),
    Row("nơi khác đang thụ lý, trước 01/7/2026", visit(OLD, matter={"pending_with_other_body": True}), "RECEIVE !REFUSE_RECEPTION"),
]
RECEPTION = [
    # A2, A5, R3
    Row("chưa có đơn, biết viết", visit(has_petition=False), "RECEIVE GUIDE_WRITE !TAKE_MINUTES kind=reception_visit", "ND154 Đ14.1"),
    Row("chưa có đơn, không biết viết", visit(has_petition=False, cannot_write=True), "RECEIVE TAKE_MINUTES !GUIDE_WRITE"),
    Row("chứng cứ, thuộc thẩm quyền, TT 04", visit(OLD, gives_evidence=True, within_authority=True), "ISSUE_RECEIPT form=TT04-02"),
    Row("chứng cứ, thuộc thẩm quyền, NĐ 154", visit(NEW, gives_evidence=True, within_authority=True), "ISSUE_RECEIPT form=TCD-02", "ND154 Đ15.4"),
    Row("chứng cứ, không thuộc thẩm quyền: hướng dẫn", visit(NEW, gives_evidence=True, within_authority=False), "GUIDE !ISSUE_RECEIPT form=-"),
    Row("phản ánh không thuộc thẩm quyền, trước 01/7/2026", visit(OLD, kind="report", within_authority=False), "TRANSFER !GUIDE", "LTCD Đ26.2.b"),
    Row("4 người cùng nội dung", visit(people=4), "RECEIVE !APPOINT_REPRESENTATIVES ~LARGE_GROUP"),
    Row("5 người: cử 1–2 đại diện", visit(people=5), "RECEIVE APPOINT_REPRESENTATIVES +MAX_REPRESENTATIVES_2 +LARGE_GROUP", "LTCD Đ29"),
    Row("11 người: không quá 5", visit(people=11), "APPOINT_REPRESENTATIVES +MAX_REPRESENTATIVES_5"),
    Row("đã cử đại diện", visit(people=8, representatives_appointed=True), "RECEIVE !APPOINT_REPRESENTATIVES"),
    # R4
    Row("trực tuyến trước 01/7/2026", online(OLD, "complaint", "complex", "multi_body"), "#ONLINE_NOT_YET_LAW !HOLD_ONLINE_SESSION kind=online_reception"),
    Row("phức tạp, nhiều cơ quan", online(NEW, "complaint", "complex", "multi_body"), "HOLD_ONLINE_SESSION +ONLINE_ELIGIBLE ~NEEDS_HUMAN", "ND154 Đ20.1"),
    Row("vùng xa và có nguyện vọng", online(NEW, "report", "remote_resident", citizen_wishes=True), "HOLD_ONLINE_SESSION +ONLINE_ELIGIBLE", "ND154 Đ20.2"),
    Row("vùng xa, không có nguyện vọng", online(NEW, "report", "remote_resident"), "!HOLD_ONLINE_SESSION ~ONLINE_ELIGIBLE RECEIVE"),
    Row("dịch bệnh", online(NEW, "complaint", "disaster_epidemic"), "HOLD_ONLINE_SESSION", "ND154 Đ20.3"),
    Row("tố cáo, yêu cầu giữ kín danh tính", online(NEW, "denunciation", "complex", identity_protection_requested=True, confidentiality_assured=True), "#ONLINE_IDENTITY_PROTECTION !HOLD_ONLINE_SESSION", "ND154 Đ20.4"),
    Row("tố cáo phức tạp, bảo đảm bí mật", online(NEW, "denunciation", "complex", confidentiality_assured=True), "HOLD_ONLINE_SESSION +ONLINE_ELIGIBLE +KEEP_IDENTITY_SECRET", "ND154 Đ20.4"),
    Row("tố cáo, không bảo đảm bí mật", online(NEW, "denunciation", "complex"), "!HOLD_ONLINE_SESSION ~ONLINE_ELIGIBLE"),
    Row("báo trước đúng 5 ngày làm việc", online(NEW, "complaint", "disaster_epidemic", notice_sent_on="2026-08-10", session_on="2026-08-17"), "HOLD_ONLINE_SESSION"),
    Row("báo trước 4 ngày làm việc", online(NEW, "complaint", "disaster_epidemic", notice_sent_on="2026-08-11", session_on="2026-08-17"), "#ONLINE_NOTICE_LATE !HOLD_ONLINE_SESSION", "ND154 Đ23.1"),
    # A1
    Row("xã mỗi tuần, trước 01/7/2026", month("commune", "2026-06", 4, weeks_in_month=4, every_week=True), "COMPLIANT !NON_COMPLIANT kind=schedule_audit", "LTCD Đ15.2.d"),
    Row("xã 4 ngày nhưng bỏ một tuần", month("commune", "2026-06", 4, weeks_in_month=4, every_week=False), "NON_COMPLIANT #SCHEDULE_BELOW_MINIMUM"),
    Row("xã 2 ngày, tháng 7/2026", month("commune", "2026-07", 2, weeks_in_month=5, every_week=False), "COMPLIANT", "LTCD Đ15 (sửa"),
    Row("xã 1 ngày, tháng 7/2026", month("commune", "2026-07", 1), "NON_COMPLIANT"),
    Row("huyện 1 ngày, tháng 5/2025", month("district", "2025-05", 1), "NON_COMPLIANT", "LTCD Đ13.5"),
    Row("tỉnh 1 ngày", month("province", "2026-05", 1), "COMPLIANT", "LTCD Đ12.5"),
    Row("đơn vị sự nghiệp 0 ngày, tháng 7/2026", month("public_service_unit", "2026-07", 0), "NON_COMPLIANT", "ND154 Đ10.2"),
    Row("đơn vị sự nghiệp 0 ngày, tháng 6/2026: chưa bắt buộc", month("public_service_unit", "2026-06", 0), "COMPLIANT +NEEDS_HUMAN"),
]
RUNNING = [
    # K13, T15, T16, T20–T23
    Row("khiếu nại rút toàn bộ, trước 01/7/2026", event(OLD, "complaint", "withdrawal", scope="full"), "DISCONTINUE form=-", "LKN Đ10.2"),
    Row("khiếu nại rút toàn bộ, từ 01/7/2026", event(NEW, "complaint", "withdrawal", scope="full"), "DISCONTINUE form=KN-14a +LIMIT_3_WD", "LKN Đ11a.2.a"),
    Row("cả ba người rút", event(NEW, "complaint", "withdrawal", people=3, withdrawing=3), "DISCONTINUE"),
    Row("rút một phần", event(NEW, "complaint", "withdrawal", scope="part"), "CONTINUE !DISCONTINUE"),
    Row("khiếu nại rút do bị ép", event(NEW, "complaint", "withdrawal", coerced=True), "CONTINUE #WITHDRAWAL_COERCED !DISCONTINUE"),
    Row("thiên tai, trước 01/7/2026: chưa có tạm đình chỉ", event(OLD, "complaint", "obstacle", obstacle="disaster"), "CONTINUE !SUSPEND"),
    Row("thiên tai, từ 01/7/2026", event(NEW, "complaint", "obstacle", obstacle="disaster"), "SUSPEND form=KN-14a #FORCE_MAJEURE_OBSTACLE +LIMIT_3_WD", "LKN Đ11a.1.a"),
    Row("hết trở ngại", event(NEW, "complaint", "obstacle_ended"), "CONTINUE form=KN-14b"),
    Row("khiếu nại chờ kết quả nơi khác", event(NEW, "complaint", "awaiting_other_result"), "SUSPEND form=KN-14a", "LKN Đ11a.1.b"),
    Row("tố cáo chờ kết quả nơi khác", event(OLD, "denunciation", "awaiting_other_result"), "SUSPEND +LIMIT_5_WD form=-", "LTC Đ34.1.a"),
    Row("trở ngại của người tố cáo: không phải căn cứ", event(NEW, "denunciation", "obstacle", obstacle="illness"), "CONTINUE !SUSPEND"),
    Row("tố cáo rút toàn bộ", event(OLD, "denunciation", "withdrawal"), "DISCONTINUE +LIMIT_5_WD", "LTC Đ34.3.a"),
    *[Row(f"tố cáo rút nhưng {why}", event(NEW, "denunciation", "withdrawal", **{why: True}), f"CONTINUE #{code} !DISCONTINUE", "ND31 Đ4.4") for why, code in [("signs_of_violation", "SIGNS_OF_VIOLATION"), ("coerced", "WITHDRAWAL_COERCED"), ("slander", "SLANDER")]],
    Row("người bị tố cáo chết, còn trách nhiệm người khác", event(OLD, "denunciation", "respondent_death"), "CONTINUE !DISCONTINUE"),
    Row("tố cáo tiếp vì quá hạn: yêu cầu báo cáo", event(OLD, "denunciation", "overdue_continued_denunciation", resolver=body("so_a")), "URGE +LIMIT_5_WD +SUBORDINATE_OVERDUE !TAKE_OVER", "LTC Đ38.1"),
    Row("như trên, giải quyết vi phạm nghiêm trọng", event(OLD, "denunciation", "overdue_continued_denunciation", resolver=body("xa_a"), signs_of_violation=True), "TAKE_OVER decider=provincial_chair #SIGNS_OF_VIOLATION", "LTC Đ38.5"),
    Row("thấy dấu hiệu tội phạm khi đang giải quyết", event(OLD, "denunciation", "crime_found"), "CRIME_REFERRAL external=investigation_or_procuracy +URGENT"),
    Row("xã thu hồi quyết định lần đầu khi đang lần hai", event(OLD, "complaint", "first_decision_revoked", instance="second", revoked_by=body("xa_a")), "#FIRST_DECISION_REVOKED first=commune_chair@xa_a +NEEDS_HUMAN", "ND141"),
    # B9, Đ21.3, Đ26.3
    Row("hai sở", conflict("complaint", "so_a", "so_b"), "ESCALATE_JURISDICTION decider=provincial_chair kind=jurisdiction_conflict", "LKN Đ21.3"),
    Row("hai đơn vị của một bộ", conflict("complaint", "thue_a", "thue_b"), "decider=minister", "LKN Đ23.4"),
    Row("hai tỉnh", conflict("complaint", "tinh", "tinh_b"), "decider=prime_minister", "LKN Đ26.3"),
    Row("khiếu nại, hai chi cục một sở: giám đốc sở không có quyền", conflict("complaint", "chi_cuc_a<so_a", "chi_cuc_b<so_a"), "decider=provincial_chair"),
    Row("tố cáo, hai chi cục một sở: cấp trên chung", conflict("denunciation", "chi_cuc_a<so_a", "chi_cuc_b<so_a"), "ESCALATE_JURISDICTION decider=department_director@so_a", "LTC Đ41.2"),
    Row("chuyển đi chuyển lại", conflict("complaint", "so_a", "so_b", moves=(("so_a", "so_b"), ("so_b", "so_a"))), "+TRANSFER_LOOP"),
    Row("mới chuyển một lần", conflict("complaint", "so_a", "so_b", moves=(("so_a", "so_b"),)), "~TRANSFER_LOOP"),
    # C2
    Row("hồ sơ huyện, một xã", left("complaint", "xa_a"), "HANDOVER lead=commune_chair@xa_a +DISTRICT_LEGACY ~MULTI_COMMUNE kind=complaint", "LCQDP Đ54.8"),
    Row("hồ sơ huyện, hai xã", left("denunciation", "xa_a", "xa_b"), "HANDOVER lead=provincial_chair +MULTI_COMMUNE"),
    Row("hồ sơ đã xác minh giữ giá trị", left("denunciation", "xa_a", verified=True), "HANDOVER +KEEP_VERIFIED_FILES", "LCQDP Đ54.8"),
]
# fmt: on


@pytest.mark.parametrize("row", [*REFUSAL, *RECEPTION, *RUNNING], ids=str)
def test_at_the_desk_and_after(row: Row) -> None:
    check(row)
