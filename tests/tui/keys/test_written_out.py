"""The key table and the rows of help, written out in `tests/golden/screens/keys`.

`AFSPRAAK_DRAWN=FOLDER` writes the current texts into FOLDER instead of comparing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.binding import Binding

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.tui.keys.help_rows import HelpRows
from afspraak.tui.keys.keymap import USUAL_KEYMAP, Keymap, read_keymap
from afspraak.tui.keys.names import CHARACTERS, character_of, types_character
from afspraak.tui.keys.table import ACTIVE_CONTEXTS, EDITING_KEYS, KEYS, bindings, format_keys
from afspraak.widgets.drawing.beside.help_page import HelpSection
from afspraak.widgets.language import speak

from ...checkout import ROOT

TEXTS = ROOT / "tests" / "golden" / "screens" / "keys"


def compare(name: str, lines: Iterable[str]) -> None:
    """Fail where other lines stand in that file; write it where it is to be renewed."""
    lines = list(lines)
    if renewed := os.environ.get("AFSPRAAK_DRAWN"):
        (Path(renewed) / name).write_text("\n".join(lines) + "\n", "utf-8")
        return
    assert lines == (TEXTS / name).read_text("utf-8").splitlines(), name


def sections(rows: Iterable[HelpSection]) -> list[str]:
    """Return what help tells, a line for each heading and row."""
    lines = []
    for section in rows:
        lines.append(f"  [{section.heading}]")
        lines += [f"    {keys} = {words}" for keys, words in section.rows]
    return lines


def test_the_table() -> None:
    lines = []
    for key in KEYS:
        more = (key.priority, "before the text"), (key.always, "always"), (key.sometimes, "at some")
        words = [f"hint {key.hint}" if key.hint else "", *(word for given, word in more if given)]
        told = ", ".join(filter(None, words))
        lines.append(f"{key.id}: {key.keys} -> {key.call}{f' ({told})' if told else ''}")
    lines += [f"editor.{name}: {keys}" for keys, name in EDITING_KEYS]
    lines += [f"{place}: {' '.join(parts)}" for place, parts in ACTIVE_CONTEXTS.items()]
    compare("table.txt", lines)


def test_a_context_has_the_bindings_of_its_rows() -> None:
    for context in dict.fromkeys(key.context for key in KEYS):
        rows = [key for key in KEYS if key.context == context]
        assert bindings(context) == [
            Binding(row.keys, row.call, "", show=False, priority=row.priority, id=row.id)
            for row in rows
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_of_help_in_each_place(language: str) -> None:
    speak(catalogue(language))
    lines = []
    for place in ACTIVE_CONTEXTS:
        help_rows = HelpRows(USUAL_KEYMAP, place)
        lines.append(f"{place}{' (on the desk)' if help_rows.is_on_desk else ''}")
        lines += sections(help_rows.first())
    compare(f"first-{language}.txt", lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_keys_of_help(language: str) -> None:
    speak(catalogue(language))
    compare(f"all-{language}.txt", sections(HelpRows(USUAL_KEYMAP, "agreements").all()))
    headings = [section.heading for section in HelpRows(USUAL_KEYMAP, "notes").all()]
    assert len(headings) == len(set(headings)) == len({key.context for key in KEYS}) + 1


def test_help_and_hints_of_a_user_with_other_keys() -> None:
    wanted = {
        "checklist.rate": "R", "checklist.rate_as.growing": "5",
        "desk.pane.notes": "shift+f3",
        "list.move_down": "greater_than_sign", "list.undo": "ctrl+e,Z", "list.wider": "ctrl+right",
        "form.accept": "ctrl+e", "desk.export": "shift+f8",
    }  # fmt: skip
    keymap, rejected = read_keymap(wanted)
    assert rejected == []
    lines = sections(HelpRows(keymap, "checklist").first())
    lines += [f"{keys} = {words}" for keys, words in keymap.hints("checklist")]
    lines += [f"{keys} = {words}" for keys, words in keymap.hints("form")]
    compare("remapped.txt", lines)


def test_the_range_of_ratings_leads_to_the_key_of_the_user() -> None:
    keymap, _ = read_keymap({"checklist.rate": "R,f11", "checklist.rate_as.undiscussed": "5"})
    assert keymap.ratings == "1-5"
    assert keymap.name_of("1-5") == "R"
    assert keymap.name_of("F11") == "f11"


def test_hints_may_be_left_out_or_mean_something_else() -> None:
    usual = USUAL_KEYMAP.hints("agreements")
    assert USUAL_KEYMAP.hints("agreements", omit=("list.add",)) == [
        pair for pair in usual if pair[0] != "a"
    ]
    other = USUAL_KEYMAP.hints("agreements", words={"agreements.done": "hint.list.add"})
    assert other == [("Space", "add"), *usual[1:]]


def test_keys_as_screens_show_them() -> None:
    names = ("space", "enter", "escape", "delete", "pagedown", "pageup", "home", "end", "up",
             "down", "left", "right", "tab", "a", "A", "1", "f1", "f12", "f", "ctrl+g",
             "ctrl+left", "shift+f7", "ctrl+shift+f3", "shift+tab", "ctrl+question_mark", "alt+x",
             "backspace", "insert", "g,home", "ctrl+g,f7")  # fmt: skip
    shown = [f"{name} = {format_keys(name)}" for name in (*names, *CHARACTERS)]
    compare("shown.txt", shown)


@pytest.mark.parametrize(
    ("name", "character", "types"),
    [
        ("a", "a", True), ("A", "A", True), ("5", "5", True), ("question_mark", "?", True),
        ("low_line", None, True), ("underscore", "_", True), ("minus", "-", True),
        ("slash", "/", True), ("backslash", "\\", True), ("at", "@", True), ("plus", "+", True),
        ("space", " ", True), ("enter", "\r", True), ("escape", "\x1b", False),
        ("tab", None, False), ("insert", None, False), ("pageup", None, False),
        ("pagedown", None, False), ("f1", None, False), ("f24", None, False),
        ("backspace", None, True), ("delete", None, True), ("left", None, True),
        ("right", None, True), ("up", None, True), ("down", None, True), ("home", None, True),
        ("end", None, True), ("ctrl+g", None, False), ("shift+left", None, False),
    ],
)  # fmt: skip
def test_what_a_key_types(name: str, character: str | None, types: bool) -> None:
    assert character_of(name) == character
    assert types_character(name) == types


def test_without_settings_no_key_is_remapped() -> None:
    assert read_keymap({}) == (Keymap(), [])
    assert USUAL_KEYMAP.name_of("nothing") == ""
    assert {key.id: USUAL_KEYMAP.keys_of(key) for key in KEYS} == {key.id: key.keys for key in KEYS}
