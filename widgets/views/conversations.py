"""The list of conversations: a table by section, below what others offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from ...data.notebook.agenda.agenda import Agenda
from ..drawing.list_row import ListRow
from ..drawing.notebook.first_steps import FirstSteps
from ..drawing.notebook.rows import notebook_rows
from ..drawing.roles import Role
from ..primitives.row_list import RowList

OFFER = "+"
"""The first column of a conversation that another user offers."""

_NO_OFFERS: Mapping[str, str] = MappingProxyType({})


class ConversationList(RowList):
    """The conversations of a notebook, below those that others offer."""

    def show(
        self,
        agenda: Agenda,
        today: date,
        offers: Mapping[str, str] = _NO_OFFERS,
        *,
        folded: bool = False,
        fold_key: str = "",
    ) -> None:
        """Show these; the cursor stays on its row. Dates omit the year of `today`.

        `offers` are texts by key; a key differs from every slug. If `folded`, only the last
        conversation of each person is shown of those that were held; `fold_key` shows all.
        """
        mark = f"{OFFER} "
        self.update_rows(
            [
                *(ListRow(key, text, mark=mark, style=Role.BOLD) for key, text in offers.items()),
                *notebook_rows(agenda, today, folded=folded, key=fold_key),
            ]
        )

    def show_first_steps(self, keys: Mapping[str, str], rows: int) -> None:
        """Show how to begin, in so many lines; `keys` are the first keys of bindings."""
        steps = FirstSteps("first/steps", "", selectable=False, keys=keys, rows=rows)
        self.update_rows([steps])
