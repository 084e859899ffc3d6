"""From a proposal that was agreed with to the act that carries it out."""

import pytest

from services.routing.web.guided_acts import Followed, with_followed
from services.routing.web.ways import Act
from tests.unit.routing.test_guidance_rows import made

ACTS = [
    Act(name="accept", proposed=True),
    Act(name="guide", of="split"),
    Act(name="guide", of="complete"),
    Act(name="guide"),
    Act(name="refuse"),
    Act(name="check"),
]


@pytest.mark.parametrize(
    ("actions", "key"),
    [
        (["ACCEPT"], "accept"),
        (["GUIDE"], "guide"),
        (["GUIDE_SPLIT"], "guide-split"),
        (["GUIDE_COMPLETE"], "guide-complete"),
        (["INFO_CHECK"], "check"),
        (["GUIDE_COMPLETE", "NOT_ACCEPT_NOTICE"], "refuse"),
    ],
)
def test_the_act_agreed_with_is_the_main_one(actions: list[str], key: str) -> None:
    agreed = Followed(made(1, *actions))
    assert agreed.act == key
    acts = with_followed(ACTS, agreed)
    assert [act.key for act in acts if act.proposed] == [key]
    assert {act.key for act in acts} == {act.key for act in ACTS}


def test_what_the_page_has_no_form_for_leaves_it_as_it_was() -> None:
    agreed = Followed(made(1, "URGE"))
    assert agreed.act == ""
    assert with_followed(ACTS, agreed) == ACTS
