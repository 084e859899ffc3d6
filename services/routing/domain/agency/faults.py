"""What is wrong with one place of a list of bodies; the sentence says what to do."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from services.routing.domain.agency.consistency import TroubleCode
from shared.lists import LineFault, ListUnfit

Field: TypeAlias = Literal[
    "file",
    "line",
    "code",
    "name",
    "kind",
    "level",
    "parent",
    "valid_from",
    "valid_to",
    "successor",
    "confidence",
]
FaultCode: TypeAlias = (
    Literal[
        "file_empty",
        "file_large",
        "file_long",
        "file_missing",
        "file_unknown",
        "file_unreadable",
        "head_missing",
        "cells_many",
        "formula",
        "code_missing",
        "code_unfit",
        "name_missing",
        "name_long",
        "name_unprintable",
        "kind_unknown",
        "level_unknown",
        "date_unreadable",
        "date_unlikely",
        "successor_unreadable",
        "successor_without_end",
        "confidence_unknown",
        "twice",
        "level_fixed",
        "contradicts",
        "after_end",
        "end_differs",
        "successors_differ",
        "children_left",
    ]
    | TroubleCode
)
_SENTENCES: Final[Mapping[FaultCode, str]] = {
    "file_empty": "tệp không có cơ quan nào",
    "file_large": "tệp quá lớn; tối đa {value} kB, hãy chia thành nhiều tệp",
    "file_long": "quá {value} dòng; hãy chia thành nhiều tệp",
    "file_missing": "chưa chọn tệp",
    "file_unknown": "chỉ đọc tệp .csv; trong Excel chọn Lưu thành CSV UTF-8",
    "file_unreadable": "không đọc được; trong Excel chọn Lưu thành CSV UTF-8",
    "head_missing": "dòng đầu phải có tên cột; thiếu cột {value}",
    "cells_many": "nhiều ô hơn dòng đầu; đặt tên có dấu phẩy trong ngoặc kép",
    "formula": "bắt đầu bằng dấu = + - @ như công thức; bỏ dấu đó",
    "code_missing": "thiếu mã cơ quan",
    "code_unfit": "mã chỉ gồm chữ không dấu, số, gạch nối, không quá {value} ký tự",
    "name_missing": "thiếu tên cơ quan",
    "name_long": "tên quá {value} chữ",
    "name_unprintable": "tên có ký tự không in được; gõ lại tên",
    "kind_unknown": "không có loại cơ quan này; chọn {value}",
    "level_unknown": "không có cấp này; chọn {value}",
    "date_unreadable": "không phải là ngày có thật; viết 2025-07-01 hoặc 01/07/2025",
    "date_unlikely": "ngày phải từ năm 1900 đến năm 2200; sửa lại năm",
    "successor_unreadable": "viết mã cơ quan kế thừa cách nhau bằng dấu ;, "
    "thêm ~ trước mã chỉ nhận một phần",
    "successor_without_end": "có cơ quan kế thừa thì phải có ngày cuối hoạt động",
    "confidence_unknown": "không có mức tin cậy này; chọn {value}",
    "twice": "mã này với cùng ngày bắt đầu đã có ở dòng {value}; chỉ ghi một lần",
    "level_fixed": "cấp khác với danh mục ({value}); cơ quan khác cấp phải có mã khác",
    "contradicts": "danh mục đã ghi khác từ cùng ngày ({value}); "
    "nếu có thay đổi hãy ghi ngày thay đổi vào valid_from",
    "after_end": "cơ quan đã kết thúc sau ngày {value}; dùng mã khác",
    "end_differs": "danh mục đã ghi ngày cuối là {value}",
    "successors_differ": "danh mục đã ghi cơ quan kế thừa khác: {value}",
    "children_left": "cơ quan {value} vẫn trực thuộc; kết thúc hoặc chuyển cơ quan đó trước",
    "end_before_start": "ngày cuối trước ngày bắt đầu hoặc trước lần thay đổi gần nhất",
    "parent_unknown": "chưa có cơ quan cấp trên {value}; thêm cơ quan đó vào tệp",
    "parent_not_in_force": "cơ quan cấp trên {value} không hoạt động vào ngày bắt đầu",
    "outlives_parent": "cơ quan cấp trên {value} kết thúc trước; chuyển hoặc kết thúc cơ quan này",
    "circle": "cơ quan nằm dưới chính nó, qua {value}; sửa lại cấp trên",
    "successor_unknown": "chưa có cơ quan kế thừa {value}; thêm cơ quan đó vào tệp",
    "successor_self": "cơ quan không kế thừa chính nó",
    "successor_twice": "cơ quan kế thừa {value} ghi hai lần",
    "successor_not_in_force": "cơ quan kế thừa {value} không hoạt động vào ngày tiếp nhận",
}


class BodiesUnfit(ListUnfit):
    """A list of bodies of which some lines cannot be taken; none is."""

    code = "directory-file-unfit"


def fault(line: int, field: Field, code: FaultCode, value: object = "") -> LineFault:
    """
    Return what is wrong in one place.

    `value`: a figure or word of ours, or a code of the right shape; no other cell is repeated.
    """
    words = _SENTENCES[code].format(value=value)
    return LineFault(line=line, field=field, code=code, value=str(value), words=words)


def whole(code: FaultCode, value: object = "") -> BodiesUnfit:
    """Return the refusal of a file as a whole."""
    return BodiesUnfit([fault(0, "file", code, value)])
