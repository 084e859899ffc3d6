"""Files that come with a petition, through the front door: sent, cleaned, listed, fetched."""

import io
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from PIL import Image

from deploy.embedded.supervisor import Stack
from tests.integration.canary import in_clear
from tests.integration.desk import everywhere, facts_of, lodge, principal
from tests.integration.papers import ARTIST, MAKER, Sender, docx, pdf, photo
from tests.integration.signed import signed_in

NAME = "Đơn khiếu nại của Cầm Thị Kiểm.pdf"


async def test_a_file_comes_back_as_it_was_sent(stack: Stack) -> None:
    """Under its name, as a download that no browser runs."""
    receipt = lodge(stack)
    sender = Sender.citizen(stack.urls["front"], receipt)
    content = pdf(size=300_000)
    sent = sender.put(content, NAME)
    assert 200 == sent.status_code, sent.text
    told = sent.json()
    assert (NAME, "application/pdf", len(content), False) == (
        told["name"], told["media_type"], told["size_bytes"], told["scanned"],
    )  # fmt: skip
    (listed,) = sender.list(told["position"]).json()
    assert (NAME, True) == (listed["name"], listed["by_sender"])
    back = sender.get(told["attachment_id"])
    assert content == back.content
    wanted = {
        "content-type": "application/pdf",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "accept-ranges": "none",
        "content-disposition": 'attachment; filename="Don khieu nai cua Cam Thi Kiem.pdf";'
        " filename*=UTF-8''%C4%90%C6%A1n%20khi%E1%BA%BFu%20n%E1%BA%A1i%20c%E1%BB%A7a"
        "%20C%E1%BA%A7m%20Th%E1%BB%8B%20Ki%E1%BB%83m.pdf",
    }
    assert wanted == {name: back.headers[name] for name in wanted}
    kinds = [kind for kind, _ in await facts_of(stack, receipt["petition_id"])]
    assert 1 == kinds.count("attachment.added.v1")


def test_the_same_id_is_the_same_file(stack: Stack) -> None:
    """An answer that was lost is asked for again; another file under the id is refused."""
    sender, name = Sender.citizen(stack.urls["front"], lodge(stack)), str(uuid.uuid4())
    first, again = (sender.put(pdf(), NAME, name) for _ in range(2))
    assert (200, first.json()) == (again.status_code, again.json())
    other = sender.put(pdf(b"other"), "Khác.pdf", name)
    assert (409, "attachment-id-reused") == (other.status_code, other.json()["code"])
    assert 1 == len(sender.list(first.json()["position"]).json())


def test_two_at_the_same_moment_are_one_file(stack: Stack) -> None:
    """A double click: one fact, one file in the store, the same answer."""
    receipt = lodge(stack)
    sender, name = Sender.citizen(stack.urls["front"], receipt), str(uuid.uuid4())
    content = pdf(size=4_000_000)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: sender.put(content, NAME, name), range(4)))
    assert [200] * 4 == [answer.status_code for answer in answers]
    assert 1 == len({answer.json()["position"] for answer in answers})
    folder = stack.workspace.attachments_folder / receipt["petition_id"]
    assert 1 == len(list(folder.iterdir()))
    told = answers[0].json()
    assert content == sender.get(told["attachment_id"], told["position"]).content


def test_a_line_that_breaks_leaves_nothing(stack: Stack) -> None:
    """Half a file is no file; the next one comes as ever."""
    receipt = lodge(stack)
    sender = Sender.citizen(stack.services["intake"].url, receipt)

    def breaking() -> Iterator[bytes]:
        yield pdf(size=1_000_000)
        raise ConnectionResetError("the line broke")

    with pytest.raises(ConnectionResetError):
        sender.put(breaking())
    assert 200 == (last := sender.put(pdf())).status_code
    assert 1 == len(sender.list(last.json()["position"]).json())
    folder = stack.workspace.attachments_folder / receipt["petition_id"]
    assert 1 == len(list(folder.iterdir()))


