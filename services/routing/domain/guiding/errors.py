"""What guided work refuses. Codes are part of the public API."""

from shared.errors import Kind, Refusal
from shared.legal.citation import Citation


class AnswerUnfit(Refusal):
    """An answer is none of those that the question has."""

    code = "answer-unfit"
    kind = Kind.INVALID

    def __init__(self, question: str) -> None:
        super().__init__(
            "Câu trả lời không nằm trong các lựa chọn của câu hỏi này.", field=question
        )


class AnswerMissing(Refusal):
    """Nothing can be proposed without the answer to a question; `field` says which."""

    code = "answer-missing"
    kind = Kind.CONFLICT

    def __init__(self, question: str) -> None:
        super().__init__(
            "Chưa đủ dữ kiện để đề xuất; hãy trả lời câu hỏi này.", field=question
        )


class NoRuleCovers(Refusal):
    """The rule book has no row for it: a person decides without a proposal."""

    code = "no-rule-covers"
    kind = Kind.CONFLICT


class NothingProposed(Refusal):
    """Nothing was proposed to the body that holds the petition now."""

    code = "nothing-proposed"
    kind = Kind.CONFLICT


class ProposalReplaced(Refusal):
    """Another proposal was made since."""

    code = "proposal-replaced"
    kind = Kind.CONFLICT


class ProposalJudged(Refusal):
    """The officer already said of this proposal what they hold of it."""

    code = "proposal-judged"
    kind = Kind.CONFLICT


class SomebodyMustLook(Refusal):
    """A rule below `primary` took part: it proposes, and never decides alone."""

    code = "somebody-must-look"
    kind = Kind.CONFLICT

    def __init__(self, basis: Citation | None) -> None:
        super().__init__(
            "Đề xuất dựa trên quy tắc chưa được luật sư xác nhận. Hãy kiểm tra các quy tắc đó"
            " rồi đánh dấu đã kiểm tra.",
            field="looked",
        )
        vars(self)["basis"] = basis  # of the rule that took part
