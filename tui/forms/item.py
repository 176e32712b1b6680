"""The form of a checklist item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ...data.ids import RowId
from ...data.model.conversation import ChecklistItem
from ...data.model.fields import Value
from ...widgets.language import tr
from .dialog.described import form_field, form_values
from .dialog.dialog import Dialog


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
        section: str,
    ) -> None:
        """Build the form; a new item begins with `section`, one of `sections`."""
        self._before = form_values("item", item or ChecklistItem(id=RowId(""), section="", text=""))
        shown = dict(self._before)
        if item is None:
            shown["section"] = section
        names = list(sections)
        super().__init__(
            tr("form.item.new" if item is None else "form.item.change"),
            [
                form_field("item", name, value, suggestions=names if name == "section" else ())
                for name, value in shown.items()
            ],
            today=today,
        )

    def result(self, values: Mapping[str, str]) -> dict[str, Value]:
        """Return the attributes that differ from the item as it was."""
        return {name: value for name, value in values.items() if value != self._before[name]}
