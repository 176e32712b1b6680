"""The notes in an editor: what is said, asked and kept, however it ended."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from textual.app import SuspendNotSupported

from afspraak.data.errors import UsageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.session.session import Session
from afspraak.data.session.working_copies.working_copy import WorkingCopy
from afspraak.data.storage.saving.status import SaveStatus, Saving
from afspraak.data.system.paths import home_relative
from afspraak.tui.controllers import external_editor as module
from afspraak.tui.controllers.external_editor import ExternalEditor
from afspraak.tui.formatting.clock import format_when
from afspraak.tui.forms.dialog.confirm import Confirm, Notice
from afspraak.tui.forms.left_text import LeftoverChoice
from afspraak.tui.terminal.editor_command import EditorResult
from afspraak.widgets.language import speak, tr

from ...support.terminal.editing import Editing, writes

TAKEN = "What you saved in ed is in the notes."
KEPT = "It stays; you are asked again when you open this conversation."


@pytest.fixture
def editing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editing:
    speak(catalogue("en"))
    editing = Editing(tmp_path)
    monkeypatch.setattr(module, "EditorCommand", lambda: editing.program)
    return editing


def test_what_is_saved_is_in_the_notes_without_a_word(editing: Editing) -> None:
    editing.program.does = writes("one\ntwo\n")
    editing.editor.open()
    assert editing.program.opened == ["one\n"] and editing.text == "one\ntwo\n"
    assert editing.context.said == [] and editing.context.dialogs == []
    assert editing.copies == [] and editing.context.idle == 1


def test_another_encoding_is_told(editing: Editing) -> None:
    editing.program.does = writes("one\nvóór\n", "cp1252")
    editing.editor.open()
    assert editing.text == "one\nvóór\n"
    assert editing.context.said == ["It was not in UTF-8; it was read as Windows-1252."]


def test_a_removed_file_changes_nothing(editing: Editing) -> None:
    editing.program.does = Path.unlink
    editing.editor.open()
    assert editing.context.said == ["The editor removed the file; the notes are as they were."]
    assert editing.text == "one\n" and editing.copies == []


@pytest.mark.parametrize(
    ("ends", "now", "later"),
    [
        (
            EditorResult(3, 9.0),
            "ed ended with status 3; the notes are as they were.",
            "ed ended with status 3.",
        ),
        (
            EditorResult(-9, 9.0),
            "ed was ended by signal 9; the notes are as they were.",
            "ed was ended by signal 9.",
        ),
        (EditorResult(0, 0.0, "No ed here."), "No ed here.", "No ed here."),
    ],
)
def test_a_failure_is_told_and_what_was_saved_is_asked_about(
    editing: Editing, ends: EditorResult, now: str, later: str
) -> None:
    editing.program.ends = ends
    editing.editor.open()
    assert editing.context.said == [now] and editing.copies == []
    editing.program.does = writes("one\ntwo\n")
    editing.editor.open()
    assert editing.text == "one\n" and editing.context.said == [now]
    (copy,) = editing.copies
    question, lines, answers = editing.asked()
    when = format_when(copy.read().written_at)
    assert question == f"Your editor left text of {when}. Take it in?"
    assert lines == [later, "What was changed in the notes since stays as well."]
    assert answers == ["take", "open", "later", "discard"]
    editing.context.answer(LeftoverChoice.TAKE)
    assert editing.text == "one\ntwo\n" and editing.copies == []
    assert editing.context.said == [now, TAKEN]


def test_what_a_killed_editor_rescued_is_asked_about(editing: Editing) -> None:
    editing.program.does = lambda file: writes("one\nrescued\n")(file.parent / "notes.md.save")
    editing.program.ends = EditorResult(-1, 9.0)
    editing.editor.open()
    editing.context.answer(LeftoverChoice.TAKE)
    assert editing.text == "one\nrescued\n"


def test_a_failed_editor_that_removed_its_file_is_told_so(editing: Editing) -> None:
    editing.program.does, editing.program.ends = Path.unlink, EditorResult(1, 9.0)
    editing.editor.open()
    assert editing.context.said == [tr("external_editor.removed")] and editing.copies == []


@pytest.mark.parametrize("answer", [None, LeftoverChoice.LATER])
def test_a_copy_stays_for_later(editing: Editing, answer: LeftoverChoice | None) -> None:
    editing.left("one\ntwo\n")
    editing.editor.begin()
    editing.context.answer(answer)
    assert editing.context.said == [KEPT] and editing.text == "one\n"
    (copy,) = editing.copies
    assert copy.acquire(), "another window can take it"
    copy.release()


def test_copies_are_asked_about_one_after_the_other(editing: Editing) -> None:
    for text in ("one\ntwo\n", "one\nthree\n"):
        editing.left(text)
    editing.editor.begin()
    assert len(editing.context.dialogs) == 1
    editing.context.answer(LeftoverChoice.TAKE)
    assert len(editing.context.dialogs) == 1
    editing.context.answer(LeftoverChoice.TAKE)
    assert sorted(editing.text.split()) == ["one", "three", "two"]
    assert editing.context.dialogs == [] and editing.copies == []


def test_throwing_away_is_asked_twice(editing: Editing) -> None:
    editing.left("one\ntwo\n")
    editing.editor.begin()
    editing.context.answer(LeftoverChoice.DISCARD)
    (sure,) = editing.context.dialogs
    assert isinstance(sure, Confirm)
    assert (sure.question, sure.detail) == (
        "Throw away what the editor left?",
        "It is gone for good then. The notes stay as they are.",
    )
    editing.context.answer(False)
    assert editing.context.said == [KEPT] and len(editing.copies) == 1
    again = ExternalEditor(editing.session, editing.context)
    again.begin()
    editing.context.answer(LeftoverChoice.DISCARD)
    editing.context.answer(True)
    assert editing.copies == [] and editing.text == "one\n" and editing.context.said == [KEPT]


def test_what_was_saved_during_the_questions_is_not_thrown_away(editing: Editing) -> None:
    copy = editing.left("one\ntwo\n")
    editing.editor.begin()
    editing.context.answer(LeftoverChoice.DISCARD)
    writes("one\nunseen\n")(copy.notes)
    editing.context.answer(True)
    assert editing.asked()[0].startswith("Your editor left text of")
    editing.context.answer(LeftoverChoice.TAKE)
    assert editing.text == "one\nunseen\n"


def test_an_editor_that_goes_on_is_watched(editing: Editing) -> None:
    copy = editing.left("one\ntwo\n")
    editing.editor.begin()
    writes("one\ntwo\nthree\n")(copy.notes)
    editing.context.answer(LeftoverChoice.TAKE)
    assert editing.text == "one\ntwo\nthree\n" and len(editing.copies) == 1
    writes("one\ntwo\nthree\nfour\n")(copy.notes)
    editing.polled()
    assert editing.text == "one\ntwo\nthree\n", "it may be half written"
    editing.polled()
    assert editing.text == "one\ntwo\nthree\nfour\n"
    said = list(editing.context.said)
    assert said[-1] == "What you saved in $EDITOR is in the notes."
    editing.polled(2)
    assert editing.context.said == said, "each save is told once"
    editing.editor.close()
    assert editing.copies[0].acquire()


def test_the_editor_opens_what_another_left(editing: Editing) -> None:
    editing.left("one\ntwo\n")
    editing.editor.begin()
    editing.context.answer(LeftoverChoice.OPEN)
    assert editing.program.opened == ["one\ntwo\n"]
    assert editing.text == "one\ntwo\n" and editing.copies == []


def test_an_editor_in_a_window_of_its_own_is_watched(editing: Editing) -> None:
    editing.editor.begin()
    editing.program.detached = True
    editing.editor.open()
    (notice,) = editing.context.dialogs
    assert isinstance(notice, Notice)
    assert notice.heading == "ed came back at once"
    assert notice.text.endswith("To have afspraak wait for it, set VISUAL='ed -w'.")
    (copy,) = editing.copies
    editing.polled(3)
    assert editing.context.said == []
    writes("one\ntwo\n")(copy.notes)
    editing.polled(2)
    assert editing.text == "one\ntwo\n" and editing.context.said == [TAKEN]
    copy.notes.unlink()
    editing.polled(3)
    assert editing.text == "one\ntwo\n" and editing.context.said == [TAKEN]
    copy.notes.write_bytes(b"x" * 2_000_000)
    editing.polled(4)
    assert editing.context.said[1:] == [
        f"{copy.notes} is bigger than the 1 MB that the notes may be."
    ]
    assert editing.text == "one\ntwo\n"


def test_what_an_open_editor_rescues_beside_its_file_is_not_taken_in(editing: Editing) -> None:
    editing.editor.begin()
    editing.program.detached = True
    editing.editor.open()
    (copy,) = editing.copies
    writes("one\ntwo\n")(copy.notes)
    writes("one\nrescued\n")(copy.folder / "notes.md.save")
    os.utime(copy.folder / "notes.md.save", (copy.notes.stat().st_mtime + 9,) * 2)
    editing.polled(2)
    assert editing.text == "one\ntwo\n"


def test_a_script_that_wrote_at_once_has_finished(editing: Editing) -> None:
    editing.program.detached, editing.program.does = True, writes("one\ntwo\n")
    editing.editor.open()
    assert editing.context.dialogs == [] and editing.copies == []


def test_files_beside_the_notes_are_named(editing: Editing) -> None:
    def saves_more(file: Path) -> None:
        for name in ("d.md", "a.md", "c.md", "b.md"):
            (file.parent / name).write_text("mine")

    editing.program.does = saves_more
    editing.editor.open()
    question, lines, answers = editing.asked()
    (copy,) = editing.copies
    assert question.startswith("Your editor left something of ")
    place = home_relative(copy.folder)
    named = f"You saved more there, which is not taken in: a.md, b.md, c.md, in {place}"
    assert lines == [named] and answers == ["open", "later", "discard"]


def test_what_cannot_be_taken_in_stays_and_its_folder_is_named(editing: Editing) -> None:
    editing.program.does = writes("x" * 2_000_000)
    editing.editor.open()
    (notice,), (copy,) = editing.context.dialogs, editing.copies
    assert isinstance(notice, Notice)
    assert notice.heading == "What the editor left cannot be taken in"
    reason, _, rest = notice.text.partition("\n\n")
    assert reason == f"{copy.notes} is bigger than the 1 MB that the notes may be."
    assert f"it stays in {home_relative(copy.folder)}, and is offered again" in rest
    again = ExternalEditor(editing.session, editing.context)
    again.begin()
    assert editing.asked()[1] == [reason, home_relative(copy.folder)]


def test_a_copy_without_its_beginning_only_adds(editing: Editing) -> None:
    copy = editing.left("one\ntwo\n")
    (copy.folder / "base.json").unlink()
    editing.editor.begin()
    assert editing.asked()[1] == [tr("external_editor.left.no_base")]
    editing.context.answer(LeftoverChoice.TAKE)
    assert editing.text.count("one") == 1 and "two" in editing.text


def test_an_unchanged_copy_is_watched_for_a_day(
    editing: Editing,
) -> None:
    copy = editing.left("one\n")
    editing.editor.begin()
    writes("one\nlate\n")(copy.notes)
    editing.polled(2)
    assert editing.text == "one\nlate\n" and editing.context.dialogs == []
    editing.editor.close()
    base = copy.folder / "base.json"
    os.utime(base, (base.stat().st_atime, base.stat().st_mtime - 25 * 3600))
    ExternalEditor(editing.session, editing.context).begin()
    assert editing.copies == []


def test_a_copy_in_use_elsewhere_is_left_alone(editing: Editing) -> None:
    held = WorkingCopy.create(editing.session.path, "one\n", editing.session.writer)
    held.notes.write_text("one\ntwo\n", "utf-8")
    editing.left("one\nthree\n")
    editing.editor.begin()
    editing.context.answer(LeftoverChoice.TAKE)
    assert editing.text == "one\nthree\n" and editing.context.dialogs == []
    held.remove()


def test_nothing_is_offered_where_nothing_can_be_written(
    editing: Editing, monkeypatch: pytest.MonkeyPatch
) -> None:
    editing.left("one\ntwo\n")
    monkeypatch.setattr(Session, "save_status", SaveStatus(Saving.READ_ONLY, None))
    editing.editor.begin()
    assert editing.context.dialogs == []


def test_a_terminal_that_cannot_make_way_is_told(
    editing: Editing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses() -> Any:
        raise SuspendNotSupported

    monkeypatch.setattr(editing.context, "suspend", refuses)
    editing.editor.open()
    assert editing.context.said == ["This terminal cannot make way for an editor."]
    assert editing.copies == [] and editing.context.idle == 0
    editing.left("one\ntwo\n")
    editing.editor.begin()
    editing.context.answer(LeftoverChoice.OPEN)
    (copy,) = editing.copies
    assert copy.acquire(), "what was left stays"
    copy.release()


def test_open_files_are_looked_at_twice_a_second(editing: Editing) -> None:
    editing.editor.begin()
    (timer,) = editing.context.timers
    assert (timer.seconds, timer.repeats) == (0.5, True)


@pytest.mark.parametrize("again", [False, True])
def test_what_is_too_large_stays_in_its_file(
    editing: Editing, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    def refuses(*_: object) -> None:
        raise UsageError("sharing.limit.full")

    monkeypatch.setattr(Session, "merge_text", refuses)
    if again:
        editing.left("one\ntwo\n")
        editing.editor.begin()
        editing.context.answer(LeftoverChoice.TAKE)
    else:
        editing.program.does = writes("one\ntwo\n")
        editing.editor.open()
    (copy,) = editing.copies
    full = "The conversation is full: no more can be shared."
    assert editing.context.said == [f"{full} It stays in {home_relative(copy.notes)}"]
    assert copy.acquire() and copy.base == "one\n"
    copy.release()


def test_what_cannot_be_saved_stays_in_its_file_too(
    editing: Editing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "save_status", SaveStatus(Saving.FAILED, None))
    editing.program.does = writes("one\ntwo\n")
    editing.editor.open()
    (copy,) = editing.copies
    assert editing.text == "one\ntwo\n"
    kept = f"Its file stays in {home_relative(copy.notes)}."
    failed = "What the editor saved is in the notes, but they cannot be kept now."
    assert editing.context.said == [f"{failed} {kept}"]
