"""The keys in the footer of the desk, in each pane and situation."""

from __future__ import annotations

import pytest

from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.tui.screens.desk.key_hints import desk_hints
from afspraak.widgets.drawing.desk.desk_geometry import DeskMode


@pytest.mark.parametrize("context", ["checklist", "notes", "agreements"])
@pytest.mark.parametrize(
    ("mode", "enlarge"),
    [(DeskMode.PANES, "desk"), (DeskMode.LARGE, "large"), (DeskMode.TALK, "talk")],
)
@pytest.mark.parametrize(("in_list", "pane"), [(False, "pane"), (True, "indent")])
def test_keys_that_always_work_say_what_they_do_now(
    context: str, mode: DeskMode, enlarge: str, in_list: bool, pane: str
) -> None:
    always = desk_hints(USUAL_KEYMAP, context, mode, in_list=in_list).always
    assert always == [("Tab", pane), ("F12", enlarge), ("F1", "all keys")]


def test_a_competency_is_rated_by_the_second_key() -> None:
    usual = desk_hints(USUAL_KEYMAP, "checklist", DeskMode.LARGE).keys
    rated = desk_hints(USUAL_KEYMAP, "checklist", DeskMode.LARGE, on_competency=True).keys
    assert usual == USUAL_KEYMAP.hints("checklist")
    assert rated == [usual[0], ("1-4", "rate"), *usual[1:]]


def test_outside_a_list_of_the_notes_tab_goes_to_the_next_pane() -> None:
    assert desk_hints(USUAL_KEYMAP, "notes", DeskMode.TALK).always[0] == ("Tab", "pane")
