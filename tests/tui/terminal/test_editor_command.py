"""Editors with a window of their own: how afspraak knows that one is still open, and the advice."""

from __future__ import annotations

import pytest

from afspraak.tui.terminal.editor_command import EditorCommand, EditorResult

AT_ONCE, AFTER_A_WHILE = EditorResult(0, 0.1), EditorResult(0, 60.0)


def _command(monkeypatch: pytest.MonkeyPatch, words: str) -> EditorCommand:
    monkeypatch.setenv("VISUAL", words)
    return EditorCommand()


@pytest.mark.parametrize(
    ("name", "waits", "also"),
    [
        *((name, "--wait", "-w") for name in
          ("code", "code-insiders", "codium", "cursor", "subl", "zed", "atom", "mate")),
        ("gedit", "--wait", "-w"),
        ("gnome-text-editor", "--standalone", "-s"),
        ("kate", "--block", "-b"),
        ("gvim", "-f", "--nofork"),
        ("mvim", "-f", "--nofork"),
    ],
)  # fmt: skip
def test_an_editor_with_windows_is_taken_to_wait_only_with_its_option(
    monkeypatch: pytest.MonkeyPatch, name: str, waits: str, also: str
) -> None:
    command = _command(monkeypatch, f"/usr/bin/{name} -n")
    assert command.has_detached(AFTER_A_WHILE)
    assert command.setting == f"VISUAL='{name} {waits}'"
    for option in (waits, also):
        assert not _command(monkeypatch, f"{name} {option}").has_detached(AFTER_A_WHILE)


@pytest.mark.parametrize(
    "name", ["ed", "hx", "joe", "kak", "mcedit", "micro", "nano", "nvim", "pico", "vi", "vim"]
)
def test_an_editor_in_the_terminal_has_ended_however_soon(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert not _command(monkeypatch, name).has_detached(AT_ONCE)


def test_of_an_unknown_editor_the_time_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    command = _command(monkeypatch, "my-editor")
    assert command.has_detached(AT_ONCE)
    assert not command.has_detached(AFTER_A_WHILE)
    assert command.setting == "VISUAL to a command that ends when you close the file"
