"""The hints of the first talk: one at a time, each once, none if the settings say so."""

from __future__ import annotations

from collections.abc import Callable

from ...data.session.session import Session
from ...data.settings.shown_hints import take_hint
from ..keys.first_hints import first_hint
from .context.controller_context import KeyNames


class HintsController:
    """Shows in the footer what the pane that one enters for the first time is for."""

    def __init__(
        self, session: Session, keys: KeyNames, show: Callable[[str], None], *, wanted: bool
    ) -> None:
        """Bind to a session; `show` shows a hint until the next one, and "" removes it."""
        self._session, self._keys, self._show = session, keys, show
        self._wanted = wanted
        self._entered: set[str] = set()
        """The names of the hints that this desk showed, or found to be shown before."""

    def enter(self, pane: str) -> None:
        """Show the hint of a pane, or that of the minutes once there is an agreement."""
        if not self._wanted:
            return
        name = pane
        if pane == "agreements" and self._session.conversation.agreements:
            name = "minutes"
        hint = ""
        if name not in self._entered:
            self._entered.add(name)
            hint = first_hint(name, self._keys.first_key) if take_hint(name) else ""
        self._show(hint)
