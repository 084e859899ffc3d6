"""What is taken, by its content alone; and what it is called afterwards."""

import contextlib
import io
import zipfile
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.attachments import kinds, office
from services.intake.attachments.errors import (
    FileUnreadable,
    KindNotAllowed,
    NameUnreadable,
)
from services.intake.attachments.naming import LONGEST, disposition, name_of
from tests.unit.intake.pictures import made

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\nstartxref\n9\n%%EOF\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
LETTER = "Kính gửi Ủy ban nhân dân xã,\r\nTôi là …\n".encode()
HEIC = made("AVIF").replace(b"ftypavif", b"ftypheic", 1)


def archive(*parts: tuple[str, str], comment: bytes = b"", **more: int) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as file:
        for name, content in parts:
            file.writestr(name, content, **more)
        file.comment = comment
    return found.getvalue()


def word(*more: tuple[str, str], kind: str = office.DOCX) -> bytes:
    main = "word/document.xml" if kind == office.DOCX else "xl/workbook.xml"
    types = f'<Types><Override ContentType="{kind}.main+xml"/></Types>'
    return archive(("[Content_Types].xml", types), (main, "<x/>"), *more)


ODT = archive(("mimetype", office.ODT), ("content.xml", "<x/>"))
# fmt: off
TAKEN = [
    ("PDF",                  PDF,                                "application/pdf"),
    ("JPEG",                 made("JPEG"),                       "image/jpeg"),
    ("PNG",                  made("PNG"),                        "image/png"),
    ("WebP",                 made("WEBP"),                       "image/webp"),
    ("TIFF, little first",   made("TIFF"),                       "image/tiff"),
    ("HEIC",                 HEIC,                               "image/heic"),
    ("a document",           word(),                             office.DOCX),
    ("a table",              word(kind=office.XLSX),             office.XLSX),
    ("an ODT",               ODT,                                office.ODT),
    ("a letter",             LETTER,                             "text/plain"),
    ("a letter with a mark", b"\xef\xbb\xbf" + LETTER,           "text/plain"),
    ("a letter about BMW",   b"BMW is a car; MZ was one.\n",     "text/plain"),
    ("a long letter",        LETTER * 9_000,                     "text/plain"),
]
REFUSED = [
    ("a program",            b"MZ\x90\x00\x03" + bytes(900),     KindNotAllowed),
    ("a program for Linux",  b"\x7fELF\x02\x01\x01" + bytes(99), KindNotAllowed),
    ("a script",             b"#!/bin/sh\nrm -rf /\n",           KindNotAllowed),
    ("a page",               b"<!DOCTYPE html><html></html>",    KindNotAllowed),
    ("a page in disguise",   b"Xin chao <script>x()</script>",   KindNotAllowed),
    ("a drawing",            b"<?xml version='1.0'?><svg/>",     KindNotAllowed),
    ("RTF",                  b"{\\rtf1\\ansi hello}",            KindNotAllowed),
    ("PostScript",           b"%!PS-Adobe-3.0\n",                KindNotAllowed),
    ("GIF",                  b"GIF89a" + bytes(99),              KindNotAllowed),
    ("a document of 1997",   OLE,                                KindNotAllowed),
    ("AVIF",                 made("AVIF"),                       KindNotAllowed),
    ("TIFF of 64 bits",      b"II+\x00\x08\x00" + bytes(99),     KindNotAllowed),
    ("an older Vietnamese",  "Kính gửi".encode("cp1258", "replace") + b"\xff", KindNotAllowed),
    ("a text with NUL",      b"Kinh gui\x00",                    KindNotAllowed),
    ("any archive",          archive(("a.txt", "x")),            KindNotAllowed),
    ("a program's archive",  archive(("META-INF/MANIFEST.MF", "x"), ("A.class", "x")), KindNotAllowed),
    ("slides",               archive(("[Content_Types].xml", "<x/>"), ("ppt/presentation.xml", "x")), KindNotAllowed),
    ("PDF and archive",      PDF + word(),                       KindNotAllowed),
    ("photo and archive",    made("JPEG") + word(),              KindNotAllowed),
    ("PDF, later",           b"\n\n" + PDF,                      None),
    ("half a document",      word()[:200],                       FileUnreadable),
    ("a document, later",    b"PK\x03\x04junk" + word(),         FileUnreadable),
    ("macro",                word(("word/vbaProject.bin", "x")), FileUnreadable),
    ("macro, hidden",        word(("word/x/VBAPROJECT.BIN", "")), FileUnreadable),
    ("macro by its kind",    archive(("[Content_Types].xml", "ms-word.document.macroEnabled.main+xml"), ("word/document.xml", "")), FileUnreadable),
    ("ODT with macro",       archive(("mimetype", office.ODT), ("content.xml", ""), ("Basic/x.xml", "")), FileUnreadable),
    ("a program inside",     word(("word/embeddings/a.exe", "x")), FileUnreadable),
    ("a part outside",       word(("../../etc/passwd", "x")),    FileUnreadable),
    ("too many parts",       word(*((f"{n}", "") for n in range(2_001))), FileUnreadable),
    ("no parts at all",      b"PK\x03\x04" + bytes(50),          FileUnreadable),
]
NAMES = [
    ("a plain one",          "Đơn.pdf",                          "Đơn.pdf"),
    ("letters in two parts", "Đo\u031bn.pdf",                    "Đơn.pdf"),
    ("a path",               "C:\\Users\\Lan\\Đơn.pdf",          "Đơn.pdf"),
    ("a way up",             "../../etc/passwd",                 "passwd.pdf"),
    ("signs nobody sees",    "a\x00b\x1b\u202efdp.exe\u200b",    "abfdp.exe.pdf"),
    ("lines",                "a\r\nSet-Cookie: x.pdf",           "a Set-Cookie_ x.pdf"),
    ("another ending",       "Đơn.exe",                          "Đơn.exe.pdf"),
    ("no ending",            "Đơn",                              "Đơn.pdf"),
    ("an ending in capitals", "ĐƠN.PDF",                         "ĐƠN.PDF"),
    ("an ending alone",      ".pdf",                             "pdf.pdf"),
    ("nothing",              "",                                 "giay-to.pdf"),
    ("dots",                 " ... ",                            "giay-to.pdf"),
    ("quotes",               'a"b<c>.pdf',                       "a_b_c_.pdf"),
]
# fmt: on


