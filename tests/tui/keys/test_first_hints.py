"""The hints of the first talk name the keys of the user."""

from __future__ import annotations

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.tui.keys.first_hints import first_hint
from afspraak.tui.keys.keymap import USUAL_KEYMAP, read_keymap
from afspraak.widgets.language import speak

HINTS = [
    ("checklist", "Enter writes what you prepare; F3 is for notes",
     "Enter schrijft je voorbereiding; F3: notities"),
    ("notes", "^G makes the line an agreement", "^G maakt van de regel een afspraak"),
    ("agreements", "a writes one: who does what, by when",
     "a schrijft er een: wie doet wat, en wanneer"),
    ("minutes", "y approves, F8 writes the minutes", "y keurt goed, F8 schrijft het verslag"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "english", "dutch"), HINTS)
def test_a_hint_names_its_keys(name: str, english: str, dutch: str) -> None:
    assert first_hint(name, USUAL_KEYMAP.first_key) == english
    speak(catalogue("nl"))
    assert first_hint(name, USUAL_KEYMAP.first_key) == dutch


def test_a_hint_names_the_keys_of_the_user() -> None:
    wanted = {"notes.agree": "ctrl+e", "list.add": "plus", "list.approve": "Y",
              "desk.export": "shift+f8", "desk.pane.notes": "shift+f3"}  # fmt: skip
    keymap, rejected = read_keymap(wanted)
    assert rejected == []
    assert [first_hint(name, keymap.first_key) for name, _, _ in HINTS] == [
        "Enter writes what you prepare; Shift+F3 is for notes",
        "^E makes the line an agreement",
        "+ writes one: who does what, by when",
        "Y approves, Shift+F8 writes the minutes",
    ]
