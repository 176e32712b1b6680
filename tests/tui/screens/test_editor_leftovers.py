"""Files of an external editor beside the notes, or saved during the question, are not lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.session.working_copies.find_working_copies import find_disk_copies

from ...support.terminal.editors import (
    OFFER,
    TAKEN,
    Start,
    again,
    conversation,
    left,
    notes,
    opened,
    until,
)

Editor = Callable[..., dict[str, str]]
BEGINS = r"sed -i 's/^## Looking back$/&\nfrom outside/' "
DIES = f'{BEGINS} "$1"\nkill -9 $$\n'


@pytest.fixture(autouse=True)
def _no_share_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_SHARED", str(tmp_path / "shared"))


def test_a_save_during_the_offer_is_merged_and_the_editor_watched(
    start: Start, editor: Editor, tmp_path: Path
) -> None:
    terminal = opened(start, editor(DIES)).wait("ended by signal 9")
    (copy,) = find_disk_copies(conversation(tmp_path))
    text = copy.notes.read_text("utf-8")
    copy.notes.write_text(f"{text}saved while it was asked\n", "utf-8")
    terminal.press("enter")
    terminal.wait(TAKEN)
    copy.notes.write_text(f"{text}saved while it was asked\nsaved later\n", "utf-8")
    until(
        lambda: "saved later" in (find_disk_copies(conversation(tmp_path))[0].base or ""), terminal
    )
    left(terminal)
    text = "\n".join(notes(tmp_path))
    assert text.count("from outside") == 1
    assert text.count("saved while it was asked") == text.count("saved later") == 1


def test_a_save_after_the_offer_is_not_discarded(
    start: Start, editor: Editor, tmp_path: Path
) -> None:
    terminal = opened(start, editor(DIES)).wait("ended by signal 9")
    (copy,) = find_disk_copies(conversation(tmp_path))
    terminal.press("right", "right", "right", "enter")
    terminal.wait("gone for good")
    copy.notes.write_text(copy.notes.read_text("utf-8") + "unseen\n", "utf-8")
    terminal.press("y")
    terminal.wait(OFFER).press("enter")
    terminal.wait(TAKEN)
    left(terminal)
    assert "unseen" in notes(tmp_path)
    assert not find_disk_copies(conversation(tmp_path))


def test_the_editor_reopens_its_recovery_file(start: Start, editor: Editor, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    rescues = f'cp "$1" notes.md.save\n{BEGINS} notes.md.save\n'
    looks = f'if [ -e {seen} ]; then cp "$1" {seen}; exit 0; fi\n'
    terminal = opened(start, editor(f"{looks}touch {seen}\n{rescues}kill -9 $$\n", "vim"))
    terminal.wait("ended by signal 9").press("right", "enter")
    terminal.wait("Agreements").wait("from outside")
    left(terminal)
    assert "from outside" in seen.read_text("utf-8")
    assert notes(tmp_path).count("from outside") == 1
    assert not find_disk_copies(conversation(tmp_path))


@pytest.mark.parametrize(
    ("name", "told"), [("draft.md", "draft.md"), (".notes.md.swp", "swap file of Vim")]
)
@pytest.mark.parametrize("lines", ["", f'{BEGINS} "$1"\n'], ids=["same", "changed"])
def test_files_saved_beside_the_notes_stay_until_discarded(
    start: Start, editor: Editor, tmp_path: Path, name: str, told: str, lines: str
) -> None:
    later = f"touch -d '+1 hour' {name}"  # a swap file that is older has nothing that is not saved
    terminal = opened(start, editor(f"{lines}echo mine > {name}\n{later}\n", "vim")).wait(told)
    assert "Take in" not in terminal.text
    terminal.press("escape")
    terminal.wait("It stays")
    left(terminal)
    assert ("from outside" in notes(tmp_path)) == bool(lines)
    (copy,) = find_disk_copies(conversation(tmp_path))
    assert (copy.folder / name).read_text("utf-8") == "mine\n"
    terminal = again(start).wait(told)
    terminal.press("right", "right", "enter")
    terminal.wait("gone for good").press("y")
    terminal.wait_gone("gone for good")
    left(terminal)
    assert not find_disk_copies(conversation(tmp_path))


def test_several_files_beside_the_notes_are_listed(start: Start, editor: Editor) -> None:
    terminal = opened(start, editor("echo mine > one.md\necho mine > two.md\n", "vim"))
    terminal.wait("You saved more there").wait("one.md, two.md")


def test_a_windowed_editor_keeps_the_offered_file(
    start: Start, editor: Editor, tmp_path: Path
) -> None:
    terminal = opened(start, editor(DIES)).wait("ended by signal 9")
    terminal.press("escape")
    terminal.wait("It stays")
    left(terminal)
    terminal = again(start, editor("exit 0\n", "code")).wait(OFFER)
    terminal.press("right", "enter")
    terminal.wait("came back at once").press("escape")
    terminal.wait_gone("came back at once").wait("from outside")
    (copy,) = find_disk_copies(conversation(tmp_path))
    copy.notes.write_text(copy.notes.read_text("utf-8") + "from its window\n", "utf-8")
    terminal.wait(TAKEN)
    left(terminal)
    assert notes(tmp_path).count("from outside") == 1
    assert "from its window" in notes(tmp_path)


def test_a_working_copy_that_fails_to_open_is_released(
    start: Start, editor: Editor, tmp_path: Path
) -> None:
    terminal = opened(start, editor(DIES)).wait("ended by signal 9")
    terminal.press("escape")
    terminal.wait("It stays")
    left(terminal)
    terminal = again(start, {"VISUAL": "vim 'unfinished"}).wait(OFFER)
    terminal.press("right", "enter")
    terminal.wait("could not be started")
    second = again(start).wait(OFFER)
    second.press("enter")
    second.wait(TAKEN)
    left(second)
    left(terminal)
    assert notes(tmp_path).count("from outside") == 1
