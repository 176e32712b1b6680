"""Hostile text is never executed by a terminal, file or program."""

from __future__ import annotations

import json
import os
import pwd
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.model.conversation import Conversation
from afspraak.data.session.session import Session
from afspraak.data.system import user
from afspraak.data.system.user import full_name
from afspraak.tui.keys import table as keys
from afspraak.tui.terminal.driver.screen.cursor_motion import erase_rows
from afspraak.widgets.language import tr

from ..checkout import IMPORT_ROOT
from ..support.amount import SAMPLE, WHOLE
from ..support.hostile import (
    HARM,
    HOSTILE_COMMANDS,
    LITERAL,
    Marks,
    conversation,
    sent_by_a_partner,
    strangers,
    told_strangers,
    with_long_words,
    written_by_hand,
)
from ..support.programs import forked
from ..support.terminal.terminal import PATIENCE, Terminal

_LEAVING = {"leave", "to_shell", "close"}
_QUIET_SECONDS = 0.03
_CLEARED = erase_rows(3).encode()

HIDDEN = {"other's login", "previous", "agreement carried from", "item carried from", "period"}
"""Texts that no screen shows literally."""

DOORS = {"by hand": written_by_hand, "by a partner": sent_by_a_partner}


def _notebook(
    folder: Path, door: str, make: Callable[[Conversation], Conversation] = lambda whole: whole
) -> Marks:
    marks = Marks()
    (folder / "nb").mkdir(mode=0o700)
    DOORS[door](folder / "nb" / "harm.json", make(conversation(marks)))
    return marks


