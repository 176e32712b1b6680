"""Merging two copies keeps the content of both and reports the changes."""

from __future__ import annotations

import base64
import json
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from afspraak.data.crdt.quarantine.trial import try_document
from afspraak.data.errors import StorageError, UsageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Agreement, ChecklistItem, Progress
from afspraak.data.model.edits import (
    AddAgreement,
    AddItem,
    AddProgress,
    Answer,
    Change,
    Delete,
    Rate,
    Tick,
    Write,
)
from afspraak.data.model.fields import FieldKey
from afspraak.data.session.session import Session
from afspraak.data.storage.durable_replica import DurableReplica
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.siblings import journal_folder, private_path
from afspraak.data.sync import copy_trial
from afspraak.data.sync.merge_file import merge
from afspraak.data.sync.merge_report import merge_faults, report_dict, report_lines
from afspraak.widgets.language import tr

from ...support.conversations.copies import content, copied, done, files, words
from ...support.updates.harmful import NESTED
from ...support.updates.unguarded import unguarded_process


def test_changes_of_the_copy_are_merged_and_reported(path: Path, copy: Path) -> None:
    done(path, Write(0, 0, "mine\n"), Tick(RowId("went-well"), "parked"))
    done(
        copy,
        Write(4, 3, "2"),
        Write(len("one\n2\nthree\n"), 0, "four\nfive\n", boundary=True),
        Tick(RowId("cooperation"), "done"),
        Answer(RowId("went-well"), EMPLOYEE, "The portal."),
        Rate(RowId("cooperation"), EMPLOYEE, "growing"),
        AddItem(ChecklistItem(RowId("own"), "Extra", "Lunch?", order="z")),
        Change("agreement", RowId("a1"), {"due": "2027-03-31", "owner": "Anna de Vries"}),
        AddAgreement(Agreement(RowId("a3"), text="Runbook", order="aa")),
        AddProgress(
            Progress(RowId("p1"), RowId("a1"), "2026-12-04T10:00:00+00:00", EMPLOYEE, "Half", 50)
        ),
        Delete("agreement", RowId("a2")),
        Change("header", values={"goals": "Grow", "place": "Room 3", "in_short": "Well"}),
        writer=EMPLOYEE,
    )
    before = files(copy.parent)[copy.name]
    merged = merge(path, copy)
    assert (merged.has_changes, merged.shared.conflicts, merged.shared.modify_delete_conflicts) == (
        True,
        (),
        (),
    )
    heard = words(merged)
    assert f"{copy.name}:" in heard
    for line in (
        "lines added to the notes (2): Anna de Vries 2",
        "lines changed in the notes: 1",
        "about this conversation (3): goals, in short, place",
        "agreements changed (1): R1 Portal (by when, owner)",
        "agreements added (1): R2 Runbook",
        "agreements removed (1): D1 Course",
        "how agreements are going (1): R1 Portal",
        "checklist items added (1): Lunch?",
        "ticked (1): Samenwerken (done)",
        "answered (1): Wat goed ging (Anna de Vries)",
        "rated (1): Samenwerken (Anna de Vries)",
    ):
        assert f"\n  {line}" in heard, heard
    now = Session.open_read_only(path).full_conversation()
    texts = [line.text for line in now.notes]
    assert texts[:6] == ["mine", "one", "2", "three", "four", "five"]
    parked = now.item(RowId("went-well"))
    assert parked and (parked.state, parked.remarks) == ("parked", {"employee": "The portal."})
    assert [agreement.id for agreement in now.agreements] == ["a1", "a3"]
    assert files(copy.parent)[copy.name] == before, "the copy is only read"


def test_a_copy_made_during_typing_is_merged(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, len(session.notes), ""))
    for number, letter in enumerate("half of it"):
        session.apply(Write(number, 0, letter, boundary=False))
    session.save()
    copy = copied(path)  # by a folder syncer, under the hands of who types
    for number, letter in enumerate(" and half more"):
        session.apply(Write(len("half of it") + number, 0, letter, boundary=False))
    session.apply(Tick(RowId("went-well"), "done"))
    session.close()
    done(copy, Write(0, 0, "the other "), Tick(RowId("cooperation"), "done"), writer=EMPLOYEE)
    assert "ticked (1): Samenwerken" in words(merge(path, copy))
    assert Session.open_read_only(path).notes.text == "the other half of it and half more"


def test_merging_again_reports_nothing_new(path: Path, copy: Path) -> None:
    done(copy, Tick(RowId("went-well"), "done"), Write(0, 0, "x"))
    done(path, Tick(RowId("went-well"), "parked"))
    assert merge(path, copy).has_changes
    before = files(path.parent)
    again = merge(path, copy)
    assert not again.has_changes
    assert report_lines(catalogue("en"), again) == [tr("merge.nothing", file=str(copy))]
    assert files(path.parent) == before
    assert not merge(path, copied(path, "same.json")).has_changes


