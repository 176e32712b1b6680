"""The titles of screens about one conversation, from the longest form to the shortest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.conversation import Conversation, Header, Partner
from afspraak.tui.formatting.titles import desk_titles, title_forms
from afspraak.widgets.language import speak

from ...support.screens.contexts import new_session

PARTNERS = (Partner(MANAGER, "Jan", "manager"), Partner(EMPLOYEE, "Anna", "employee"))


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")


@pytest.mark.parametrize(
    ("language", "header", "forms"),
    [
        (
            "en",
            Header(title="Goals", date=date(2026, 12, 8), time="10:30"),
            [
                "Anna · Goals · Tue 8 Dec 10:30",
                "Anna · Goals · 8 Dec 10:30",
                "Anna · Goals · 8 Dec",
                "Anna · Goals",
            ],
        ),
        (
            "nl",
            Header(title="Doelen", date=date(2027, 3, 31)),
            [
                "Anna · Doelen · wo 31 mrt 2027",
                "Anna · Doelen · 31 mrt 2027",
                "Anna · Doelen · 31 mrt 2027",
                "Anna · Doelen",
            ],
        ),
        (
            "en",
            Header(title="Goals", date=date(2026, 12, 3), time="10:30"),
            [
                "Anna · Goals · today 10:30",
                "Anna · Goals · today 10:30",
                "Anna · Goals · today",
                "Anna · Goals",
            ],
        ),
        (
            "en",
            Header(title="Goals", time="10:30"),
            ["Anna · Goals · 10:30", "Anna · Goals · 10:30", "Anna · Goals", "Anna · Goals"],
        ),
        ("en", Header(), ["Anna", "Anna", "Anna", "Anna"]),
    ],
)
def test_the_desk_is_titled_in_ever_shorter_forms(
    language: str, header: Header, forms: list[str]
) -> None:
    speak(catalogue(language))
    assert desk_titles(Conversation(header, PARTNERS), MANAGER) == forms


def test_of_a_stranger_both_names_are_in_the_title() -> None:
    talk = Conversation(Header(title="Goals"), PARTNERS)
    assert desk_titles(talk, None)[-1] == "Jan · Anna · Goals"
    assert desk_titles(talk, EMPLOYEE)[-1] == "Jan · Goals"


def test_a_screen_is_titled_with_the_other_and_the_talk(tmp_path: Path) -> None:
    session = new_session(tmp_path)
    other = next(each.name for each in session.conversation.partners if each.id != session.me)
    title = session.conversation.header.title
    assert other and title
    assert title_forms(session, "History") == (
        f"{other} · {title} · History",
        f"{other} · History",
    )
