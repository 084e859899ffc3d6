"""What tests of attachments share: files of each kind, and ways to send and fetch them."""

import contextlib
import io
import uuid
import zipfile
from typing import Any
from urllib.parse import quote

import httpx
from PIL import Image

from deploy.embedded.supervisor import Stack
from shared.auth.principal import Principal
from shared.auth.token import HEADER
from tests.integration.desk import CSRF, signed

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
MAKER, ARTIST = "Máy Ảnh Kiểm 4417", "Người Chụp Kiểm 4417"


def pdf(words: bytes = b"", size: int = 0) -> bytes:
    """A PDF file with these words in it, of about this size."""
    start, end = PDF.split(b"endobj", 1)
    return start + b"endobj\n% " + words.ljust(size, b".") + b"\n" + end


def photo(kind: str = "JPEG", side: int = 320) -> bytes:
    """A photo that tells where it was taken, and by whom."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x0112] = MAKER, ARTIST, 6
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (11.0, 18.0, 36.0)
    found = io.BytesIO()
    picture = Image.effect_noise((side, side // 2), 90).convert("RGB")
    picture.save(found, kind, exif=exif)
    return found.getvalue()


def docx(*more: str) -> bytes:
    """A document of a word processor, with more parts in it."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f"<Types>{kind}.main+xml</Types>")
        archive.writestr("word/document.xml", "<w:document/>")
        for name in more:
            archive.writestr(name, "x")
    return found.getvalue()


class Sender:
    """Somebody who holds a receipt, or an officer, and where the files of a petition are."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self.url, self.headers = url, headers

    @classmethod
    def citizen(cls, base: str, receipt: dict[str, Any]) -> "Sender":
        """Who lodged the petition."""
        url = f"{base}/api/intake/tracking/{receipt['receipt_code']}/attachments"
        return cls(url, {"Tracking-Secret": receipt["tracking_secret"]})

    @classmethod
    def officer(cls, stack: Stack, petition_id: str, who: Principal) -> "Sender":
        """An officer, on intake's own port."""
        url = (
            f"{stack.services['intake'].url}/api/intake/petitions/{petition_id}/attachments"
        )
        return cls(url, {HEADER: signed(stack, who), "Csrf-Token": CSRF})

    def put(
        self, content: Any, name: str = "Đơn.pdf", id: str = "", **headers: str
    ) -> httpx.Response:
        """Send a file."""
        told = {"File-Name": quote(name), "Content-Type": "application/octet-stream"}
        return httpx.put(
            f"{self.url}/{id or uuid.uuid4()}",
            content=content,
            headers=self.headers | told | headers,
            timeout=120,
        )

    def list(self, position: int = 0) -> httpx.Response:
        """List the files, as soon as a position is shown."""
        asked = {"at_least": f"intake:{position}"}
        return httpx.get(self.url, headers=self.headers, params=asked)

    def get(self, id: str, position: int = 0) -> httpx.Response:
        """Fetch a file, as soon as a position is shown."""
        asked = {"at_least": f"intake:{position}"}
        return httpx.get(f"{self.url}/{id}", headers=self.headers, params=asked, timeout=60)

    def as_far_as_it_comes(self, id: str, position: int) -> bytes:
        """Fetch what there is of a file before the connection ends."""
        got = b""
        asked = {"at_least": f"intake:{position}"}
        url = f"{self.url}/{id}"
        with httpx.stream("GET", url, headers=self.headers, params=asked) as answer:
            if answer.status_code != 200:
                assert "attachment-unfit" in answer.read().decode()
                return b""
            with contextlib.suppress(httpx.RemoteProtocolError):
                for part in answer.iter_raw():
                    got += part
        return got
