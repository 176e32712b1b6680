"""The first picture: it stands while Textual is being imported, and opens what the screens show.

Nothing here imports Textual, and a screen imports only what it needs itself. What is opened for the
picture is what the first screen goes on with.
"""

from __future__ import annotations

import os
import termios
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...data.errors import AfspraakError
from ...data.settings.settings import Settings
from ..terminal.driver.early_terminal import EarlyTerminal

if TYPE_CHECKING:
    from ...data.notebook.notebook import Notebook
    from ...data.session.session import Session
    from ...data.session.shown_conversation import ShownConversation
    from ...data.session.user import User
    from ...widgets.drawing.pictures.placed_lines import PlacedLine
    from ..environment import Environment
    from .notebook.board import LoadedBoard


class Beginning(NamedTuple):
    """What was begun before the application runs; close it in any case."""

    terminal: EarlyTerminal | None = None
    """The terminal; None if only Textual's own driver can take it."""
    session: Session | None = None
    """The open conversation, for its desk."""
    board: LoadedBoard | None = None
    """What was read of the notebook, for its screen."""

    def close(self) -> None:
        """Give the terminal back, unless the application has it."""
        if self.terminal is not None:
            self.terminal.close()


NOTHING_BEGUN = Beginning()


def take_terminal(settings: Settings) -> EarlyTerminal | None:
    """Take the terminal over, and prepare to draw on it if its driver sends cells.

    None if another driver of Textual is wanted, or the terminal cannot be taken.
    """
    cells = settings.driver == "cells"
    if not cells and "TEXTUAL_DRIVER" in os.environ:
        return None
    with suppress(termios.error):
        terminal = EarlyTerminal()
        if cells:
            terminal.prepare_drawing()
        return terminal
    return None


def begin_desk(
    terminal: EarlyTerminal | None, path: Path, settings: Settings, environment: Environment
) -> Beginning:
    """Show the desk as it will be at its beginning, and open the conversation at `path`.

    Where it has to ask or to report something first, nothing is shown or opened.
    """
    from ...data.session.shown_conversation import ShownConversation, read_shown
    from ..formatting.findings import finding_of, opening_findings

    draws = terminal is not None and terminal.draws
    if not draws or (shown := read_shown(path, environment.user)) is None:
        session = _opened(path, environment.user)
        if session is not None:
            findings = opening_findings(session)
            _show_desk(terminal, settings, environment, ShownConversation.of(session), findings)
    else:
        _show_desk(terminal, settings, environment, shown, finding_of(shown.status))
        session = _opened(path, environment.user)
    return Beginning(terminal, session)


def _show_desk(
    terminal: EarlyTerminal | None,
    settings: Settings,
    environment: Environment,
    shown: ShownConversation,
    findings: str,
) -> None:
    from .desk.first_picture import first_desk_picture

    def draw(size: tuple[int, int]) -> list[PlacedLine] | None:
        return first_desk_picture(shown, settings, environment.keymap, size, findings)

    _show(terminal, settings, draw)


def begin_notebook(
    terminal: EarlyTerminal | None,
    notebook: Notebook,
    settings: Settings,
    environment: Environment,
) -> Beginning:
    """Read a notebook, and show its screen as it will be at its beginning.

    What takes long to read, or cannot be read, is left to the screen.
    """
    from .notebook.board import (
        LoadedBoard,
        TooMuchToReadError,
        changed_at,
        read_board,
        stop_after_batch,
    )
    from .notebook.first_picture import first_notebook_picture

    seen_at = changed_at(notebook.folder)
    try:
        board = read_board(notebook.folder, environment.user, stop_after_batch)
    except (AfspraakError, TooMuchToReadError):
        return Beginning(terminal)

    def draw(size: tuple[int, int]) -> list[PlacedLine] | None:
        return first_notebook_picture(notebook, board, settings, environment.keymap, size)

    _show(terminal, settings, draw)
    return Beginning(terminal, board=LoadedBoard(board, seen_at))


def _show(
    terminal: EarlyTerminal | None,
    settings: Settings,
    draw: Callable[[tuple[int, int]], list[PlacedLine] | None],
) -> None:
    """Show what `draw` returns for the size of the terminal, if that can be shown here."""
    if terminal is None or not terminal.draws or not all(terminal.size):
        return
    from ..terminal.first_frame import FirstFrame

    with suppress(KeyError):  # colours that only Textual draws
        frame = FirstFrame(settings)
        if picture := draw(terminal.size):
            terminal.show(frame.write(picture))


def _opened(path: Path, user: User) -> Session | None:
    """Return the open session of a conversation; None if the user has to be asked or told."""
    from ...data.session.session import Session

    try:
        session = Session.open(path, user=user)
    except (AfspraakError, OSError):
        return None
    if session.me is not None and not session.read_marker.is_first_look:
        return session
    session.close()
    return None
