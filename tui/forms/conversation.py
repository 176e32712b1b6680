"""The form of a new conversation: kind, partners, date, time, language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from textual import on

from ...data.i18n.catalogue import LANGUAGES
from ...data.model.conversation import CONVERSATION_KINDS, ROLES, Role
from ...data.notebook.new_conversation import NewConversation, default_title
from ...widgets.forms.form import Form
from ...widgets.language import tr
from .dialog.described import labelled
from .dialog.dialog import Dialog

MAX_MINUTES = 24 * 60
"""The most minutes that a conversation can be planned for."""


class ConversationForm(Dialog[NewConversation]):
    """The form of a new conversation; its result has the values from which to make it."""

    ACCEPT_ON_HANG_UP = False

    def __init__(
        self,
        *,
        my_name: str,
        today: date,
        language: str,
        me: Role = "manager",
        other_name: str = "",
        kind: str = "planning",
        day: date | None = None,
        about: date | None = None,
        minutes: int = 60,
    ) -> None:
        """Build the form with the known values. `language` is that of the conversation.

        The title follows kind, date and language until it is edited; without a date it follows the
        day `about`, by default today.
        """
        self._about = about or today
        self._default_title = default_title(kind, language, day or self._about)

        roles = [(role, tr(f"conversation.role.{role}")) for role in ROLES]
        kinds = [(name, tr(f"conversation.kind.{name}")) for name in CONVERSATION_KINDS]
        languages = [(code, tr(f"form.language.{code}")) for code in LANGUAGES]
        super().__init__(
            tr("form.conversation"),
            [
                labelled("form.conversation.kind", "choice", kind, options=kinds),
                labelled("form.conversation.me", "choice", me, options=roles),
                labelled("form.conversation.my_name", value=my_name, required=True),
                labelled("form.conversation.other_name", value=other_name, required=True),
                labelled(
                    "form.conversation.date",
                    "date",
                    day.isoformat() if day else "",
                    time_field="time",
                ),
                labelled("form.conversation.time", "time"),
                labelled(
                    "form.conversation.minutes",
                    value=str(minutes),
                    replace_on_typing=True,
                    check=minutes_fault,
                ),
                labelled("form.conversation.language", "choice", language, options=languages),
                labelled("form.conversation.title", value=self._default_title),
            ],
            today=today,
            focus_field="other_name" if my_name and not other_name else "",
        )

    @on(Form.Changed)
    def _offer_title(self, event: Form.Changed) -> None:
        """Update the title from kind, date and language, unless it was edited."""
        if event.name not in ("kind", "date", "language"):
            return
        values = self.form.values()
        title = self._title(values)
        if title != values["title"]:
            self._default_title = title
            self.form.fill("title", title)

    def _title(self, values: Mapping[str, str]) -> str:
        """Return the title as filled in, or the one that belongs to the other fields."""
        if values["title"] != self._default_title:
            return values["title"]
        try:
            day = date.fromisoformat(values["date"]) if values["date"] else self._about
        except ValueError:  # the date is not complete yet
            return self._default_title
        return default_title(values["kind"], values["language"], day)

    def result(self, values: Mapping[str, str]) -> NewConversation:
        """Return the values from which to make the conversation."""
        return NewConversation(
            me="manager" if values["me"] == "manager" else "employee",
            my_name=values["my_name"],
            other_name=values["other_name"],
            kind=values["kind"],
            language=values["language"],
            date=date.fromisoformat(values["date"]) if values["date"] else None,
            time=values["time"],
            minutes=int(values["minutes"] or 0),
            # Keys may arrive before the title has been updated.
            title=self._title(values),
        )


def minutes_fault(text: str) -> str:
    """Return the message why a text is no valid number of minutes; "" if it is one."""
    whole = text.isascii() and text.isdigit() and len(text) <= 4
    return "" if whole and int(text) <= MAX_MINUTES else tr("form.conversation.minutes.fault")