def test_a_photo_is_kept_without_what_it_tells(stack: Stack) -> None:
    """No place, no maker, no name; the same pixels, the right way up."""
    sender = Sender.citizen(stack.urls["front"], lodge(stack))
    original = photo()
    told = sender.put(original, "Ảnh.JPG", **{"Content-Type": "text/html"}).json()
    assert ("image/jpeg", "Ảnh.JPG") == (told["media_type"], told["name"])
    back = sender.get(told["attachment_id"], told["position"]).content
    before, after = Image.open(io.BytesIO(original)), Image.open(io.BytesIO(back))
    assert before.tobytes() == after.tobytes()
    assert {0x0112: 6} == dict(after.getexif())
    assert not any(word.encode() in back for word in (MAKER, ARTIST))


# fmt: off
REFUSED = [
    ("a program",            b"MZ\x90\x00" + bytes(900),             400, "attachment-kind"),
    ("a page",               b"<!doctype html><script>",             400, "attachment-kind"),
    ("a drawing",            b"<svg xmlns='http://www.w3.org/2000/svg'/>", 400, "attachment-kind"),
    ("an archive",           b"PK\x03\x04" + bytes(500),             400, "attachment-unreadable"),
    ("a document with macro", docx("word/vbaProject.bin"),           400, "attachment-unreadable"),
    ("a PDF and an archive", pdf() + docx(),                         400, "attachment-kind"),
    ("half a photo",         photo()[:2_000],                        400, "attachment-unreadable"),
    ("nothing",              b"",                                    400, "attachment-empty"),
    ("60 MB",                bytes(60_000_000),                      413, "attachment-too-large"),
]
# fmt: on


