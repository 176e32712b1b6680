"""The key table: stable ids, no key with two meanings in a context, hints that fit."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.binding import Binding
from textual.widgets import TextArea

from afspraak.data.i18n.catalogue import catalogue
from afspraak.tui.keys import table as keys
from afspraak.tui.keys.help_rows import HelpRows
from afspraak.tui.keys.keymap import USUAL_KEYMAP, Keymap, read_keymap
from afspraak.widgets.drawing.footer_line import FooterParts, footer_line
from afspraak.widgets.language import speak, tr


def test_ids_are_unique() -> None:
    ids = [key.id for key in keys.KEYS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("place", list(keys.ACTIVE_CONTEXTS))
def test_no_key_has_two_meanings_in_one_context(place: str) -> None:
    for part in keys.ACTIVE_CONTEXTS[place]:
        names = [n for key in keys.KEYS if key.context == part for n in key.keys.split(",")]
        assert len(names) == len(set(names)), part


def test_no_action_depends_only_on_an_unreliable_key() -> None:
    for key in keys.KEYS:
        names = key.keys.split(",")
        assert not any(name.startswith("alt+") for name in names)
        assert not {"ctrl+b", "ctrl+a", "ctrl+c"} & set(names), key.id
        assert names != ["escape"] or key.id in (
            "form.cancel",
            "finder.close",
            "search.close",
            "notes.to_list",
        ), "those also have a button, Enter on an empty line, or F2 and F4"


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(
    "place",
    [
        "notebook",
        "archive",
        "search",
        "due",
        "checklist",
        "agreements",
        "notes",
        "history",
        "minutes",
    ],
)
def test_the_hints_fit_80_columns(place: str, language: str) -> None:
    speak(catalogue(language))
    always = USUAL_KEYMAP.hints(place, always=True)
    own = USUAL_KEYMAP.hints(place)
    line = footer_line(FooterParts(own, always), 80)
    told = "".join(text for text, _ in line).split("  ")
    left_out = [(name, word) for name, word in own if f"{name} {word}" not in map(str.strip, told)]
    if len(always) == 1 and place != "notebook":
        assert left_out == []
    # There and on the desk the most used keys have room; the others are in help.
    assert left_out == own[len(own) - len(left_out) :]
    assert len(own) - len(left_out) >= min(3, len(own))
    assert told[-1].strip() == f"F1 {tr('hint.app.help')}", "help is always told"


def told_in(keymap: Keymap, heading: str) -> Sequence[tuple[str, str]]:
    """What help on all keys tells under a heading."""
    sections = HelpRows(keymap, "notes").all()
    return next(section.rows for section in sections if section.heading == heading)


def test_editing_keys_in_help_match_the_editor() -> None:
    bound = {
        name for binding in TextArea.BINDINGS if isinstance(binding, Binding)
        for name in binding.key.split(",")
    }  # fmt: skip
    assert {name for names, _ in keys.EDITING_KEYS for name in names.split(",")} <= bound
    told = told_in(USUAL_KEYMAP, "While you write")
    assert ("Ctrl+← Ctrl+→", "a word back or on") in told


def test_a_remapped_key_is_shown_everywhere() -> None:
    wanted = {"desk.export": "Shift+F8", "list.help": "plus", "no.such": "x"}
    keymap, refused = read_keymap(wanted)
    assert [fault.id for fault in refused] == ["no.such"]
    assert ("+", "help") in told_in(keymap, "In both lists")
    assert ("Shift+F8", "export") in keymap.hints("notes")
    assert keymap.remapped == {"desk.export": "shift+f8", "list.help": "plus"}


@pytest.mark.parametrize("place", list(keys.ACTIVE_CONTEXTS))
def test_a_key_in_the_footer_is_a_key_that_works_there(place: str) -> None:
    for always in (False, True):
        for shown, _ in USUAL_KEYMAP.hints(place, always=always):
            bound = [key for key in keys.KEYS if key.context in keys.ACTIVE_CONTEXTS[place]]
            names = {name for key in bound for name in key.keys.split(",")}
            assert USUAL_KEYMAP.name_of(shown) in names, shown


def test_a_remapped_key_is_found_as_it_is_shown() -> None:
    keymap, _ = read_keymap({"notes.agree": "ctrl+e", "notebook.leave": "question_mark"})
    assert keymap.name_of("^E") == "ctrl+e"
    assert keymap.name_of("Ctrl+E") == "ctrl+e"
    assert keymap.name_of("^G") == ""


def test_the_range_of_ratings_is_the_key_that_steps_through_them() -> None:
    assert USUAL_KEYMAP.ratings == "1-4"
    assert USUAL_KEYMAP.name_of("1-4") == "r"
