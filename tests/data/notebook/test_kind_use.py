"""Which kinds come first in the list for a new conversation."""

from __future__ import annotations

from afspraak.data.ids import Slug
from afspraak.data.notebook.kind_use import kinds_by_use
from afspraak.data.notebook.summary import Summary


def _summary(kind: str, other: str, created: str) -> Summary:
    return Summary(Slug(kind), "", kind=kind, names=("Jan", other), created=created)


USED = (
    _summary("planning", "Anna", "2026-01-01T10:00:00Z"),
    _summary("bila", "Anna", "2026-03-01T10:00:00Z"),
    _summary("exit", "Bob", "2026-05-01T10:00:00Z"),
    _summary("planning", "Bob", "2026-04-01T10:00:00Z"),
    _summary("", "Eve", "2026-06-01T10:00:00Z"),
)


def test_the_last_one_with_this_person_comes_first() -> None:
    assert kinds_by_use(USED, "anna ") == ("bila", "planning", "exit")
    assert kinds_by_use(USED, "Bob") == ("exit", "planning", "bila")


def test_without_a_person_the_last_one_at_all_comes_first() -> None:
    assert kinds_by_use(USED) == ("exit", "planning", "bila")
    assert kinds_by_use(USED, "Nobody") == ("exit", "planning", "bila")
    assert kinds_by_use((), "Anna") == ()
