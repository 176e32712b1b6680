"""The notes in an external editor, without a screen: what is merged, asked, said and kept."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.session.session import Session
from afspraak.data.session.working_copies.find_working_copies import (
    RETENTION_SECONDS,
)
from afspraak.data.session.working_copies.working_copy import WorkingCopy
from afspraak.data.storage.saving.status import SaveStatus, Saving
from afspraak.tui.controllers.external_editor import ExternalEditor
from afspraak.tui.forms.left_text import LeftoverChoice
from afspraak.widgets.language import speak

from ....support.terminal.editor_room import EditorScreen, Room

SAVES = 'echo "from outside" >> "$1"'
KEPT = "It stays; you are asked again when you open this conversation."


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    speak(catalogue("en"))
    return Room(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("script", "merged", "said"),
    [
        (SAVES, True, []),
        ("true", False, []),
        ("exit 3", False, ["vi ended with status 3; the notes are as they were."]),
        ("kill -9 $$", False, ["vi was ended by signal 9; the notes are as they were."]),
        ('rm "$1"', False, ["The editor removed the file; the notes are as they were."]),
        ('rm "$1"; exit 1', False, ["The editor removed the file; the notes are as they were."]),
        (
            r'printf "caf\351 closed early on friday\n" >> "$1"',
            True,
            ["It was not in UTF-8; it was read as Windows-1252."],
        ),
    ],
)
def test_an_editor_that_waits_leaves_nothing_behind(
    room: Room, script: str, merged: bool, said: list[str]
) -> None:
    room.edit(script)
    assert room.said == said
    assert (room.session.notes.text != room.before) == merged
    assert room.copies == [] and room.context.dialogs == [] and room.context.locks == 1


def test_an_editor_that_cannot_start_is_named(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor-anywhere")
    room.external.open()
    (said,) = room.said
    assert said.startswith("no-such-editor-anywhere could not be started: ")
    monkeypatch.setenv("VISUAL", "vi 'unclosed")
    room.external.open()
    assert "could not be started" in room.said[-1]
    assert room.copies == [] and room.context.dialogs == []


def test_a_screen_that_cannot_make_way_says_so(room: Room) -> None:
    room.context.can_suspend = False
    room.edit(SAVES)
    assert room.said == ["This terminal cannot make way for an editor."]
    assert room.copies == [] and room.context.locks == 0


UNKEPT = "What the editor saved is in the notes, but they cannot be kept now."
FAILED = "vi ended with status 3.\nWhat was changed in the notes since stays as well."
QUESTION = re.compile(r"Your editor left text of \d\d:\d\d\. Take it in\?")


@pytest.mark.parametrize(
    ("answer", "merged", "said", "stays"),
    [
        (LeftoverChoice.TAKE, True, ["What you saved in vi is in the notes."], False),
        (LeftoverChoice.LATER, False, [KEPT], True),
        (None, False, [KEPT], True),
    ],
)
def test_text_of_an_editor_that_failed_is_offered(
    room: Room, answer: LeftoverChoice | None, merged: bool, said: list[str], stays: bool
) -> None:
    room.edit(f"{SAVES}; exit 3")
    question, detail = room.asked(answer)
    assert QUESTION.fullmatch(question) and detail == FAILED
    assert room.said == said
    assert (room.session.notes.text != room.before) == merged
    assert bool(room.copies) == stays and all(map(room.is_free, room.copies))


def test_a_killed_editor_is_told_and_its_file_can_be_opened_again(room: Room) -> None:
    room.edit(f"{SAVES}; kill -9 $$")
    room.set_editor('echo "again" >> "$1"')
    _, detail = room.asked(LeftoverChoice.OPEN)
    assert detail.startswith("vi was ended by signal 9.\n")
    assert room.last == "again"
    assert room.copies == [] and room.context.locks == 2


def test_throwing_away_is_asked_twice(room: Room) -> None:
    for sure, said, left in ((False, [KEPT], 1), (True, [KEPT], 1)):
        room.edit(f"{SAVES}; exit 3")
        room.asked(LeftoverChoice.DISCARD)
        assert room.asked(sure) == (
            "Throw away what the editor left?",
            "It is gone for good then. The notes stay as they are.",
        )
        assert room.said == said and len(room.copies) == left
        assert all(map(room.is_free, room.copies))
    assert room.session.notes.text == room.before


def test_what_is_written_after_the_question_is_not_thrown_away(room: Room) -> None:
    room.edit(f"{SAVES}; exit 3")
    (copy,) = room.copies
    room.asked(LeftoverChoice.DISCARD)
    copy.notes.write_text("later\n")
    room.asked(True)
    assert QUESTION.fullmatch(room.asked(LeftoverChoice.LATER)[0])
    assert len(room.copies) == 1


def test_what_is_written_after_the_offer_is_taken_and_watched(room: Room) -> None:
    room.external.begin()
    room.edit(f"{SAVES}; exit 3")
    (copy,) = room.copies
    copy.notes.write_text(f"{room.before}\nlater\n")
    room.asked(LeftoverChoice.TAKE)
    assert room.last == "later"
    copy.notes.write_text(f"{room.before}\nlater still\n")
    room.context.tick()
    assert room.last == "later", "it may be half written"
    room.context.tick()
    assert room.last == "later still"
    assert room.said == ["What you saved in vi is in the notes."] * 2
    assert not room.is_free(copy)
    room.external.close()
    assert room.is_free(copy)


@pytest.mark.parametrize(
    ("name", "setting"),
    [("myed", "VISUAL to a command that ends when you close the file"),
     ("code", "VISUAL='code --wait'")],
)  # fmt: skip
def test_an_editor_that_returns_at_once_is_watched(room: Room, name: str, setting: str) -> None:
    room.external.begin()
    (timer,) = room.context.timers
    assert timer.seconds == 0.5
    room.edit("true", name)
    title, text = room.asked(None)
    assert title == f"{name} came back at once"
    assert text.endswith(f"\n\nTo have afspraak wait for it, set {setting}.")
    (copy,) = room.copies
    for words in ("first", "second"):
        copy.notes.write_text(f"{room.before}\n{words}\n")
        for _ in range(3):
            room.context.tick()
        assert room.last == words
    assert room.said == [f"What you saved in {name} is in the notes."] * 2
    copy.notes.write_bytes(b"x" * (1024 * 1024 + 1))
    for _ in range(3):
        room.context.tick()
    assert room.said[2:] == ["~ is bigger than the 1 MB that the notes may be."]


def test_what_cannot_be_taken_in_stays(room: Room) -> None:
    room.edit('head -c 1100000 /dev/zero | tr "\\0" x > "$1"')
    title, text = room.asked(None)
    assert title == "What the editor left cannot be taken in"
    (copy,) = room.copies
    assert text == (
        f"{copy.notes} is bigger than the 1 MB that the notes may be.\n\nNothing is thrown away: "
        f"it stays in {copy.folder}, and is offered again when you open this conversation."
    )
    assert room.is_free(copy)
    assert room.said == []


@pytest.mark.parametrize("count", [1, 3, 5])
def test_files_beside_the_notes_are_named(room: Room, count: int) -> None:
    names = [f"other{number}.txt" for number in range(count)]
    room.edit("; ".join(f"echo more > {name}" for name in names))
    question, detail = room.asked(LeftoverChoice.LATER, answers=3)
    assert re.fullmatch(r"Your editor left something of \d\d:\d\d\.", question)
    shown = ", ".join(names[:3])
    assert detail.startswith(f"You saved more there, which is not taken in: {shown}, in ")
    (copy,) = room.copies
    assert room.is_free(copy)


def test_a_swap_file_is_offered_with_the_text(room: Room) -> None:
    room.edit(f'{SAVES}; cp "$1" .notes.md.swp; exit 1')
    _, detail = room.asked(LeftoverChoice.TAKE)
    assert detail.splitlines()[-1].startswith("There is a swap file of Vim too")
    (copy,) = room.copies
    assert room.is_free(copy) and room.session.notes.text != room.before


def test_leftovers_are_offered_one_by_one_and_others_watched(room: Room) -> None:
    def leave(text: str, change: Callable[[WorkingCopy], None]) -> WorkingCopy:
        copy = WorkingCopy.create(room.session.path, text, room.session.writer)
        change(copy)
        copy.release()
        return copy

    base = room.before
    for words in ("one", "two"):
        leave(base, lambda copy, words=words: copy.set_base(f"{base}{words}"))  # type: ignore[misc]
    young = leave(base, lambda _: None)
    old = leave(base, lambda _: None)
    moment = old.notes.stat().st_mtime - RETENTION_SECONDS - 60
    os.utime(old.folder / "base.json", (moment, moment))
    used = WorkingCopy.create(room.session.path, base, room.session.writer)
    room.external.begin()
    assert not old.folder.exists() and young.folder.exists() and used.folder.exists()
    assert len(room.context.dialogs) == 1
    for _ in range(2):
        room.asked(LeftoverChoice.LATER)
    assert room.context.dialogs == [] and room.said == [KEPT] * 2
    assert not room.is_free(young)
    room.external.close()
    assert room.is_free(young)
    used.release()


def test_a_closed_conversation_lets_go_of_what_it_did_not_ask_yet(room: Room) -> None:
    for _ in range(2):
        copy = WorkingCopy.create(room.session.path, "given", room.session.writer)
        copy.notes.write_text("changed\n")
        copy.release()
    room.external.begin()
    room.external.close()
    free = sum(map(room.is_free, room.copies))
    assert free == 1, "the one that is asked about is held until its answer"
    room.asked(None)
    assert all(map(room.is_free, room.copies)) and room.context.dialogs == []


@pytest.mark.parametrize("offered", [False, True])
@pytest.mark.parametrize(
    ("refuses", "said"),
    [
        (True, "That was just removed. It stays in ~"),
        (False, f"{UNKEPT} Its file stays in ~"),
    ],
)
def test_what_cannot_be_merged_or_kept_stays_in_its_file(
    room: Room, refuses: bool, said: str, offered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UsageError("desk.row_deleted")

    if refuses:
        monkeypatch.setattr(Session, "merge_text", refuse)
    else:
        monkeypatch.setattr(Session, "save_status", SaveStatus(Saving.FAILED, None))
    room.edit(f"{SAVES}; exit {3 if offered else 0}")
    (copy,) = room.copies
    if offered:
        room.asked(LeftoverChoice.TAKE)
    assert room.said == [said] and str(copy.notes) in room.context.said[0]
    assert room.is_free(copy) and copy.notes.exists() and room.context.dialogs == []


def test_text_in_another_encoding_is_offered_as_read(room: Room) -> None:
    room.edit(r'printf "caf\351 closed early on friday\n" >> "$1"; exit 3')
    _, detail = room.asked(LeftoverChoice.TAKE)
    assert detail.splitlines()[2:] == ["It was not in UTF-8; it was read as Windows-1252."]
    assert room.said == [
        "What you saved in vi is in the notes. It was not in UTF-8; it was read as Windows-1252."
    ]


def test_text_whose_beginning_is_lost_only_adds(room: Room) -> None:
    copy = WorkingCopy.create(room.session.path, room.before, room.session.writer)
    copy.notes.write_text(f"{room.before}\nfrom outside\n")
    (copy.folder / "base.json").unlink()
    copy.release()
    room.external.begin()
    _, detail = room.asked(LeftoverChoice.TAKE)
    assert detail.startswith("What it was given is not known any more")
    assert "from outside" in room.session.notes.text
    assert set(room.before.split("\n")) <= set(room.session.notes.text.split("\n"))
    assert room.said == ["What you saved in $EDITOR is in the notes."] and room.copies == []


def test_an_offered_file_is_let_go_where_no_editor_can_open(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for visual, suspends in (("vi", False), ("vi 'unclosed", True)):
        room.edit(f"{SAVES}; exit 3")
        (copy,) = room.copies
        room.context.can_suspend = suspends
        monkeypatch.setenv("VISUAL", visual)
        room.asked(LeftoverChoice.OPEN)
        assert room.is_free(copy)
        copy.remove()
        room.context.can_suspend = True
    assert room.said[0] == "This terminal cannot make way for an editor."
    assert "could not be started" in room.said[1]


def test_a_leftover_that_cannot_be_taken_in_is_offered_with_the_reason(room: Room) -> None:
    copy = WorkingCopy.create(room.session.path, room.before, room.session.writer)
    copy.notes.write_bytes(b"x" * (1024 * 1024 + 1))
    copy.release()
    room.external.begin()
    question, detail = room.asked(LeftoverChoice.LATER, answers=3)
    assert question.startswith("Your editor left something of ")
    reason, folder = detail.splitlines()
    assert reason == f"{copy.notes} is bigger than the 1 MB that the notes may be."
    assert folder == str(copy.folder)


def test_a_conversation_that_is_only_read_is_asked_nothing(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = WorkingCopy.create(room.session.path, "given", room.session.writer)
    copy.notes.write_text("changed\n")
    copy.release()
    room.session.close()
    monkeypatch.setattr(os, "access", lambda *_: False)  # as for another user
    session, context = Session.open(room.session.path), EditorScreen()
    ExternalEditor(session, context).begin()
    assert context.dialogs == [] and room.is_free(copy)
    session.close()
