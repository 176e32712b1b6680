"""The form of a checklist item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ...data.ids import RowId
from ...data.kinds.role_words import kept_role_word, role_word
from ...data.model.conversation import ROLES, ChecklistItem, Header
from ...data.model.fields import Value
from ...widgets.language import spoken, tr
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
        header: Header | None = None,
    ) -> None:
        """Build the form; a new item begins with `section`, one of `sections`.

        `header` is that of the conversation, whose words for the roles it shows; by default the
        usual ones.
        """
        self._before = form_values("item", item or ChecklistItem(id=RowId(""), section="", text=""))
        shown = dict(self._before)
        if item is None:
            shown["section"] = section
        names = list(sections)
        roles: dict[str, str] = {
            role: spoken().text(role_word(header, role))
            for role in ROLES
            if header is not None and kept_role_word(header, role)
        }
        super().__init__(
            tr("form.item.new" if item is None else "form.item.change"),
            [
                form_field(
                    "item",
                    name,
                    value,
                    suggestions=names if name == "section" else (),
                    words=roles if name == "belongs" else {},
                )
                for name, value in shown.items()
            ],
            today=today,
        )

    def result(self, values: Mapping[str, str]) -> dict[str, Value]:
        """Return the attributes that differ from the item as it was."""
        return {name: value for name, value in values.items() if value != self._before[name]}
