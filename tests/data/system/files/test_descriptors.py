"""No descriptor stays open after reading or writing, in success or failure."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import AfspraakError
from afspraak.data.exchange.export import export_bytes, export_file
from afspraak.data.exchange.import_file import read_import_file
from afspraak.data.ids import MANAGER, Login, Slug
from afspraak.data.invitation.apply_sheet import read_sheet_file
from afspraak.data.maintenance.check import check_file
from afspraak.data.maintenance.lock import public_keys
from afspraak.data.maintenance.repair import restore
from afspraak.data.maintenance.save_copy import write_copy
from afspraak.data.model.edits import Write
from afspraak.data.notebook.index import Index
from afspraak.data.session.session import Session
from afspraak.data.settings.settings import read_settings
from afspraak.data.settings.toml_reader import TomlFault
from afspraak.data.settings.toml_reader import read_text as read_toml
from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.merge_file import merge
from afspraak.data.sync.remote import Presence
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.system.files.private_folder import make_private_folder

from ....support.conversations.copies import copied, done

OPEN = Path("/proc/self/fd")

pytestmark = pytest.mark.skipif(not OPEN.is_dir(), reason="no list of open files here")


def opened(folder: Path) -> list[str]:
    """The open descriptors of this process within a folder."""
    found = []
    for one in OPEN.iterdir():
        with suppress(FileNotFoundError):
            found.append(one.readlink())
    return [str(one) for one in found if one.is_relative_to(folder)]


def _settings(path: Path) -> None:
    read_settings(path.with_name("settings.toml"))


def _toml(path: Path) -> None:
    for name in ("settings.toml", "pipe", "large", "none", "."):
        with suppress(TomlFault):
            read_toml(path.parent / name)


def _texts(path: Path) -> None:
    for read_one in (read_import_file, read_sheet_file, public_keys):
        for name in ("settings.toml", "pipe", "large", "none", "."):
            with suppress(AfspraakError):
                read_one(path.parent / name)


def _new_folder(path: Path) -> None:
    make_private_folder(path.parent / "new" / "newer")


def _session(path: Path) -> None:
    done(path, Write(0, 0, "x"))
    Session.open_read_only(path)


def _copy_elsewhere(path: Path) -> None:
    session = Session.open_read_only(path)
    target = path.with_name("elsewhere.json")
    write_copy(session, target)
    with suppress(AfspraakError):
        write_copy(session, target)
    target.unlink()


def _merge(path: Path) -> None:
    merge(path, copied(path), dry_run=True)
    merge(path, copied(path))


def _repair(path: Path) -> None:
    path.write_bytes(b"{")
    with suppress(AfspraakError):
        restore(path, "none")
    restore(path)


def _check(path: Path) -> None:
    check_file(path)
    check_file(path.with_name("large"))


def _export(path: Path) -> None:
    export_file(path, path.parent.parent / "minutes.md", export_bytes(path, "md"))


def _index(path: Path) -> None:
    with suppress(AfspraakError):
        Index(path.parent).search("x")


def _offers(path: Path) -> None:
    made = shared_folders.create_share(
        os.geteuid(), ShareMetadata("planning", ("Jan", "Anna"), Slug("anna"))
    )
    for content in (None, "{", "[1]", '{"names": 7}'):
        if content is not None:
            (made / "offer.json").write_text(content)
        shared_folders.list_shares()
    shared_folders.delete_share(made)


def _folder(path: Path) -> None:
    made = shared_folders.create_share(
        os.geteuid(), ShareMetadata("planning", ("Jan", "Anna"), Slug("anna"))
    )
    with closing(FolderRemote(made, 7)) as store:
        shake_hands(store, Replica().state_vector)
        store.append(Replica().document())
        store.announce(Presence(Login("jan"), MANAGER, "notes", 3))
        FolderRemote(made, 9).read_presence()
    shared_folders.delete_share(made)


WAYS: tuple[Callable[[Path], None], ...] = (
    _settings, _toml, _texts, _session, _copy_elsewhere, _merge, _repair, _check, _export, _index,
    _offers, _folder, _new_folder,
)  # fmt: skip


def test_open_descriptors_are_detected(tmp_path: Path) -> None:
    with (tmp_path / "x").open("wb"):
        assert opened(tmp_path) == [str(tmp_path / "x")]
    assert opened(tmp_path) == []


@pytest.mark.parametrize("way", WAYS)
def test_no_descriptor_stays_open(
    path: Path, way: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "shared").mkdir()
    monkeypatch.setenv("AFSPRAAK_SHARED", str(tmp_path / "shared"))
    path.with_name("settings.toml").write_text('name = "Jan"\n')
    path.with_name("large").write_bytes(b"x" * (1 << 21))
    os.mkfifo(path.with_name("pipe"))
    done(path, Write(0, 0, "first"))
    way(path)
    assert opened(tmp_path) == []
