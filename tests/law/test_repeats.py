"""The same content is guided once and transferred once; the repeat is filed. With provisions."""

import datetime as dt
from typing import Any

import pytest

from services.routing.domain.case import errors
from services.routing.domain.case.commands import (
    FileCase,
    GuideCase,
    Handled,
    TransferPetition,
)
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.repeating import handled
from services.routing.domain.directory import Agency, Directory
from services.routing.rules.loader import load
from shared.contracts import routing as said
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import Citation

C, P = CaseId("c-1"), PetitionId("p-1")
IDS: dict[str, Any] = {"case_id": C, "petition_id": P}
BUILDING, WARD = AgencyCode("TN-SXD"), AgencyCode("25459")
COMMITTEE, OTHER = AgencyCode("TN-UBND"), AgencyCode("25462")
AT, RECEIVED = dt.datetime(2026, 7, 5, 18, tzinfo=dt.UTC), dt.date(2026, 7, 1)
GUIDED, SENT = Handled(guided_by=BUILDING), Handled(transferred_by=BUILDING)
BY_OTHERS = Handled(guided_by=OTHER, transferred_by=OTHER)
GAVE_BACK = Handled(given_away_by=(WARD,))
GUIDE, TRANSFER, FILE = "guide", "transfer", "file"

# fmt: off
ROWS = [
    # title                                              kind             done before  act        what comes of it
    ("a complaint is guided once",                       "complaint",     GUIDED,      GUIDE,    (errors.GuidedOnce, "TT05 Đ8.1")),
    ("a denunciation is guided once",                    "denunciation",  GUIDED,      GUIDE,    (errors.GuidedOnce, "LTC Đ24.3")),
    ("the repeat of a complaint is filed",               "complaint",     GUIDED,      FILE,     ("ALREADY_GUIDED", "TT05 Đ6.2.b")),
    ("the repeat of a denunciation is filed",            "denunciation",  GUIDED,      FILE,     ("ALREADY_GUIDED", "LTC Đ24.3")),
    ("a denunciation is transferred once",               "denunciation",  SENT,        TRANSFER, (errors.TransferredBefore, "TT05 Đ14.1")),
    ("a recommendation is transferred once",             "recommendation", SENT,       TRANSFER, (errors.TransferredBefore, "TT05 Đ6.2.b")),
    ("what was transferred and comes again is filed",    "denunciation",  SENT,        FILE,     ("ALREADY_TRANSFERRED", "LTC Đ24.3")),
    ("what other bodies did binds them, not us",         "complaint",     BY_OTHERS,   GUIDE,    None),
    ("nor is it a ground to file",                       "complaint",     BY_OTHERS,   FILE,     (errors.NotProvidedFor, "")),
    ("who gave the content back does not get it again",  "denunciation",  GAVE_BACK,   TRANSFER, (errors.PetitionWouldCircle, "")),
    ("without a link nothing is a repeat",               "complaint",     None,        GUIDE,    None),
    ("without a link nothing is filed for it",           "complaint",     None,        FILE,     (errors.NotProvidedFor, "")),
]
# fmt: on


def opened(kind: str) -> list[Any]:
    """A petition that the department of building holds, and a ward is competent for."""
    action = "GUIDE" if kind == "complaint" else "TRANSFER"
    channel = "in_person" if kind == "denunciation" else "post"
    return [
        said.CaseOpened(
            **IDS, receipt_code="R", channel=channel, instance="first", subject_field="land",
            received_on=RECEIVED, holder=BUILDING, forwarder=None,
        ),
        said.CaseClassified(**IDS, kind=kind, eligible=True, reason_codes=(), rules=()),
        said.JurisdictionDecided(
            **IDS, kind=kind, instance="first", received_on=RECEIVED, holder=BUILDING,
            decider_role="x", competent_agency=WARD, ours=False, proposed_action=action,
            form=None, rules=(),
        ),
    ]  # fmt: skip


@pytest.fixture(name="decider", scope="module")
def _decider():
    levels = {
        COMMITTEE: "province",
        BUILDING: "department",
        WARD: "commune",
        OTHER: "commune",
    }
    kinds = {
        "province": "peoples_committee",
        "department": "department",
        "commune": "commune",
    }
    agencies = {
        code: Agency(code=code, name=code, kind=kinds[level], level=level, parent=COMMITTEE)
        for code, level in levels.items()
    }
    return case_decider(load(), Directory(agencies=agencies))


@pytest.mark.parametrize(
    ("kind", "before", "act", "then"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS]
)
def test_the_same_content_is_handled_once(decider, kind, before, act, then) -> None:
    """As the row says, with the provision."""
    command = {
        GUIDE: GuideCase,
        FILE: FileCase,
        TRANSFER: lambda **all_: TransferPetition(**all_, reason="Theo thẩm quyền"),
    }[act](case_id=C, by=BUILDING, at=AT, same_content=(before,) if before else ())
    state = decider.fold(opened(kind))
    if then is None:
        assert 1 == len(decider.decide(command, state))
    elif isinstance(then[0], str):
        (filed,) = decider.decide(command, state)
        assert ((then[0],), then[1]) == (filed.reason_codes, str(filed.basis))
    else:
        with pytest.raises(then[0]) as refused:
            decider.decide(command, state)
        assert not then[1] or then[1] == str(refused.value.basis)


def test_what_counts_for_others_follows_from_the_case(decider) -> None:
    """Sent, given back, sent elsewhere, guided: as the facts add up."""
    sent = said.TransferSent(
        **IDS, from_agency=BUILDING, to_agency=WARD, sent_on=RECEIVED, kind="complaint",
        instance="first", form=None, reason="x", basis=Citation("LTCD", "Đ26.1.b"),
    )  # fmt: skip
    back = said.TransferReturned(
        **IDS, from_agency=WARD, to_agency=BUILDING, returned_on=RECEIVED, reason="x",
        ground="sent_by_mistake", basis=Citation("TT05", "Đ14.1"),
    )  # fmt: skip
    guided = said.CaseGuided(
        **IDS, holder=BUILDING, guided_on=RECEIVED, competent_agency=WARD,
        basis=Citation("TT05", "Đ8.1"),
    )  # fmt: skip
    start = opened("complaint")
    for facts, expected in (
        ([], Handled()),
        (start, Handled()),
        ([*start, sent], Handled(transferred_by=BUILDING, given_away_by=(BUILDING,))),
        ([*start, sent, back], Handled(given_away_by=(WARD,))),
        ([*start, guided], Handled(guided_by=BUILDING)),
    ):
        assert expected == handled(decider.fold(facts))
