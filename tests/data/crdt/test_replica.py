"""The replica corrects or rejects known faults of the CRDT library."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path
from typing import Any
from weakref import ref

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.crdt.undo_history import UndoHistory
from afspraak.data.crdt.yjs_document import YjsDocument
from afspraak.data.ids import MANAGER, PartnerId, RowId
from afspraak.data.model.fields import FieldKey
from afspraak.data.text.splice import Splice

from ...checkout import IMPORT_ROOT


def test_a_multibyte_letter_is_one_position() -> None:
    replica = Replica()
    replica.edit([Splice(0, 0, "ë😀x", PartnerId("m"))])
    replica.edit([Splice(1, 1, "", PartnerId("m"))])
    assert replica.notes.text == "ëx"


@pytest.mark.parametrize("foreign", [b"", b"\x01", b"garbage", b"\xff" * 40, b"\x01\x01\x00"])
def test_invalid_bytes_raise_our_error_and_change_nothing(foreign: bytes) -> None:
    replica = Replica()
    replica.edit(
        [Splice(0, 0, "veilig", PartnerId("m"))], {FieldKey("item", RowId("a"), "state"): "done"}
    )
    with pytest.raises(ReplicaError):
        replica.apply(foreign)
    assert replica.notes.text == "veilig"
    replica.edit([Splice(6, 0, "!", PartnerId("m"))])
    assert replica.notes.text == "veilig!"


def test_early_updates_wait_and_are_applied_once() -> None:
    class Counting:
        """A document that counts what it receives."""

        def __init__(self, document: Any) -> None:
            self.document = document
            self.given = 0

        def __getattr__(self, name: str) -> Any:
            return getattr(self.document, name)

        def apply_update(self, update: bytes) -> None:
            self.given += 1
            self.document.apply_update(update)

    typist, reader = Replica(1), Replica(2)
    updates = [typist.edit([Splice(n, 0, "x", PartnerId("m"))])[1] for n in range(200)]
    counting = Counting(reader._document.doc)
    reader._document.doc = counting  # type: ignore[assignment]
    for update in reversed(updates):
        reader.apply(update)
    assert reader.notes.text == "x" * 200
    assert counting.given == 200


@pytest.mark.parametrize("put_in", ["", "new"])
def test_an_early_deletion_waits(put_in: str) -> None:
    typist, eraser, reader = Replica(1), Replica(2), Replica(3)
    _, begun = typist.edit([Splice(0, 0, "begun ", PartnerId("m"))])
    _, written = typist.edit([Splice(6, 0, "mistake", PartnerId("m"))])
    for replica in (eraser, reader):
        replica.apply(begun)
    eraser.apply(written)
    _, erased = eraser.edit(
        [Splice(6, 7, "", PartnerId("e")), Splice(0, 0, put_in, PartnerId("e"))]
    )
    reader.apply(erased)
    waits = not reader.is_complete
    assert waits, "who keeps it may not drop it yet"
    reader.apply(written)
    assert reader.is_complete
    assert reader.notes.text == eraser.notes.text == f"{put_in}begun "


def test_undo_reports_only_the_changed_text() -> None:
    writer, other = Replica(1), Replica(2)
    other.apply(writer.edit([Splice(0, 0, "hers", PartnerId("e"))])[1])
    writer.apply(other.edit([Splice(0, 0, "his ", PartnerId("m"))])[1])
    changes, update = other.undo()
    assert changes.splices == writer.apply(update).splices == (Splice(0, 4, ""),)
    assert list(writer.notes.runs()) == list(other.notes.runs()) == [("hers", "e")]


def test_an_equal_value_makes_no_update() -> None:
    replica = Replica()
    replica.edit((), {FieldKey("header", RowId("-"), "minutes"): 60})
    assert replica.edit((), {FieldKey("header", RowId("-"), "minutes"): 60})[1] == b""
    assert replica.fields[FieldKey("header", RowId("-"), "minutes")] == 60


def test_the_update_of_a_keystroke_is_small() -> None:
    replica = Replica()
    replica.edit([Splice(0, 0, "Een zin die er al staat.", MANAGER)])
    sizes = [
        len(replica.edit([Splice(24 + n, 0, "x", MANAGER)], boundary=n == 0)[1]) for n in range(20)
    ]
    assert max(sizes) <= 60
    assert sorted(sizes)[10] <= 35


class _Observed:
    """A document whose observer refers to it, as a replica does."""

    def __init__(self) -> None:
        self.document = YjsDocument(7)
        self.document.observe(self.note, self.note, self.note)
        self.undo_history = UndoHistory(self.document)

    def note(self, _: object) -> None:
        """Do nothing."""


def test_a_document_that_is_not_used_any_more_is_freed() -> None:
    observed = _Observed()
    with observed.document.local_transaction(undoable=True):
        observed.document.replace(0, 0, "abc", MANAGER)
    observed.undo_history.undo()
    document = ref(observed.document.doc)
    del observed
    gc.collect()
    assert document() is None


def test_a_library_with_other_positions_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from afspraak.data.crdt import yjs_document as module

    class Counting:
        def __init__(self, **_: object) -> None:
            self.text = ""

        def get(self, *_: object, **__: object) -> Counting:
            return self

        def insert(self, _: int, text: str) -> None:
            self.text += text

        def __len__(self) -> int:
            return len(self.text)

        def __str__(self) -> str:
            return self.text

    module._check_index_unit.cache_clear()
    monkeypatch.setattr(module, "Doc", Counting)
    with pytest.raises(ReplicaError, match="pycrdt"):
        Replica()


def test_list_commands_load_neither_textual_nor_pycrdt(tmp_path: Path) -> None:
    code = (
        "import sys; from afspraak.tui.cli.main import main; "
        f"main(['--notebook', {str(tmp_path)!r}, 'list']); "
        "print([m for m in ('textual', 'rich', 'pycrdt', 'markdown_it') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=IMPORT_ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.splitlines()[-1] == "[]"
