"""What seals second factors: which files are keys, and what a box is bound to."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from services.routing.accounts.factor_keys import FactorKeys, NotSealedHere
from shared.auth.token import KeyUnfit


def key(number: int) -> str:
    return base64.urlsafe_b64encode(bytes([number]) * 32).decode()


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    return tmp_path / "factor.key"


def keys(file: Path, *numbers: int) -> FactorKeys:
    file.write_text("\n".join(key(number) for number in numbers) + "\n")
    return FactorKeys.read(str(file))


@pytest.mark.parametrize(
    "content",
    ["", "\n", "short", key(1)[:-4], key(1) + "\nshort", "k" * 43 + "=!", "khóa"],
)
def test_what_is_no_key_stops_the_start(file: Path, content: str) -> None:
    """And the sentence names the setting, not what stood in the file."""
    file.write_text(content)
    with pytest.raises(KeyUnfit, match="TIEPDAN_FACTOR_KEY_FILE") as fault:
        FactorKeys.read(str(file))
    assert not content.strip() or content.strip() not in str(fault.value)


def test_a_missing_file_stops_the_start(file: Path) -> None:
    with pytest.raises(KeyUnfit):
        FactorKeys.read(str(file))
    with pytest.raises(KeyUnfit):
        FactorKeys.read("")


def test_the_newest_key_seals_and_every_key_opens(file: Path) -> None:
    before = keys(file, 1).seal(b"secret", "factor/a")
    both = keys(file, 2, 1)
    after = both.seal(b"secret", "factor/a")
    assert both.open(before, "factor/a") == (b"secret", False)
    assert both.open(after, "factor/a") == (b"secret", True)
    assert keys(file, 2).open(after, "factor/a") == (b"secret", True)
    with pytest.raises(NotSealedHere):
        keys(file, 2).open(before, "factor/a")


def test_a_box_is_its_owners_for_one_use(file: Path) -> None:
    """A secret that is only offered is none yet, and another's is none of mine."""
    one = keys(file, 1)
    sealed = one.seal(b"secret", "offer/a")
    for elsewhere in ("factor/a", "offer/b", ""):
        with pytest.raises(NotSealedHere):
            one.open(sealed, elsewhere)
    assert one.seal(b"secret", "offer/a") != sealed


@given(damaged=st.binary(max_size=64))
def test_what_was_not_sealed_does_not_open(damaged: bytes) -> None:
    one = FactorKeys((AESGCM(bytes(32)),))
    with pytest.raises(NotSealedHere):
        one.open(damaged, "factor/a")


def test_nothing_of_a_key_is_shown(file: Path) -> None:
    assert repr(keys(file, 1)) == "FactorKeys()"
