"""What a session refused of the updates of other replicas, for as long as it lives.

The user is told once of each kind; what was refused is never shown. The same bytes come again with
each handshake, so their digests are kept: nothing is decoded twice. Those of updates that cost much
to judge are also in the private file, so that no later session judges them.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from enum import Enum
from hashlib import blake2b

from ..i18n.catalogue import Message
from ..model.fields import SINGLETON_ID, FieldKey
from ..storage.saving.tracker import SaveTracker
from ..system.files.file_errors import display_path
from .private_fields import store_private_fields
from .replica_pair import ReplicaPair

REFUSED_KEY = FieldKey("header", SINGLETON_ID, "refused")
"""The digests of refused updates that later sessions know, newest last; in the private file."""
MAX_STORED = 100
"""The most digests in the private file."""
MAX_KNOWN = 100_000
"""The most digests in memory."""


Name = str | Message
"""The name of the other partner, or a message if they have none."""


class RefusalKind(Enum):
    """What a session did about what it received; the value is part of the keys of messages."""

    UPDATE = "update"
    """An update was refused."""
    OWN_UPDATE = "own_update"
    """An update was refused that this user wrote in another session."""
    AUTHOR = "author"
    """What another wrote in the name of this user was put back."""
    RECEIVING = "receiving"
    """No updates are received any more in this session."""

    def message(self, count: int, name: Name) -> Message:
        """Return a paragraph on what happened `count` times."""
        key = f"refusal.{self.value}"
        if self is RefusalKind.RECEIVING:
            return Message(key, name=name)
        return Message.counted(key, count, name=name)

    def brief_forms(self, name: Name, press: str) -> tuple[Message, Message]:
        """Return a line with the other's first name, and a shorter one.

        `press` is the key that shows the paragraphs.
        """
        first = name.split()[0] if isinstance(name, str) else name
        brief = Message(f"refusal.{self.value}.brief", name=first, press=press)
        return brief, Message("refusal.brief", press=press)


RefusalListener = Callable[[RefusalKind], None]


class Refusals:
    """The refused updates of a session, by digest, and the number of refusals of each kind."""

    def __init__(self, replicas: ReplicaPair, tracker: SaveTracker) -> None:
        self._replicas, self._tracker = replicas, tracker
        self._counts: Counter[RefusalKind] = Counter()
        self._stored = str(replicas.private_fields.get(REFUSED_KEY, "")).split()[-MAX_STORED:]
        self._known = set(self._stored)
        self._known_in_order = deque(self._stored)
        self._from_earlier = set(self._stored)
        """The digests of earlier sessions that have not arrived in this one."""
        self._listeners: list[RefusalListener] = []
        self.unread = False
        """Whether a kind happened after the user was told in full."""

    @property
    def count(self) -> int:
        """The number of different updates that were refused."""
        return self._counts[RefusalKind.UPDATE] + self._counts[RefusalKind.OWN_UPDATE]

    @property
    def counts(self) -> Mapping[RefusalKind, int]:
        """The number of refusals of each kind; only kinds that happened."""
        return self._counts

    def subscribe(self, listener: RefusalListener) -> Callable[[], None]:
        """Call `listener` the first time that each kind happens; return a function to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def refuse(self, update: bytes, *, is_own: bool = False, store: bool = False) -> None:
        """Record that an update was refused; the same bytes count once.

        With `store`, later sessions know it too.
        """
        digest = _digest(update)
        if digest in self._known:
            return
        self._known.add(digest)
        self._known_in_order.append(digest)
        if len(self._known_in_order) > MAX_KNOWN:
            self._known.remove(self._known_in_order.popleft())
        if store:
            self._stored = [*self._stored, digest][-MAX_STORED:]
            fields = {REFUSED_KEY: " ".join(self._stored)}
            store_private_fields(self._replicas, self._tracker, fields)
        self._count(is_own=is_own)

    def repeat(self, update: bytes, *, is_own: bool = False) -> bool:
        """Refuse an update again if it was refused before, here or in a session that stored it.

        Return whether it is refused.
        """
        if not self._known or (digest := _digest(update)) not in self._known:
            return False
        if digest in self._from_earlier:
            self._from_earlier.remove(digest)
            self._count(is_own=is_own)
        return True

    def note(self, kind: RefusalKind) -> None:
        """Count a refusal; notify the listeners if it is the first of its kind."""
        self._counts[kind] += 1
        if self._counts[kind] == 1:
            self.unread = True
            for listener in tuple(self._listeners):
                listener(kind)

    def messages(self) -> list[Message]:
        """Return a paragraph for each kind that happened."""
        name = self._other_name()
        return [kind.message(count, name) for kind, count in self._counts.items()]

    def brief_forms(self, kind: RefusalKind, press: str) -> tuple[Message, Message]:
        """Return a line on a kind, and a shorter one; see `RefusalKind.brief_forms`."""
        return kind.brief_forms(self._other_name(), press)

    def report_unread(self) -> None:
        """Add what the user has not read to their notices."""
        if self.unread:
            self.unread = False
            slug = display_path(self._replicas.shared.path.stem)
            for text in self.messages():
                notice = Message("refusal.in", slug=slug, text=text)
                self._replicas.user.notify(notice, notice)

    def _other_name(self) -> Name:
        conversation = self._replicas.shared.replica.rows.conversation
        other = next((each for each in conversation.partners if each.id != self._replicas.me), None)
        if other is None or self._replicas.me is None or not other.name.strip():
            return Message("refusal.the_other")
        return other.name

    def _count(self, *, is_own: bool) -> None:
        self.note(RefusalKind.OWN_UPDATE if is_own else RefusalKind.UPDATE)


def _digest(update: bytes) -> str:
    return blake2b(update, digest_size=8).hexdigest()
