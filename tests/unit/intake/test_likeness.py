"""Are two petitions the same? Words, sketches and what they weigh, without any server."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.petition.likeness import (
    LIKELY,
    Likeness,
    agreement,
    compare,
)
from services.intake.domain.petition.personal import PersonalContent, Petitioner, Respondent
from services.intake.domain.petition.wording import (
    figures_in,
    matter_of,
    plain,
    word_pieces,
)
from services.intake.domain.petition.writer import name_words, place_of
from services.intake.vault.sketches import Sketcher
from tests.letters.spoiling import without_tones
from tests.letters.writing import Writer

SKETCHER, OTHER_KEY = Sketcher(b"k" * 32), Sketcher(b"x" * 32)

# fmt: off
PLAIN = [
    ("tone marks on either letter",   "Hoà bình, thuỷ lợi",             "Hòa bình, thủy lợi"),
    ("no tone marks at all",          "Đền bù không thỏa đáng",          "Den bu khong thoa dang"),
    ("capitals and points",           "UBND XÃ: thu hồi, đất!",          "ubnd xã thu hồi đất"),
    ("combining letters",             "Quy\u1ebft \u0111\u1ecbnh",        "Quye\u0302\u0301t đi\u0323nh"),
    ("long and short forms",          "Ủy ban nhân dân ra quyết định",   "UBND ra QĐ"),
    ("i and y",                       "kỷ luật, lý do, quý vị",          "kỉ luật, lí do, quí vị"),
    ("points in sums",                "20.000.000 đồng",                 "20,000,000 đồng"),
    ("dates",                         "ngày 12/3/2025",                  "ngày 12-3-2025"),
]
NAMES = [
    ("Nguyễn Thị Lan",      "NGUYEN THI LAN",       True),
    ("Nguyễn Thị Lan",      "Lan Nguyễn Thị",       True),
    ("Nguyễn Thị Lan",      "Bà Nguyễn Thị Lan",    True),
    ("Trần Văn Hòa",        "Hộ ông Trần Văn Hoà",  True),
    ("Nguyễn Thị Lan",      "Nguyễn Thị Loan",      False),
    ("Lan",                 "Lan",                  False),
]
PLACES = [
    ("Ấp 3, xã Hảo Đước",                  ("hao duoc", "ap 3/hao duoc")),
    ("ap 3 - Hao Duoc, tỉnh Tây Ninh",     ("hao duoc", "ap 3/hao duoc")),
    ("xã Hảo Đước",                        ("hao duoc",)),
    ("",                                   ()),
]
FIGURES = [
    ("ngày 05/3/2025, quyết định 123/QĐ-UBND",      {"5/3/2025", "123"}),
    ("ngày 5 tháng 3 năm 2025 thu 20.000.000 đồng", {"5/3/2025", "20000000"}),
    ("sinh năm 1965, điện thoại 0901234567, CMND 290123456, căn cước 079123456789", set()),
    ("bồi thường 120.000.000 đồng cho 450 m2",      {"120000000", "450"}),
]
FORMULAS = [
    "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc",
    "Kính gửi: Đơn khiếu nại lần 2",
    "Tôi xin cam đoan những lời trình bày trên đây là hoàn toàn đúng sự thật",
    "và xin hoàn toàn chịu trách nhiệm trước pháp luật.",
    "Tôi xin trân trọng cảm ơn",
    "theo đúng quy định của pháp luật",
    "theo qui định",
    "theo luật định, theo thẩm quyền",
]
# fmt: on


@pytest.mark.parametrize(
    ("one", "other"), [r[1:] for r in PLAIN], ids=[r[0] for r in PLAIN]
)
def test_one_spelling_of_everything(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other", "same"), NAMES)
def test_names_are_compared_by_their_words(one: str, other: str, same: bool) -> None:
    assert same == (name_words(one) == name_words(other) != "")


@pytest.mark.parametrize(("address", "place"), PLACES)
def test_a_place_is_the_commune_and_the_hamlet(
    address: str, place: tuple[str, ...]
) -> None:
    assert place == place_of(address)


@pytest.mark.parametrize(("text", "figures"), FIGURES)
def test_figures_single_a_matter_out(text: str, figures: set[str]) -> None:
    """Years, telephones and numbers of identity are none."""
    assert figures == set(figures_in(text))


def test_what_a_forwarding_body_writes_around_is_left_out() -> None:
    """So are the phrases of the form, and who wrote."""
    letter = "Xã thu hồi đất của tôi mà không bồi thường cây trồng"
    sent = (
        "Văn phòng nhận được đơn của bà Lê Thị Mai, nay chuyển đơn đến quý cơ quan. Nội dung đơn như"
        f" sau: {letter}. Tôi xin cam đoan là đúng sự thật. Nơi nhận: như trên; lưu VT."
    )
    assert matter_of(letter) == matter_of(sent)
    assert "le thi mai" not in matter_of(f"Tôi là Lê Thị Mai. {letter}", ["Lê Thị Mai"])
    own = "Tôi làm đơn đề nghị xã chuyển đơn của tôi lên tỉnh vì đất bị thu hồi"
    assert "thu hoi" in matter_of(own)


@pytest.mark.parametrize("phrase", FORMULAS)
def test_phrases_of_the_form_are_left_out(phrase: str) -> None:
    assert {"la"} >= set(matter_of(phrase).split())


def content(text: str, name: str = "Lê Thị Mai", **more: str) -> PersonalContent:
    return PersonalContent(
        petitioner=Petitioner(
            full_name=name, address=more.pop("address", "Ấp 1, xã A"), **more
        ),
        respondent=Respondent(name="Chủ tịch xã A"),
        summary=text,
        request="",
    )


def letters(count: int) -> list[PersonalContent]:
    return [each.content for each in Writer.of("tuned", 7).letters(count)]


@pytest.mark.parametrize("wanted", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_the_estimate_is_near_the_share(wanted: float) -> None:
    """Of two texts that share so much: within a tenth, on average over twenty."""
    errors = []
    for seed in range(20):
        words = [f"w{seed}x{n}" for n in range(300)]
        shift = round(150 * (1 - wanted) / (1 + wanted) * 1.0)
        one, other = " ".join(words[:150]), " ".join(words[shift : shift + 150])
        a, b = word_pieces(one), word_pieces(other)
        exact = len(a & b) / len(a | b)
        sketches = [SKETCHER.of(content(t), None, secret=True) for t in (one, other)]
        errors.append(compare(*sketches, secret=True).overlap - exact)
    assert abs(sum(errors) / len(errors)) < 0.04
    assert max(map(abs, errors)) < 0.2


def test_another_key_gives_another_sketch() -> None:
    """Whoever has not the key can test no guess: nothing of two sketches agrees but by chance."""
    for each in letters(20):
        one, other = (k.of(each, "A", secret=False) for k in (SKETCHER, OTHER_KEY))
        assert not set(one.tokens) & set(other.tokens)
        assert agreement(one.words, other.words) < 64


def test_of_a_denunciation_nothing_is_kept_that_comes_from_who_wrote() -> None:
    """Not even through the letter: name and address in its words are left out."""
    text = letters(1)[0].summary
    one = content(f"Tôi là Lê Thị Mai. {text}", phone="0909123123")
    other = content(f"Tôi là Vũ Văn Nam. {text}", "Vũ Văn Nam", address="Ấp 2, xã B")
    sketches = [SKETCHER.of(each, None, secret=True) for each in (one, other)]
    assert sketches[0] == sketches[1]
    assert ((), (), ()) == (sketches[0].names, sketches[0].numbers, sketches[0].places)


NOT_ALIKE = Likeness(
    content=0.2, overlap=0.1, figures=0, of_figures=4, sender="unknown",
    same_respondent=False, places=0,
)  # fmt: skip
# fmt: off
REASONS = [
    # what is alike                                  sign               how strong  n   of
    ({"sender": "same_number"},                      "same_number",     "strong",   0,  0),
    ({"sender": "same_name"},                        "same_name",       "medium",   0,  0),
    ({"content": 0.2},                               "content",         "weak",     20, 0),
    ({"content": 0.3},                               "content",         "medium",   30, 0),
    ({"content": 0.6},                               "content",         "strong",   60, 0),
    ({"figures": 1},                                 "figures",         "weak",     1,  4),
    ({"figures": 1, "of_figures": 1},                "figures",         "weak",     1,  1),
    ({"figures": 2, "of_figures": 5},                "figures",         "medium",   2,  5),
    ({"figures": 2},                                 "figures",         "strong",   2,  4),
    ({"same_respondent": True},                      "same_respondent", "medium",   0,  0),
    ({"places": 1},                                  "same_place",      "weak",     1,  0),
    ({"places": 2},                                  "same_place",      "medium",   2,  0),
]
# fmt: on


@pytest.mark.parametrize(("alike", "code", "strength", "n", "of"), REASONS)
def test_each_reason_says_how_strong_it_is(alike, code, strength, n, of) -> None:
    """For the eye of an officer, beside the points."""
    found = {r.code: r for r in dataclasses.replace(NOT_ALIKE, **alike).reasons()}
    reason = found[code]
    assert (strength, n, of) == (reason.strength, reason.n, reason.of)
    assert set(found) == {"content", code}


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_has_a_sketch(text: str, name: str) -> None:
    """Whatever people type; and it is wholly like itself where there is anything to compare."""
    sketch = SKETCHER.of(content(text, name), None, secret=False)
    alike = compare(sketch, sketch, secret=False)
    assert 128 == len(sketch.words) == len(sketch.letters)
    assert (alike.content == 1.0) == (sketch.word_pieces > 0 or sketch.letter_pieces > 0)


@given(st.integers(0, 39), st.integers(0, 39))
def test_likeness_is_mutual(one: int, other: int) -> None:
    """Whichever is asked about."""
    a, b = (SKETCHER.of(_SOME[n], "A", secret=False) for n in (one, other))
    assert compare(a, b, secret=False) == compare(b, a, secret=False)


_SOME = letters(40)
ALIKE = Likeness(
    content=1.0, overlap=1.0, figures=3, of_figures=3, sender="same_name",
    same_respondent=True, places=2,
)  # fmt: skip

# fmt: off
WEIGHED = [
    ("all of it",                                   {},                                                           True,  True),
    ("the same letter, nobody named",               {"sender": "unknown", "places": 0},                           True,  True),
    ("a neighbour's copy",                          {"sender": "another"},                                        False, True),
    ("the same sender about something else",        {"content": 0.3, "figures": 0},                               False, True),
    ("the same sender, nothing alike",              {"content": 0.1},                                             False, False),
    ("half of it, no figures, the same sender",     {"content": 0.5, "of_figures": 0, "figures": 0},              True,  True),
    ("a third of it, no figures, the same sender",  {"content": 0.33, "of_figures": 0, "figures": 0},             False, True),
    ("a denunciation that came twice",              {"sender": "secret", "places": 0},                            True,  True),
    ("a guess at a denunciation",                   {"sender": "secret", "overlap": 0.2, "figures": 1},           False, False),
    ("a denunciation that is a little alike",       {"sender": "secret", "places": 0, "content": 0.4, "overlap": 0.3, "figures": 0}, False, False),
]
# fmt: on


@pytest.mark.parametrize(
    ("more", "likely", "shown"), [r[1:] for r in WEIGHED], ids=[r[0] for r in WEIGHED]
)
def test_what_makes_two_petitions_one(more: dict, likely: bool, shown: bool) -> None:
    alike = dataclasses.replace(ALIKE, **more)
    assert (likely, shown) == (alike.is_likely, alike.is_shown), alike.points


def test_reasons_are_told_and_never_who_denounced() -> None:
    """A sentence for each; of a denunciation only what is in the letter itself."""
    told = {each.code: each.sentence for each in ALIKE.reasons()}
    assert {"same_name", "content", "figures", "same_respondent", "same_place"} == set(told)
    assert "nội dung giống 100 %" == told["content"]
    sealed = dataclasses.replace(ALIKE, sender="secret", places=0)
    assert not {each.code for each in sealed.reasons()} & {
        "same_name",
        "same_number",
        "same_place",
    }
    assert LIKELY <= sealed.points


def test_what_was_tuned_finds_what_it_was_tuned_on() -> None:
    """A small copy of the benchmark: pairs that are known, without the index."""
    some = list(Writer.of("tuned", 5).letters(600))
    sketches = [
        SKETCHER.of(e.content, e.agency, secret=e.kind == "denunciation") for e in some
    ]
    found = {True: 0, False: 0}
    same = missed = 0
    for n, one in enumerate(some):
        for m in range(n + 1, len(some)):
            other = some[m]
            if (one.kind == "denunciation") != (other.kind == "denunciation"):
                continue
            is_same = one.matter == other.matter
            if not is_same and not set(sketches[n].tokens) & set(sketches[m].tokens):
                continue
            likely = compare(
                sketches[n], sketches[m], secret=one.kind == "denunciation"
            ).is_likely
            found[is_same] += likely
            same += is_same
            missed += is_same and not likely
    assert same > 50
    assert missed / same <= 0.05
    assert found[False] / sum(found.values()) <= 0.05


def test_without_tones_is_what_it_says() -> None:
    assert "Dang Thi Giong" == without_tones("Đặng Thị Giống")