@pytest.mark.parametrize(
    ("content", "status", "code"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
async def test_what_is_refused_leaves_nothing(
    stack: Stack, content: bytes, status: int, code: str
) -> None:
    """A sentence with the way out; no fact, no file."""
    receipt = lodge(stack)
    sender = Sender.citizen(stack.urls["front"], receipt)
    answer = sender.put(content, "Đơn.pdf")
    assert (status, code) == (answer.status_code, answer.json()["code"])
    assert len(answer.json()["detail"]) > 30
    assert [] == sender.list().json()
    folder = stack.workspace.attachments_folder / receipt["petition_id"]
    assert not folder.exists() or not list(folder.iterdir())


def test_more_than_the_limit_without_a_length_is_refused(stack: Stack) -> None:
    """Who does not say how much comes is stopped when it is too much, and told so."""
    sender = Sender.citizen(stack.services["intake"].url, lodge(stack))
    answer = sender.put(pdf(size=1_000_000) for _ in range(55))
    assert (413, "attachment-too-large") == (answer.status_code, answer.json()["code"])


def test_without_the_secret_there_is_no_such_petition(stack: Stack) -> None:
    """Sending, listing, fetching."""
    receipt = lodge(stack)
    right = Sender.citizen(stack.urls["front"], receipt)
    name = right.put(pdf()).json()["attachment_id"]
    wrong = Sender.citizen(
        stack.urls["front"], receipt | {"tracking_secret": "0000-0000-0000-0000-0000"}
    )
    for answer in (wrong.put(pdf()), wrong.list(), wrong.get(name)):
        assert (404, "no-such-petition") == (answer.status_code, answer.json()["code"])
    assert (404, "no-such-attachment") == (
        (missing := right.get(str(uuid.uuid4()))).status_code,
        missing.json()["code"],
    )


def test_an_officer_adds_and_fetches_where_they_may(stack: Stack) -> None:
    """Reception of the body that has it; another body is told that there is no such petition."""
    petition = lodge(stack)["petition_id"]
    desk = Sender.officer(stack, petition, principal("o1", "reception"))
    told = desk.put(pdf(), NAME).json()
    assert [False] == [row["by_sender"] for row in desk.list(told["position"]).json()]
    assert 200 == desk.get(told["attachment_id"]).status_code
    elsewhere = Sender.officer(
        stack, petition, principal("o2", "reception", agency="25630")
    )
    for answer in (
        elsewhere.put(pdf()),
        elsewhere.list(),
        elsewhere.get(told["attachment_id"]),
    ):
        assert (404, "no-such-petition") == (answer.status_code, answer.json()["code"])
    auditor = Sender.officer(stack, petition, everywhere("o3", "auditor"))
    refused = auditor.get(told["attachment_id"])
    assert (403, "not-your-role") == (refused.status_code, refused.json()["code"])
    foreign = desk.put(pdf(), **{"Csrf-Token": "another"})
    assert (403, "foreign-form") == (foreign.status_code, foreign.json()["code"])


def test_an_officer_sends_through_the_front_door(stack: Stack) -> None:
    """The door asks who they are, and the file still comes whole."""
    petition = lodge(stack)["petition_id"]
    url = f"{stack.urls['front']}/api/intake/petitions/{petition}/attachments"
    desk = Sender(url, signed_in(stack, "reception"))
    content = pdf(size=9_000_000)
    told = desk.put(content).json()
    assert content == desk.get(told["attachment_id"], told["position"]).content


def test_the_papers_of_a_denunciation_are_sealed(stack: Stack) -> None:
    """An officer may add some, and open none; who denounced sees their own."""
    receipt = lodge(stack, "denunciation")
    told = Sender.citizen(stack.urls["front"], receipt).put(pdf()).json()
    head = Sender.officer(stack, receipt["petition_id"], everywhere("o4", "head"))
    assert 200 == head.put(pdf()).status_code
    for answer in (head.list(), head.get(told["attachment_id"], told["position"])):
        assert (403, "identity-sealed") == (answer.status_code, answer.json()["code"])
    assert (
        200
        == Sender.citizen(stack.urls["front"], receipt)
        .get(told["attachment_id"])
        .status_code
    )


def test_a_petition_has_room_for_twenty_files(stack: Stack) -> None:
    """The next one is told so before it is sent."""
    sender = Sender.citizen(stack.urls["front"], lodge(stack))
    assert {200} == {sender.put(pdf()).status_code for _ in range(20)}
    more = sender.put(pdf())
    assert (409, "too-many-attachments") == (more.status_code, more.json()["code"])


def test_nothing_of_a_file_stands_in_clear(stack: Stack) -> None:
    """Neither a byte of it nor its name: not in a table, the stream, a file or a log."""
    words = [f"Lời kiểm {n} rất riêng 5521" for n in range(3)]
    sender = Sender.citizen(stack.urls["front"], lodge(stack))
    for content in (
        pdf("".join(words).encode(), 200_000),
        "\n".join(words).encode(),
        b"<html>" + words[0].encode(),
    ):
        sender.put(content, f"{words[1]}.pdf")
    sender.put(photo(), f"{words[2]}.png")
    assert [] == in_clear(stack, [*words, MAKER, ARTIST, words[0].split()[0] + " kiểm"])


def test_a_file_that_was_changed_is_not_given_out(stack: Stack) -> None:
    """A byte flipped in the store, or the end cut off: the connection ends before the wrong byte."""
    receipt = lodge(stack)
    sender = Sender.citizen(stack.urls["front"], receipt)
    content = pdf(size=500_000)
    told = sender.put(content).json()
    folder = stack.workspace.attachments_folder / receipt["petition_id"]
    (file,) = folder.iterdir()
    sealed = file.read_bytes()
    for at, least in (
        (5, 0),
        (100, 0),
        (len(sealed) // 2, 65_536),
        (len(sealed) - 1, 65_536),
    ):
        file.write_bytes(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
        got = sender.as_far_as_it_comes(told["attachment_id"], told["position"])
        assert content.startswith(got)
        assert least <= len(got) < len(content)
    file.write_bytes(sealed[: len(sealed) // 3])
    assert len(content) > len(
        sender.as_far_as_it_comes(told["attachment_id"], told["position"])
    )
    file.unlink()
    gone = sender.get(told["attachment_id"])
    assert (500, "attachment-unfit") == (gone.status_code, gone.json()["code"])
    file.write_bytes(sealed)  # as from a backup
    file.chmod(0o600)
    assert content == sender.get(told["attachment_id"]).content
    metrics = httpx.get(f"{stack.services['intake'].url}/metrics").text
    assert "tiepdan_attachments_tampered_total 0.0" not in metrics
