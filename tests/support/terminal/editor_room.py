"""The notes of a session and an external editor that a test writes, without a screen."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from textual.app import SuspendNotSupported

from afspraak.data.session.working_copies.find_working_copies import find_disk_copies
from afspraak.data.session.working_copies.working_copy import WorkingCopy
from afspraak.tui.controllers.external_editor import ExternalEditor
from afspraak.tui.forms.dialog.confirm import Confirm, Notice
from afspraak.tui.forms.left_text import EditorLeftover

from ..screens.contexts import FakeContext, new_session


class EditorScreen(FakeContext):
    """A screen that makes way for an editor, unless it cannot."""

    def __init__(self) -> None:
        super().__init__()
        self.locks = 0
        self.can_suspend = True

    def lock_if_idle(self) -> None:
        self.locks += 1

    def suspend(self) -> AbstractContextManager[None]:
        if not self.can_suspend:
            raise SuspendNotSupported
        return super().suspend()


class Room:
    """A session, and the editor that a test writes for it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch
        (folder / "nb").mkdir()
        self.session, self.context = new_session(folder / "nb"), EditorScreen()
        self.session.save()
        self.external = ExternalEditor(self.session, self.context)
        self.before = self.session.notes.text

    def set_editor(self, script: str, name: str = "vi") -> None:
        program = self._folder / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        self._monkeypatch.setenv("VISUAL", f"'{program}'")

    def edit(self, script: str, name: str = "vi") -> None:
        self.set_editor(script, name)
        self.external.open()

    @property
    def copies(self) -> list[WorkingCopy]:
        return find_disk_copies(self.session.path)

    @property
    def last(self) -> str:
        """The last line of the notes with a text."""
        return self.session.notes.text.rstrip().rpartition("\n")[2]

    @property
    def said(self) -> list[str]:
        """What was said, without folders that differ from run to run."""
        home = re.escape(str(self._folder))
        return [re.sub(rf"{home}\S*", "~", text) for text in self.context.said]

    def asked(self, answer: object, answers: int = 4) -> tuple[str, str]:
        """Answer the dialog; return its question and its detail as they were."""
        dialog = self.context.answer(answer)
        if isinstance(dialog, EditorLeftover):
            assert len(dialog.answers) == answers
        if isinstance(dialog, Notice):
            return dialog.heading, dialog.text
        if isinstance(dialog, Confirm):
            return dialog.question, dialog.detail
        assert isinstance(dialog, EditorLeftover)
        return dialog.question, dialog.detail

    def is_free(self, copy: WorkingCopy) -> bool:
        """Tell whether another program could take this copy."""
        other = WorkingCopy(copy.folder)
        try:
            return other.acquire()
        finally:
            other.release()
