"""The keys in the footer of the desk."""

from __future__ import annotations

from typing import NamedTuple

from ....widgets.drawing.desk.desk_geometry import DeskMode
from ....widgets.drawing.footer_line import KeyHint
from ....widgets.language import tr
from ...keys.keymap import Keymap


class DeskHints(NamedTuple):
    """The keys at the left and at the right of the footer."""

    keys: list[KeyHint]
    always: list[KeyHint]


def desk_hints(
    keymap: Keymap,
    context: str,
    next_mode: DeskMode,
    *,
    in_list: bool = False,
    on_competency: bool = False,
) -> DeskHints:
    """Return the keys of a pane, whose name is its context in the key table.

    `next_mode` is what the key for a larger pane leads to; `in_list` says that the caret is in a
    list of the notes, `on_competency` that the cursor of the checklist is on a competency.
    """
    words = {"desk.enlarge": f"hint.desk.enlarge.{next_mode}"}
    if in_list:
        words["desk.next_pane"] = "hint.desk.next_pane.indent"
    pairs = keymap.hints(context)
    if on_competency:
        pairs.insert(1, (keymap.ratings, tr("hint.checklist.rate_as")))
    return DeskHints(pairs, keymap.hints(context, always=True, words=words))