def kind_of(content: bytes) -> kinds.FileKind:
    kinds.check_start(content[: kinds.HEAD_BYTES])
    kind = kinds.kind_of(io.BytesIO(content))
    kinds.what_to_leave_out(kind, io.BytesIO(content))
    return kind


@pytest.mark.parametrize(("_", "content", "kind"), TAKEN, ids=[r[0] for r in TAKEN])
def test_what_is_taken(_: str, content: bytes, kind: str) -> None:
    """Told by its content."""
    assert kind == kind_of(content).media_type


@pytest.mark.parametrize(("_", "content", "why"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_is_refused(_: str, content: bytes, why: type[Exception] | None) -> None:
    """In a sentence that says what to do; or taken as what it is to everybody, a text."""
    if why is None:
        assert kinds.TEXT is kind_of(content)
        return
    with pytest.raises(why, match="save it"):
        kind_of(content)


@given(st.binary(max_size=300))
def test_no_content_is_a_fault_of_ours(content: bytes) -> None:
    """A kind, or a refusal."""
    with contextlib.suppress(KindNotAllowed, FileUnreadable):
        kind_of(content)


@given(st.binary(max_size=300))
def test_no_archive_is_a_fault_of_ours(content: bytes) -> None:
    """Whatever stands in its list of contents."""
    whole = word()
    for broken in (whole[:60] + content + whole[60:], whole[:-200] + content):
        with contextlib.suppress(KindNotAllowed, FileUnreadable):
            kind_of(broken)


@pytest.mark.parametrize(("_", "given_name", "safe"), NAMES, ids=[r[0] for r in NAMES])
def test_a_name_is_made_safe(_: str, given_name: str, safe: str) -> None:
    """Still the sender's own, as far as it harms nobody."""
    assert safe == name_of(quote(given_name), kinds.PDF)


@given(st.text(max_size=400))
def test_any_name_becomes_one(name: str) -> None:
    """Never longer than a file system takes, never with a sign that hides something."""
    safe = name_of(quote(name.encode("utf-8", "replace")), kinds.PDF)
    assert 5 <= len(safe) <= LONGEST
    assert safe.lower().endswith(".pdf")
    assert safe.isprintable()
    assert not set(safe) & set('/\\:"<>|?*\r\n')
    assert name_of(quote(safe), kinds.PDF) == safe
    header = disposition(safe)
    assert header.isascii()
    assert header.isprintable()


def test_a_name_in_another_code_is_refused() -> None:
    """Instead of being guessed."""
    with pytest.raises(NameUnreadable, match="File-Name"):
        name_of("%FF%FE", kinds.PDF)
