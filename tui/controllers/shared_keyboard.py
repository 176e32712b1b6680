"""Two partners at one keyboard: the present writer, and the actions refused to a guest."""

from __future__ import annotations

from collections.abc import Callable

from ...data.ids import PartnerId
from ...data.kinds.role_words import name_or_role
from ...data.session.session import Session
from ...widgets.language import spoken, tr
from .context.controller_context import StatusLine


class SharedKeyboard:
    """Makes each of the partners in turn the writer at a desk."""

    def __init__(
        self, session: Session, context: StatusLine, writer_changed: Callable[[], None]
    ) -> None:
        """Bind to a session; `writer_changed` is called after the writer has changed."""
        self._session, self._context = session, context
        self._writer_changed = writer_changed
        self._warned = False

    def switch_writer(self) -> None:
        """Make the next partner the writer."""
        session = self._session
        ids = [partner.id for partner in session.conversation.partners]
        if len(ids) > 1:
            index = ids.index(session.writer) if session.writer in ids else 0
            session.writer = ids[(index + 1) % len(ids)]
            self._writer_changed()
            self._context.show_status(self._on_switch())

    def _on_switch(self) -> str:
        """Return the line to show about the new writer."""
        session = self._session
        if session.has_guest and session.sync.remote_address is not None and not self._warned:
            self._warned = True
            return tr("desk.writer.shared", name=self._short_name(session.writer))
        return tr("desk.writer", name=name_or_role(session.conversation, session.writer))

    def refuses(self, message: str = "participant.guest.owner") -> bool:
        """Return True, and show `message`, if a guest writes: only the participant may do this."""
        session = self._session
        if not session.has_guest:
            return False
        guest, owner = (self._short_name(partner_id) for partner_id in (session.writer, session.me))
        press = self._context.first_key("desk.switch_writer")
        self._context.show_status(tr(message, guest=guest, owner=owner, press=press))
        return True

    def _short_name(self, partner_id: PartnerId | None) -> str:
        conversation = self._session.conversation
        name = conversation.short_name(conversation.name_of(partner_id))
        if name or partner_id is None:
            return name
        return spoken().text(name_or_role(conversation, partner_id))
