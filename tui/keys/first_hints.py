"""The hints of the first talk, with the keys of the user in them."""

from __future__ import annotations

from collections.abc import Callable

from ...widgets.language import tr
from .table import brief_keys


def first_hint(name: str, first_key: Callable[[str], str]) -> str:
    """Return the hint with this name: that of a pane, or `minutes`.

    `first_key` returns the first key of the binding with an id.
    """
    keys = {
        "notes": first_key("desk.pane.notes"),
        "agree": brief_keys(first_key("notes.agree")),
        "add": first_key("list.add"),
        "approve": first_key("list.approve"),
        "export": first_key("desk.export"),
    }
    return tr(f"hint.first.{name}", **keys)
