"""Together in one conversation: the desk's end of sharing it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer

from ..data.errors import AfspraakError
from ..data.identity import login_name
from ..data.language import say
from ..widgets.agreements import AgreementsPane
from ..widgets.carets import OtherCaret
from ..widgets.checklist import ChecklistPane
from .clock import today
from .newness import Newness

if TYPE_CHECKING:
    from ..data.sharing.link import Link
    from ..data.sharing.store import Presence

_ANNOUNCE_SECONDS = 0.2
"""How often is looked whether the others should hear that one is elsewhere."""


class Together(Newness):
    """The part of the desk that shares its session, where that is shared, and shows who is here."""

    _link: Link | None = None
    _others: Sequence[Presence] = ()
    _in_trouble = False
    _announcing: Timer | None = None

    def begin_sharing(self) -> None:
        """Share the session from now on, where this user shares it."""
        folder = self.session.shared_in
        if folder is None:
            return
        from ..data.sharing.folder import FolderStore
        from ..data.sharing.link import Link

        try:
            with self.receiving(live=False):
                link = Link(self.session, FolderStore(folder, self.session.client))
        except AfspraakError as error:
            self.tell(say("sharing.trouble", reason=str(error)))
            return
        self._link = link
        loop = asyncio.get_running_loop()

        def something_new() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._look_at_link)

        link.watch(something_new)
        if self._announcing is None:
            self._announcing = self.set_interval(_ANNOUNCE_SECONDS, self._announce)
        self._look_at_link()

    def action_share(self) -> None:
        """Ask with whom to share the conversation, and share it."""
        from .forms.share import ShareForm

        def answered(login: str | None) -> None:
            if login is None:
                return
            from ..data.sharing.offers import share

            try:
                share(self.session, login)
            except AfspraakError as error:
                self.tell(str(error))
                return
            self.end_sharing()
            self.begin_sharing()
            self.tell(say("sharing.shared", login=login, me=login_name()))

        other = self.session.conversation.partner(self.session.other)
        self.app.push_screen(ShareForm(other.login if other else "", today()), answered)

    def end_sharing(self) -> None:
        """The others see that one has left."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def action_to_other(self) -> None:
        """Go to where the other is."""
        if not self._others:
            self.tell(say("sharing.nobody"))
            return
        other = self._others[0]
        if other.pane:
            self.action_pane(other.pane)
        if other.pane == "notes":
            body = self._notes.body
            body.move_cursor(body.location(other.position))
        elif other.row:
            pane = self._checklist if other.pane == "checklist" else self._agreements
            pane.select(other.row)

    def _look_at_link(self) -> None:
        if self._link is None:
            return
        with self.app._context():  # noqa: SLF001 - messages know by it who sent them
            # Who is away did it before, and so did who could not be reached.
            with self.receiving(live=bool(self._others) and not self._in_trouble):
                self._link.take_in()
            if bool(self._link.trouble) != self._in_trouble:
                self._in_trouble = bool(self._link.trouble)
                reason = self._link.trouble
                self.tell(say("sharing.trouble", reason=reason) if reason else say("sharing.back"))
            self._show_others(self._link.others)
            self._hints.show_present(self._who_is_here())

    def _show_others(self, others: Sequence[Presence]) -> None:
        if others == self._others:
            return
        self._others = others
        conversation = self.session.conversation
        carets = []
        for number, other in enumerate(others):
            partner = conversation.partner(other.partner)
            initials = partner.initials if partner else other.login[:2].upper()
            if other.pane == "notes":
                carets.append(OtherCaret(initials, other.position, number))
        self._notes.show_others(carets)

    def _who_is_here(self) -> str:
        if self._in_trouble:
            return say("sharing.apart")
        if not self._others:
            return ""
        first = self._others[0]
        partner = self.session.conversation.partner(first.partner)
        name = partner.name.split()[0] if partner and partner.name else first.login
        places = {self._checklist.id, self._notes.id, self._agreements.id}
        key = f"sharing.here.{first.pane}" if first.pane in places else "sharing.here"
        return say(key, name=name)

    def _announce(self) -> None:
        if self._link is None:
            return
        from ..data.sharing.store import Presence

        pane = self.active_pane
        position, row = 0, ""
        if pane is self._notes:
            body = self._notes.body
            position = body.position(body.selection.end)
        elif isinstance(pane, ChecklistPane | AgreementsPane):
            row = pane.key or ""
        here = Presence("", self.session.me, str(pane.id), position, row)
        self._link.announce(here)
