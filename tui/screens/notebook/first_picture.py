"""The first picture of the notebook, from what was read of it, without Textual."""

from __future__ import annotations

from ....data.notebook.agenda.agenda import agenda
from ....data.notebook.agenda.board import Board
from ....data.notebook.notebook import Notebook
from ....data.settings.settings import Settings
from ....widgets.drawing.footer_line import FooterParts
from ....widgets.drawing.header_line import HeaderParts
from ....widgets.drawing.notebook.facts import notebook_facts
from ....widgets.drawing.notebook.rows import folds
from ....widgets.drawing.pictures.notebook_picture import NotebookParts, notebook_picture
from ....widgets.drawing.pictures.placed_lines import PlacedLine
from ....widgets.language import tr
from ...formatting.clock import today
from ...keys.keymap import Keymap
from .texts import named_keys, notebook_hints, notebook_titles, retention_reminder


def first_notebook_picture(
    notebook: Notebook, board: Board, settings: Settings, keymap: Keymap, size: tuple[int, int]
) -> list[PlacedLine] | None:
    """Return the picture of the notebook at its beginning; None if it begins elsewhere.

    What others offer arrives later, and changes it.
    """
    day, folder = today(), notebook.folder
    shown = agenda(board.summaries, day)
    has_rows = bool(board.summaries)
    keys, always = notebook_hints(keymap, folder, has_rows=has_rows, can_fold=folds(shown))
    reminder = retention_reminder(notebook, board.summaries, settings.keep_years, day)
    parts = NotebookParts(
        HeaderParts(notebook_titles(folder), facts=notebook_facts(shown, board.late, day)),
        FooterParts(keys, always, tr(reminder) if reminder else ""),
        board,
        shown,
        day,
        named_keys(keymap),
        keymap.first_key("notebook.fold"),
    )
    return notebook_picture(parts, *size)
