"""What others share with this user: rows of the notebook screen, and joining."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from ...data.model.remote_address import HostAddress
from ...data.notebook.notebook import Notebook
from ...data.notebook.summary import Summary
from ...data.sync.offers.offer import JoinedShares, Offer
from ...data.sync.offers.watch import OfferWatch
from ...widgets.language import tr
from ..environment import Environment
from .context.controller_context import Dialogs, Workers
from .context.show_errors import show_errors


class OffersContext(Dialogs, Workers, Protocol):
    """The context that offers use."""

    @property
    def environment(self) -> Environment:
        """The hosts of shares, and the open remotes."""


class OffersController:
    """Watches the hosts of the settings for offers, and joins one."""

    def __init__(
        self,
        notebook: Notebook,
        context: OffersContext,
        show: Callable[[], None],
        open_joined: Callable[[Path], None],
    ) -> None:
        """Bind to a notebook.

        `show` is called when `offers` has changed; `open_joined` with the file of a conversation
        that was joined.
        """
        self._notebook, self._context = notebook, context
        self._show, self._open_joined = show, open_joined
        self._watch: OfferWatch | None = None
        self._joined = JoinedShares(notebook.user, notebook.folder)
        self._summaries: Sequence[Summary] = ()
        self._joining = False
        self._reported: set[HostAddress] = set()
        self.offers: Sequence[Offer] = ()
        """What others share with this user and is not in the notebook."""

    @property
    def by_key(self) -> Mapping[str, Offer]:
        """The offers by the key of their row, which is no slug: those have no slash."""
        return {f"{offer.address}/": offer for offer in self.offers}

    def rows(self, words: str) -> Mapping[str, str]:
        """Return the texts of the rows by key, of those that contain all of `words`."""
        wanted = words.casefold().split()
        texts = {key: tr(offer.line) for key, offer in self.by_key.items()}
        return {
            key: text
            for key, text in texts.items()
            if all(word in text.casefold() for word in wanted)
        }

    def watch(self, summaries: Sequence[Summary]) -> None:
        """Look for offers from now on, beside these conversations of the notebook."""
        self._summaries = summaries
        if self._watch is None:
            hosts = self._context.environment.hosts
            changed = self._context.in_screen_thread(self._update)
            self._watch = OfferWatch(hosts, hosts.searched, changed)
            self._watch.start()
        self._watch.resume()
        self.offers = self._joined.without(self._watch.offers, summaries)

    def pause(self) -> None:
        """Stop looking while another screen covers the notebook."""
        if self._watch is not None:
            self._watch.pause()

    def stop(self) -> None:
        """Stop looking for good, or until `watch`, which then begins anew at every host."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None

    def commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield the commands for the palette: title, callback."""
        for offer in self.offers:
            text = tr("offers.command", who=offer.who, title=offer.title)
            yield text, lambda offer=offer: self.join(offer)  # type: ignore[misc]

    def join(self, offer: Offer) -> None:
        """Copy a share into the notebook in a thread, and open it."""
        if not self._joining:
            self._joining = True
            self._context.show_status(tr("offers.joining", who=offer.who))
            self._context.run_worker(self._join(offer), group="joining")

    async def _join(self, offer: Offer) -> None:
        from ...data.sync.membership import JoinResult, join

        environment = self._context.environment

        def copy() -> JoinResult:
            host = environment.hosts.open_host(offer.host, ask=False)
            try:
                return join(offer.share, self._notebook.folder, host, user=self._notebook.user)
            finally:
                host.close()

        try:
            with show_errors(self._show_notice):
                joined = await asyncio.to_thread(copy)
                environment.open_remotes[joined.address] = joined.remote
                self._context.show_status("")
                self._open_joined(joined.path)
        finally:
            self._joining = False

    def _show_notice(self, text: str) -> None:
        from ..forms.dialog.confirm import Notice

        self._context.show_status("")
        self._context.push_screen(Notice(tr("offers.title"), text))

    def _update(self) -> None:
        """Show what the watch has found, and say once which host cannot be looked at."""
        watch = self._watch
        if watch is None:
            return
        found = self._joined.without(watch.offers, self._summaries)
        for address, reason in watch.troubles.items():
            if address not in self._reported:
                self._reported.add(address)
                self._context.show_status(tr("offers.unreachable", reason=reason))
        if found != self.offers:
            self.offers = found
            self._show()