def test_a_dry_run_reports_the_same_and_changes_nothing(path: Path, copy: Path) -> None:
    done(
        copy,
        Tick(RowId("went-well"), "done"),
        Answer(RowId("went-well"), MANAGER, "mine", private=True),
    )
    done(path, Tick(RowId("went-well"), "parked"))
    before = files(path.parent)
    trial = merge(path, copy, dry_run=True)
    assert files(path.parent) == before
    merged = merge(path, copy)
    assert (trial.shared, trial.private) == (merged.shared, merged.private)
    assert report_lines(catalogue("en"), trial)[1:] == report_lines(catalogue("en"), merged)[1:]
    assert "Would be" in report_lines(catalogue("en"), trial)[0]


def test_only_values_changed_in_both_are_reported_as_conflicts(path: Path, copy: Path) -> None:
    # Before they parted: what the copy had from then is no conflict.
    done(path, Change("agreement", RowId("a1"), {"due": "2027-01-01", "measure": "m"}))
    copy = copied(path)
    done(
        path,
        Change("agreement", RowId("a1"), {"due": "2027-03-31", "measure": "here", "owner": "Jan"}),
    )
    done(path, Change("agreement", RowId("a2"), {"owner": "Anna"}))
    done(
        copy, Change("agreement", RowId("a1"), {"due": "2027-04-30", "owner": "Jan", "budget": "5"})
    )
    done(copy, Change("header", values={"title": ""}))
    merged = merge(path, copy)
    (conflict,) = merged.shared.conflicts
    assert (conflict.id, conflict.attribute) == ("a1", "due")
    assert (conflict.here, conflict.copy) == ("2027-03-31", "2027-04-30")
    stays = Session.open_read_only(path).fields[FieldKey("agreement", RowId("a1"), "due")]
    assert stays == (conflict.here if conflict.stays == "here" else conflict.copy)
    sentence = {
        "here": "R1 Portal, by when: 31 Mar 2027 stays; the copy says 30 Apr 2027",
        "copy": "R1 Portal, by when: 30 Apr 2027 comes from the copy; here it was 31 Mar 2027",
    }
    assert f"\n  {sentence[conflict.stays]}" in words(merged)
    (row,) = report_dict(catalogue("en"), merged)["conflicts"]
    assert row == conflict


def test_a_manually_reverted_change_still_counts(path: Path, copy: Path) -> None:
    # Else the other one's value could go without a word.
    done(path, Tick(RowId("went-well"), "done"), Tick(RowId("went-well"), "open"))
    done(copy, Tick(RowId("went-well"), "parked"))
    (conflict,) = merge(path, copy).shared.conflicts
    assert (conflict.here, conflict.copy) == ("open", "parked")


@pytest.mark.parametrize("attempt", range(4))
def test_a_value_overwritten_by_an_undone_one_is_reported(
    path: Path, copy: Path, attempt: int
) -> None:
    # Whose the document keeps depends on chance, so this is tried some times.
    del attempt
    done(path, Change("header", values={"goals": "Grow"}))
    session = Session.open(copy)
    session.apply(Change("header", values={"goals": "Rest"}))
    session.undo()
    session.close()
    merged = merge(path, copy)
    stays = Session.open_read_only(path).conversation.header.goals
    told = [(one.here, one.copy, one.stays) for one in merged.shared.conflicts]
    assert told == ([] if stays == "Grow" else [("Grow", "", "copy")])


@pytest.mark.parametrize("removed", ["here", "copy"])
def test_rows_deleted_in_one_copy_and_changed_in_the_other_are_reported(
    path: Path, copy: Path, removed: str
) -> None:
    gone, kept = (path, copy) if removed == "here" else (copy, path)
    done(gone, Delete("agreement", RowId("a2")))
    done(kept, Change("agreement", RowId("a2"), {"owner": "Anna"}))
    merged = merge(path, copy)
    (one,) = merged.shared.modify_delete_conflicts
    assert (one.id, one.removed, one.attributes) == ("a2", removed, ("owner",))
    assert "Course: removed" in words(merged)
    assert (
        Session.open_read_only(path).fields[FieldKey("agreement", RowId("a2"), "owner")] == "Anna"
    ), "it is there all the same"


@pytest.mark.parametrize("notes", [["a\n", ""], ["\n\n", "blank lines"]])
def test_changes_that_cannot_be_described_are_reported_too(
    path: Path, copy: Path, notes: list[str]
) -> None:
    text, heard = notes
    done(copy, Write(0, 0, text))
    if not heard:
        done(copy, Write(0, len(text), ""))
    merged = merge(path, copy)
    assert merged.has_changes
    assert (heard or "how it came about") in words(merged)
    assert not merge(path, copy).has_changes


def test_journals_beside_the_copy_are_read(path: Path, copy: Path) -> None:
    durable = DurableReplica.open(copy)
    _, update = durable.replica.edit((), {FieldKey("item", RowId("went-well"), "state"): "done"})
    with closing(Journal.create(journal_folder(copy), 77)) as journal:
        journal.append(update)
    before = files(path.parent)
    assert merge(path, copy).has_changes
    assert (
        Session.open_read_only(path).fields[FieldKey("item", RowId("went-well"), "state")] == "done"
    )
    kept = files(path.parent)
    assert {name: kept[name] for name in before if copy.stem in name} == {
        name: data for name, data in before.items() if copy.stem in name
    }
    # One that is damaged is told; what stands before the damage came in.
    (log,) = journal_folder(copy).iterdir()
    log.write_bytes(log.read_bytes() + b"\x00\x00\x00\x05junkjunkjunk")
    again = merge(path, copy)
    assert again.damaged_journals == (log,)
    assert str(log) in " ".join(map(str, merge_faults(again)))


