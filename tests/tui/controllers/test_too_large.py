"""What is too large to be shared is refused on the desk before it is there; nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events

from afspraak.data.crdt.admission.limits import MAX_DOCUMENT_BYTES
from afspraak.data.crdt.replica import Replica
from afspraak.data.model.edits import Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.working_copies.find_working_copies import find_working_copies
from afspraak.tui.controllers.external_editor import ExternalEditor
from afspraak.tui.forms.dialog.confirm import Notice
from afspraak.widgets.notes.editor import NotesEditor

from ...support.screens.contexts import FakeContext, new_session
from ...support.screens.desks import Seat, seat
from ...support.servers.remotes import folder_remotes

TOO_LONG = "Too long to share"


class _Context(FakeContext):
    def lock_if_idle(self) -> None:
        pass


@asynccontextmanager
async def _desk(folder: Path, room: int) -> AsyncIterator[Seat]:
    """Jan's desk of a shared conversation with this many bytes of room."""
    folder_remotes(folder / "shared")
    (folder / "jan").mkdir()
    session = new_session(folder / "jan")
    size = len(session.sync.update_since(Replica().state_vector))
    written = MAX_DOCUMENT_BYTES // 8 * 7 - size - room
    session.apply(Write(0, 0, "a" * written))
    session.apply(Write(0, written, ""))  # the document keeps what was deleted
    session.sync.set_remote_address(LocalFolder(str(folder / "shared")))
    async with seat(folder / "jan", session) as jan:
        yield jan


async def test_a_paste_that_is_too_long_changes_nothing(tmp_path: Path) -> None:
    async with _desk(tmp_path, 20_000) as jan:
        await jan.do("desk.pane.notes")
        editor = jan.desk.query_one(NotesEditor)
        before = editor.text
        jan.app.post_message(events.Paste("p" * 30_000))
        await jan.settled()
        assert TOO_LONG in jan.text and "there is room for" in jan.text
        assert editor.text == jan.session.notes.text == before
        await jan.type("typed ")
        jan.app.post_message(events.Paste("pasted"))
        await jan.settled()
        assert editor.text == jan.session.notes.text
        assert "typed pasted" in jan.text


async def test_a_form_stays_open_with_its_text(tmp_path: Path) -> None:
    async with _desk(tmp_path, 8_000) as jan:
        await jan.do("desk.pane.agreements", "list.add")
        jan.form.form.fill("text", "Runbook")
        jan.form.form.fill("measure", "m" * 9_000)
        await jan.settled()
        agreements = len(jan.conversation.agreements)
        await jan.do("form.accept")
        assert isinstance(jan.app.screen, Notice) and TOO_LONG in jan.text
        await jan.do("help.close")
        assert jan.form.form.values()["measure"] == "m" * 9_000
        assert len(jan.conversation.agreements) == agreements
        screens = len(jan.app.screen_stack)
        jan.form.form.fill("measure", "short")
        await jan.do("form.accept")
        assert len(jan.app.screen_stack) == screens - 1
        assert len(jan.conversation.agreements) == agreements + 1


async def test_a_full_conversation_says_so_at_each_edit(tmp_path: Path) -> None:
    async with _desk(tmp_path, 0) as jan:
        before = jan.session.sync.snapshot
        full = "The conversation is full: no more can be shared."
        for binding in ("checklist.tick", "checklist.park"):
            jan.desk.show_status("")
            await jan.do(binding)
            assert full in jan.text
        await jan.do("desk.pane.notes")
        await jan.type("x")
        await jan.settled()
        assert full in jan.text
        jan.desk.show_status("")
        await jan.do("desk.undo")
        assert full in jan.text or jan.session.sync.snapshot == before
        assert jan.session.sync.snapshot == before


def test_what_an_editor_saved_stays_in_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, context = new_session(tmp_path), _Context()
    session.sync.set_remote_address(LocalFolder("/somewhere"))
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\nyes  | head -n 180000 >> "$1"\n')
    script.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(script))
    before = session.notes.text
    ExternalEditor(session, context).open()
    assert session.notes.text == before
    (copy,) = find_working_copies(session.path)
    assert copy.notes.read_text().count("\n") > 180_000
    assert context.said[-1].startswith("Too long to share: 180000 lines, with room for 1749")
    assert str(copy.notes) in context.said[-1]
    session.close()
