"""What no step of the other partner may break, checked against the document itself."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress

from afspraak.data.crdt.admission.structs import decode_update
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.snapshot import Snapshot, Span, decode_snapshot
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId
from afspraak.data.maintenance.check import check_file
from afspraak.data.model.fields import FIXED_KEYS, FieldKey, Value
from afspraak.data.session.refusals import RefusalKind
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.status import Saving
from afspraak.data.sync.connection_state import Connection
from afspraak.data.text.splice import Splice

from ...support.updates.parts import TEXT_UNIT, units_of
from .scene import ALPHABET, Scene, is_own

CHECKS_RIGHTS = os.geteuid() == 0
"""Whether the system can tell the two apart: the other one's logs are given to another user."""

_NEWCOMER = "a later honest line"


class Disturbed(Exception):
    """The other partner got something done that must not be possible."""


class Oracle:
    """Checks one scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._units: dict[tuple[int, int], bytes] = {}
        """The units that the user's program wrote."""
        self._deletions = Snapshot()
        """The deletions of both."""
        self._seen_updates = self._seen_frames = 0
        self._was_deaf = False
        """Whether a session stopped listening to the other."""
        self._fixed = {key: scene.session.fields.get(key) for key in FIXED_KEYS}

    def check(self) -> None:
        """Check the session after a step."""
        self._catch_up()
        session = self._scene.session
        self._was_deaf |= RefusalKind.RECEIVING in session.sync.refusals.counts
        replica = session.replicas.shared.replica
        copy = Replica(1)
        copy.apply(document := replica.document())
        _expect(copy.is_complete, "the document needs nothing else")
        _expect(_runs(copy) == _runs(replica), "the screen shows the notes of the document")
        _expect(dict(copy.fields) == dict(replica.fields), "and its fields")
        snapshot = decode_snapshot(replica.snapshot)
        _expect(decode_snapshot(copy.snapshot) == snapshot, "the document is encoded as it is")
        self._check_units(document, snapshot)
        for key, value in self._fixed.items():
            _expect(session.fields.get(key) == value, f"{key} is fixed")
        if CHECKS_RIGHTS:
            self._check_rights(snapshot)

    def finish(self) -> object:
        """Check that an honest partner is heard, and that the files hold what the session shows.

        Return what it shows, but the approvals, with their times; None if a session stopped
        listening: the process of a quarantine counts no forged updates.
        """
        scene = self._scene
        is_deaf = RefusalKind.RECEIVING in scene.session.sync.refusals.counts
        if scene.client.state is Connection.IN_SYNC and not is_deaf:
            newcomer = Replica(1_000_003)
            newcomer.apply(scene.session.replicas.shared.replica.document())
            splice = Splice(len(newcomer.notes), 0, _NEWCOMER, EMPLOYEE)
            scene.write_update(99, newcomer.edit([splice])[1])
            scene.client.sync()
            is_deaf = RefusalKind.RECEIVING in scene.session.sync.refusals.counts
            _expect(
                is_deaf or _NEWCOMER in scene.session.notes.text, "an honest update is taken in"
            )
            self.check()
        else:
            _expect(is_deaf or scene.client.error is not None, "the reason is told")
        scene.session.save()
        _expect(scene.session.save_status.state is Saving.SAVED, "everything is saved")
        shown = _content(scene.session)
        scene.close()
        again = Session.open_read_only(scene.path)
        _expect(_content(again) == shown, "the file opens as what was shown")
        _expect(again.me == MANAGER, "the user is known again")
        report = check_file(scene.path)
        _expect(report.is_intact, "; ".join(report.lines(catalogue("en"))))
        if is_deaf or self._was_deaf:
            return None
        notes, fields = shown
        return notes, {key: value for key, value in fields.items() if key.table != "approval"}

    def _catch_up(self) -> None:
        """Read what both wrote since the last check."""
        scene = self._scene
        for update in scene.written[self._seen_updates :]:
            decoded = decode_update(update)
            self._units |= {
                unit: content
                for unit, content in units_of(update).items()
                if unit[0] in scene.clients
            }
            self._add_deletions(decoded.delete_set)
        for frame in scene.frames[self._seen_frames :]:
            with suppress(ValueError):
                self._add_deletions(decode_update(frame).delete_set)
        self._seen_updates, self._seen_frames = len(scene.written), len(scene.frames)

    def _add_deletions(self, delete_set: dict[int, list[Span]]) -> None:
        spans = {client: tuple(spans) for client, spans in delete_set.items() if spans}
        self._deletions = self._deletions.union(Snapshot({}, spans))

    def _check_units(self, document: bytes, snapshot: Snapshot) -> None:
        """The user's clients have written what they wrote, and it is there unless deleted."""
        clients = self._scene.clients
        found = {key: value for key, value in units_of(document).items() if key[0] in clients}
        kept = {key: content for key, content in found.items() if key in self._units}
        _expect(kept == self._units, "what the user wrote is in the document")
        live = self._scene.session.sync.client
        more = {key for key in found.keys() - kept.keys() if key[0] == live}
        _expect(not more, "nobody else writes as this session's client")
        gone = {client: snapshot.delete_set.get(client, ()) for client in clients}
        known = {client: self._deletions.delete_set.get(client, ()) for client in clients}
        unknown = Snapshot({}, gone).difference(Snapshot({}, known)).delete_set
        lost = [
            (client, clock)
            for client, spans in unknown.items()
            for span in spans
            for clock in range(*span)
            if self._units.get((client, clock), b"").startswith(TEXT_UNIT)
        ]
        _expect(not lost, "what nobody deleted is there")

    def _check_rights(self, snapshot: Snapshot) -> None:
        """What is under the user's name is the user's, and what is the user's is under it."""
        session = self._scene.session
        found = {key: value for key, value in session.fields.items() if is_own(key, session.fields)}
        _expect(found == self._scene.own_fields, "the user's own fields are as entered")
        letters = Counter("".join(text for text, by in session.notes.runs() if by == MANAGER))
        wrong = letters.keys() - {*ALPHABET, "\n"}
        _expect(not wrong, "what the other wrote is not under the user's name")
        written = Counter(self._own_letters(snapshot))
        lost = {letter for letter in ALPHABET if letters[letter] < written[letter]}
        _expect(not lost, "what the user wrote is under their name")

    def _own_letters(self, snapshot: Snapshot) -> str:
        """The letters of the user that are not deleted, without their order."""
        gone = {
            (client, clock)
            for client in self._scene.clients
            for span in snapshot.delete_set.get(client, ())
            for clock in range(*span)
        }
        units = [
            content.removeprefix(TEXT_UNIT)
            for unit, content in sorted(self._units.items())
            if content.startswith(TEXT_UNIT) and unit not in gone
        ]
        return b"".join(units).decode("utf-16-le", "replace")


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise Disturbed(what)


def _content(session: Session) -> tuple[list[tuple[str, PartnerId]], dict[FieldKey, Value]]:
    return _runs(session.replicas.shared.replica), dict(session.fields)


def _runs(replica: Replica) -> list[tuple[str, PartnerId]]:
    """The notes in the longest runs of one author; line breaks have none."""
    runs: list[tuple[str, PartnerId]] = []
    for text, by in replica.notes.runs():
        if runs and runs[-1][1] == by:
            runs[-1] = runs[-1][0] + text, by
        else:
            runs.append((text, by))
    return runs
