"""The panes of the desk, with the keys of the key table."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from ....widgets.notes.pane import NotesPane
from ....widgets.views.agreements import AgreementsPane
from ....widgets.views.checklist import ChecklistPane
from ...keys import table as keys


class Checklist(ChecklistPane):
    """The checklist with its keys."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("checklist") + keys.bindings("list")


class Notes(NotesPane):
    """The notes with their keys."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("notes")


class Agreements(AgreementsPane):
    """The agreements with their keys."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("agreements") + keys.bindings("list")
