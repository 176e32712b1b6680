"""Which names a summary offers for the next conversation."""

from __future__ import annotations

import pytest

from afspraak.data.ids import Slug
from afspraak.data.notebook.summary import Summary


@pytest.mark.parametrize(
    ("partner", "is_with_one", "own"),
    [("Anna", True, ("Jan",)), ("Jan", True, ("Anna",)), ("Jan / Anna", False, ())],
)
def test_names_are_known_where_it_is_known_who_the_user_is(
    partner: str, is_with_one: bool, own: tuple[str, ...]
) -> None:
    summary = Summary(Slug("talk"), "/talk.json", partner=partner, names=("Jan", "Anna"))
    assert (summary.is_with_one, summary.own_names) == (is_with_one, own)
