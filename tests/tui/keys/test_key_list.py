"""The whole key table, its hints and its help, as golden files: no key changes by accident."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest
from textual.binding import Binding

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.tui.keys.first_hints import first_hint
from afspraak.tui.keys.help_rows import HelpRows
from afspraak.tui.keys.key import Key
from afspraak.tui.keys.keymap import USUAL_KEYMAP, Keymap, read_keymap
from afspraak.tui.keys.table import ACTIVE_CONTEXTS, EDITING_KEYS, KEYS, bindings
from afspraak.widgets.language import speak

from ...support.texts.golden_texts import compare_text

REMAPPED = {
    "desk.export": "shift+f8",
    "desk.pane.notes": "shift+f3",
    "checklist.rate_as.improve": "z",
}


def _told(key: Key) -> str:
    set_values = [
        f"{field.name}={value}"
        for field in fields(Key)
        if (value := getattr(key, field.name)) not in ("", 0, False)
        and field.name not in ("context", "action", "keys")
    ]
    return " ".join([f"{key.id}: {key.keys} -> {key.call}", *set_values])


def test_the_key_table_is_as_documented() -> None:
    lines = [*map(_told, KEYS), ""]
    lines += [f"editor.{name}: {names}" for names, name in EDITING_KEYS]
    lines += ["", *(f"{context}: {' '.join(parts)}" for context, parts in ACTIVE_CONTEXTS.items())]
    compare_text("keys/table.txt", "\n".join(lines) + "\n")


def test_bindings_are_the_rows_of_the_table() -> None:
    for context in ACTIVE_CONTEXTS:
        rows = [key for key in KEYS if key.context == context]
        for row, found in zip(rows, bindings(context), strict=True):
            assert isinstance(found, Binding)
            assert (found.key, found.action, found.id, found.show, found.priority) == (
                row.keys, row.call, row.id, False, row.priority,
            )  # fmt: skip


def _pages(keymap: Keymap) -> Iterator[str]:
    """Yield the lines of hints and help of each context."""
    for context in ACTIVE_CONTEXTS:
        yield f"# {context}"
        for always in (False, True):
            hints = keymap.hints(context, always=always)
            yield " | ".join(f"{key} {words}" for key, words in hints) or "-"
        help_rows = HelpRows(keymap, context)
        for section in help_rows.first():
            yield f"## {section.heading}"
            yield from (f"{keys}: {words}" for keys, words in section.rows)
    for section in HelpRows(keymap, "checklist").all():
        yield f"### {section.heading}"
        yield from (f"{keys}: {words}" for keys, words in section.rows)
    for pane in ("checklist", "notes", "agreements", "minutes"):
        yield first_hint(pane, keymap.first_key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hints_and_help_of_each_place(language: str) -> None:
    speak(catalogue(language))
    compare_text(f"keys/places-{language}.txt", "\n".join(_pages(USUAL_KEYMAP)) + "\n")


def test_hints_and_help_have_the_keys_of_the_user() -> None:
    speak(catalogue("en"))
    keymap, refused = read_keymap(REMAPPED)
    assert refused == []
    compare_text("keys/remapped.txt", "\n".join(_pages(keymap)) + "\n")
