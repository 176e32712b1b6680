"""Readers of notebook files: the conversation, its journals, the private file, the index."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from afspraak.data.crdt.read_marker import (
    READ_AT_KEY,
    READ_SNAPSHOT_KEY,
    decode_read_marker,
    merge_read_markers,
)
from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import AfspraakError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import Slug
from afspraak.data.maintenance.check import check_file
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.fields import SINGLETON_ID, FieldKey
from afspraak.data.notebook.index import Index
from afspraak.data.notebook.summary import read_summary
from afspraak.data.session.session import Session
from afspraak.data.storage.checkpoints import Checkpoints
from afspraak.data.storage.journal.journal_files import login_for_file_name
from afspraak.data.storage.journal.journal_format import MAGIC, encode_frame, scan_journal
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.merge_file import merge
from afspraak.data.sync.merge_report import report_lines as merge_lines
from afspraak.data.system.paths import index_file

from .. import sample
from ..mutation import in_conversation, in_frames, in_json
from .reader import Reader, harmless

_SHOWN = 4
"""The number of checkpoints whose notes are read."""


def opened(path: Path) -> None:
    """Read a conversation in every way; then open, save and read it again."""
    try:
        told = check_file(path).lines(catalogue("en"))
    except AfspraakError as error:
        raise AssertionError("what is wrong is told, not raised") from error
    assert all(map(harmless, told)), "what is told is harmless"
    session = Session.open_read_only(path)
    whole = session.full_conversation()
    session.read_marker.unread_changes()
    session.private_answers()
    history = session.history()
    for place in range(len(history))[-_SHOWN:]:
        history.changes_at(place)
    with suppress(AfspraakError):
        write_minutes(whole)
    with suppress(AfspraakError):
        read_summary(path)
    Session.open(path).close()
    assert check_file(path).is_intact or not check_file(path).fault, "what was saved can be read"


class ConversationFile(Reader):
    """The conversation file."""

    inside = staticmethod(in_conversation)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        whole = sample.keep(room / "seed.json", sample.shared())
        tables = json.loads(whole)
        del tables["_sync"]
        by_hand = whole.replace(b"Portal went", b"The portal went")
        self.seeds = (whole, json.dumps(tables).encode(), by_hand)

    def read(self, data: bytes) -> None:
        """Open it, save it, open it again."""
        path = self.emptied("nb") / "anna.json"
        path.write_bytes(data)
        opened(path)


class PrivateFile(Reader):
    """A private file beside a valid conversation."""

    inside = staticmethod(in_conversation)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        replica = sample.shared()
        reached = replica.snapshot
        sample.updates(replica)
        self._whole = sample.keep(room / "seed.json", replica)
        self.seeds = (sample.keep(room / "seed.private.json", sample.private(reached)),)

    def read(self, data: bytes) -> None:
        """Open the conversation that it belongs to."""
        path = self.emptied("nb") / "anna.json"
        path.write_bytes(self._whole)
        private_path(path).write_bytes(data)
        opened(path)


class Journal(Reader):
    """The journal of a killed session."""

    inside = staticmethod(in_frames)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        replica = sample.shared()
        self._whole = sample.keep(room / "seed.json", replica)
        told = sample.updates(replica)
        whole = MAGIC + b"".join(map(encode_frame, told))
        self.seeds = (
            whole,
            whole[:-3],
            whole + bytes(40),
            MAGIC + encode_frame(replica.document()),
        )

    def read(self, data: bytes) -> None:
        """Open the conversation that it belongs to."""
        path = self.emptied("nb") / "anna.json"
        path.write_bytes(self._whole)
        log = path.with_suffix(".log") / f"{login_for_file_name()}.5.afl"
        log.parent.mkdir()
        log.write_bytes(data)
        first = scan_journal(log)
        assert (
            scan_journal(log, first.valid_end).valid_end in (first.valid_end, len(MAGIC))
            or first.damaged
        )
        opened(path)


class Copy(Reader):
    """A copy of a conversation, from a laptop or a folder syncer."""

    inside = staticmethod(in_conversation)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        replica = sample.shared()
        self._whole = sample.keep(room / "seed.json", replica)
        other = Replica(3005)
        other.apply(replica.document())
        sample.updates(other)
        self.seeds = (sample.keep(room / "copy.json", other), self._whole)

    def read(self, data: bytes) -> None:
        """Take it in, tried first."""
        path = self.emptied("nb") / "anna.json"
        path.write_bytes(self._whole)
        copy = path.with_name("copy.json")
        copy.write_bytes(data)
        merge_lines(catalogue("en"), merge(path, copy, dry_run=True))
        merge_lines(catalogue("en"), merge(path, copy))
        Session.open_read_only(path)


class IndexFile(Reader):
    """The index over all conversations, in the cache folder."""

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        self._folder = self.emptied("nb")
        sample.keep(self._folder / "anna.json", sample.shared())
        (room / "cache").mkdir()
        os.environ["XDG_CACHE_HOME"] = str(room / "cache")
        Index(self._folder).summaries()
        self.seeds = (index_file(self._folder).read_bytes(),)

    def read(self, data: bytes) -> None:
        """Ask it everything."""
        os.environ["XDG_CACHE_HOME"] = str(self.room / "cache")
        index_file(self._folder).write_bytes(data)
        index = Index(self._folder)
        index.summaries()
        index.agreements()
        index.search("portal")
        index.follow_ups_of(Slug("anna"), "progress")


class MomentsTable(Reader):
    """The checkpoints in a conversation file."""

    inside = staticmethod(in_json)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        replica = sample.shared()
        moments = Checkpoints()
        for minute, _ in enumerate([None, *sample.updates(replica)]):
            moments.add(sample.AT.replace(minute=minute), replica.snapshot)
        self._now = moments.encode()
        self.seeds = (json.dumps(self._now).encode(),)

    def read(self, data: bytes) -> None:
        """Read and merge them."""
        try:
            told = json.loads(data)
        except (ValueError, RecursionError):
            return
        moments = Checkpoints.decode(told).merged(Checkpoints.decode(self._now))
        moments.add(sample.AT.replace(hour=12), b"\0\0")
        again = Checkpoints.decode(moments.encode())
        assert len(again) <= len(moments)
        moments.gains_from(again, sample.AT)


class LookedFields(Reader):
    """The read marker in the fields of a private file."""

    inside = staticmethod(in_json)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        fields = sample.private(sample.shared().snapshot).fields
        told = {"at": fields[READ_AT_KEY], "state": fields[READ_SNAPSHOT_KEY]}
        self._fields = dict(fields)
        self.seeds = (json.dumps(told).encode(),)

    def read(self, data: bytes) -> None:
        """Read it, and put it together with another."""
        try:
            told = json.loads(data)
        except (ValueError, RecursionError):
            return
        if not isinstance(told, dict):
            return
        names = {"at": READ_AT_KEY, "state": READ_SNAPSHOT_KEY}
        fields = {
            names.get(name, FieldKey("header", SINGLETON_ID, name)): told[name] for name in told
        }
        if (found := decode_read_marker(fields)) is not None:
            assert decode_read_marker(found.fields()) is not None, "what is kept can be read"
        merge_read_markers(fields, self._fields)
