"""An external editor without a terminal: what it does to its file, and how it ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from afspraak.data.model.edits import Write
from afspraak.data.session.working_copies.find_working_copies import find_working_copies
from afspraak.data.session.working_copies.working_copy import WorkingCopy
from afspraak.tui.controllers.external_editor import ExternalEditor
from afspraak.tui.forms.left_text import EditorLeftover
from afspraak.tui.terminal.editor_command import EditorResult

from ..screens.contexts import FakeContext, new_session


class _Context(FakeContext):
    """Counts how often the screens would be locked."""

    idle = 0

    def lock_if_idle(self) -> None:
        self.idle += 1


class _Editor:
    """An editor that does something to its file, and ends."""

    name = "ed"
    setting = "VISUAL='ed -w'"

    def __init__(self) -> None:
        self.does: Callable[[Path], object] = lambda file: None
        self.ends = EditorResult(0, 9.0)
        self.detached = False
        self.opened: list[str] = []

    def run(self, file: Path) -> EditorResult:
        self.opened.append(file.read_text("utf-8"))
        self.does(file)
        return self.ends

    def has_detached(self, ended: EditorResult) -> bool:
        assert ended is self.ends
        return self.detached


class Editing:
    """A session, its editor, and the working copies on disk."""

    def __init__(self, folder: Path) -> None:
        self.session, self.context, self.program = new_session(folder), _Context(), _Editor()
        self.session.apply(Write(0, len(self.session.notes), "one\n"))
        self.editor = ExternalEditor(self.session, self.context)

    @property
    def copies(self) -> list[WorkingCopy]:
        return find_working_copies(self.session.path)

    @property
    def text(self) -> str:
        return self.session.notes.text

    def left(self, text: str, base: str = "one\n") -> WorkingCopy:
        """Leave a copy with this text, as an editor that was killed does."""
        copy = WorkingCopy.create(self.session.path, base, self.session.writer)
        copy.notes.write_text(text, "utf-8")
        copy.release()
        return copy

    def polled(self, times: int = 1) -> None:
        for _ in range(times):
            self.context.tick()

    def asked(self) -> tuple[str, list[str], list[str]]:
        """The question that is open: its words, the lines below, and the answers."""
        form = self.context.dialogs[-1]
        assert isinstance(form, EditorLeftover)
        answers = [choice.value for choice in form.answers]
        return form.question, form.detail.splitlines(), answers


def writes(text: str, encoding: str = "utf-8") -> Callable[[Path], object]:
    """Save this text, a second later than the file was made."""

    def write(file: Path) -> None:
        file.write_bytes(text.encode(encoding))
        later = file.stat().st_mtime_ns + 10**9
        os.utime(file, ns=(later, later))

    return write
