"""Which partner of a conversation is at this terminal."""

from __future__ import annotations

import pytest

from ...data.conversation import Conversation, Header, Partner
from ...data.identity import login_name, recognise

ME = login_name()
MINE = {"partner/employee/login": ME}


@pytest.mark.parametrize(
    ("manager", "employee", "private", "login", "me"),
    [
        (ME, "anna", {}, "", "manager"),
        ("jan", ME, {}, "", "employee"),
        ("jan", "", {}, "", "employee"),
        ("jan", "anna", {}, "", "manager"),
        # She has another login name here than where it is shared.
        ("jan", "anna", {}, "anna", "employee"),
        ("jan", "anna", MINE, "", "employee"),
        # Both have the same login name, each on a machine of their own.
        (ME, "", MINE, "", "employee"),
        (ME, ME, MINE, "", "employee"),
    ],
)
def test_a_partner_is_recognised(
    manager: str, employee: str, private: dict[str, str], login: str, me: str
) -> None:
    partners = (
        Partner("manager", "Jan", "manager", manager),
        Partner("employee", "Anna", "employee", employee),
    )
    assert recognise(Conversation(Header(), partners=partners), private, login) == me
