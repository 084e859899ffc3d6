"""
Whose is it, and what is to be done? Read a row as: this petition, received there, then.

Numbers in front (C04 …) are those of the worked cases the answers come from.
"""

import datetime as dt
from dataclasses import dataclass

import pytest

from services.routing.domain.case.commands import OpenCase
from services.routing.domain.case.decider import case_decider
from services.routing.domain.directory import Agency, Directory
from services.routing.rules.loader import load
from shared.contracts.intake import Observed
from shared.contracts.routing import JurisdictionDecided
from shared.errors import RuleMissing
from shared.ids import AgencyCode, CaseId, PetitionId

OLD, TWO_TIER, NEW = dt.date(2024, 5, 10), dt.date(2025, 10, 16), dt.date(2026, 7, 15)
AT = dt.datetime(2026, 7, 15, tzinfo=dt.UTC)
COMPLETE = Observed(
    identified=True, has_summary=True, has_request=True, has_respondent=True
)


def agency(code: str, kind: str, level: str, parent: str | None = "tỉnh") -> Agency:
    """Return a body of the invented province."""
    above = None if parent is None else AgencyCode(parent)
    return Agency(code=AgencyCode(code), name=code, kind=kind, level=level, parent=above)  # type: ignore[arg-type]


BODIES = [
    agency("tỉnh", "peoples_committee", "province", None),
    agency("ban tiếp dân", "board", "province"),
    agency("văn phòng", "office", "department"),
    agency("thanh tra", "inspectorate", "department"),
    agency("sở A", "department", "department"),
    agency("sở B", "department", "department"),
    agency("chi cục A1", "department", "department_unit", "sở A"),
    agency("huyện H", "district", "district"),
    agency("xã A", "commune", "commune", "huyện H"),
    agency("phường B", "ward", "commune"),
]
DECIDER = case_decider(load(), Directory(agencies={body.code: body for body in BODIES}))


@dataclass(frozen=True)
class Row:
    """A petition and what the law says about it."""

    title: str
    kind: str
    receiver: str
    about: str
    """Body and, for denunciations, the post: `sở A/head`."""
    on: dt.date
    decides: str
    """Role and body: `commune_chair@xã A`."""
    action: str
    form: str | None
    provisions: tuple[str, str]
    """Whose it is; what to do."""
    instance: str = "first"
    channel: str = "post"
    forwarder: str | None = None

    def __str__(self) -> str:
        """Return the title, for the test report."""
        return self.title


