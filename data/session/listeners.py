"""The listeners that a session notifies of changes and save statuses."""

from __future__ import annotations

from collections.abc import Callable

from ..model.changes import Changes
from ..storage.saving.status import SaveStatus

SessionEvent = Changes | SaveStatus
Listener = Callable[[SessionEvent], None]


class Listeners:
    """The listeners of one session."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each event; return a function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def notify(self, event: SessionEvent) -> None:
        """Call all listeners, in the order of their subscription."""
        for listener in tuple(self._listeners):
            listener(event)
