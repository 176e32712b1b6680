"""Hints of the first talk, in a terminal: one at a time, each once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.model.edits import Delete
from afspraak.tui.controllers.hints import HintsController
from afspraak.tui.keys.first_hints import first_hint
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.widgets.language import speak

from ...support.screens.contexts import new_session
from ...support.terminal.terminal import Terminal, begun

HINTED = {"AFSPRAAK_HINTS": ""}


def test_each_pane_gives_its_hint_once(start: Callable[..., Terminal], tmp_path: Path) -> None:
    state = {**HINTED, "XDG_STATE_HOME": str(tmp_path / "state")}
    terminal = begun(start, environment=state)
    terminal.wait("Enter writes what you prepare; F3 is for notes")
    terminal.do("desk.pane.notes")
    terminal.wait("^G makes the line an agreement").wait_gone("Enter writes what you prepare")
    terminal.do("desk.pane.checklist")
    terminal.wait_gone("makes the line an agreement").wait("F1 all keys")
    (seen,) = (tmp_path / "state").rglob("hints")
    assert seen.read_text().split() == ["checklist", "notes"]
    assert seen.stat().st_mode & 0o777 == 0o600
    terminal.do("app.leave")
    assert terminal.ended() == 0


def test_a_setting_turns_hints_off(start: Callable[..., Terminal], tmp_path: Path) -> None:
    config = tmp_path / "config" / "afspraak"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text("hints = false\n")
    places = {name: str(tmp_path / name.lower()) for name in ("XDG_STATE_HOME",)}
    terminal = begun(
        start, environment={**HINTED, **places, "XDG_CONFIG_HOME": str(tmp_path / "config")}
    )
    terminal.wait("F1 all keys")
    terminal.do("desk.pane.notes")
    terminal.wait("^T time").wait("F1 all keys")
    assert re.search(r"makes the line", terminal.text) is None


def test_a_desk_gives_no_hint_twice_when_the_list_of_them_goes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AFSPRAAK_HINTS", "")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shown: list[str] = []
    session = new_session(tmp_path)
    hints = HintsController(session, USUAL_KEYMAP, shown.append, wanted=True)
    hints.enter("notes")
    (seen,) = (tmp_path / "state").rglob("hints")
    seen.unlink()
    hints.enter("notes")
    assert bool(shown[0]) and shown[1:] == [""]
    session.close()


def test_each_pane_has_a_hint_of_its_own_and_agreements_that_of_the_minutes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    speak(catalogue("en"))
    monkeypatch.setenv("AFSPRAAK_HINTS", "")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shown: list[str] = []
    session = new_session(tmp_path)
    hints = HintsController(session, USUAL_KEYMAP, shown.append, wanted=True)
    for pane in ("notes", "agreements", "agreements"):
        hints.enter(pane)
    (row,) = session.conversation.agreements
    session.apply(Delete("agreement", row.id))
    hints.enter("agreements")
    names = ("notes", "minutes", "", "agreements")
    assert shown == [first_hint(name, USUAL_KEYMAP.first_key) if name else "" for name in names]
    assert len(set(shown)) == 4
    HintsController(session, USUAL_KEYMAP, shown.append, wanted=False).enter("checklist")
    assert len(shown) == 4
    session.close()
