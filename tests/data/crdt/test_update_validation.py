"""Updates that would corrupt a document or crash the program never reach the library."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from afspraak.data.crdt import notes_mirror
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.crdt.update_validation import validate_update
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, RowId
from afspraak.data.maintenance.check import check_file
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.model.fields import SINGLETON_ID, FieldKey
from afspraak.data.session.session import Session
from afspraak.data.text.splice import Splice

from ...checkout import IMPORT_ROOT, ROOT
from ...support.conversations.copies import content
from ...support.conversations.updates import PANICKING


def _written() -> Replica:
    replica = Replica(1001)
    replica.edit(
        [Splice(0, 0, "ë😀 one\ntwo\n", MANAGER)],
        {FieldKey("header", RowId("-"), "title"): "Talk"},
    )
    replica.edit(
        [Splice(2, 3, "", EMPLOYEE)],
        {
            FieldKey("progress", RowId("p"), "percent"): 50,
            FieldKey("item", RowId("i"), "deleted"): True,
        },
    )
    replica.undo()
    return replica


def _value(encoded: bytes) -> bytes:
    """An update that sets the field `k`."""
    return bytes([1, 1, 7, 0, 0x28, 1, 6]) + b"fields" + b"\1k\1" + encoded + b"\0"


def test_updates_of_the_library_are_valid() -> None:
    replica = _written()
    validate_update(replica.document())
    validate_update(replica.update_since(b"\0"))
    validate_update(b"\0\0")
    with pytest.raises(ReplicaError):
        Replica().apply(replica.document()[:-3])
    with pytest.raises(ReplicaError):
        Replica().apply(replica.document() + b"\0")


@pytest.mark.parametrize(
    "part",
    [b"\0\0", b"\x0a\0", b"\x01\1\5notes\0", b"\x04\1\5notes\0", b"\x08\1\5notes\0"],
    ids=["collected", "skipped", "deleted", "text", "values"],
)
def test_a_zero_length_part_does_not_corrupt_the_document(part: bytes) -> None:
    replica = _written()
    before = (replica.notes.text, dict(replica.fields))
    with pytest.raises(ReplicaError, match="no length"):
        replica.apply(bytes([1, 1, 0xE9, 7, 0]) + part + b"\0")
    again = Replica()
    again.apply(replica.document())
    assert (again.notes.text, again.fields) == before == (replica.notes.text, replica.fields)


def test_deeply_nested_values_do_not_crash_the_program() -> None:
    replica = Replica()
    replica.apply(_value(bytes([117, 1]) * 10 + b"\x7e"))
    for depth in (100, 20_000):
        with pytest.raises(ReplicaError, match="deep"):
            replica.apply(_value(bytes([117, 1]) * depth + b"\x7e"))
    assert replica.is_complete


@pytest.mark.parametrize("beside", ["", "with convert_panics(): "], ids=["alone", "another thread"])
def test_a_panic_becomes_our_error_without_output(beside: str) -> None:
    """`beside` is code of another thread that starts before and ends after the panic."""
    validate_update(PANICKING)
    told = _run(f"""
        begun, done = threading.Event(), threading.Event()
        def work():
            {beside}begun.set(), done.wait()
        thread = threading.Thread(target=work)
        thread.start()
        begun.wait()
        try:
            Replica().apply(PANICKING)
        except ReplicaError as error:
            print(error)
        done.set()
        thread.join()
        print("heard again", file=sys.stderr)
    """)
    assert "could not take this change in: called" in told.stdout
    assert told.stderr == "heard again\n"


def test_a_panic_without_stderr_becomes_our_error() -> None:
    told = _run("""
        os.close(2)
        try:
            Replica().apply(PANICKING)
        except ReplicaError as error:
            print(error)
    """)
    assert "could not take this change in: called" in told.stdout


def _run(code: str) -> subprocess.CompletedProcess[str]:
    """Run this in a separate process, whose stderr is also that of its libraries."""
    first = f"""
        import os, sys, threading
        from {ROOT.name}.data.crdt.replica import Replica
        from {ROOT.name}.data.crdt.replica_errors import ReplicaError, convert_panics
        PANICKING = {PANICKING!r}
    """
    return subprocess.run(
        [sys.executable, "-c", dedent(first) + dedent(code)],
        cwd=IMPORT_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )


def test_many_splices_at_once_equal_single_splices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes_mirror, "MAX_TEXT_DELTAS", 200)
    there, here, one_by_one = Replica(), Replica(), Replica()
    for number in range(300):
        text = "\n" if number % 100 == 99 else f"{number}é "
        author = (MANAGER, EMPLOYEE, NOBODY)[number % 3]
        _, update = there.edit([Splice(len(there.notes) // 2, 0, text, author)])
        one_by_one.apply(update)
    changes = here.apply(there.document())
    for replica in (here, one_by_one):
        assert list(replica.notes.runs()) == list(there.notes.runs())
        assert dict(replica.notes.line_counts) == dict(there.notes.line_counts)
    assert [splice.text for splice in changes.splices] == [there.notes.text]
    here.apply(there.edit([Splice(3, 2, "x", MANAGER)])[1])
    assert here.notes.text == there.notes.text


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("agreement/a1/due", "some day"),
        ("agreement/a1/status", "whatever"),
        ("header/-/minutes", "long"),
        ("header/other/title", "x"),
        ("agreement/a1/id", ""),
        ("agreement/-/text", "x"),
        ("header/-/kind", "private"),
        ("progress/p/percent", 1000),
    ],
)
def test_no_value_of_the_other_partner_makes_the_file_unreadable(
    path: Path, key: str, value: str | int
) -> None:
    session = Session.open(path)
    session.apply(AddAgreement(Agreement(RowId("a1"), order="a"), {"text": "Portal"}))
    other = Replica()
    other.apply(session.sync.update_since(Replica().state_vector))
    session.sync.receive(other.edit((), {FieldKey.parse(key): value})[1])
    session.close()
    assert check_file(path).fault is None
    assert Session.open_read_only(path).fields[FieldKey.parse(key)] == value, (
        "it stays in the document"
    )
    tables = json.loads(path.read_text(encoding="utf-8"))
    tables["notes"]["1"]["lines"][0] = "changed by hand"
    path.write_text(json.dumps(tables), encoding="utf-8")
    opened = Session.open_read_only(path)
    assert "changed by hand" in opened.notes.text
    assert [a.text for a in opened.conversation.agreements if a.id == "a1"] == ["Portal"]


def test_a_conversation_without_a_header_can_be_opened_again(path: Path) -> None:
    path.write_text('{"header": {"1": {}}}', encoding="utf-8")
    session = Session.open(path)
    session.apply(Write(0, 0, "a word"))
    session.close()
    assert content(path)[1] == [("a word", "")]  # nobody is a partner yet
    assert FieldKey("header", SINGLETON_ID, "kind") not in Session.open_read_only(path).fields