def test_updates_with_missing_dependencies_are_reported(path: Path, copy: Path) -> None:
    replica = DurableReplica.open(copy).replica
    replica.edit((), {FieldKey("item", RowId("went-well"), "state"): "done"})
    _, second = replica.edit((), {FieldKey("item", RowId("went-well"), "state"): "parked"})
    with closing(Journal.create(journal_folder(copy), 77)) as journal:
        journal.append(second)
    merged = merge(path, copy)
    assert not merged.is_complete
    assert "Keep the file" in " ".join(map(str, merge_faults(merged)))


def test_a_manually_changed_copy_is_merged(path: Path, copy: Path) -> None:
    copy.write_text(copy.read_text("utf-8").replace("Portal", "Portaal"), encoding="utf-8")
    before = copy.read_bytes()
    assert "R1 Portaal (wording)" in words(merge(path, copy))
    assert copy.read_bytes() == before
    assert not merge(path, copy).has_changes


def test_copies_rebuilt_from_their_tables_are_merged(path: Path, copy: Path) -> None:
    def bared(file: Path) -> None:
        tables = json.loads(file.read_text("utf-8"))
        del tables["_sync"]
        file.write_text(json.dumps(tables), encoding="utf-8")

    bared(copy)
    with pytest.raises(UsageError, match="no history in common"):
        merge(path, copy)
    # Made again from the same tables they are the same conversation.
    bared(path)
    done(path, Tick(RowId("goals"), "done"))
    done(copy, Tick(RowId("went-well"), "done"))
    assert merge(path, copy).has_changes
    fields = Session.open_read_only(path).fields
    assert (
        fields[FieldKey("item", RowId("goals"), "state")],
        fields[FieldKey("item", RowId("went-well"), "state")],
    ) == ("done", "done")


def test_text_of_the_copy_is_cleaned_on_screen_and_in_the_file(path: Path, copy: Path) -> None:
    durable = DurableReplica.open(copy)
    durable.record(durable.replica.edit((), {
        FieldKey("agreement", RowId("a1"), "text"): "a\x1b]52;c;eA==\x07\u202e",
        FieldKey("agreement", RowId("a1"), "owner"): "\x1b[2J",
    })[1])  # fmt: skip
    durable.write(durable.prepare_save())
    durable.close()
    done(path, Change("agreement", RowId("a1"), {"owner": "Jan"}))
    merged = merge(path, copy)
    heard = words(merged)
    assert heard.replace("\n", "").isprintable() and "␛" in heard
    values = [merged.shared.conflicts[0].here, merged.shared.conflicts[0].copy]
    assert all(str(value).isprintable() for value in values)
    assert str(
        Session.open_read_only(path).fields[FieldKey("agreement", RowId("a1"), "text")]
    ).isprintable()


def test_merging_in_either_direction_gives_the_same_result(path: Path, copy: Path) -> None:
    done(path, Write(0, 3, "1"), Tick(RowId("went-well"), "done"), Delete("agreement", RowId("a1")))
    done(copy, Write(4, 0, "x"), Tick(RowId("went-well"), "parked"))
    other = copied(path, "other.json")
    merge(path, copy)
    merge(copy, other)
    assert content(path) == content(copy)


def test_a_copy_of_another_conversation_is_refused(path: Path, copy: Path) -> None:
    del copy
    done(path, Answer(RowId("goals"), MANAGER, "mine", private=True))
    other = path.with_name("other.json")
    Session.create(other, Session.open_read_only(path).full_conversation(), me=MANAGER).close()
    link = path.with_name("link.json")
    link.symlink_to(path)
    before = files(path.parent)
    for file, reason in (
        (other, "no history in common"),
        (path, "itself"),
        (link, "itself"),
        (private_path(path), "private preparation"),
        (path.with_name("none.json"), "no file"),
        (path / "none.json", "no file"),
    ):
        with pytest.raises(UsageError, match=reason):
            merge(path, file)
    with pytest.raises(UsageError, match="private preparation"):
        merge(private_path(path), path)
    assert files(path.parent) == before


def test_a_copy_that_would_crash_the_library_is_not_opened(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy_trial, "try_document", partial(try_document, start=unguarded_process))
    stored = json.loads(copy.read_bytes())
    stored["_sync"]["1"]["document"] = base64.b64encode(NESTED).decode()
    copy.write_text(json.dumps(stored), encoding="utf-8")
    before = files(path.parent)
    with pytest.raises(UsageError, match="would damage"):
        merge(path, copy)
    assert files(path.parent) == before


def test_a_copy_is_not_opened_if_it_cannot_be_tried(
    tmp_path: Path, path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    with pytest.raises(StorageError, match="cannot be tried first: it is not there"):
        merge(path, copy)
