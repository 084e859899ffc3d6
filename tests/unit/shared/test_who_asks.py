"""Who asks, and what they may see: as tables."""

import base64
import datetime as dt
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from shared.auth.principal import ROLES_FOR, WHOLE_PROVINCE, Act, Grant, Principal
from shared.auth.sight import Matter, may_see, shunned_by
from shared.auth.token import KeyUnfit, NotSigned, Signer, Verifier
from shared.contracts.intake import Observed, PetitionLodged
from shared.personal import Sealed

NOW = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
COMMUNE, OTHER, PROVINCE = "25585", "25600", "TN-UBND"


def somebody(role: str, *covers: str, agency: str = COMMUNE) -> Principal:
    grant = Grant(role=role, agency=agency, covers=frozenset(covers or {agency}))
    return Principal(
        officer="o1",
        name="Nguyễn Văn A",
        agency=agency,
        post="official",
        grants=(grant,),
        csrf="word",
        until=NOW + dt.timedelta(seconds=60),
    )


def matter(
    holder: str = COMMUNE, *, denunciation: bool = False, shunned: str = ""
) -> Matter:
    return Matter(
        petition_id="p", holder=holder, denunciation=denunciation, shunned=shunned
    )


# fmt: off
CASES = [
    # who                                          what                                            excluded  sees
    ("an officer of the body that holds it",       somebody("processing"), matter(),                           False, True),
    ("an officer of another body",                 somebody("processing"), matter(OTHER),                      False, False),
    ("a superior whose role reaches below",        somebody("head", PROVINCE, COMMUNE, agency=PROVINCE), matter(), False, True),
    ("a superior whose role does not",             somebody("head", agency=PROVINCE), matter(),                False, False),
    ("the inspectorate, everywhere",               somebody("inspectorate", WHOLE_PROVINCE, agency="TN-TTT"), matter(OTHER), False, True),
    ("an auditor, everywhere",                     somebody("auditor", WHOLE_PROVINCE, agency="TN-TTT"), matter(OTHER), False, True),
    ("an administrator sees no petition",          somebody("administrator", WHOLE_PROVINCE), matter(),        False, False),
    ("a custodian sees no petition",               somebody("custodian", WHOLE_PROVINCE), matter(),            False, False),
    ("a denunciation, held here",                  somebody("processing"), matter(denunciation=True),          False, True),
    ("a denunciation of our own head",             somebody("processing"), matter(denunciation=True, shunned=COMMUNE), False, False),
    ("a complaint against our own head is ours",   somebody("processing"), matter(shunned=COMMUNE),            False, True),
    ("the head who is denounced, however high",    somebody("head", WHOLE_PROVINCE), matter(OTHER, denunciation=True, shunned=COMMUNE), False, False),
    ("the person denounced, or a relative",        somebody("processing"), matter(denunciation=True),          True,  False),
    ("a relative who inspects the whole province", somebody("inspectorate", WHOLE_PROVINCE), matter(OTHER),    True,  False),
]
# fmt: on


@pytest.mark.parametrize(
    ("who", "what", "excluded", "sees"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_who_may_see_a_petition(
    who: Principal, what: Matter, excluded: bool, sees: bool
) -> None:
    assert may_see(who, Act.SEE_CASES, what, excluded=excluded) is sees


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        ("reception", {"SEE_CASES", "SEE_NAMES", "RECEIVE", "SEE_FIGURES"}),
        (
            "processing",
            {"SEE_CASES", "SEE_NAMES", "RECEIVE", "SETTLE", "SEE_FIGURES", "SEE_STORY", "ASK_REVEAL"},
        ),
        (
            "head",
            {"SEE_CASES", "SEE_NAMES", "RECEIVE", "SETTLE", "ASSIGN", "SEE_FIGURES", "SEE_STORY", "ASK_REVEAL",
             "APPROVE_CALENDAR"},
        ),
        (
            "inspectorate",
            {"SEE_CASES", "SEE_NAMES", "SEE_FIGURES", "SEE_STORY", "ASK_REVEAL", "LIST_REVEALS",
             "PROPOSE_CALENDAR", "APPROVE_CALENDAR"},
        ),
        ("auditor", {"SEE_CASES", "SEE_FIGURES", "SEE_STORY", "LIST_REVEALS"}),
        ("administrator", {"ADMINISTER", "PROPOSE_CALENDAR"}),
        ("custodian", {"APPROVE_REVEAL", "LIST_REVEALS", "ERASE"}),
    ],
)  # fmt: skip
def test_what_a_role_is_for(role: str, acts: set[str]) -> None:
    """The whole of it, role by role; a new act must be given to somebody here."""
    assert {act.name for act, roles in ROLES_FOR.items() if role in roles} == acts
    assert set(ROLES_FOR) == set(Act)


def test_the_body_whose_head_is_denounced_is_shunned() -> None:
    """The head alone: a deputy or an official is denounced to the head (LTC Đ12)."""
    assert shunned_by(_lodged("head")) == OTHER
    assert shunned_by(_lodged("deputy")) == shunned_by(_lodged(None)) == ""


def _lodged(post: str | None) -> PetitionLodged:
    return PetitionLodged(
        petition_id="p",
        receipt_code="c",
        channel="post",
        kind_claimed="denunciation",
        instance="first",
        received_on=NOW.date(),
        receiving_agency=COMMUNE,
        subject_field="land",
        respondent_agency=OTHER,
        respondent_post=post,
        observed=Observed(
            identified=True, has_summary=True, has_request=True, has_respondent=True
        ),
        addressees=(),
        forwarder=None,
        sealed=Sealed(key="p", box=b""),
        request_digest="",
    )


@pytest.fixture(name="signer")
def _signer(tmp_path: Path) -> Signer:
    path = tmp_path / "key"
    path.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
    return Signer.read(str(path))


def test_what_routing_signed_is_believed_for_a_minute(signer: Signer) -> None:
    who = somebody("head", WHOLE_PROVINCE)
    verifier = Verifier.of(signer.public)
    assert verifier.read(signer.sign(who), NOW) == who
    with pytest.raises(NotSigned):
        verifier.read(signer.sign(who), NOW + dt.timedelta(seconds=60))


@given(at=st.integers(0, 10_000), flip=st.integers(1, 127))
def test_a_changed_word_is_nobody(at: int, flip: int) -> None:
    """Whatever letter is changed, whoever sends it is a visitor."""
    signer = Signer(Ed25519PrivateKey.from_private_bytes(b"k" * 32))
    word = signer.sign(somebody("auditor"))
    place = at % len(word)
    changed = word[:place] + chr(ord(word[place]) ^ flip) + word[place + 1 :]
    with pytest.raises(NotSigned):  # also where base64 has two letters for the same bits
        Verifier.of(signer.public).read(changed, NOW)


def test_a_key_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyUnfit):
        Signer.read(str(tmp_path / "nothing"))
    with pytest.raises(KeyUnfit):
        Verifier.of("short")


def test_a_principal_shows_no_name() -> None:
    assert "Nguyễn" not in repr(somebody("head"))
