"""The participant is determined by evidence, never by elimination."""

from __future__ import annotations

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, Login, RowId
from afspraak.data.model.conversation import Conversation, Header, Partner
from afspraak.data.model.fields import FieldKey, Fields
from afspraak.data.session.participant import proven, recognise
from afspraak.data.session.user import User
from afspraak.data.system.user import login_name

from ...support.logins import log_in_as

ME = login_name()
MINE: Fields = {FieldKey("partner", RowId(EMPLOYEE), "login"): ME}


def talk(manager: str, employee: str, *names: str) -> Conversation:
    one, other = names or ("Jan Bakker", "Anna de Vries")
    partners = (
        Partner(MANAGER, one, "manager", Login(manager)),
        Partner(EMPLOYEE, other, "employee", Login(employee)),
    )
    return Conversation(Header(), partners=partners)


@pytest.mark.parametrize(
    ("manager", "employee", "private", "login", "me"),
    [
        (ME, "anna", {}, "", "manager"),
        ("jan", ME, {}, "", "employee"),
        # That she has no login yet, or another one, does not make her the one who sits here.
        ("jan", "", {}, "", None),
        ("", "", {}, "", None),
        ("jan", "anna", {}, "", None),
        ("jan", "anna", {}, "eva", None),
        # She has another login name here than where it is shared.
        ("jan", "anna", {}, "anna", "employee"),
        ("jan", "anna", MINE, "", "employee"),
        # Both have the same login name, each on a machine of their own.
        (ME, "", MINE, "", "employee"),
        (ME, ME, MINE, "", "employee"),
        (ME, ME, {}, "", None),
    ],
)
def test_a_partner_is_recognised_by_private_file_or_login(
    manager: str, employee: str, private: Fields, login: str, me: str | None
) -> None:
    assert recognise(talk(manager, employee), private, Login(login)) == me


@pytest.mark.parametrize(
    ("settings", "system", "me"),
    [
        ("Anna de Vries", "", "employee"),
        ("", "Anna de Vries,,,", "employee"),
        (" anna  DE vries", "Jan Bakker", "employee"),
        ("Anna", "", None),
        ("", "", None),
    ],
)
def test_a_partner_is_recognised_by_name(
    monkeypatch: pytest.MonkeyPatch, settings: str, system: str, me: str | None
) -> None:
    log_in_as(monkeypatch, "eva", system)
    assert recognise(talk("jan", "anna"), {}, user=User(settings)) == me
    # A login says more than a name.
    assert recognise(talk("eva", "anna"), {}, user=User(settings)) == "manager"


def test_a_name_of_both_partners_identifies_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    log_in_as(monkeypatch, "eva", "Sam Smit")
    assert recognise(talk("jan", "anna", "Sam Smit", "Sam Smit"), {}) is None
    assert recognise(talk("", "", "", ""), {}) is None


def test_a_single_partner_is_neither_asked_nor_recognised() -> None:
    alone = Conversation(Header(), partners=(Partner(EMPLOYEE, "Anna", "employee", Login("anna")),))
    assert recognise(alone, {}) == "employee"
    assert proven(alone, {}) is None
