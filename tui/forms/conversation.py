"""The form of a new conversation: kind, partners, date, time, language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from textual import on

from ...data.i18n.catalogue import LANGUAGES
from ...data.kinds.kept_kind import header_values
from ...data.kinds.kind import USUAL_MINUTES
from ...data.kinds.role_words import role_word
from ...data.model.conversation import CONVERSATION_KINDS, ROLES, Header, Role
from ...data.notebook.new_conversation import NewConversation, default_title, title_by_kind
from ...data.templates.kind_library import BUILTIN, Library
from ...data.templates.kind_place import FoundKind
from ...data.text.sanitize import clean_line
from ...widgets.forms.choice import Choice
from ...widgets.forms.form import Form
from ...widgets.forms.form_field import Field
from ...widgets.forms.listed_choice import ListedChoice, Option
from ...widgets.language import plural, spoken, tr
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
        kind: str = "",
        day: date | None = None,
        about: date | None = None,
        minutes: int | None = None,
        library: Library = BUILTIN,
        used: Callable[[str], Sequence[str]] = lambda _: (),
        remember: Callable[[str], object] | None = None,
        own_names: Sequence[str] = (),
        people: Sequence[str] = (),
    ) -> None:
        """Build the form with the known values. `language` is that of the conversation.

        The kinds are those of `library`; `used` returns the ids of those that were used, for the
        name of a person or "", in the order in which they are listed. Without `kind` the first of
        these is chosen. The title follows kind, date and language until it is edited, and the
        minutes follow the kind; without a date the title follows `about`, by default today.
        `own_names` and `people` complete the user's own name and the other's. `remember`, if given,
        keeps the user's own name for the next time; the form asks whether to.
        """
        self._remember = remember
        self._about = about or today
        self._library, self._used = library, used
        self._kinds = {found.id or found.title: found for found in library.choices(language)}
        options = self._options(other_name)
        usual = [*used(other_name), *CONVERSATION_KINDS]
        sound = [name for name in usual if name in self._kinds and self._kinds[name].kind]
        chosen = ListedChoice(options, kind or next(iter(sound), "")).value
        self._offered_kind = "" if kind else chosen
        """The kind that was chosen for the user; "" once it is theirs."""
        self._minutes = str(self._minutes_of(chosen) if minutes is None else minutes)
        self._default_title = self._title_of(chosen, language, day)

        roles = list(self._roles_of(chosen).items())
        languages = [(code, tr(f"form.language.{code}")) for code in LANGUAGES]
        super().__init__(
            tr("form.conversation"),
            [
                labelled("form.conversation.kind", "listed", chosen, listed=options),
                labelled("form.conversation.me", "choice", me, options=roles),
                labelled(
                    "form.conversation.my_name", value=my_name, required=True, suggestions=own_names
                ),
                *_remember_field(remember),
                labelled(
                    "form.conversation.other_name",
                    value=other_name,
                    required=True,
                    suggestions=people,
                ),
                labelled(
                    "form.conversation.date",
                    "date",
                    day.isoformat() if day else "",
                    time_field="time",
                ),
                labelled("form.conversation.time", "time"),
                labelled(
                    "form.conversation.minutes",
                    value=self._minutes,
                    replace_on_typing=True,
                    check=minutes_fault,
                ),
                labelled("form.conversation.language", "choice", language, options=languages),
                labelled("form.conversation.title", value=self._default_title),
            ],
            today=today,
            focus_field="other_name" if my_name and not other_name else "",
        )

    def begin(self) -> None:
        """Name the kinds that are not sound in the line of the title; then begin."""
        self.warn(_fault_line(self._library))
        super().begin()

    @on(Form.Changed)
    def _follow(self, event: Form.Changed) -> None:
        """Let title, minutes and list follow the other fields, unless they were edited."""
        values = self.form.values()
        if event.name == "kind":
            self._follow_kind(values)
        elif event.name == "other_name":
            self._follow_person(values["other_name"])
        if event.name in ("kind", "date", "language", "other_name"):
            self._follow_title(self.form.values())

    def _follow_kind(self, values: Mapping[str, str]) -> None:
        if values["kind"] != self._offered_kind:
            self._offered_kind = ""
        part = self.form.part("me")
        if isinstance(part, Choice):
            part.set_words(self._roles_of(values["kind"]))
        languages = self._library.languages(values["kind"])
        if len(languages) == 1 and values["language"] not in languages:
            self.form.fill("language", languages[0])
        minutes = str(self._minutes_of(values["kind"]))
        if values["minutes"] == self._minutes != minutes:
            self._minutes = minutes
            self.form.fill("minutes", minutes)

    def _follow_person(self, name: str) -> None:
        """List the kinds that were used with this person first, and choose the last one."""
        part = self.form.part("kind")
        if isinstance(part, ListedChoice):
            part.set_options(self._options(name))
            last = next(iter(self._used(name)), "")
            if self._offered_kind and last in self._kinds:
                self._offered_kind = last
                part.value = last

    def _follow_title(self, values: Mapping[str, str]) -> None:
        title = self._title(values)
        if title != values["title"]:
            self._default_title = title
            self.form.fill("title", title)

    def _title(self, values: Mapping[str, str]) -> str:
        """Return the title as filled in, or the one that belongs to the other fields."""
        if values["title"] != self._default_title:
            return values["title"]
        try:
            day = date.fromisoformat(values["date"]) if values["date"] else None
        except ValueError:  # the date is not complete yet
            return self._default_title
        return self._title_of(values["kind"], values["language"], day)

    def _title_of(self, kind: str, language: str, day: date | None) -> str:
        found = self._library.kind_in(kind, language)
        if day is not None and found is not None:
            return title_by_kind(found, day)
        name = self._library.name_of(kind, language)
        return default_title(kind, language, day or self._about, name)

    def _minutes_of(self, kind: str) -> int:
        found = self._kinds.get(kind)
        return found.kind.minutes if found is not None and found.kind else USUAL_MINUTES

    def _roles_of(self, kind: str) -> dict[str, str]:
        """Return what a kind calls the roles."""
        found = self._kinds.get(kind)
        header = Header()
        if found is not None and (known := found.kind):
            header = Header(language=known.language, **header_values(known))
        return {role: spoken().text(role_word(header, role)) for role in ROLES}

    def _options(self, person: str) -> list[Option]:
        """Return the kinds: those that were used first, the rest by title."""
        used = [name for name in self._used(person) if name in self._kinds]
        names = dict.fromkeys([*used, *self._kinds])
        return [_option(name, self._kinds[name]) for name in names]

    def result(self, values: Mapping[str, str]) -> NewConversation:
        """Return the values from which to make the conversation; keep the name if asked to."""
        if self._remember is not None and values["remember"] == "yes":
            self._remember(values["my_name"])
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


def _remember_field(remember: object) -> list[Field]:
    if remember is None:
        return []
    options = [(each, tr(f"form.conversation.remember.{each}")) for each in ("yes", "no")]
    return [labelled("form.conversation.remember", "choice", "yes", options=options)]


def _fault_line(library: Library) -> str:
    """Return the line that names the kinds that are not sound; "" if all are.

    In the list they may be out of sight, and the kind of every day is passed over without a word.
    """
    faulty = [found for found in library.kinds if found.kind is None]
    if not faulty:
        return ""
    titles = ", ".join(dict.fromkeys(clean_line(found.title) for found in faulty))
    count = sum(len(found.faults) for found in faulty)
    return f"! {plural('kinds.faults', count)} · {titles}"


def _option(name: str, found: FoundKind) -> Option:
    """Return a kind for the list: its title, and below it what it is for and how big it is."""
    kind = found.kind
    if kind is None:
        return Option(name, found.title, refused=tr(found.fault_message))
    size = [
        tr("form.conversation.kind.minutes", count=kind.minutes),
        plural("form.conversation.kind.points", len(list(kind.items()))),
    ]
    if competencies := len(list(kind.asked())):
        size.append(plural("form.conversation.kind.competencies", competencies))
    has_file = kind.record.has_file_version
    size.append(tr(f"form.conversation.kind.{'file' if has_file else 'no_file'}"))
    return Option(name, kind.title, f"{kind.aim}\n{' · '.join(size)}")


def minutes_fault(text: str) -> str:
    """Return the message why a text is no valid number of minutes; "" if it is one."""
    whole = text.isascii() and text.isdigit() and len(text) <= 4
    return "" if whole and int(text) <= MAX_MINUTES else tr("form.conversation.minutes.fault")
