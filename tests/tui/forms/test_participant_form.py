"""The question who somebody is offers the partners of the conversation."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from afspraak.data.model.conversation import Conversation, Header, Partner
from afspraak.tui.forms.participant import ParticipantForm

from ...support.screens.dialogs import DialogHolder, settle
from ...support.screens.widget_holder import ANNA, JAN, TODAY, screen_text


@pytest.mark.parametrize(
    ("partners", "offered"),
    [
        ((JAN, ANNA), "( ) manager  ( ) employee"),
        ((ANNA, JAN), "( ) employee  ( ) manager"),
        ((), "( ) manager  ( ) employee"),
    ],
    ids=["both", "in another order", "none are known"],
)
async def test_the_roles_of_the_partners_can_be_chosen(
    partners: Sequence[Partner], offered: str
) -> None:
    talk = Conversation(Header(), tuple(partners))
    app = DialogHolder(lambda: ParticipantForm(talk, TODAY))
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        assert offered in screen_text(app)
        assert all(partner.name in screen_text(app) for partner in partners)
