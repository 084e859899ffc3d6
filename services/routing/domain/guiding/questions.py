"""
Everything a proposal can rest on: one row a question, in the order in which the law asks.

A value is a closed code, a day, a number or a body; what stands here without choices of its
own is never asked, the system knows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from services.routing.rules import vocabulary as words
from shared.legal.citation import Citation

Sort = Literal["one", "several", "day", "number", "body"]
Group = Literal[
    "paper", "content", "sender", "object", "respondent", "danger", "matter", "before"
]
Values: TypeAlias = Mapping[str, str]
"""By question; of several, the codes between blanks."""

NOT_KNOWN = "not_known"
"""What an officer answers who cannot find it out: what is usual is taken."""
_YES_NO = ("yes", "no")
_BODY_KINDS = get_args(words.BodyKind)
LIMBS = ("specific_wrongdoer", "specific_evidence", "verifiable")
DECIDERS = (
    "commune",
    "department",
    "province_inspectorate",
    "province",
    "ministry",
    "organisation",
)
"""Whose decision it can be that binds already; the last stands for any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something to find out, and what can be answered."""

    id: str
    group: Group
    sort: Sort = "one"
    choices: tuple[str, ...] = ()
    usual: str = ""
    """What is taken where nobody knows; empty: nothing is stated then."""
    basis: Citation
    """The provision on which the answer bears."""
    named: str = ""
    """Of a body: the question that says what kind of body it is."""
    kind: str = ""
    """Of a body: its kind, where that is not asked."""


def _one(
    id_: str, group: Group, choices: tuple[str, ...], usual: str, law: str
) -> Question:
    return Question(id=id_, group=group, choices=choices, usual=usual, basis=_law(law))


def _flag(id_: str, group: Group, usual: str, law: str) -> Question:
    return _one(id_, group, _YES_NO, usual, law)


def _several(id_: str, group: Group, choices: tuple[str, ...], law: str) -> Question:
    return Question(id=id_, group=group, sort="several", choices=choices, basis=_law(law))


def _number(id_: str, group: Group, usual: str, law: str) -> Question:
    return Question(id=id_, group=group, sort="number", usual=usual, basis=_law(law))


def _day(id_: str, group: Group, law: str) -> Question:
    return Question(id=id_, group=group, sort="day", basis=_law(law))


def _body(id_: str, group: Group, law: str, *, named: str = "", kind: str = "") -> Question:
    return Question(
        id=id_, group=group, sort="body", basis=_law(law), named=named, kind=kind
    )


def _law(text: str) -> Citation:
    act, _, provision = text.partition(" ")
    return Citation(act, provision)


QUESTIONS: tuple[Question, ...] = (
    # The paper
    _flag("legible", "paper", "yes", "TT05 Đ6.2"),
    _one("wording", "paper", get_args(words.Wording), "acceptable", "TT05 Đ6.2"),
    _one("language", "paper", ("vi", "notarised", "untranslated"), "vi", "TT05 Đ6.2"),
    # What it asks for
    _several("signals", "content", get_args(words.Signal), "TT05 Đ6.1"),
    _one("instance", "content", get_args(words.Instance), "first", "LKN Đ7"),
    # Who sent it
    _flag("identified", "sender", "yes", "TT05 Đ6.2"),
    _flag("impersonated", "sender", "no", "LTC Đ25.1"),
    _several("limbs", "danger", LIMBS, "LTC Đ25.2"),
    _one("signed", "sender", get_args(words.Signed), "all", "TT05 Đ6.2"),
    _flag("complete", "content", "yes", "LKN Đ8.2"),
    _number("count", "sender", "1", "LKN Đ8.4"),
    # What is complained of, who is denounced
    _one("issuer_kind", "object", _BODY_KINDS, "", "LKN Đ17"),
    _body("issuer", "object", "LKN Đ17", named="issuer_kind"),
    _one("object_kind", "object", get_args(words.ObjectKind), "", "LKN Đ11.1"),
    _body("object_commune", "object", "LCQDP Đ54.8", kind="commune"),
    _one("respondent_kind", "respondent", _BODY_KINDS, "", "LTC Đ12.1"),
    _body("respondent", "respondent", "LTC Đ12.1", named="respondent_kind"),
    _one("post", "respondent", get_args(words.Post), "", "LTC Đ12.1"),
    _one("sphere", "respondent", get_args(words.Sphere), "duty", "LTC Đ41.1"),
    _one("now", "respondent", ("same", "left", "moved"), "same", "LTC Đ12.3"),
    _one("now_kind", "respondent", _BODY_KINDS, "", "LTC Đ12.3"),
    _body("now_body", "respondent", "LTC Đ12.3", named="now_kind"),
    _one("now_post", "respondent", get_args(words.Post), "", "LTC Đ12.3"),
    _one("rank", "respondent", get_args(words.Rank), "", "LTC Đ12.3"),
    _one("fate", "respondent", get_args(words.Fate), "exists", "LTC Đ12.4"),
    _body("heir", "respondent", "LTC Đ12.4", named="respondent_kind"),
    # Whose matter it is
    _one("managers", "matter", ("one", "several"), "one", "LTC Đ41.2"),
    _one("managing_kind", "matter", _BODY_KINDS, "", "TT05 Đ20"),
    _body("managing", "matter", "TT05 Đ20", named="managing_kind"),
    _body("dispute_commune", "matter", "LDD Đ236", kind="commune"),
    _one("papers", "matter", get_args(words.Papers), "none", "LDD Đ236"),
    _flag("organisation_party", "matter", "no", "LDD Đ236"),
    _flag("conciliated", "matter", "no", "LDD Đ235"),
    # Danger
    _flag("crime_signs", "danger", "no", "LTC Đ27.2"),
    _one("harm", "danger", get_args(words.Harm), "none", "LTC Đ27.2"),
    _flag("irreparable", "danger", "no", "LKN Đ35"),
    # What happened before
    _flag("guided_before", "before", "no", "TT05 Đ6.2.b"),
    _flag("transferred_before", "before", "no", "TT05 Đ14.1"),
    _one("effective", "before", ("no", *DECIDERS), "no", "LKN Đ44"),
    _flag("signs_unlawful", "before", "no", "LKN Đ20"),
    _flag("conclusion_in_force", "before", "no", "LTC Đ37"),
    _flag("new_evidence", "before", "no", "LTC Đ37"),
    _flag("from_failed_complaint", "before", "no", "LTC Đ29.1"),
    _flag("evidence", "paper", "no", "LTC Đ29.1"),
    _one("court", "before", get_args(words.Court), "none", "LKN Đ11.9"),
    _one("first_decision", "before", ("no", "yes", "district"), "no", "LKN Đ7"),
    _day("first_got_on", "before", "LKN Đ33.1"),
    _flag("enclosed", "paper", "yes", "LKN Đ33.1"),
    _day("first_accepted_on", "before", "LKN Đ28"),
    _flag("complex", "before", "no", "LKN Đ28"),
    _flag("remote", "before", "no", "LKN Đ28"),
    _one("second_decision", "before", ("no", *DECIDERS), "no", "LKN Đ11.7"),
    _day("discontinued_on", "before", "LKN Đ11.8"),
    _one("withdrawn", "before", ("never", "full", "part", "coerced"), "never", "LKN Đ10"),
    _day("withdrawn_on", "before", "LKN Đ10"),
    _body("acceptor", "before", "LTC Đ41.2"),
    # What stands against taking it, and what must be mended
    _flag("own_right", "sender", "yes", "LKN Đ11.2"),
    _one("capacity", "sender", ("full", "guarded", "none"), "full", "LKN Đ11.3"),
    _day("got_on", "object", "LKN Đ9"),
    _flag("dismissal", "object", "no", "LKN Đ48"),
    _one("obstacle", "sender", ("none", *get_args(words.Obstacle)), "none", "LKN Đ9"),
    _number("obstacle_days", "sender", "0", "LKN Đ9"),
    _flag("basis", "danger", "yes", "LTC Đ29.1"),
    _one("sender_type", "sender", get_args(words.SenderType), "individual", "LKN Đ12"),
    _one("representation", "sender", ("none", "elected", "authorised"), "none", "LKN Đ8.4"),
    _number("representatives", "sender", "1", "ND124 Đ5"),
    _flag("in_writing", "sender", "no", "ND124 Đ5"),
    _one("authorisation", "sender", get_args(words.Authorisation), "none", "LKN Đ12"),
    _number("agents", "sender", "1", "LKN Đ12"),
    _flag("originals", "paper", "no", "TT05 Đ10"),
    _one(
        "title",
        "paper",
        ("none", "complaint", "denunciation", "recommendation", "report"),
        "none",
        "TT05 Đ6.1",
    ),
)  # fmt: skip
BY_ID: Mapping[str, Question] = {question.id: question for question in QUESTIONS}
KNOWN = ("received_on", "channel", "receiver", "addressees", "forwarders", "moves")
"""What is never asked: the system has it."""
OF_HOLDER = frozenset({"guided_before", "transferred_before"})
"""What was answered about the body that holds it: the next holder is asked anew."""
