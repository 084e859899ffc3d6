"""What the words of an answer on a petition are called, for people at a terminal."""

from collections.abc import Mapping

from shared.legal.rules import Bilingual

KINDS: Mapping[str, Bilingual] = {
    "complaint": Bilingual("khiếu nại", "complaint"),
    "denunciation": Bilingual("tố cáo", "denunciation"),
    "denunciation_information": Bilingual(
        "thông tin có nội dung tố cáo", "information about a violation"
    ),
    "recommendation": Bilingual("kiến nghị", "recommendation"),
    "report": Bilingual("phản ánh", "report"),
    "mixed": Bilingual("đơn có nhiều nội dung", "several kinds in one"),
    "dispute_request": Bilingual(
        "đề nghị giải quyết tranh chấp", "request about a dispute"
    ),
    "judicial": Bilingual(
        "thuộc cơ quan tố tụng, thi hành án", "for courts or enforcement"
    ),
    "regulation_feedback": Bilingual(
        "phản ánh, kiến nghị về quy định hành chính", "feedback on a regulation"
    ),
    "service_request": Bilingual("yêu cầu dịch vụ hành chính", "request for a service"),
    "reception_visit": Bilingual("tiếp công dân", "reception of a visitor"),
    "online_reception": Bilingual("tiếp công dân trực tuyến", "reception by video"),
    "schedule_audit": Bilingual("kiểm tra lịch tiếp công dân", "days of reception"),
    "jurisdiction_conflict": Bilingual("tranh chấp thẩm quyền", "conflict of jurisdiction"),
}
ACTIONS: Mapping[str, Bilingual] = {
    "ACCEPT": Bilingual("đề xuất thụ lý", "propose acceptance"),
    "NOT_ACCEPT_NOTICE": Bilingual("thông báo không thụ lý", "notify of non-acceptance"),
    "GUIDE": Bilingual("hướng dẫn đến nơi có thẩm quyền", "guide to the competent body"),
    "GUIDE_SPLIT": Bilingual("hướng dẫn tách đơn", "guide to split"),
    "GUIDE_COMPLETE": Bilingual("hướng dẫn bổ sung", "guide to complete"),
    "GUIDE_WRITE": Bilingual("hướng dẫn viết đơn", "guide to write"),
    "TRANSFER": Bilingual("chuyển đơn", "transfer"),
    "RETURN_TO_FORWARDER": Bilingual("trả lại nơi chuyển", "return to the forwarder"),
    "RETURN_ORIGINALS": Bilingual("trả lại giấy tờ gốc", "return original papers"),
    "INFO_CHECK": Bilingual("kiểm tra thông tin theo thẩm quyền", "check the information"),
    "INFO_TRANSFER": Bilingual("chuyển thông tin để kiểm tra", "pass the information on"),
    "FILE": Bilingual("lưu đơn", "file"),
    "ANSWER": Bilingual("giải quyết, trả lời", "answer"),
    "NOTIFY_SENDER": Bilingual("báo người gửi", "tell the sender"),
    "REPLY_FORWARDER": Bilingual("báo nơi chuyển", "answer the forwarder"),
    "URGE": Bilingual("yêu cầu báo cáo, đôn đốc", "urge and ask for a report"),
    "TAKE_OVER": Bilingual("cấp trên lấy lên giải quyết", "the superior takes over"),
    "RE_EXAMINE": Bilingual("xem xét lại việc giải quyết", "re-examine"),
    "ESCALATE_JURISDICTION": Bilingual(
        "trình cấp trên phân định thẩm quyền", "ask the superior whose it is"
    ),
    "COORDINATE_LEAD": Bilingual("thống nhất cơ quan chủ trì", "agree on a lead"),
    "PROPOSE_SUSPENSION": Bilingual(
        "đề nghị tạm đình chỉ thi hành quyết định", "propose to suspend execution"
    ),
    "PREVENTIVE_MEASURE": Bilingual("áp dụng biện pháp ngăn chặn", "prevent the harm"),
    "CRIME_REFERRAL": Bilingual(
        "chuyển cơ quan điều tra, viện kiểm sát", "refer to investigators"
    ),
    "CONTINUE": Bilingual("tiếp tục giải quyết", "go on"),
    "SUSPEND": Bilingual("tạm đình chỉ giải quyết", "suspend settlement"),
    "DISCONTINUE": Bilingual("đình chỉ giải quyết", "discontinue"),
    "RECEIVE": Bilingual("tiếp công dân", "receive"),
    "REFUSE_RECEPTION": Bilingual("từ chối tiếp", "refuse to receive"),
    "APPOINT_REPRESENTATIVES": Bilingual("cử người đại diện", "appoint representatives"),
    "TAKE_MINUTES": Bilingual("ghi lại lời trình bày", "take down what is said"),
    "ISSUE_RECEIPT": Bilingual("lập giấy biên nhận", "issue a receipt"),
    "HOLD_ONLINE_SESSION": Bilingual("tiếp trực tuyến", "hold a session by video"),
    "LINK_DUPLICATE": Bilingual("gộp hồ sơ", "link to the first case"),
    "HANDOVER": Bilingual("bàn giao", "hand over"),
    "COMPLIANT": Bilingual("đạt", "as the law asks"),
    "NON_COMPLIANT": Bilingual("không đạt", "below what the law asks"),
}
SLOTS: Mapping[str, Bilingual] = {
    "first": Bilingual("lần đầu", "first instance"),
    "second": Bilingual("lần hai", "second instance"),
    "decider": Bilingual("người giải quyết", "decides"),
    "lead": Bilingual("chủ trì", "leads"),
    "coordinate": Bilingual("phối hợp", "coordinates"),
    "alternative": Bilingual("hoặc", "or"),
    "external": Bilingual("ngoài hệ thống hành chính tỉnh", "outside the province"),
}
