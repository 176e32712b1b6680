"""Sharing on the desk: the sync client, and the presence of the other partner."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, assert_never

from textual.timer import Timer

from ...data.errors import AfspraakError
from ...data.i18n.catalogue import tr
from ...data.model.remote_address import (
    HostAddress,
    LocalFolder,
    PostgresConversation,
    PostgresDatabase,
    RemoteAddress,
    SshFolder,
    SshMachine,
    ThisMachine,
    parse_host_and_login,
)
from ...widgets.presence.remote_carets import RemoteCaret
from ...widgets.presence.selection_marks import RemoteSelection
from ...widgets.views.agreements import AgreementsPane
from ...widgets.views.checklist import ChecklistPane
from ..environment import environment_of
from ..formatting.clock import today
from ..keys import table as keys
from .shared_keyboard import SharedKeyboard
from .unread import UnreadController

if TYPE_CHECKING:
    from ...data.sync.hosts import Host
    from ...data.sync.remote import Presence
    from ...data.sync.sync_client import SyncClient

ANNOUNCE_SECONDS = 0.2
"""Seconds between two checks whether our own presence has changed."""


class SharingController(UnreadController):
    """The part of the desk that shares its session and shows who is present."""

    keyboard: SharedKeyboard
    _sync_client: SyncClient | None = None
    _others: Sequence[Presence] = ()
    _trouble = ""
    _announcing: Timer | None = None

    @property
    def sync_client(self) -> SyncClient | None:
        """What shares the session; None where it is not shared."""
        return self._sync_client

    def begin_sharing(self) -> None:
        """Connect to the remote, if this conversation is shared."""
        address = self.session.remote_address
        if address is None:
            return
        from ...data.sync.sync_client import SyncClient

        remote = environment_of(self.app).open_remote(address)
        with self.applying_remote_changes(live=False):
            self._sync_client = client = SyncClient(self.session, remote)
        loop = asyncio.get_running_loop()

        def on_change() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._sync_changed)

        client.watch(on_change)
        if self._announcing is None:
            self._announcing = self.set_interval(ANNOUNCE_SECONDS, self._announce)
        self._sync_changed()

    def action_share(self) -> None:
        """Ask with whom to share, and share; or reconnect, where that helps."""
        if self.keyboard.refuses():
            return
        address = self.session.remote_address
        if (
            address is not None
            and _reconnects(address)
            and (self._sync_client is None or self._sync_client.error)
        ):
            self._with_host(address.host, self._share_over)
            return
        from ..forms.share import ShareForm

        hosts = environment_of(self.app).hosts

        def answered(whom: str | None) -> None:
            if whom is not None:
                host, login = parse_host_and_login(whom)
                address = host or hosts.usual[-1]
                self._with_host(address, lambda host: self._share(host, login))

        other = self.session.conversation.partner(self.session.other)
        form = ShareForm(other.login if other else "", hosts.organisation, today())
        self.app.push_screen(form, answered)

    def _with_host(self, address: HostAddress, then: Callable[[Host], None]) -> None:
        """Connect to a host and call `then` with it; show a notice if that fails."""
        from ...data.sync.hosts import LocalHost
        from ..terminal.ssh_prompt import connect

        match address:
            case ThisMachine():
                with self._reporting_errors():
                    then(LocalHost())
            case SshMachine():
                with self._reporting_errors(), closing(connect(self.app, address)) as host:
                    then(host)
            case PostgresDatabase():
                self.run_worker(self._with_database(address, then), exclusive=True)
            case _:
                assert_never(address)

    async def _with_database(
        self, database: PostgresDatabase, then: Callable[[Host], None]
    ) -> None:
        """Connect to a database in a thread. Nothing is asked, so the screen stays."""
        hosts = environment_of(self.app).hosts
        self.show_status(tr("sharing.ssh.connecting", host=database.display_name))
        with self._reporting_errors():
            host = await asyncio.to_thread(hosts.open_host, database, ask=False)
            with closing(host):
                then(host)

    @contextmanager
    def _reporting_errors(self) -> Iterator[None]:
        try:
            yield
        except AfspraakError as error:
            from ..forms.confirm import Notice

            self.app.push_screen(Notice(tr("sharing.form.title"), tr(error.message)))

    def _share(self, host: Host, login: str) -> None:
        from ...data.sync.membership import joining_instructions, share_session

        share_session(self.session, login, host)
        self._share_over(host)
        self.show_status(joining_instructions(host, login, environment_of(self.app).hosts))
        if self.session.seal is not None:
            from ..forms.confirm import Notice

            self.app.push_screen(Notice(tr("sharing.form.title"), tr("lock.share")))

    def _share_over(self, host: Host) -> None:
        """Connect the session to its share again, over the connection to this host."""
        address = self.session.remote_address
        assert address is not None, "it has just been shared"
        self.end_sharing()
        if _reconnects(address):
            remotes = environment_of(self.app).open_remotes
            remotes[address] = host.open_remote(address.share_id)
        self.begin_sharing()

    def end_sharing(self) -> None:
        """Stop sharing; the other sees that this partner has left."""
        if self._sync_client is not None:
            self._sync_client.close()
            self._sync_client = None

    def action_to_other(self) -> None:
        """Go to where the other partner is."""
        if not self._others:
            self.show_status(tr("sharing.nobody"))
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

    def _sync_changed(self) -> None:
        if self._sync_client is None:
            return
        with self.app._context():  # noqa: SLF001 - messages know by it who sent them
            # Changes of somebody who is away, or could not be reached, were made earlier.
            with self.applying_remote_changes(
                live=bool(self._others) and not self._sync_client.out_of_sync
            ):
                self._sync_client.sync()
            self._show_trouble(self._sync_client.error)
            self._show_presences(self._sync_client.others)
            self._hints.show_presence(self._presence_text())

    def _show_trouble(self, reason: str) -> None:
        if reason == self._trouble:
            return
        self._trouble = reason
        address = self.session.remote_address
        if reason and _reconnects(address):
            reason = tr("sharing.retry", reason=reason, press=keys.first_key("desk.share"))
        self.show_status(
            tr("sharing.failed", reason=reason) if reason else tr("sharing.reconnected")
        )

    def _show_presences(self, others: Sequence[Presence]) -> None:
        if others == self._others:
            return
        self._others = others
        conversation = self.session.conversation
        carets: list[RemoteCaret] = []
        rows: dict[str, list[RemoteSelection]] = {"checklist": [], "agreements": []}
        for number, other in enumerate(others):
            partner = conversation.partner(other.partner)
            initials = partner.initials if partner else other.login[:2].upper()
            if other.pane == "notes":
                carets.append(RemoteCaret(initials, other.position, number))
            elif other.pane in rows and other.row:
                rows[other.pane].append(RemoteSelection(initials, other.row, number))
        self._notes.show_remote_carets(carets)
        self._checklist.show_remote_selections(rows["checklist"])
        self._agreements.show_remote_selections(rows["agreements"])

    def _presence_text(self) -> str:
        if self._trouble:
            address = self.session.remote_address
            if _reconnects(address):
                return tr("sharing.disconnected.retry", press=keys.first_key("desk.share"))
            return tr("sharing.disconnected")
        if self._sync_client is not None and self._sync_client.out_of_sync:
            return tr("sharing.connecting")
        if not self._others:
            return ""
        first = self._others[0]
        partner = self.session.conversation.partner(first.partner)
        name = partner.name.split()[0] if partner and partner.name else first.login
        panes = {self._checklist.id, self._notes.id, self._agreements.id}
        key = f"sharing.present.{first.pane}" if first.pane in panes else "sharing.present"
        return tr(key, name=name)

    def _announce(self) -> None:
        if self._sync_client is None:
            return
        from ...data.sync.remote import Presence

        pane = self.active_pane
        position, row = 0, ""
        if pane is self._notes:
            body = self._notes.body
            position = body.position(body.selection.end)
        elif isinstance(pane, ChecklistPane | AgreementsPane):
            row = pane.key or ""
        here = Presence("", self.session.me or "", str(pane.id), position, row)
        self._sync_client.announce(here)


def _reconnects(address: RemoteAddress | None) -> bool:
    """Return whether the user can reconnect to a remote: it is not on this machine."""
    match address:
        case None | LocalFolder():
            return False
        case SshFolder() | PostgresConversation():
            return True
        case _:
            assert_never(address)
