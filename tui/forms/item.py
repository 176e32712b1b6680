"""The form of a checklist item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ...data.i18n.catalogue import tr
from ...data.model.conversation import BELONGS, ChecklistItem
from ...data.model.fields import Value
from ...data.text.sanitize import clean_line
from ...widgets.forms.form_field import Field, FieldKind
from .dialog import Dialog

_KINDS: tuple[tuple[str, FieldKind], ...] = (
    ("text", "wrapped"),
    ("explanation", "wrapped"),
    ("belongs", "choice"),
    ("section", "line"),
)


class ItemForm(Dialog[dict[str, Value]]):
    """The form of one item. Its result holds the attributes that changed, and only those.

    Without an item the form makes a new one, compared with an empty item of both partners.
    """

    def __init__(
        self,
        item: ChecklistItem | None,
        sections: Iterable[str],
        today: date,
        *,
        section: str = "",
    ) -> None:
        """Build the form; a new item begins with `section`, one of `sections`."""
        self._before = _values(item or ChecklistItem(id="", section="", text=""))
        shown = dict(self._before)
        if item is None:
            shown["section"] = clean_line(section)
        options = [(whose, tr(f"form.item.belongs.{whose}")) for whose in BELONGS]
        names = list(sections)
        super().__init__(
            tr("form.item.new" if item is None else "form.item.change"),
            [
                Field(
                    name,
                    tr(f"form.item.{name}"),
                    kind,
                    shown[name],
                    tr(f"form.item.{name}.help"),
                    options=options if name == "belongs" else (),
                    suggestions=names if name == "section" else (),
                    required=tr("form.item.text.required") if name == "text" else "",
                )
                for name, kind in _KINDS
            ],
            today=today,
        )

    def result(self, values: Mapping[str, str]) -> dict[str, Value]:
        """Return the attributes that differ from the item as it was."""
        return {name: value for name, value in values.items() if value != self._before[name]}


def _values(item: ChecklistItem) -> dict[str, str]:
    return {name: clean_line(getattr(item, name)) for name, _ in _KINDS}
