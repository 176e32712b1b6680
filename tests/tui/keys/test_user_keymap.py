"""The user's keymap: accepted and rejected keys, with reasons."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import Keys, _character_to_key

from afspraak.tui.keys import table as keys
from afspraak.tui.keys.key import Key
from afspraak.tui.keys.names import canonical, key_name
from afspraak.tui.keys.user_keymap import RejectedKey, validate_keymap

_EDITING = {"ctrl+k"}
_ODD = ("<any>", "<scroll-up>", "<scroll-down>", "<ignore>", "ctrl-at", "ctrl+@",
        "return", "ctrl+i", "ctrl+m")  # fmt: skip


def _remapped(wanted: dict[str, str]) -> tuple[dict[str, str], list[RejectedKey]]:
    return validate_keymap(wanted, keys.KEYS, keys.ACTIVE_CONTEXTS, _EDITING)


def test_key_names_are_those_of_textual() -> None:
    known = [key.value for key in Keys if key.value not in _ODD]
    assert {name: canonical(name) for name in known} == {name: name for name in known}
    for sign in string.printable[:95] + "é€ß":
        assert key_name(sign) == _character_to_key(sign)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("?", "question_mark"), ("F7", "f7"), ("Ctrl+G", "ctrl+g"), ("shift+a", "A"),
        (" space ", "space"), ("Esc", "escape"), ("ctrl+i", "tab"), ("shift+ctrl+Left",
        "ctrl+shift+left"), ("ctrl+?", "ctrl+question_mark"), ("A", "A"),
        ("f25", ""), ("ctrl+", ""), ("ctrl+ctrl+a", ""), ("strg+a", ""), ("\x1b", ""), ("", ""),
        ("spacebar", ""),
    ],
)  # fmt: skip
def test_accepted_spellings_of_keys(written: str, name: str) -> None:
    assert canonical(written) == name


@pytest.mark.parametrize("modifier", ["ctrl", "shift", "alt", "super", "hyper", "meta"])
def test_each_modifier_of_textual_is_accepted(modifier: str) -> None:
    assert canonical(f"{modifier.title()}+F5") == f"{modifier}+f5"


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        ({"no.such": "x"}, RejectedKey("no.such", "unknown")),
        ({"desk.export": " "}, RejectedKey("desk.export", "none")),
        ({"desk.export": "shift+f8,fx"}, RejectedKey("desk.export", "name", "fx")),
        ({"desk.export": "fx , shift+f8"}, RejectedKey("desk.export", "name", "fx")),
        ({"desk.export": " x"}, RejectedKey("desk.export", "typing", "x")),
        ({"notes.agree": "shift+f8, ctrl+k"}, RejectedKey("notes.agree", "typing", "ctrl+k")),
        ({"finder.close": ","}, RejectedKey("finder.close", "typing", ",")),
        ({"desk.export": "x"}, RejectedKey("desk.export", "typing", "x")),
        ({"app.leave": "€"}, RejectedKey("app.leave", "typing", "€")),
        ({"form.accept": "enter"}, RejectedKey("form.accept", "typing", "enter")),
        ({"notes.agree": "ctrl+k"}, RejectedKey("notes.agree", "typing", "ctrl+k")),
        ({"checklist.tick": "a"}, RejectedKey("checklist.tick", "clash", "a", "list.add")),
        ({"list.add": "space"}, RejectedKey("list.add", "clash", "space", "checklist.tick")),
        ({"checklist.edit": "b"}, RejectedKey("checklist.edit", "clash", "b", "list.look_back")),
        ({"desk.export": "ctrl+q"}, RejectedKey("desk.export", "clash", "ctrl+q", "app.leave")),
        ({"form.accept": "ctrl+q"}, RejectedKey("form.accept", "clash", "ctrl+q", "app.leave")),
        ({"finder.find_next": "f8"}, RejectedKey("finder.find_next", "clash", "f8", "desk.export")),
    ],
)
def test_an_invalid_key_is_rejected_with_its_reason(
    wanted: dict[str, str], refused: RejectedKey
) -> None:
    assert _remapped(wanted) == ({}, [refused])


@pytest.mark.parametrize(
    "wanted",
    [
        {"checklist.tick": "x", "checklist.park": "space"},  # each other's
        {"desk.undo": "ctrl+z,shift+f8"},
        {"list.undo": "ctrl+z"},  # on the desk it is undo anyhow
        {"help.close": "f1"},
        {"list.add": "ctrl+k"},  # is for the text area alone
        {"form.next_field": "down"},  # types or edits, but is its own
        {"checklist.rate_as.growing": "b"},  # at other rows it looks back
        {"notebook.help": "f1"},
        {"list.add": "plus"},
    ],
)
def test_a_valid_keymap_is_accepted(wanted: dict[str, str]) -> None:
    assert _remapped(wanted) == (wanted, [])


@pytest.mark.parametrize(
    ("written", "taken"),
    [(",", "comma"), (" , ", "comma"), ("Ctrl+E, F7 ", "ctrl+e,f7"), ("Return", "enter"),
     ("Del", "delete"), ("shift+tab", "shift+tab"), ("ctrl+I", "tab"), ("SHIFT+a", "A")],
)  # fmt: skip
def test_accepted_keys_are_kept_as_textual_calls_them(written: str, taken: str) -> None:
    row = Key("list", "screen.look_back", "b")
    assert validate_keymap({"list.look_back": written}, [row], {"list": ["list"]}, ()) == (
        {"list.look_back": taken},
        [],
    )


def test_rejected_keys_stand_in_the_order_of_the_settings() -> None:
    wanted = {"list.add": "space", "no.such": "x", "desk.export": "", "checklist.edit": "x"}
    assert [fault.id for fault in _remapped(wanted)[1]] == list(wanted)
    assert _remapped(wanted)[0] == {}


def test_of_two_actions_on_one_key_the_later_is_rejected() -> None:
    wanted = {"checklist.edit": "Z", "checklist.note": "Z", "checklist.view": "e"}
    assert _remapped(wanted) == (
        {"checklist.edit": "Z", "checklist.view": "e"},
        [RejectedKey("checklist.note", "clash", "Z", "checklist.edit")],
    )
    # Where the first gives way for another reason, what counted on its key gives way too.
    assert _remapped({"checklist.edit": "fx", "checklist.view": "e"}) == (
        {},
        [
            RejectedKey("checklist.edit", "name", "fx"),
            RejectedKey("checklist.view", "clash", "e", "checklist.edit"),
        ],
    )


@given(
    st.dictionaries(
        st.sampled_from([key.id for key in keys.KEYS]),
        st.sampled_from(["a", "space", "f7", "f8", "ctrl+q", "j,down", "escape", "G", "tab"]),
        max_size=8,
    )
)
def test_no_keymap_gives_a_key_two_meanings(wanted: dict[str, str]) -> None:
    taken, refused = _remapped(wanted)
    assert set(taken) | {fault.id for fault in refused} == set(wanted)
    assert not set(taken) & {fault.id for fault in refused}
    for parts in keys.ACTIVE_CONTEXTS.values():
        meaning: dict[str, Key] = {}
        for row in (row for row in keys.KEYS if row.context in parts):
            for name in taken.get(row.id, row.keys).split(","):
                first = meaning.setdefault(name, row)
                sometimes = first.sometimes or row.sometimes
                gives_way = sometimes and first.context != row.context
                assert gives_way or first.id.partition(".")[2] == row.id.partition(".")[2]