L136 = "(sửa bởi Luật 136/2025/QH15"
GUIDE = f"LTCD Đ26.1.b {L136} Đ1.11)"
# fmt: off
ROWS = [
    # Khiếu nại lần đầu
    Row("C15 khiếu nại quyết định của xã, gửi xã", "complaint", "xã A", "xã A", TWO_TIER, "commune_chair@xã A", "ACCEPT", "TT05-01", ("LKN Đ17", "LKN Đ27")),
    Row("như trên, từ 01/7/2026", "complaint", "phường B", "phường B", NEW, "commune_chair@phường B", "ACCEPT", "TT05-01", (f"LKN Đ17 {L136} Đ2.7)", "LKN Đ27")),
    Row("C22 khiếu nại quyết định của xã, gửi nhầm sở: hướng dẫn", "complaint", "sở A", "xã A", TWO_TIER, "commune_chair@xã A", "GUIDE", "TT05-02", ("LKN Đ17", "TT05 Đ8.1")),
    Row("gửi tận tay nơi tiếp công dân từ 01/7/2026: hướng dẫn hoặc chuyển", "complaint", "sở A", "phường B", NEW, "commune_chair@phường B", "GUIDE", "TT05-02", (f"LKN Đ17 {L136} Đ2.7)", GUIDE), channel="in_person"),
    Row("báo chuyển khiếu nại không thuộc thẩm quyền (chờ luật sư)", "complaint", "sở A", "xã A", TWO_TIER, "commune_chair@xã A", "GUIDE", "TT05-02", ("LKN Đ17", "TT05 Đ8.2"), forwarder="press"),
    Row("C04 khiếu nại quyết định của huyện năm 2024, gửi tỉnh", "complaint", "tỉnh", "huyện H", OLD, "district_chair@huyện H", "GUIDE", "TT05-02", ("LKN Đ18.1", "TT05 Đ8.1")),
    Row("N17 khiếu nại quyết định của giám đốc sở, gửi sở", "complaint", "sở A", "sở A", TWO_TIER, "department_director@sở A", "ACCEPT", "TT05-01", ("LKN Đ20.1", "LKN Đ27")),
    Row("khiếu nại chi cục trưởng, gửi sở", "complaint", "sở A", "chi cục A1", TWO_TIER, "department_unit_head@chi cục A1", "GUIDE", "TT05-02", ("LKN Đ19", "TT05 Đ8.1")),
    Row("N61 khiếu nại Chủ tịch tỉnh, gửi Ban Tiếp công dân", "complaint", "ban tiếp dân", "tỉnh", TWO_TIER, "provincial_chair@tỉnh", "ACCEPT", "TT05-01", ("LKN Đ21.1", "LKN Đ27")),
    Row("như trên, gửi Thanh tra tỉnh: không phải nơi giải quyết", "complaint", "thanh tra", "tỉnh", TWO_TIER, "provincial_chair@tỉnh", "GUIDE", "TT05-02", ("LKN Đ21.1", "TT05 Đ8.1")),
    Row("khiếu nại cơ quan ngành dọc: ngoài hệ thống của tỉnh", "complaint", "xã A", "thuế tỉnh", TWO_TIER, "outside@", "GUIDE", "TT05-02", ("TT05 Đ8.1", "TT05 Đ8.1")),
    # Khiếu nại lần hai
    Row("C05 lần hai về quyết định của xã năm 2024: huyện", "complaint", "huyện H", "xã A", OLD, "district_chair@huyện H", "ACCEPT", "TT05-01", ("LKN Đ18.2", "LKN Đ36.1"), instance="second"),
    Row("lần hai về quyết định của xã từ 01/7/2025: Chủ tịch tỉnh", "complaint", "tỉnh", "xã A", TWO_TIER, "provincial_chair@tỉnh", "ACCEPT", "TT05-01", ("ND141 (phân định thẩm quyền hai cấp)", "LKN Đ36.1"), instance="second"),
    Row("như trên, từ 01/7/2026", "complaint", "tỉnh", "phường B", NEW, "provincial_chair@tỉnh", "ACCEPT", "TT05-01", (f"LKN Đ21.2 {L136} Đ2.8)", "LKN Đ36.1"), instance="second"),
    Row("lần hai về quyết định của huyện năm 2024", "complaint", "tỉnh", "huyện H", OLD, "provincial_chair@tỉnh", "ACCEPT", "TT05-01", ("LKN Đ21.2", "LKN Đ36.1"), instance="second"),
    Row("N39 lần hai về chi cục trưởng: giám đốc sở", "complaint", "sở A", "chi cục A1", TWO_TIER, "department_director@sở A", "ACCEPT", "TT05-01", ("LKN Đ20.2", "LKN Đ36.1"), instance="second"),
    Row("C35 lần hai về giám đốc sở: Chủ tịch tỉnh", "complaint", "tỉnh", "sở A", TWO_TIER, "provincial_chair@tỉnh", "ACCEPT", "TT05-01", ("LKN Đ21.2", "LKN Đ36.1"), instance="second"),
    Row("lần hai về Chủ tịch tỉnh: bộ trưởng", "complaint", "tỉnh", "tỉnh", TWO_TIER, "minister@", "GUIDE", "TT05-02", ("LKN Đ23.3", "TT05 Đ8.1"), instance="second"),
    # Tố cáo
    Row("C16 tố cáo cán bộ xã, gửi xã", "denunciation", "xã A", "xã A/official", TWO_TIER, "commune_chair@xã A", "ACCEPT", "TT05-01", ("LTC Đ13.1", "LTC Đ29.1")),
    Row("tố cáo chủ tịch xã năm 2024: huyện", "denunciation", "xã A", "xã A/head", OLD, "district_chair@huyện H", "TRANSFER", "TT05-03", ("LTC Đ13.2.a", "LTC Đ24.2")),
    Row("tố cáo phó chủ tịch xã từ 01/7/2025: Chủ tịch tỉnh", "denunciation", "xã A", "xã A/deputy", TWO_TIER, "provincial_chair@tỉnh", "TRANSFER", "TT05-03", ("LTC Đ12.1 (và NĐ 141/2025/NĐ-CP)", "LTC Đ24.2")),
    Row("như trên, từ 01/7/2026", "denunciation", "phường B", "phường B/head", NEW, "provincial_chair@tỉnh", "TRANSFER", "TT05-03", (f"LTC Đ13.4.a {L136} Đ3.2.c)", "LTC Đ24.2")),
    Row("tố cáo tập thể UBND xã năm 2024", "denunciation", "huyện H", "xã A/body", OLD, "district_chair@huyện H", "ACCEPT", "TT05-01", ("LTC Đ12.6", "LTC Đ29.1")),
    Row("tố cáo UBND xã, không nêu ai: cấp trên trực tiếp", "denunciation", "tỉnh", "xã A", TWO_TIER, "provincial_chair@tỉnh", "ACCEPT", "TT05-01", ("LTC Đ12.6", "LTC Đ29.1")),
    Row("tố cáo chi cục trưởng: giám đốc sở", "denunciation", "sở A", "chi cục A1/head", TWO_TIER, "department_director@sở A", "ACCEPT", "TT05-01", ("LTC Đ13.3.a", "LTC Đ29.1")),
    Row("tố cáo chi cục như một tổ chức", "denunciation", "sở A", "chi cục A1/body", TWO_TIER, "department_director@sở A", "ACCEPT", "TT05-01", ("LTC Đ12.6", "LTC Đ29.1")),
    Row("tố cáo công chức chi cục (chờ luật sư)", "denunciation", "sở A", "chi cục A1/official", TWO_TIER, "department_director@sở A", "ACCEPT", "TT05-01", ("LTC Đ13.3.a", "LTC Đ29.1")),
    Row("tố cáo công chức sở", "denunciation", "sở A", "sở A/official", TWO_TIER, "department_director@sở A", "ACCEPT", "TT05-01", ("LTC Đ13.3.a", "LTC Đ29.1")),
    Row("C26 tố cáo giám đốc sở, gửi đúng tỉnh", "denunciation", "tỉnh", "sở A/head", TWO_TIER, "provincial_chair@tỉnh", "ACCEPT", "TT05-01", ("LTC Đ13.4.a", "LTC Đ29.1")),
    Row("như trên, gửi Văn phòng UBND tỉnh: cũng là nơi của Chủ tịch", "denunciation", "văn phòng", "sở A/head", TWO_TIER, "provincial_chair@tỉnh", "ACCEPT", "TT05-01", ("LTC Đ13.4.a", "LTC Đ29.1")),
    Row("N23 báo chuyển tố cáo phó giám đốc sở đến xã", "denunciation", "xã A", "sở A/deputy", TWO_TIER, "provincial_chair@tỉnh", "TRANSFER", "TT05-03", ("LTC Đ13.4.a", "LTC Đ26.1"), channel="forwarded", forwarder="press"),
    Row("tố cáo sở như một tổ chức", "denunciation", "xã A", "sở A/body", TWO_TIER, "provincial_chair@tỉnh", "TRANSFER", "TT05-03", ("LTC Đ12.6", "LTC Đ24.2")),
    Row("đến tố cáo trực tiếp, trước 01/7/2026: hướng dẫn", "denunciation", "xã A", "sở A/head", TWO_TIER, "provincial_chair@tỉnh", "GUIDE", None, ("LTC Đ13.4.a", "LTC Đ24.2"), channel="in_person"),
    Row("đến tố cáo trực tiếp, từ 01/7/2026: hướng dẫn hoặc chuyển", "denunciation", "xã A", "sở A/head", NEW, "provincial_chair@tỉnh", "GUIDE", None, ("LTC Đ13.4.a", GUIDE), channel="in_person"),
    Row("tố cáo công chức do Chủ tịch tỉnh quản lý", "denunciation", "tỉnh", "tỉnh/official", TWO_TIER, "provincial_chair@tỉnh", "ACCEPT", "TT05-01", ("LTC Đ13.4.a", "LTC Đ29.1")),
    Row("tố cáo Chủ tịch tỉnh: Thủ tướng", "denunciation", "tỉnh", "tỉnh/head", TWO_TIER, "prime_minister@", "TRANSFER", "TT05-03", ("LTC Đ13.8.a", "LTC Đ24.2")),
    Row("tố cáo UBND tỉnh như một tổ chức (chờ luật sư)", "denunciation", "tỉnh", "tỉnh/body", TWO_TIER, "prime_minister@", "TRANSFER", "TT05-03", ("LTC Đ12.6", "LTC Đ24.2")),
    Row("tố cáo cơ quan ngành dọc", "denunciation", "xã A", "thuế tỉnh/head", TWO_TIER, "outside@", "TRANSFER", "TT05-03", ("TT05 Đ14.1", "LTC Đ24.2")),
    # Kiến nghị, phản ánh
    Row("phản ánh việc của xã, gửi xã", "feedback_report", "xã A", "xã A", TWO_TIER, "commune_chair@xã A", "ANSWER", None, ("TT05 Đ20", "TT05 Đ20.1")),
    Row("kiến nghị việc của sở, gửi xã", "recommendation", "xã A", "sở B", TWO_TIER, "department_director@sở B", "TRANSFER", "TT05-04", ("TT05 Đ20", "TT05 Đ20.2")),
    Row("phản ánh không nêu cơ quan nào: nơi nhận", "feedback_report", "sở B", "", TWO_TIER, "department_director@sở B", "ANSWER", None, ("TT05 Đ20.1", "TT05 Đ20.1")),
]
# fmt: on


