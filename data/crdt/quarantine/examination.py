"""Examine whether a replica encodes, opens again, and shows the same then."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ...ids import MANAGER, PartnerId
from ...model.fields import Fields
from ..replica import Replica
from ..replica_errors import convert_panics
from ..yjs_document import YjsDocument, text_runs, to_field_value

_TRIAL = "x"


class Harm(Exception):
    """The document is not well; the text says why."""


def examine(replica: Replica) -> None:
    """Open the document of a replica again, and write in it as its session would.

    Raises Harm if it shows something else than the replica, or if
    what is written is lost, and ReplicaError if the library fails. The replica stays as it was.
    """
    with convert_panics():
        document = replica.document()
        written = _open(replica.client, document)
        # With the same content, the same bytes have the same authors.
        same = written.full_update() == document or _runs(written) == _joined(replica.text_runs)
        harm = _difference(written, replica) or _loss(written, replica)
        harm = harm if same else "the authors differ when the document is opened again"
    if harm:
        raise Harm(harm)


class ReopenedDocument:
    """The document of a replica, opened again, to be compared after they took the same updates."""

    def __init__(self, replica: Replica) -> None:
        """Open it. Raises ReplicaError as `examine`."""
        with convert_panics():
            self._document = _open(replica.client, replica.document())
            self._same_fields: tuple[str, int] | None = None
            """The map as text, and the version of the fields of which it was found the same."""
            if _has_fields(self._document, replica.fields):
                self._same_fields = str(self._document.map), replica.fields_version

    def apply(self, update: bytes) -> None:
        """Apply an update that the replica has taken."""
        self._document.apply(update)

    def agrees(self, replica: Replica) -> bool:
        """Return whether it encodes and shows the same as a replica.

        Raises ReplicaError as `examine`.
        """
        with convert_panics():
            same = self._document.full_update() == replica.document()
            return same and not _difference(self._document, replica, self._same_fields)


def _open(client: int, document: bytes) -> YjsDocument:
    opened = YjsDocument(client)
    opened.apply(document)
    return opened


def _difference(
    opened: YjsDocument, replica: Replica, same_fields: tuple[str, int] | None = None
) -> str:
    """Return what differs except authors; "" if nothing does.

    `same_fields` are the map as text and a version of the fields that are the same.
    """
    if opened.clocks_by_client != replica.clocks_by_client:
        return "the clocks differ when the document is opened again"
    if str(opened.text) != replica.notes.text:
        return "the notes differ when the document is opened again"
    if (str(opened.map), replica.fields_version) != same_fields and not _has_fields(
        opened, replica.fields
    ):
        return "the fields differ when the document is opened again"
    return ""


def _loss(opened: YjsDocument, replica: Replica) -> str:
    """Write in a document; return what is lost, "" if nothing is."""
    clocks = opened.clocks_by_client
    with opened.local_transaction(undoable=False):
        opened.replace(0, 0, _TRIAL, MANAGER)
    after = opened.clocks_by_client
    if after.pop(replica.client, 0) <= clocks.pop(replica.client, 0) or after != clocks:
        return "the clock of the session does not advance"
    if str(opened.text) != _TRIAL + replica.notes.text:
        return "what the session writes is lost"
    return ""


def _has_fields(document: YjsDocument, fields: Fields) -> bool:
    """Return whether a document has exactly these fields."""
    # As JSON they take a quarter of the time.
    if json.loads(str(document.map)) == fields:
        return True
    return {key: to_field_value(value) for key, value in document.map.items()} == fields


def _runs(document: YjsDocument) -> list[tuple[str, PartnerId]]:
    return _joined(text_runs(document.text))


def _joined(runs: Iterable[tuple[str, PartnerId]]) -> list[tuple[str, PartnerId]]:
    """Return runs without two of the same author after each other."""
    joined: list[tuple[str, PartnerId]] = []
    for text, by in runs:
        if joined and joined[-1][1] == by:
            joined[-1] = joined[-1][0] + text, by
        else:
            joined.append((text, by))
    return joined
