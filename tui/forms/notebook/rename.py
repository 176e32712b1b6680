"""The form that asks for another name of a conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ....data.errors import UsageError
from ....data.ids import Slug
from ....data.notebook.notebook import slug_of
from ....data.text.sanitize import clean_line
from ....widgets.language import tr
from ..dialog.described import labelled
from ..dialog.dialog import Dialog


class RenameForm(Dialog[Slug]):
    """Asks for a name; the result is the slug. `refuse` raises UsageError for one that is taken."""

    ACCEPT_ON_HANG_UP = False
    LIVE_ROWS = 1

    def __init__(self, slug: Slug, refuse: Callable[[Slug], object], today: date) -> None:
        self._slug = slug
        self._refuse = refuse
        field = labelled(
            "form.rename.name",
            value=clean_line(slug),
            required=True,
            check=self._fault,
            replace_on_typing=True,
        )
        super().__init__(tr("form.rename"), [field], today=today)

    @property
    def accept_label(self) -> str:
        """The word on the button that renames."""
        return tr("form.rename.accept")

    def result(self, values: Mapping[str, str]) -> Slug:
        """Return the name as it will be."""
        return slug_of(values["name"])

    def live(self, values: Mapping[str, str]) -> str:
        """Return how the name will be written, if it is another."""
        slug = slug_of(values["name"])
        shown = slug and slug != self._slug and values["name"] != slug
        return tr("form.rename.becomes", slug=slug) if shown else ""

    def _fault(self, text: str) -> str:
        try:
            self._refuse(slug_of(text))
        except UsageError as error:
            return tr(error.message)
        return ""
