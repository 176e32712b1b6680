"""`check` reports the state of every file; a repair needs a request and keeps the original."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import StorageError, UsageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.maintenance.check import check_file, check_index
from afspraak.data.maintenance.repair import SHARED_SOURCE, restore
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.notebook.index import Index
from afspraak.data.session.session import Session
from afspraak.data.storage.journal.journal_files import login_for_file_name
from afspraak.data.storage.journal.journal_format import MAGIC, encode_frame
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.handshake import exchange_updates
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.system.paths import index_file
from afspraak.tui.cli.main import main

from ...support.conversations.copies import content, copied, done, files
from ...support.conversations.killing import kill


@pytest.fixture
def written(path: Path) -> Path:
    """A conversation with a previous copy, which lacks the second of two notes."""
    done(path, Write(0, 0, "first. "))
    done(path, Write(0, 0, "second. "))
    return path


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300])


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _mixed(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] * 2)


def _encoded(path: Path) -> None:
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def _picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere.json")


DAMAGES = (_cut, _zeros, _mixed, _encoded, _picture, _folder, _pipe, _nowhere)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("which", ["conversation", "previous", "private"])
def test_every_damage_has_a_message_and_the_file_is_not_changed(
    written: Path, damage: Callable[[Path], None], which: str, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session.open(written)
    session.set_partner(MANAGER)
    session.close()
    place = {
        "conversation": written,
        "previous": written.with_name("anna.json~"),
        "private": private_path(written),
    }[which]
    damage(place)
    before = files(written.parent)
    report = check_file(written)
    assert files(written.parent) == before
    assert not report.is_intact
    (state,) = (one for one in report.files if one.fault)
    assert (state.path, state.kind) == (place, which)
    assert all(line.isprintable() for line in report.lines(catalogue("en")))
    assert any(
        place.name in line or "nowhere.json" in line for line in report.lines(catalogue("en"))
    )
    assert main(["--notebook", str(written.parent), "check", "anna"]) == 3
    assert place.stem in capsys.readouterr().out
    assert main(["--notebook", str(written.parent), "check", "--json"]) == 3
    told = json.loads(capsys.readouterr().out)[0]["files"]
    assert [one["path"] for one in told if one["fault"]] == [str(place)]


@pytest.mark.parametrize("damage", [_cut, _zeros, _mixed, _encoded, _picture, _nowhere])
def test_the_previous_copy_is_restored_after_any_damage(
    written: Path, damage: Callable[[Path], None]
) -> None:
    if damage is _nowhere:  # the link leads to a file of its own, whose previous copy counts
        shutil.copy(written.with_name("anna.json~"), written.with_name("nowhere.json~"))
    damage(written)
    kept = b"" if damage is _nowhere else written.read_bytes()
    assert "--restore" in "".join(map(str, check_file(written).advice)) or damage is _nowhere
    restore(written)
    assert "first." in Session.open_read_only(written).notes.text
    assert damage is _nowhere or written.with_name("anna.json.damaged").read_bytes() == kept


@pytest.mark.parametrize("damage", [_folder, _pipe])
def test_a_special_file_is_not_moved(written: Path, damage: Callable[[Path], None]) -> None:
    damage(written)
    with pytest.raises(StorageError, match="ordinary file"):
        restore(written)
    assert not written.is_file()


def test_everything_beside_an_intact_file_is_reported(written: Path) -> None:
    log = written.with_suffix(".log")
    log.mkdir()
    journal = log / f"{login_for_file_name()}.5.afl"
    journal.write_bytes(MAGIC + encode_frame(b"\0\0") + b"nonsense that is no frame at all")
    os.mkfifo(log / f"{login_for_file_name()}.6.afl")
    written.with_name("anna.json.damaged").write_bytes(b"{")
    written.with_name(".anna.json.new").write_bytes(b"{")
    report = check_file(written)
    told = {one.path.name: (one.kind, bool(one.fault)) for one in report.files}
    assert told == {
        "anna.json": ("conversation", False),
        "anna.json~": ("previous", False),
        journal.name: ("journal", True),
        f"{login_for_file_name()}.6.afl": ("journal", True),
        "anna.json.damaged": ("leftover", False),
        ".anna.json.new": ("temporary", False),
    }
    lines = "\n".join(report.lines(catalogue("en")))
    assert all(name in lines for name in list(told)[2:])
    assert not report.is_intact


def test_without_a_previous_copy_the_file_is_rebuilt_from_the_journal(written: Path) -> None:
    session = Session.open_read_only(written)
    log = written.with_suffix(".log")
    log.mkdir()
    document = session.sync.update_since(Replica().state_vector)
    (log / f"{login_for_file_name()}.5.afl").write_bytes(MAGIC + encode_frame(document))
    before = content(written)
    _zeros(written)
    _cut(written.with_name("anna.json~"))
    assert any("--restore" in str(line) for line in check_file(written).advice)
    assert "the journal" in str(restore(written))
    assert content(written) == before
    assert not any(written.with_name("anna.json.damaged").read_bytes())


def test_a_repair_without_sources_changes_nothing(written: Path) -> None:
    _zeros(written)
    _zeros(written.with_name("anna.json~"))
    before = files(written.parent)
    with pytest.raises(StorageError, match=r"anna\.json~"):
        restore(written)
    assert files(written.parent) == before


def test_a_partners_copy_repairs_and_merges_with_the_local_journal(
    written: Path, tmp_path: Path
) -> None:
    there = copied(written, tmp_path / "elsewhere.json")
    done(
        there,
        AddAgreement(Agreement(RowId("a1"), order="a"), {"text": "theirs"}),
        writer=EMPLOYEE,
    )
    done(written, Write(0, 0, "third. "))
    done(written, Write(0, 0, "fourth. "))
    _cut(written)
    damaged = written.read_bytes()
    words = ["--notebook", str(written.parent), "check", "anna", "--restore", "--from", str(there)]
    assert main(words) == 0
    session = Session.open_read_only(written)
    assert "third. " in session.notes.text
    assert [one.text for one in session.conversation.agreements] == ["theirs"]
    assert written.with_name("anna.json.damaged").read_bytes() == damaged


def test_the_shared_folder_repairs_its_conversation(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shared").mkdir()
    monkeypatch.setenv("AFSPRAAK_SHARED", str(tmp_path / "shared"))
    folder = shared_folders.create_share(os.geteuid(), ShareMetadata("planning", (), Slug("anna")))
    session = Session.open(written)
    session.set_partner(MANAGER)
    session.sync.set_remote_address(LocalFolder(str(folder)))
    with closing(FolderRemote(folder, 7)) as store:
        exchange_updates(session.sync, store)
    session.close()
    before = content(written)
    _cut(written)
    _zeros(written.with_name("anna.json~"))
    assert "the shared folder" in str(restore(written, SHARED_SOURCE))
    assert content(written) == before


def test_another_conversation_or_a_private_file_repairs_nothing(
    written: Path, tmp_path: Path
) -> None:
    session = Session.open(written)
    session.set_partner(MANAGER)
    session.close()
    other = tmp_path / "other.json"
    Session.create(other, session.full_conversation(), me=MANAGER).close()
    _cut(written)
    before = files(written.parent)
    with pytest.raises(UsageError, match=r"other\.json"):
        restore(written, str(other))
    with pytest.raises(StorageError, match="private"):
        restore(written, str(private_path(written)))
    with pytest.raises(UsageError, match=r"none\.json"):
        restore(written, str(tmp_path / "none.json"))
    with pytest.raises(UsageError, match="not shared"):
        restore(written, SHARED_SOURCE)
    assert files(written.parent) == before


def test_a_damaged_index_is_reported_and_rebuilt(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_index(written.parent) is None
    Index(written.parent).summaries()
    found = check_index(written.parent)
    assert found is not None and found.is_intact
    place = index_file(written.parent)
    place.write_bytes(b"no database" * 400)
    assert main(["--notebook", str(written.parent), "check"]) == 0
    assert place.name in capsys.readouterr().out
    Index(written.parent).summaries()
    assert check_index(written.parent) == found


@pytest.mark.parametrize("words", [["--from", "x.json"], ["anna", "--from", "x.json"]])
def test_from_requires_restore(
    written: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--notebook", str(written.parent), "check", *words]) == 2
    assert "--restore" in capsys.readouterr().err


@pytest.mark.parametrize("damage", ["bytes", "frame"])
def test_a_damaged_journal_is_named_and_set_aside_after_opening(
    path: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "typed last "))
    kill(session)
    (journal,) = path.with_suffix(".log").glob("*.afl")
    with journal.open("ab") as file:
        file.write(b"\xff" * 100 if damage == "bytes" else encode_frame(b"\xff" * 100))
    report = check_file(path)
    assert not report.is_intact
    assert any(str(journal) in line for line in report.lines(catalogue("en")))
    command = ["--notebook", str(path.parent), "check", path.stem]
    assert main([*command, "--restore"]) == 3
    assert journal.exists(), "the file does not have its part yet"
    done(path, Write(0, 0, "and more "))
    assert main([*command, "--restore"]) == 0
    assert f"{journal}.damaged" in capsys.readouterr().out
    assert not journal.exists() and check_file(path).is_intact
    assert "typed last" in Session.open_read_only(path).notes.text
