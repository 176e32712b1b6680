"""Private preparation beside a copy: the user's own is merged, the other partner's is not."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.edits import Answer
from afspraak.data.model.fields import FieldKey
from afspraak.data.session.session import Session
from afspraak.data.storage.durable_replica import DurableReplica
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.siblings import journal_folder, private_path
from afspraak.data.sync.merge_file import merge
from afspraak.data.sync.merge_report import report_dict

from ...support.conversations.copies import content, done, files, words
from ...support.logins import log_in_as


def test_private_preparation_of_this_partner_is_merged(path: Path, copy: Path) -> None:
    # Begun on either side apart: the two private files share no history.
    done(path, Answer(RowId("went-well"), MANAGER, "here", private=True))
    done(path, Answer(RowId("cooperation"), MANAGER, "both here", private=True))
    done(copy, Answer(RowId("goals"), MANAGER, "there", private=True))
    done(copy, Answer(RowId("cooperation"), MANAGER, "both there", private=True))
    merged = merge(path, copy)
    assert len(merged.private.conflicts) == 1
    assert "your private answer" in words(merged)
    answers = Session.open_read_only(path).private_answers()
    assert (answers[RowId("went-well")], answers[RowId("goals")]) == ("here", "there")
    assert private_path(path).stat().st_mode & 0o777 == 0o600
    assert not merge(path, copy).has_changes
    assert not any("there" in str(value) for value in content(path)[0].values())


def test_private_preparation_is_restored_from_a_copy(path: Path, copy: Path) -> None:
    done(copy, Answer(RowId("goals"), MANAGER, "there", private=True))
    assert "private answers (1)" in words(merge(path, copy))
    assert Session.open_read_only(path).private_answers() == {"goals": "there"}


def test_private_preparation_of_the_other_partner_is_not_merged(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session.open(copy)
    session.set_partner(EMPLOYEE)
    session.apply(Answer(RowId("goals"), EMPLOYEE, "Annas own", private=True))
    session.close()
    done(path, Answer(RowId("goals"), MANAGER, "mine", private=True))
    before = files(path.parent)
    merged = merge(path, copy)
    assert not merged.has_changes
    assert "Annas own" not in str(report_dict(catalogue("en"), merged)) + words(merged)
    assert files(path.parent) == before
    # Nor is it where nothing private is here yet.
    private_path(path).unlink()
    assert not merge(path, copy).has_changes
    assert not private_path(path).exists()


def test_private_preparation_of_an_unknown_participant_is_not_merged(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(copy, Answer(RowId("goals"), MANAGER, "there", private=True))
    log_in_as(monkeypatch, "eva")
    before = files(path.parent)
    with pytest.raises(UsageError, match="it is not known which of the two you are"):
        merge(path, copy)
    assert files(path.parent) == before


def test_a_damaged_journal_of_the_private_copy_is_reported(path: Path, copy: Path) -> None:
    done(copy, Answer(RowId("goals"), MANAGER, "there", private=True))
    durable = DurableReplica.open_private(private_path(copy))
    assert durable is not None
    _, update = durable.replica.edit((), {FieldKey("item", RowId("goals"), "note"): "more"})
    with closing(Journal.create(journal_folder(private_path(copy)), 77)) as journal:
        journal.append(update)
    (log,) = journal_folder(private_path(copy)).iterdir()
    log.write_bytes(log.read_bytes() + b"\x00\x00\x00\x05junkjunkjunk")
    assert merge(path, copy).damaged_journals == (log,)