def opening(row: Row) -> OpenCase:
    """Return the petition of a row."""
    about, _, post = row.about.partition("/")
    return OpenCase(
        case_id=CaseId("c"),
        petition_id=PetitionId("p"),
        receipt_code="R",
        channel=row.channel,  # type: ignore[arg-type]
        kind_claimed=row.kind,  # type: ignore[arg-type]
        instance=row.instance,  # type: ignore[arg-type]
        subject_field="land",
        received_on=row.on,
        receiving_agency=AgencyCode(row.receiver),
        respondent_agency=AgencyCode(about) if about else None,
        respondent_post=post or None,  # type: ignore[arg-type]
        observed=COMPLETE,
        addressees=(),
        forwarder=row.forwarder,  # type: ignore[arg-type]
        at=AT,
    )


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_law_says_whose_it_is_and_what_to_do(row: Row) -> None:
    decided = DECIDER.decide(opening(row), DECIDER.initial)[2]
    assert isinstance(decided, JurisdictionDecided)
    assert f"{decided.decider_role}@{decided.competent_agency or ''}" == row.decides
    assert (decided.proposed_action, decided.form) == (row.action, row.form)
    assert tuple(str(rule.basis) for rule in decided.rules) == row.provisions


def test_an_old_district_decision_is_a_gap_and_not_a_guess() -> None:
    row = Row("", "complaint", "tỉnh", "huyện H", NEW, "", "", None, ("", ""))
    with pytest.raises(RuleMissing):
        DECIDER.decide(opening(row), DECIDER.initial)


def test_every_row_of_jurisdiction_has_a_worked_case() -> None:
    worked = set()
    for row in ROWS:
        decided = DECIDER.decide(opening(row), DECIDER.initial)[2]
        assert isinstance(decided, JurisdictionDecided)
        worked |= {(rule.rule, rule.version) for rule in decided.rules}
    book = load()
    assert {(rule.id, rule.version) for rule in book.jurisdiction} - worked == set()
