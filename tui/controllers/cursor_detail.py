"""The detail at the lower left of the desk: of the item, heading or agreement with the cursor."""

from __future__ import annotations

from ...widgets.drawing.desk.detail import Detail
from .context.controller_context import KeyNames
from .context.panes import Panes


class CursorDetail:
    """Shows the detail of what has the cursor in the active pane."""

    def __init__(self, panes: Panes, keys: KeyNames) -> None:
        self._panes, self._keys = panes, keys

    def follow(self) -> None:
        """Show the detail again: another pane is active, or its cursor moved."""
        checklist = self._panes.checklist
        key = self._keys.first_key("desk.pane.checklist")
        section = self._panes.notes.section
        checklist.show_section(section, key)
        checklist.show_detail_of(self._detail(section, key))

    def _detail(self, section: str, key: str) -> Detail | None:
        """Return the detail; None if it is that of the item of the checklist."""
        panes = self._panes
        if panes.active is panes.agreements and not panes.agreements.detail.display:
            return panes.agreements.detail_in(panes.checklist.size.width - 2)
        if panes.active is panes.notes:
            return panes.checklist.section_detail(section, key)
        return None
