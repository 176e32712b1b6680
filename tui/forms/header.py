"""The form of a conversation's header and partners."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...data.i18n.catalogue import current_language, tr
from ...data.model.competencies import competencies_of, in_one_line, parse_names
from ...data.model.conversation import Conversation
from ...data.model.fields import Value
from ...data.model.header_edits import HeaderChanges
from ...data.text.sanitize import clean_line, clean_text
from ...widgets.forms.form_field import Field, FieldKind
from .conversation import minutes_fault, read_time, time_fault
from .dialog import Dialog

_KINDS: tuple[tuple[str, FieldKind], ...] = (
    ("title", "line"),
    ("date", "date"),
    ("time", "line"),
    ("minutes", "line"),
    ("place", "line"),
    ("period", "line"),
    ("department", "line"),
    ("job", "paragraph"),
    ("goals", "paragraph"),
    ("competencies", "wrapped"),
    ("next_on", "date"),
)
_CHECKS = {"time": time_fault, "minutes": minutes_fault}


class HeaderForm(Dialog[HeaderChanges]):
    """The form of the header. Its result holds what changed, and only that."""

    def __init__(self, conversation: Conversation, today: date, focus_field: str = "") -> None:
        """Build the form; the focus begins in `focus_field`, by default the first."""
        self._known = competencies_of(conversation)
        self._before = _values(conversation, self._known)
        self._partners = [partner.id for partner in conversation.partners]
        kinds = dict(_KINDS)
        super().__init__(
            tr("form.header"),
            [
                Field(
                    name,
                    tr(f"form.header.{name}"),
                    kinds.get(name, "line"),
                    value,
                    tr(f"form.header.{name}.help"),
                    check=_CHECKS.get(name),
                    required=tr("form.header.name.required") if name in self._partners else "",
                    replace_on_typing=name == "minutes",
                )
                for name, value in self._before.items()
            ],
            today=today,
            language=current_language(),
            focus_field=focus_field,
        )

    def result(self, values: Mapping[str, str]) -> HeaderChanges:
        """Return the attributes, names and competencies that differ from what was shown."""
        changed = {name: value for name, value in values.items() if value != self._before[name]}
        header: dict[str, Value] = {
            name: _stored_value(name, value)
            for name, value in changed.items()
            if name != "competencies" and name not in self._partners
        }
        named = changed.get("competencies")
        return HeaderChanges(
            values=header,
            names={name: changed[name] for name in self._partners if name in changed},
            competencies_before=self._known,
            competencies=self._known if named is None else parse_names(named),
        )


def _values(conversation: Conversation, competencies: tuple[str, ...]) -> dict[str, str]:
    """Return the conversation as the form shows it: field name -> value."""
    header = conversation.header
    values: dict[str, str] = {}
    for name, kind in _KINDS:
        if name == "competencies":
            values[name] = in_one_line(competencies)
        elif kind == "paragraph":
            values[name] = clean_text(getattr(header, name)).rstrip()
        elif kind == "date":
            day = getattr(header, name)
            values[name] = day.isoformat() if day else ""
        else:
            values[name] = clean_line(str(getattr(header, name) or ""))
    return values | {partner.id: clean_line(partner.name) for partner in conversation.partners}


def _stored_value(name: str, value: str) -> Value:
    """Return a value as the header stores it."""
    if name == "minutes":
        return int(value or 0)
    return (read_time(value) or "") if name == "time" else value
