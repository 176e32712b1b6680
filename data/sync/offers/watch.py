"""Watch hosts for what others share with this user, in a thread for each host."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from ...errors import AfspraakError
from ...i18n.catalogue import Message
from ...model.remote_address import HostAddress, ThisMachine
from ..hosts import Host, Hosts
from ..reconnecting_remote import PermanentFailure
from .offer import Offer, offers_of

LOCAL_SECONDS = 2.0
"""Seconds between two looks at this machine: a look lists one or two folders."""

DISTANT_SECONDS = 5.0
"""Seconds between two looks at another machine or a database, over a connection that stays open."""

_MOST_SHARE = 0.05
"""The most of its time that a thread looks: others can make very many folders."""

_MOST_SECONDS = 60.0
"""The most seconds to the next attempt at a host that cannot be reached."""


class OfferWatch:
    """Looks at hosts again and again, and never asks a question. Safe to use in any thread."""

    def __init__(
        self, hosts: Hosts, addresses: Sequence[HostAddress], on_change: Callable[[], None]
    ) -> None:
        """Watch these hosts from `start` on.

        `on_change` is called in a thread when `offers` or `troubles` has changed.
        """
        self._hosts, self._on_change = hosts, on_change
        self._addresses = addresses
        self._found: dict[HostAddress, Sequence[Offer]] = {}
        self._troubles: dict[HostAddress, Message] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._running = threading.Event()

    @property
    def offers(self) -> list[Offer]:
        """The offers of all hosts that were found last, in the order of the hosts."""
        with self._lock:
            return [offer for address in self._addresses for offer in self._found.get(address, ())]

    @property
    def troubles(self) -> Mapping[HostAddress, Message]:
        """Why hosts cannot be looked at now."""
        with self._lock:
            return dict(self._troubles)

    def start(self) -> None:
        """Look at all hosts, each in a thread of its own."""
        self._running.set()
        for address in self._addresses:
            threading.Thread(target=self._look_forever, args=(address,), daemon=True).start()

    def pause(self) -> None:
        """Look no more until `resume`."""
        self._running.clear()

    def resume(self) -> None:
        """Continue after `pause`."""
        self._running.set()

    def stop(self) -> None:
        """Stop for good; threads that wait for a host end by themselves."""
        self._stopped.set()
        self._running.set()

    def _look_forever(self, address: HostAddress) -> None:
        usual = LOCAL_SECONDS if isinstance(address, ThisMachine) else DISTANT_SECONDS
        host: Host | None = None
        while not self._stopped.is_set():
            seconds, began = usual, time.monotonic()
            try:
                host = host or self._hosts.open_host(address, ask=False)
                began = time.monotonic()
                self._publish(address, offers_of(host), None)
            except AfspraakError as error:
                _close(host)
                host = None
                # What was found before stays: the conversations are most likely still there.
                self._publish(address, None, error.message)
                seconds = _MOST_SECONDS if isinstance(error, PermanentFailure) else usual * 4
            seconds = max(seconds, (time.monotonic() - began) / _MOST_SHARE)
            self._stopped.wait(min(seconds, _MOST_SECONDS))
            if not self._running.is_set():
                _close(host)
                host = None
                self._running.wait()
        _close(host)

    def _publish(
        self, address: HostAddress, found: Sequence[Offer] | None, trouble: Message | None
    ) -> None:
        with self._lock:
            before = (self._found.get(address), self._troubles.get(address))
            if found is not None:
                self._found[address] = found
            if trouble is None:
                self._troubles.pop(address, None)
            else:
                self._troubles[address] = trouble
            changed = (self._found.get(address), self._troubles.get(address)) != before
        if changed and not self._stopped.is_set():
            self._on_change()


def _close(host: Host | None) -> None:
    if host is not None:
        with suppress(AfspraakError, OSError):
            host.close()
