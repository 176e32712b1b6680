"""Whatever an update holds: panics are errors, values stay readable, splices are reported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from afspraak.data.crdt import notes_mirror
from afspraak.data.crdt.admission.structs import decode_update
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, RowId
from afspraak.data.maintenance.check import check_file
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.model.fields import SINGLETON_ID, FieldKey
from afspraak.data.session.session import Session
from afspraak.data.text.splice import Splice

from ...checkout import IMPORT_ROOT
from ...support.conversations.copies import content


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


def test_updates_of_the_library_are_valid() -> None:
    replica = _written()
    decode_update(replica.document())
    decode_update(replica.update_since(b"\0"))
    decode_update(b"\0\0")
    with pytest.raises(ReplicaError):
        Replica().apply(replica.document()[:-3])
    with pytest.raises(ReplicaError):
        Replica().apply(replica.document() + b"\0")


@pytest.mark.parametrize("beside", ["", "with convert_panics(): "], ids=["alone", "another thread"])
def test_a_panic_becomes_our_error_without_output(beside: str) -> None:
    """`beside` is code of another thread that starts before and ends after the panic."""
    told = _run(f"""
        begun, done = threading.Event(), threading.Event()
        def work():
            {beside}begun.set(), done.wait()
        thread = threading.Thread(target=work)
        thread.start()
        begun.wait()
        try:
            panic()
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
        try:
            panic()  # what it loads would be opened as descriptor 2 below
        except ReplicaError:
            os.close(2)
        try:
            panic()
        except ReplicaError as error:
            print(error, flush=True)
        os._exit(0)  # from Python 3.14 on, what cannot be flushed to stderr ends with status 120
    """)
    assert "could not take this change in: called" in told.stdout


def _run(code: str) -> subprocess.CompletedProcess[str]:
    """Run this in a separate process, whose stderr is also that of its libraries."""
    first = """
        import os, sys, threading
        from afspraak.data.crdt.replica_errors import ReplicaError, convert_panics
        from afspraak.tests.support.updates.writer import panic
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
        ("header/-/minutes", -1),
        ("item/i/added_by_a_later_version", "x"),
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
