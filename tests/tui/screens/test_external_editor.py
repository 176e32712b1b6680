"""The notes in an external editor: saved text survives every kind of exit and is offered."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.session.working_copies.find_working_copies import (
    find_disk_copies,
    find_working_copies,
)
from afspraak.data.system.files.memory_folders import memory_folders

from ...checkout import IMPORT_ROOT
from ...support.conversations.lock_keys import Key, key
from ...support.programs import forked
from ...support.terminal.editors import (
    OFFER,
    SAVES,
    TAKEN,
    Start,
    again,
    conversation,
    left,
    notes,
    opened,
    until,
)
from ...support.terminal.terminal import PATIENCE, begun, tables


@pytest.fixture(autouse=True)
def _no_share_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_SHARED", str(tmp_path / "shared"))


def command(folder: Path, *words: str) -> str:
    """The output of a command."""
    words = ("--notebook", str(folder / "nb"), *words)
    done = forked.run(words, os.environ, IMPORT_ROOT, session=True)
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("how", ["hang up", "TERM", "kill -9"])
def test_text_saved_by_the_editor_survives_a_killed_program(
    start: Start, editor: Callable[..., dict[str, str]], tmp_path: Path, how: str
) -> None:
    saved = tmp_path / "saved"
    terminal = opened(start, editor(f"{SAVES}touch {saved}\nexec sleep 60\n"))
    until(saved.exists, terminal)
    if how == "hang up":
        terminal.hang_up()
    else:
        os.kill(terminal.process.pid, signal.SIGTERM if how == "TERM" else signal.SIGKILL)
    terminal.process.wait(PATIENCE)
    (copy,) = find_disk_copies(conversation(tmp_path))
    assert stat.S_IMODE(copy.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in copy.files()} == {0o600}
    said = command(tmp_path, "check")
    assert str(copy.folder) in said and "opening the conversation offers it" in said
    assert "from outside" in command(tmp_path, "about", "Anna")
    terminal = again(start).wait(OFFER)
    terminal.press("enter")
    terminal.wait(TAKEN).wait("from outside")
    left(terminal)
    assert notes(tmp_path).count("from outside") == 1
    assert not find_working_copies(conversation(tmp_path))
    assert not conversation(tmp_path).with_suffix(".log").exists()


def test_an_editor_that_cannot_start_is_named_and_the_desk_goes_on(
    start: Start, tmp_path: Path
) -> None:
    terminal = opened(start, {"VISUAL": str(tmp_path / "no-editor"), "EDITOR": ""})
    terminal.wait("no-editor could not be started: No such file or directory")
    terminal.type("still here")
    terminal.wait("still here")
    left(terminal)
    assert "still here" in "\n".join(notes(tmp_path))


def test_saved_and_unsaved_text_of_vim_survives_a_closed_terminal(
    start: Start, tmp_path: Path
) -> None:
    vim = {"VISUAL": "vim -u NONE -N", "EDITOR": ""}
    terminal = opened(start, vim).wait("notes.md")
    terminal.type("ggOsaved by vim\x1b:w\r")
    terminal.wait("written")
    terminal.type("ggOnot saved\x1b")
    terminal.wait("not saved")
    terminal.hang_up()
    terminal.process.wait(PATIENCE)
    # What was not saved comes back from Vim's own swap file.
    terminal = again(start, vim).wait(OFFER)
    terminal.wait("swap file of Vim")
    terminal.press("enter")
    left(terminal.wait(TAKEN))
    terminal = again(start, vim).wait("Your editor left something").wait("swap file of Vim")
    assert "Take it in" not in terminal.text, "that was done"
    terminal.press("enter")
    terminal.wait("Found a swap file by the name")
    terminal.type("r")
    terminal.wait("Press ENTER")
    terminal.type("\r:wq\r")
    terminal.wait("Agreements").wait("saved by vim").wait("not saved")
    left(terminal)
    assert notes(tmp_path)[:2] == ["not saved", "saved by vim"]


@pytest.mark.parametrize(
    ("ending", "told"),
    [("exit 3", "ended with status 3"), ("kill -9 $$", "ended by signal 9")],
)
def test_an_editor_failing_after_a_save_causes_a_question(
    start: Start,
    editor: Callable[..., dict[str, str]],
    tmp_path: Path,
    ending: str,
    told: str,
) -> None:
    terminal = opened(start, editor(f"{SAVES}{ending}\n")).wait(told)
    terminal.press("escape")
    terminal.wait("It stays")
    left(terminal)
    assert "from outside" not in notes(tmp_path)
    terminal = again(start).wait(OFFER)
    terminal.press("right", "right", "right", "enter")
    terminal.wait("gone for good").press("n")
    terminal.wait("It stays")
    left(terminal)
    terminal = again(start).wait(OFFER)
    terminal.press("right", "right", "right", "enter")
    terminal.wait("gone for good").press("y")
    terminal.wait_gone("gone for good")
    left(terminal)
    assert "from outside" not in notes(tmp_path)
    assert not find_working_copies(conversation(tmp_path))


def test_an_editor_failing_without_a_change_leaves_nothing(
    start: Start, editor: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    terminal = opened(start, editor("exit 7\n")).wait("ended with status 7")
    assert not find_working_copies(conversation(tmp_path))
    left(terminal)


@pytest.mark.parametrize(
    ("lines", "told", "stays"),
    [
        ('rm "$1"', "The editor removed the file", False),
        ('rm "$1"; mkdir "$1"; echo mine > "$1/a"', "cannot be taken in", True),
        ('echo mine > "$PWD/a"; ln -sf a "$1"', "cannot be taken in", True),
        ('rm "$1"; mkfifo "$1"', "cannot be taken in", True),
        ('truncate -s 9000000 "$1"', "bigger than the 1 MB", True),
        ('rm -rf "$PWD"', "The editor removed the file", False),
    ],
    ids=["removed", "a folder", "a link", "a FIFO", "too big", "all removed"],
)
def test_files_left_by_the_editor_are_reported_and_kept(
    start: Start,
    editor: Callable[..., dict[str, str]],
    tmp_path: Path,
    lines: str,
    told: str,
    stays: bool,
) -> None:
    terminal = opened(start, editor(f"{lines}\n")).wait(told)
    if stays:
        terminal.press("escape")
    left(terminal)
    assert bool(find_working_copies(conversation(tmp_path))) == stays
    terminal = again(start)
    if stays:
        assert "left by your editor" in command(tmp_path, "check")
        terminal.wait("Your editor left something").press("escape")
        terminal.wait("It stays")
    left(terminal)
    command(tmp_path, "forget", "Anna de Vries", "--yes")
    assert not list((tmp_path / "nb").rglob("*"))


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ('iconv -f UTF-8 -t LATIN1 "$1" > new && mv new "$1"', "Windows-1252"),
        ('iconv -f UTF-8 -t UTF-16 "$1" > new && mv new "$1"', "UTF-16"),
        ('iconv -f UTF-8 -t UTF-16LE "$1" > new && mv new "$1"', "UTF-16"),
        (r"printf '\357\273\277' | cat - " + '"$1" > new && mv new "$1"', ""),
        ('sed -i "s/$/\\r/" "$1"', ""),
    ],
    ids=["Latin-1", "UTF-16", "UTF-16 without a mark", "UTF-8 with a mark", "CRLF"],
)
def test_every_encoding_of_an_edited_file_is_read(
    start: Start, editor: Callable[..., dict[str, str]], tmp_path: Path, lines: str, name: str
) -> None:
    typed = "sed -i '1s/^/Zoë één\\n/' \"$1\"\n"
    terminal = opened(start, editor(f"{typed}{lines}\n")).wait("Zoë één")
    if name:
        terminal.wait(f"read as {name}")
    left(terminal)
    lines_now = notes(tmp_path)
    assert lines_now[0] == "Zoë één"
    assert "## Looking back" in lines_now
    assert not any("\ufffd" in line or "\ufeff" in line for line in lines_now)


def test_an_editor_that_returns_at_once_is_reported_and_its_later_saves_merged(
    start: Start, editor: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    terminal = opened(start, editor("exit 0\n", "code")).wait("came back at once")
    terminal.wait("code --wait").press("escape")
    terminal.wait_gone("came back at once")
    (copy,) = find_disk_copies(conversation(tmp_path))
    before = copy.notes.read_text("utf-8")
    # Its user goes on in the notes, and the editor saves twice.
    terminal.type("typed here ")
    terminal.wait("typed here")
    copy.notes.write_text(before + "window one\n", "utf-8")
    terminal.wait(TAKEN)
    until(
        lambda: "window one" in (find_disk_copies(conversation(tmp_path))[0].base or ""), terminal
    )
    copy.notes.write_text(before + "window two\n", "utf-8")
    until(
        lambda: "window two" in (find_disk_copies(conversation(tmp_path))[0].base or ""), terminal
    )
    left(terminal)
    text = "\n".join(notes(tmp_path))
    assert text.count("typed here") == text.count("window") == text.count("window two") == 1
    # The window is still open when the program is not.
    copy.notes.write_text(before + "window two\nwindow three\n", "utf-8")
    terminal = again(start).wait(OFFER)
    terminal.press("enter")
    terminal.wait(TAKEN)
    left(terminal)
    text = "\n".join(notes(tmp_path))
    assert text.count("typed here") == text.count("window two") == text.count("window three") == 1
    assert not find_working_copies(conversation(tmp_path))


def test_a_stopped_editor_stops_the_program_and_both_continue(
    start: Start, editor: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    terminal = opened(start, editor(f"kill -STOP $$\n{SAVES}"), fresh=True)
    stopped = os.WSTOPPED | os.WNOWAIT | os.WNOHANG
    until(lambda: os.waitid(os.P_PID, terminal.process.pid, stopped), terminal)
    os.killpg(terminal.process.pid, signal.SIGCONT)
    terminal.wait("from outside")
    left(terminal)


@pytest.mark.parametrize("how", ["leave", "TERM"])
def test_the_terminal_is_restored_after_an_editor_leaves_it_raw(
    start: Start, editor: Callable[..., dict[str, str]], tmp_path: Path, how: str
) -> None:
    raw, go = tmp_path / "raw", tmp_path / "go"
    wait = f"touch {raw}\nwhile [ ! -e {go} ]; do sleep 0.05; done\n"
    terminal = opened(start, editor(f"trap 'exit 1' HUP\nstty raw -echo\n{wait}kill -9 $$\n"))
    until(raw.exists, terminal)
    assert not terminal.restored
    if how == "leave":
        go.touch()
        terminal.wait(lambda terminal: terminal.taken)
        terminal.do("app.leave")
    else:
        os.kill(terminal.process.pid, signal.SIGTERM)
    assert terminal.ended() == 0
    assert terminal.restored


def test_a_working_copy_in_use_is_not_offered(
    start: Start, editor: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    saved, go_on = tmp_path / "saved", tmp_path / "go_on"
    waits = f"touch {saved}\nwhile [ ! -e {go_on} ]; do sleep 0.05; done\n"
    first = opened(start, editor(SAVES + waits))
    until(saved.exists, first)
    second = again(start)
    second.do("desk.pane.notes")
    second.type("meanwhile ")
    second.wait("meanwhile")
    assert OFFER not in second.text
    left(second)
    go_on.touch()
    first.wait("from outside")
    left(first)
    text = "\n".join(notes(tmp_path))
    assert text.count("from outside") == text.count("meanwhile") == 1
    assert not find_working_copies(conversation(tmp_path))


def test_a_working_copy_of_a_locked_conversation_is_in_memory_and_found(
    start: Start, editor: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    mine: Key = key(Path("~/.ssh").expanduser(), "id_ed25519")
    left(begun(start))
    assert "is locked" in command(tmp_path, "lock", "anna", "--to", str(mine.public))
    saved = tmp_path / "saved"
    environment = editor(f"{SAVES}touch {saved}\nexec sleep 60\n")
    terminal = start("open", "anna", environment=environment).wait("Looking back")
    terminal.do("desk.edit_outside")
    until(saved.exists, terminal)
    terminal.kill()
    homes = memory_folders(conversation(tmp_path))
    assert [stat.S_IMODE(home.parent.stat().st_mode) for home in homes] == [0o700]
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"from outside" not in file.read_bytes() or file.suffix == ""
    assert not find_disk_copies(conversation(tmp_path))
    assert str(homes[0]) in command(tmp_path, "check")
    told = command(tmp_path, "about", "anna")  # in Markdown, which escapes some characters
    assert str(homes[0]) in told.replace("\\", "")
    terminal = again(start).wait(OFFER)
    terminal.press("enter")
    terminal.wait("from outside")
    left(terminal)
    assert not homes[0].parent.exists()


def test_locking_is_refused_while_a_working_copy_exists(
    start: Start, editor: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    mine: Key = key(Path("~/.ssh").expanduser(), "id_ed25519")
    saved = tmp_path / "saved"
    terminal = opened(start, editor(f"{SAVES}touch {saved}\nexec sleep 60\n"))
    until(saved.exists, terminal)
    locking = ("lock", "anna", "--to", str(mine.public))
    assert "is open somewhere" in command(tmp_path, *locking)
    terminal.kill()
    assert "that is not taken in" in command(tmp_path, *locking)
    assert tables(tmp_path)
    terminal = again(start).wait(OFFER)
    terminal.press("enter")
    terminal.wait("from outside")
    left(terminal)
    assert "is locked" in command(tmp_path, *locking)


def test_forget_lists_and_erases_working_copies(
    start: Start, editor: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    saved = tmp_path / "saved"
    terminal = opened(start, editor(f"{SAVES}touch {saved}\nexec sleep 60\n"))
    until(saved.exists, terminal)
    terminal.kill()
    (copy,) = find_working_copies(conversation(tmp_path))
    assert str(copy.folder) in command(tmp_path, "forget", "Anna de Vries", "--dry-run")
    command(tmp_path, "forget", "Anna de Vries", "--yes")
    assert not copy.folder.exists()
    assert not list((tmp_path / "nb").rglob("*"))
