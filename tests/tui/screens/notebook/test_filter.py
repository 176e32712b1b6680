"""The agendas of a filter: the whole one stays as it is while words are typed."""

from __future__ import annotations

from datetime import date

from afspraak.data.ids import Slug
from afspraak.data.notebook.summary import Summary
from afspraak.tui.screens.notebook.filter import NotebookFilter

TODAY = date(2027, 3, 1)


def _talk(name: str, day: date) -> Summary:
    return Summary(Slug(name.lower()), f"{name}.json", partner=name, names=("Jan", name), date=day)


def test_words_leave_the_talks_that_have_all_of_them() -> None:
    found = NotebookFilter([_talk("Anna", TODAY), _talk("Sam", TODAY)])
    assert [talk.summary.partner for talk in found.agenda(TODAY, "JAN ann").talks] == ["Anna"]
    assert [talk.summary.partner for talk in found.agenda(TODAY).talks] == ["Anna", "Sam"]


def test_both_agendas_are_made_once_until_the_words_or_the_day_change() -> None:
    found = NotebookFilter([_talk("Anna", TODAY), _talk("Sam", TODAY)])
    whole, some = found.agenda(TODAY), found.agenda(TODAY, "sam")
    assert found.agenda(TODAY) is whole
    assert found.agenda(TODAY, "sam") is some
    assert found.agenda(TODAY, "anna") is not some
    assert found.agenda(date(2027, 3, 9)) is not whole
    assert found.agenda(date(2027, 3, 9)).late_talks == 2
