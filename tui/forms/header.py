"""The form of a conversation's header and partners."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...data.ids import PartnerId
from ...data.kinds.role_words import kept_role_word
from ...data.model.checklist.competencies import competencies_of, in_one_line, parse_names
from ...data.model.conversation import Conversation
from ...data.model.fields import SPECS, Value
from ...data.model.header_edits import HeaderChanges
from ...widgets.forms.form_field import Field
from ...widgets.language import spoken, tr
from .conversation import minutes_fault
from .dialog.described import form_field, form_values, labelled
from .dialog.dialog import Dialog

_MORE: dict[str, dict[str, Any]] = {
    "date": {"time_field": "time"},
    "time": {"kind": "time"},
    "minutes": {"check": minutes_fault},
    "next_on": {"counts_from": "date"},
}
"""What a field has besides what its description says."""


class HeaderForm(Dialog[HeaderChanges]):
    """The form of the header. Its result has the changed values alone."""

    def __init__(self, conversation: Conversation, today: date, focus_field: str = "") -> None:
        """Build the form; the focus begins in `focus_field`, by default the first."""
        self._known = competencies_of(conversation)
        self._before = _values(conversation, self._known)
        self._partners = {
            partner.id: kept_role_word(conversation.header, partner.role)
            for partner in conversation.partners
        }
        super().__init__(
            tr("form.header"),
            [self._field(name, value) for name, value in self._before.items()],
            today=today,
            language=spoken().language,
            focus_field=focus_field,
        )

    def _field(self, name: str, value: str) -> Field:
        if ("header", name) in SPECS:
            return form_field("header", name, value, **_MORE.get(name, {}))
        if (partner := PartnerId(name)) in self._partners:
            label = self._partners[partner] or tr(f"form.header.{name}")
            required = tr("form.header.name.required")
            return Field(name, label, "line", value, tr("form.header.name.help"), required=required)
        return labelled(f"form.header.{name}", "wrapped", value)

    def result(self, values: Mapping[str, str]) -> HeaderChanges:
        """Return the attributes, names and competencies that differ from the initial ones."""
        changed = {name: value for name, value in values.items() if value != self._before[name]}
        header: dict[str, Value] = {
            name: _stored_value(name, value)
            for name, value in changed.items()
            if ("header", name) in SPECS
        }
        named = changed.get("competencies")
        return HeaderChanges(
            values=header,
            names={partner: changed[partner] for partner in self._partners if partner in changed},
            competencies_before=self._known,
            competencies=self._known if named is None else parse_names(named),
        )


def _values(conversation: Conversation, competencies: tuple[str, ...]) -> dict[str, str]:
    """Return the values that the form shows, by field name."""
    values: dict[str, str] = {}
    for name, value in form_values("header", conversation.header).items():
        if name == "next_on":
            values["competencies"] = in_one_line(competencies)
        values[name] = value
    return values | {partner.id: partner.name for partner in conversation.partners}


def _stored_value(name: str, value: str) -> Value:
    """Return a value as the header stores it."""
    if SPECS["header", name].value == "number":
        return int(value or 0)
    return value
