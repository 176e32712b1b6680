"""Sharing on the desk: the sync client, and the presence of other users."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ...data.i18n.catalogue import Message
from ...data.model.remote_address import PostgresConversation, RemoteAddress, SshFolder
from ...data.sync.connection_state import Connection
from ...data.sync.share_state import ShareRecord, ShareState
from ...widgets.language import tr
from .context.controller_context import RunningTimer, Timers
from .context.panes import Panes
from .share.beginning import ShareBeginning
from .share.host_calls import HostCalls, HostContext
from .share.notice import Mending, ShareNotice, ShareText
from .share.peers import Peers
from .share.split import SplitShare
from .shared_keyboard import SharedKeyboard
from .unread import UnreadController

if TYPE_CHECKING:
    from ...data.session.refusals import RefusalKind
    from ...data.session.session import Session
    from ...data.sync.hosts import Host
    from ...data.sync.sync_client import SyncClient

ANNOUNCE_SECONDS = 0.2
"""Seconds between two checks of the user's own presence for changes."""


class SharingContext(HostContext, Timers, Protocol):
    """The context that sharing uses."""


class SharingController:
    """Shares a session, and shows the presence of other users in the panes."""

    def __init__(
        self,
        session: Session,
        context: SharingContext,
        panes: Panes,
        keyboard: SharedKeyboard,
        unread: UnreadController,
        show_presence: Callable[[str], None],
        show_refusal: Callable[..., None],
        show_share: Callable[..., None],
    ) -> None:
        """Bind to a session.

        `show_presence` shows a sentence on presence, "" for none; `show_refusal` the first line
        that fits of those it is given, until it is called again; `show_share` the state of the
        share, with the forms of a sign and whether it `fails`.
        """
        self._session, self._context = session, context
        self._keyboard, self._unread = keyboard, unread
        self._show_presence, self._show_alert = show_presence, show_refusal
        self._show_share = show_share
        self._calls = HostCalls(context)
        self._beginning = ShareBeginning(session, context, self._calls, self._share_over)
        self._split = SplitShare(session, self.stop, self._share_over)
        self._notice = ShareNotice(context, self._mend)
        self.sync_client: SyncClient | None = None
        """The sync client of the session; None if it is not shared."""
        self.peers = Peers(session, panes)
        """The presences of others, as the panes show them."""
        self._address: RemoteAddress | None = None
        """The remote address of the share that this controller connected to last."""
        self._is_ended_elsewhere = False
        """Whether another program of this user ended the share while this session was open."""
        self._record = ShareRecord()
        self._trouble: Message | None = None
        self._is_alone = False
        """Whether the other partner left the share for good."""
        self._repairs = 0
        """The repairs of the share that were reported."""
        self._tells_repair = False
        """Whether the lasting line is on a repair."""
        self._announcing: RunningTimer | None = None
        self._stop_refusals: Callable[[], None] | None = None

    def start(self) -> None:
        """Connect to the remote, if this conversation is shared."""
        self._address = address = self._session.sync.remote_address
        if address is None:
            return
        self._is_ended_elsewhere = False
        from ...data.sync.restoration import restoration_of
        from ...data.sync.sync_client import SyncClient

        if self._stop_refusals is None:
            self._stop_refusals = self._session.sync.refusals.subscribe(self._report_refusal)
        restoration = restoration_of(self._session)
        remote = self._context.environment.open_remote(address, restoration)
        with self._unread.receiving(live=False):
            self.sync_client = client = SyncClient(self._session.sync, remote, self._record)
        client.watch(self._context.in_screen_thread(self.sync))
        if self._announcing is None:
            self._announcing = self._context.set_interval(ANNOUNCE_SECONDS, self.announce)
        self.sync()

    def follow(self) -> None:
        """Disconnect, or connect, if another program of this user ended or began the share."""
        address = self._session.sync.remote_address
        if address == self._address:
            return
        self.stop()
        self._trouble = None
        self.peers.show(())
        self._show_presence("")
        self.start()
        if address is None:
            self._is_ended_elsewhere = True
            self._show_share((), fails=False)
            if self._notice.is_open:
                self._notice.follow(self._text)
            else:
                self._show_refusal(tr("sharing.ended.elsewhere"))

    def share(self) -> None:
        """Ask with whom to share; if it is shared, show the share, and offer to mend it."""
        if self._keyboard.refuses():
            return
        if self._session.sync.remote_address is None and not self._is_ended_elsewhere:
            self._beginning.ask()
            return
        self._session.sync.refusals.unread = False
        self._show_refusal()
        self._split.look()
        self._notice.show(self._text)

    def _report_refusal(self, kind: RefusalKind) -> None:
        """Show a line on a refusal that stays until the user reads more."""
        press = self._context.first_key("desk.share")
        self._show_refusal(*map(tr, self._session.sync.refusals.brief_forms(kind, press)))

    def _show_refusal(self, *forms: str, is_repair: bool = False) -> None:
        """Show the first line that fits until the user reads more; without any, take it away."""
        self._tells_repair = is_repair
        self._show_alert(*forms)

    @property
    def _text(self) -> ShareText:
        """Place, command, state and refusals of the share, or why there is none any more."""
        address = self._session.sync.remote_address
        if address is None:
            heading, text = tr("sharing.ended.elsewhere"), tr("sharing.ended.elsewhere.more")
            return ShareText(heading, text, Mending.SHARE)
        from .share.details import details

        state = self._state
        heading, text = details(
            self._session,
            address,
            state,
            self.sync_client.error if self.sync_client is not None else None,
            self._record,
            self._context.environment.hosts,
            self.peers.partners,
            is_alone=self._is_alone,
        )
        if (other := self._split.other) is not None:
            split = tr("sharing.details.split", name=other.label)
            return ShareText(heading, f"{text}\n\n{split}", Mending.ENTER)
        if not state.fails:
            return ShareText(heading, text)
        calls = _reconnects(address) and state is ShareState.DISCONNECTED
        return ShareText(heading, text, Mending.CALL if calls else Mending.SHARE)

    def _mend(self, mending: Mending) -> None:
        address = self._session.sync.remote_address
        if mending is Mending.CALL and address is not None:
            self._calls.call(address.host, self._share_over)
        elif mending is Mending.ENTER and address is not None:
            self._calls.call(address.host, self._split.enter)
        else:
            self._beginning.ask()

    def _share_over(self, host: Host) -> None:
        """Connect the session to its share over the connection to this host."""
        address = self._session.sync.remote_address
        assert address is not None, "it has just been shared"
        self.stop()
        if _reconnects(address):
            from ...data.sync.restoration import restoration_of

            remotes = self._context.environment.open_remotes
            restoration = restoration_of(self._session)
            remotes[address] = host.open_remote(address.share_id, restoration)
        self.start()

    def stop(self) -> None:
        """Disconnect; the other partner sees that this user has left."""
        if self.sync_client is not None:
            self.sync_client.close()
            self.sync_client = None

    def go_to_peer(self) -> None:
        """Go to the pane, and to the caret or row, of the other partner."""
        self.peers.go_to(self._context.show_status)

    def sync(self) -> None:
        """Receive new changes, and show the presence of others."""
        if self.sync_client is None:
            return
        # Changes that arrive while the other is away, or at a reconnection, were made earlier.
        live = bool(self.peers.others) and self.sync_client.state is Connection.IN_SYNC
        with self._unread.receiving(live=live):
            self.sync_client.sync()
        self._show_trouble(self.sync_client.error)
        if self.sync_client.own_came_back:
            self.sync_client.own_came_back = False
            self._context.show_status(tr("sharing.own_came_back"))
        self._report_repair()
        self.peers.show(self.sync_client.others)
        self._report_leaving(self.sync_client)
        self._show_presence(self._presence_text())
        self.show_state()

    def show_state(self) -> None:
        """Show in the header with whom it is shared, and whether the connection lives."""
        from .share.details import sign

        state = self._state
        if self._is_alone and not state.fails:
            state = ShareState.ENDED
        self._show_share(sign(self._session, state), fails=state.fails)
        if self._notice.is_open:
            self._notice.follow(self._text)

    @property
    def _state(self) -> ShareState:
        if self.sync_client is None:
            return ShareState.DISCONNECTED
        return self.sync_client.share_state(self.peers.partners)

    def _report_repair(self) -> None:
        """Say, until the user reads more, that the share was removed and is whole again."""
        if self._repairs < self._record.repairs:
            self._repairs = self._record.repairs
            if self._notice.is_open:
                return
            press = self._context.first_key("desk.share")
            forms = (tr(f"sharing.repaired{form}", press=press) for form in ("", ".short"))
            self._show_refusal(*forms, is_repair=True)

    def _report_leaving(self, client: SyncClient) -> None:
        """Say, until the user reads more, that the other partner left the share for good."""
        before, self._is_alone = self._is_alone, client.has_other_left
        if self._is_alone and not before:
            press = self._context.first_key("desk.share")
            forms = ("sharing.left", "sharing.left.short")
            self._show_refusal(*(tr(form, press=press) for form in forms))
        elif before and not self._is_alone and not self._session.sync.refusals.unread:
            self._show_refusal()

    def _show_trouble(self, reason: Message | None) -> None:
        if reason == self._trouble:
            return
        self._trouble = reason
        if reason is None:
            self._context.show_status(tr("sharing.reconnected"))
            return
        if self._tells_repair:
            self._show_refusal()  # it is not whole any more
        press = self._context.first_key("desk.share")
        if self._state is ShareState.ENDED:  # the reason would not fit in the line
            self._context.show_status(tr("sharing.disconnected", press=press))
            return
        if _reconnects(self._session.sync.remote_address):
            reason = Message("sharing.retry", reason=reason, press=press)
        self._context.show_status(tr("sharing.failed", reason=reason))

    def _presence_text(self) -> str:
        if self._trouble:
            ends = self._state is ShareState.ENDED
            retries = not ends and _reconnects(self._session.sync.remote_address)
            key = "sharing.disconnected.retry" if retries else "sharing.disconnected"
            return tr(key, press=self._context.first_key("desk.share"))
        if self.sync_client is not None and self.sync_client.state is not Connection.IN_SYNC:
            return tr("sharing.connecting")
        return self.peers.text

    def announce(self) -> None:
        """Announce the pane, and the caret or row, of this user."""
        self.follow()
        if self.sync_client is None:
            return
        if self.sync_client.should_retry:
            self.sync()
        self.sync_client.announce(self.peers.own_presence())


def _reconnects(address: RemoteAddress | None) -> bool:
    """Return whether the user can reconnect to a remote, because it is on another machine."""
    return isinstance(address, SshFolder | PostgresConversation)
