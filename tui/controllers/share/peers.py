"""The presence of other users in the panes, and that of this user for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ....data.ids import NOBODY, Login
from ....data.session.session import Session
from ....data.sync.remote import Presence
from ....widgets.language import tr
from ....widgets.presence.remote_carets import RemoteCaret
from ....widgets.presence.selection_marks import RemoteSelection
from ....widgets.primitives.pane import ListPane
from ..context.panes import Panes


class Peers:
    """Shows the carets and selected rows of others, and knows where this user is."""

    def __init__(self, session: Session, panes: Panes) -> None:
        self._session, self._panes = session, panes
        self.others: Sequence[Presence] = ()
        """The presences that are shown."""

    def show(self, others: Sequence[Presence]) -> None:
        """Show the carets of others in the notes, and their selected rows."""
        if others == self.others:
            return
        self.others = others
        conversation = self._session.conversation
        carets: list[RemoteCaret] = []
        rows: dict[str, list[RemoteSelection]] = {"checklist": [], "agreements": []}
        for number, other in enumerate(others):
            partner = conversation.partner(other.partner)
            initials = partner.initials if partner else other.login[:2].upper()
            if other.pane == "notes":
                carets.append(RemoteCaret(initials, other.position, number))
            elif other.pane in rows and other.row:
                rows[other.pane].append(RemoteSelection(initials, other.row, number))
        self._panes.notes.show_remote_carets(carets)
        self._panes.checklist.show_remote_selections(rows["checklist"])
        self._panes.agreements.show_remote_selections(rows["agreements"])

    @property
    def partners(self) -> Sequence[Presence]:
        """The presences without those of this user's other windows."""
        return [other for other in self.others if other.partner != self._session.me]

    @property
    def text(self) -> str:
        """A sentence on where the other partner is; "" if nobody is here."""
        if not self.partners:
            return ""
        first = self.partners[0]
        partner = self._session.conversation.partner(first.partner)
        name = partner.name.split()[0] if partner and partner.name else first.login
        panes = {pane.id for pane in self._panes.all}
        key = f"sharing.present.{first.pane}" if first.pane in panes else "sharing.present"
        return tr(key, name=name)

    def go_to(self, show_status: Callable[[str], None]) -> None:
        """Go to the pane, and to the caret or row, of the other partner."""
        if not self.partners:
            show_status(tr("sharing.nobody"))
            return
        other = self.partners[0]
        if other.pane:
            self._panes.go_to(other.pane)
        if other.pane == "notes":
            body = self._panes.notes.body
            body.move_cursor(body.location(other.position))
        elif other.row:
            pane = self._panes.checklist if other.pane == "checklist" else self._panes.agreements
            pane.select(other.row)

    def own_presence(self) -> Presence:
        """Return the pane, and the caret or row, of this user."""
        pane = self._panes.active
        position, row = 0, ""
        if isinstance(pane, ListPane):
            row = pane.key or ""
        else:
            position = pane.body.position(pane.body.selection.end)
        return Presence(Login(""), self._session.me or NOBODY, str(pane.id), position, row)
