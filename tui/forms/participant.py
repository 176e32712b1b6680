"""The question which partner the user is, if that is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from textual.content import Content

from ...data.ids import PartnerId
from ...data.kinds.role_words import role_word
from ...data.model.conversation import ROLES, Conversation
from ...data.system.user import login_name
from ...widgets.language import spoken, tr
from .dialog.described import labelled
from .dialog.dialog import Dialog


class ParticipantForm(Dialog[PartnerId]):
    """Asks which partner the user is; the result is a partner's id. None is preselected."""

    ACCEPT_ON_HANG_UP = False

    def __init__(self, conversation: Conversation, today: date) -> None:
        partners, header = conversation.partners, conversation.header
        roles = [partner.role for partner in partners] or list(ROLES)
        named = [
            tr(
                "participant.form.partner",
                role=role_word(header, partner.role),
                name=partner.name or "…",
            )
            for partner in partners
        ]
        words = [tr("participant.form.intro", login=login_name()), *named]
        super().__init__(
            tr("participant.form"),
            [
                labelled(
                    "participant.form.who",
                    "choice",
                    required=True,
                    options=[
                        ("", tr("participant.form.who.none")),
                        *((role, spoken().text(role_word(header, role))) for role in roles),
                    ],
                )
            ],
            today=today,
            intro=Content("\n".join(words)),
        )

    @property
    def changed(self) -> bool:
        """Return False: nothing is lost by cancelling, and it makes nobody a partner."""
        return False

    def result(self, values: Mapping[str, str]) -> PartnerId:
        """Return the id of the partner."""
        return PartnerId(values["who"])