class Walk:
    """Keys pressed one after another, and every screen that they open."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.texts: list[str] = []

    def settle(self) -> None:
        """Read until the effect of the keys is on the screen: a redraw is the last of them."""
        terminal, before = self.terminal, len(self.terminal.raw)
        terminal.do("app.redraw")
        end = time.monotonic() + PATIENCE
        while _CLEARED not in terminal.raw[before:]:
            assert time.monotonic() < end, terminal.text
            terminal.read(0.05)
        while terminal.has_output(_QUIET_SECONDS):
            assert terminal.read(0), f"it has ended:\n{terminal.text}"
        self.texts.append(terminal.text)

    def press(self, *names: str) -> None:
        for name in names:
            self.terminal.press(name)
            self.settle()

    def do(self, *bindings: str) -> None:
        for binding in bindings:
            row = next(row for row in keys.KEYS if row.id == binding)
            self.press(row.keys.split(",")[0])

    def everything(self, place: str) -> None:
        """Press every key of a context, and return to it."""
        for row in keys.KEYS:
            if row.context != place or row.action.rpartition(".")[2] in _LEAVING:
                continue
            self.press(row.keys.split(",")[0])
            if row.action == "command_palette":
                self.press("escape")
            # What lies over the place says that this key closes it.
            for _ in range(3):
                if "Esc" in self.terminal.text and place != "search":
                    self.press("escape")


def _began(terminal: Terminal, seen: str) -> Walk:
    terminal.wait(seen)
    walk = Walk(terminal)
    walk.settle()
    return walk


@pytest.mark.parametrize("door", DOORS if WHOLE else ["by a partner"])
def test_no_screen_sends_hostile_text(
    start: Callable[..., Terminal], tmp_path: Path, door: str
) -> None:
    marks = _notebook(tmp_path, door)
    around = {
        "EDITOR": f"/nowhere/{HARM.replace(chr(0), '')}",
        "VISUAL": "",
        "TERM": "xterm-256color",
    }
    terminal = start("open", "harm", columns=120, rows=50, environment=around)
    walk = _began(terminal, LITERAL)
    # Every field of every form.
    for pane, form in (
        ("f2", "checklist.edit"), ("f2", "checklist.answer"), ("f4", "agreements.edit"),
        ("f4", "agreements.progress"), ("f2", "list.header"), ("f2", "list.approve"),
        ("f2", "list.follow_up"), ("f2", "list.add"),
    ):  # fmt: skip
        walk.press(pane, "home")
        walk.do(form)
        walk.press(*["tab"] * 12, "escape", "escape")
    walk.press("f2")
    walk.do("desk.switch_writer", "list.approve")  # where the other stands, with a remark
    walk.press("escape")
    walk.do("desk.switch_writer")
    walk.press("f2")
    walk.do("list.minutes", "reading.page_down", "reading.last", "minutes.close")
    for screen in ("list.competencies", "list.overview", "desk.history"):
        walk.press("f2")
        walk.do(screen)
        walk.everything(screen.partition(".")[2])
        walk.press("escape")
    for pane, press in (("checklist", "f2"), ("notes", "f3"), ("agreements", "f4")):
        # What works in all panes is pressed in one of them, another each day.
        anywhere = ("desk", "app") if WHOLE or press == f"f{2 + SAMPLE % 3}" else ()
        for place in (pane, "list", *anywhere):
            if place != "list" or pane != "notes":
                walk.press(press)
                walk.everything(place)
    terminal.press("f2", "q")
    walk.settle()
    for place in ("notebook", "search", "due"):
        if place != "notebook":
            walk.do({"search": "notebook.search", "due": "notebook.agreements"}[place])
            if place == "search":
                terminal.type("harm")
                walk.settle()
        walk.everything(place)
    sent = terminal.raw.decode()
    assert strangers(sent) == []
    everything = "\n".join(walk.texts)
    assert LITERAL in everything
    told = {place for mark, place in marks.places.items() if mark in everything}
    assert set(marks.places.values()) - told <= HIDDEN
    terminal.kill()
    assert not list(tmp_path.rglob("crash-*"))


def test_words_of_ten_thousand_letters_fit_every_screen(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    _notebook(tmp_path, "by hand", with_long_words)
    terminal = start("open", "harm")
    walk = _began(terminal, "Notes")
    for pane, *others in (
        ("f2", "G", "enter", "escape", "v", "e", "escape"), ("f3", "f11"),
        ("f4", "G", "e", "escape"),
        ("f2", "o", "o"), ("f2", "c", "q"), ("f2", "f6", "f6"), ("f2", "y", "escape"),
        ("f2", "m", "G", "q"),
    ):  # fmt: skip
        walk.press(pane, *others)
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert strangers(terminal.raw.decode()) == []
    assert "WWWW" in "".join(walk.texts)


def test_pasted_hostile_text_is_harmless(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = start("new", "Anna", "--my-name", "Jan").wait("Looking back")
    terminal.do("desk.pane.notes")
    pasted = HARM.encode().replace(b"\x1b", b"\x1b\x1b") + b"\xff\xfe\x80 W\xc3"
    terminal.send(b"\x1b[200~" + pasted + b"\x1b[201~")
    terminal.send(b"\xff\x80 still here")
    terminal.wait("still here")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert strangers(terminal.raw.decode()) == []


@pytest.mark.parametrize("door", DOORS)
def test_no_command_prints_hostile_text(tmp_path: Path, door: str) -> None:
    _notebook(tmp_path, door)
    harm = HARM.replace("\0", "").replace("/", "|")
    named = tmp_path / "nb" / f"{harm[:60]}.json"
    named.write_text("{", encoding="utf-8")
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'theme = {json.dumps(harm)}\nname = {json.dumps(harm)}\n[keys]\n'
                        f'"desk.save" = {json.dumps(harm)}\n{json.dumps(harm)} = 3\n')  # fmt: skip
    leaked = {}
    # Each is run with what came by one of the doors, by the other the day after.
    for command in (
        HOSTILE_COMMANDS if WHOLE else HOSTILE_COMMANDS[(SAMPLE + list(DOORS).index(door)) % 2 :: 2]
    ):
        words = [word.format(harm=harm) for word in command.split()]
        environment = (
            os.environ
            | {"PYTHONPATH": str(IMPORT_ROOT), "AFSPRAAK_NOTEBOOK": str(tmp_path / "nb")}
            | {"AFSPRAAK_SHARED": str(tmp_path / harm[:40]), "AFSPRAAK_SSH": f"./{harm}"}
        )
        told = forked.run(words, environment, tmp_path)
        out, err = told.stdout, told.stderr
        if found := told_strangers(out + err):
            leaked[command] = found
        assert "Traceback" not in err, err
        assert not list(Path(os.environ["XDG_STATE_HOME"]).rglob("crash-*")), (command, err)
    assert leaked == {}
    for path in tmp_path.rglob("*"):
        if path not in (named, tmp_path / harm[:40]):
            assert path.name.isprintable(), path


@pytest.mark.parametrize("door", DOORS)
def test_files_for_other_programs_contain_no_hostile_text(tmp_path: Path, door: str) -> None:
    from afspraak.tui.cli.main import main

    _notebook(tmp_path, door)
    for form in ("html", "md", "ics", "json"):
        target = tmp_path / f"out.{form}"
        notebook = ["--notebook", str(tmp_path / "nb")]
        assert main([*notebook, "export", "harm", "-o", str(target), "--format", form]) == 0
        text = target.read_bytes().decode()
        assert told_strangers(text.replace("\r\n", "\n") if form == "ics" else text) == []
        if form == "html":
            assert not re.search(r"<script|javascript:|https?://|\son\w+=|<img|<link|@import", text)


def test_the_users_name_in_the_system_is_cleaned(
    monkeypatch: pytest.MonkeyPatch, start: Callable[..., Terminal]
) -> None:
    class Known:
        pw_gecos = f"Jan{HARM},room 3"
        pw_name = f"jan{HARM}"

    monkeypatch.setattr(pwd, "getpwuid", lambda number: Known)
    assert told_strangers(full_name()) == []
    assert full_name().startswith("Jan")
    assert told_strangers(user.login_of(0)) == []


def test_hostile_text_in_a_message_stays_literal(tmp_path: Path) -> None:
    _notebook(tmp_path, "by hand")
    session = Session.open_read_only(tmp_path / "nb" / "harm.json")
    assert LITERAL in session.conversation.header.title
    assert tr("cli.empty", folder=LITERAL).count(LITERAL) == 1
