"""The report of a repair: the file, its sources, the damaged original, or the reason of failure."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError, UsageError
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.maintenance.repair import SHARED_SOURCE, journals_suffice, restore
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.session.session import Session
from afspraak.data.storage.durable_replica import DurableReplica
from afspraak.data.storage.journal.journal_files import login_for_file_name
from afspraak.data.storage.journal.journal_format import MAGIC, encode_frame
from afspraak.data.storage.siblings import private_path

from ...support.conversations.copies import content, copied, done, files


@pytest.fixture
def written(path: Path) -> Path:
    """A conversation with a previous copy and a private file, and no journal."""
    done(path, Write(0, 0, "first. "))
    done(path, Write(0, 0, "second. "))
    session = Session.open(path)
    session.set_partner(MANAGER)
    session.close()
    return path


def cut(path: Path) -> None:
    """Damage a file."""
    path.write_bytes(path.read_bytes()[:300])


def damaged_name(path: Path, number: str = "") -> Path:
    """The path of a damaged file."""
    return path.with_name(f"{path.name}.damaged{number}")


def journal(path: Path, *updates: bytes) -> Path:
    """Leave a journal beside a conversation, like a killed session."""
    log = path.with_suffix(".log") / f"{login_for_file_name()}.5.afl"
    log.parent.mkdir(exist_ok=True)
    log.write_bytes(MAGIC + b"".join(map(encode_frame, updates)))
    return log


def document(path: Path) -> bytes:
    """The whole conversation as one update."""
    return DurableReplica.open(path, read_only=True).replica.document()


def test_a_restored_previous_copy_is_reported_with_both_paths(written: Path) -> None:
    cut(written)
    assert str(restore(written)) == (
        f"The previous good copy is back in {written}; "
        f"the damaged file is kept as {damaged_name(written)}."
    )
    assert damaged_name(written).is_file()


def test_a_damaged_file_gets_a_numbered_name_that_is_reported(written: Path) -> None:
    damaged_name(written).write_bytes(b"of another day")
    cut(written)
    assert f"is kept as {damaged_name(written, '.2')}." in str(restore(written))
    assert damaged_name(written).read_bytes() == b"of another day"
    assert damaged_name(written, ".2").stat().st_size == 300


def test_repair_of_a_missing_file_reports_no_damaged_file(written: Path) -> None:
    target = written.with_name("elsewhere.json")
    written.rename(target)
    written.with_name("anna.json~").rename(target.with_name("elsewhere.json~"))
    written.symlink_to(target.name)
    target.unlink()
    assert str(restore(written)) == (
        f"The previous good copy is back in {written}; the damaged file is kept as -."
    )
    assert not list(written.parent.glob("*.damaged*"))


def test_a_repaired_private_file_is_reported_by_its_path(written: Path) -> None:
    private = private_path(written)
    previous = private.with_name(f"{private.name}~")
    previous.write_bytes(private.read_bytes())
    cut(private)
    before = written.read_bytes()
    assert str(restore(written)) == (
        f"The previous good copy is back in {private}; "
        f"the damaged file is kept as {damaged_name(private)}."
    )
    assert written.read_bytes() == before
    assert private.read_bytes() == previous.read_bytes()


def test_an_intact_file_is_reported_and_not_changed(written: Path) -> None:
    before = files(written.parent)
    assert str(restore(written)) == f"{written} is whole; there is nothing to restore."
    assert (
        str(restore(written, "no such file")) == f"{written} is whole; there is nothing to restore."
    )
    assert files(written.parent) == before


def test_all_sources_of_a_repair_are_reported_in_order(written: Path, tmp_path: Path) -> None:
    copy = copied(written, tmp_path / "copy.json")
    done(copy, AddAgreement(Agreement(RowId("a1"), order="a"), {"text": "theirs"}), writer=EMPLOYEE)
    journal(written, document(written))
    cut(written)
    assert str(restore(written, str(copy))) == (
        f"{written} is repaired, from: the previous copy, {copy}, the journal. "
        f"The damaged file is kept as {damaged_name(written)}."
    )
    assert "second. " in Session.open_read_only(written).notes.text
    assert [one.text for one in Session.open_read_only(written).conversation.agreements] == [
        "theirs"
    ]


def test_unusable_sources_are_not_reported_as_used(written: Path, tmp_path: Path) -> None:
    copy = copied(written, tmp_path / "copy.json")
    before = content(written)
    cut(written)
    cut(written.with_name("anna.json~"))
    journal(written)
    told = str(restore(written, str(copy)))
    assert f"from: {copy}. " in told
    assert content(written) == before


def test_a_repair_from_the_journal_alone_is_reported(written: Path) -> None:
    journal(written, document(written))
    assert journals_suffice(written)
    written.unlink()
    written.write_bytes(b"")
    written.with_name("anna.json~").unlink()
    assert str(restore(written)).startswith(f"{written} is repaired, from: the journal. ")


def _no_copy(path: Path) -> tuple[str, str]:
    missing = path.with_name("none.json")
    return str(missing), f"There is no file {missing}."


def _not_shared(path: Path) -> tuple[str, str]:
    return SHARED_SOURCE, "anna is not shared, as far as its private file tells."


def _another(path: Path) -> tuple[str, str]:
    other = path.with_name("other.json")
    Session.create(other, Session.open_read_only(path).full_conversation(), me=MANAGER).close()
    return str(other), f"{other} is not a copy of anna: "


@pytest.mark.parametrize("source", [_no_copy, _not_shared, _another])
def test_an_unusable_source_is_named(
    written: Path, source: Callable[[Path], tuple[str, str]]
) -> None:
    words, told = source(written)
    cut(written)
    before = files(written.parent)
    with pytest.raises(UsageError) as error:
        restore(written, words)
    assert str(error.value).startswith(told)
    assert files(written.parent) == before


def test_a_copy_of_another_conversation_than_the_journal_is_refused(written: Path) -> None:
    words, told = _another(written)
    previous = written.with_name("anna.json~")
    before_last = DurableReplica.open(previous, read_only=True, private=True).replica.state_vector
    journal(written, DurableReplica.open(written, read_only=True).replica.update_since(before_last))
    cut(written)
    previous.unlink()
    before = files(written.parent)
    with pytest.raises(UsageError) as error:
        restore(written, words)
    assert str(error.value).startswith(told)
    assert files(written.parent) == before


def test_a_journal_without_its_beginning_repairs_nothing(written: Path) -> None:
    journal(written, b"\0\0")
    assert not journals_suffice(written)
    cut(written)
    written.with_name("anna.json~").unlink()
    with pytest.raises(StorageError) as error:
        restore(written)
    assert "anna.json~" in str(error.value)


def test_a_journal_of_another_user_is_set_aside_and_reported(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    log = journal(written, b"\0\0").parent
    os.chown(log, 12345, 12345)
    monkeypatch.setattr(os, "access", lambda *_: False)
    told = str(restore(written))
    kept = log.with_name(f"{log.name}.damaged")
    assert told == (
        f"The journal of {written} belonged to another user and could not be read; "
        f"it is kept as {kept}."
    )
    assert kept.is_dir() and not log.exists()
