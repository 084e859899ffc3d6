"""The filters of the officers' list: an address and what it means are the same thing."""

from typing import get_args
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from services.routing.queries import Order, Show, Wanted, Whose
from services.routing.web.desk import wanted_of
from services.routing.web.list_page import pairs_of
from shared.contracts.intake import SubjectField
from shared.contracts.routing import Kind
from shared.contracts.states import State


def some(codes: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=3).map(tuple)


@given(
    asked=st.builds(
        Wanted,
        show=st.sampled_from(get_args(Show)),
        whose=st.sampled_from(get_args(Whose)),
        holders=some(("25585", "TN-BTCD", "80")),
        kinds=some(get_args(Kind)),
        fields=some(get_args(SubjectField)),
        states=some(get_args(State)),
        order=st.sampled_from(get_args(Order)),
    )
)
def test_no_filter_is_lost_on_the_way(asked: Wanted) -> None:
    assert wanted_of(urlencode(pairs_of(asked))) == asked


def test_without_filters_it_is_the_whole_list() -> None:
    assert wanted_of("") == Wanted()
