"""What routing does when it hears a fact."""

import datetime as dt

import pytest

from services.routing.domain.case.commands import OpenCase
from services.routing.reactions import REACTIONS
from shared.contracts.intake import Observed, PetitionLodged
from shared.contracts.operations import FactSetAside
from shared.envelope import Heard
from shared.ids import AgencyCode, PetitionId, case_of
from shared.personal import Sealed
from shared.registry import Fact

P, WARD = PetitionId("p-1"), AgencyCode("25459")
AT, ON = dt.datetime(2026, 7, 6, tzinfo=dt.UTC), dt.date(2026, 7, 6)
SEEN = Observed(identified=True, has_summary=True, has_request=True, has_respondent=True)

lodged = PetitionLodged(
    petition_id=P,
    receipt_code="R",
    channel="post",
    kind_claimed="complaint",
    instance="first",
    received_on=ON,
    receiving_agency=WARD,
    subject_field="land",
    respondent_agency=WARD,
    respondent_post="head",
    observed=SEEN,
    addressees=(),
    forwarder=None,
    sealed=Sealed(key="k", box=b""),
    request_digest="",
)
opens = OpenCase(
    case_id=case_of(P),
    petition_id=P,
    receipt_code="R",
    channel="post",
    kind_claimed="complaint",
    instance="first",
    subject_field="land",
    received_on=ON,
    receiving_agency=WARD,
    respondent_agency=WARD,
    respondent_post="head",
    observed=SEEN,
    addressees=(),
    forwarder=None,
    at=AT,
)


def heard(fact: Fact) -> Heard:
    return Heard(
        id="1",
        service="intake",
        stream=P,
        version=1,
        position=1,
        happened_at=AT,
        recorded_at=AT,
        actor="",
        correlation_id=P,
        causation_id="",
        demo=False,
        fact=fact,
    )


def test_a_lodged_petition_opens_its_case() -> None:
    assert list(REACTIONS[PetitionLodged](heard(lodged))) == [opens]


def test_a_fact_in_the_wrong_reaction_is_a_fault() -> None:
    with pytest.raises(TypeError):
        REACTIONS[PetitionLodged](
            heard(FactSetAside(service="routing", fact_id="1", reason="x"))
        )
