"""The form that asks with whom to share a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from ...data.errors import UsageError
from ...data.ids import Login
from ...data.model.remote_address import PostgresDatabase, parse_host_and_login
from ...data.system.people import MAX_NAME_LENGTH, Person, choices, person_of, select_person
from ...data.text.sanitize import clip
from ...widgets.forms.field import LineInput
from ...widgets.forms.form_field import Field
from ...widgets.language import tr
from .dialog.dialog import Dialog


class ShareForm(Dialog[str]):
    """Asks for the other partner by name or login; its result is `login` or `host:person`.

    Below the field are the people whom the text can mean. The first letters are enough as soon as
    only one is left: an arrow shows who that is.
    """

    ACCEPT_ON_HANG_UP = False
    LIVE_ROWS: ClassVar[int] = 3

    def __init__(
        self,
        partner: Person,
        people: Sequence[Person],
        organisation: PostgresDatabase | None,
        today: date,
    ) -> None:
        """Build the form.

        `partner` has the login and the name that the conversation knows. `people` are those of
        this machine; in the database of the organisation, if there is one, they come later.
        """
        self._people, self._organisation, self._partner = people, organisation, partner
        field = Field(
            "login",
            tr("sharing.form.login"),
            value=self._expected,
            help=tr("sharing.form.help.database" if organisation else "sharing.form.help"),
            suggestions=self._suggestions,
            required=tr("sharing.form.required"),
            check=self._fault,
            replace_on_typing=True,
        )
        super().__init__(tr("sharing.form.title"), [field], today=today)

    @property
    def accept_label(self) -> str:
        """What the button does."""
        return tr("sharing.form.share")

    def show_people(self, people: Sequence[Person]) -> None:
        """Complete what is typed with these people."""
        self._people = people
        part = self.form.part("login")
        if isinstance(part, LineInput):
            part.set_suggestions(self._suggestions)
            if not self.changed and self._expected:
                self.form.fill("login", self._expected)
                part.select_all()  # as at the beginning: a letter replaces it
        self.on_form_changed()

    def result(self, values: Mapping[str, str]) -> str:
        """Return the login of the person who is meant, or the text as filled in."""
        text = values["login"].strip()
        meant = self._meant(text)
        return meant.login if meant else text

    def live(self, values: Mapping[str, str]) -> str:
        """Return the person who is meant, or those who can be meant."""
        text = values["login"].strip()
        if meant := self._meant(text):
            return f"→ {meant.label}"
        if _names_a_host(text):
            return ""
        found = [person for person in self._people if not text or person.begins_with(text)]
        rows = [person.label for person in found[: self.LIVE_ROWS]]
        if len(found) > self.LIVE_ROWS:
            rows[-1] = tr("sharing.form.more", count=len(found) - self.LIVE_ROWS + 1)
        return "\n".join(rows)

    @property
    def _expected(self) -> str:
        """The login of the partner, or the only person with the partner's name."""
        if self._partner.login:
            return self._partner.login
        try:
            return select_person(self._people, self._partner.name).label
        except UsageError:
            return ""

    @property
    def _suggestions(self) -> list[str]:
        names = [person.label for person in self._people if person.name]
        return [*names, *(person.login for person in self._people)]

    def _meant(self, text: str) -> Person | None:
        """Return the person with this login or name, or the only one that begins with it."""
        if not text or _names_a_host(text):
            return None
        if self._organisation is None and (known := person_of(Login(text))):
            return known
        exact = [person for person in self._people if person.matches(text)]
        found = exact or [person for person in self._people if person.begins_with(text)]
        return found[0] if len(found) == 1 else None

    def _fault(self, text: str) -> str:
        """Return why nobody, or more than one, is meant; "" if the host has to tell."""
        text = text.strip()
        if self._meant(text) or _names_a_host(text):
            return ""
        found = [person for person in self._people if person.begins_with(text)]
        if self._organisation is not None and not found:
            return ""
        name = clip(text, MAX_NAME_LENGTH)
        if not found:
            return tr("sharing.no_person", name=name)
        return tr("sharing.several_people", name=name, choices=choices(found))


def _names_a_host(text: str) -> bool:
    return parse_host_and_login(text)[0] is not None
