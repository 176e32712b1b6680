"""Journals of several sessions: live and left ones are distinguished, other files untouched."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.storage.journal.discard import discard_orphaned
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.journal.journal_files import (
    journals_in_use,
    login_for_file_name,
    orphaned_journals,
)
from afspraak.data.storage.journal.journal_format import MAGIC, scan_journal
from afspraak.data.storage.journal.journal_reader import read_journals

from ...checkout import IMPORT_ROOT
from ...support.conversations.copies import file_names
from ...support.conversations.journals import abandoned_journal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "log"


def test_live_and_left_journals_are_distinguished(folder: Path) -> None:
    dead = abandoned_journal(folder, 1, [b"dead"])
    with closing(Journal.create(folder, 2)) as mine, closing(Journal.create(folder, 3)) as theirs:
        theirs.append(b"theirs")
        assert orphaned_journals(folder) == [dead]
        assert journals_in_use(folder) == [mine.path, theirs.path]
        found = read_journals(folder)
        assert [(one.client, one.frames, one.in_use) for one in found] == [
            (1, (b"dead",), False),
            (2, (), True),
            (3, (b"theirs",), True),
        ]


def test_another_process_sees_whether_a_journal_is_live(folder: Path) -> None:
    script = (
        "import importlib, sys, pathlib\n"
        "journal = importlib.import_module('afspraak.data.storage.journal.journal')\n"
        "it = journal.Journal.create(pathlib.Path(sys.argv[1]), 5)\n"
        "it.append(b'theirs')\n"
        "print(flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        cwd=IMPORT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"\n"
        (path,) = journals_in_use(folder)
        assert discard_orphaned([path]) == []
        child.kill()
        child.wait()
    assert orphaned_journals(folder) == [path]
    assert read_journals(folder)[0].frames == (b"theirs",)


def test_discarding_spares_live_journals_and_sets_damaged_ones_aside(folder: Path) -> None:
    dead = abandoned_journal(folder, 1, [b"x"])
    torn = abandoned_journal(folder, 2, [b"x"])
    torn.write_bytes(torn.read_bytes()[:-1])
    bad = [abandoned_journal(folder, number, [b"x"]) for number in (3, 4)]
    for path in bad:
        path.write_bytes(path.read_bytes()[:-1] + b"y")
    (folder / f"{bad[1].name}.damaged").write_text("an earlier one")
    with closing(Journal.create(folder, 5)) as mine:
        mine.append(b"x")
        kept = discard_orphaned([dead, torn, *bad, mine.path, folder / "gone" / "x.1.afl"])
        aside = [f"{bad[0].name}.damaged", f"{bad[1].name}.damaged.2"]
        assert [path.name for path in kept] == aside
        assert file_names(folder) == sorted([mine.path.name, *aside, f"{bad[1].name}.damaged"])
        assert [found.path for found in read_journals(folder)] == [mine.path]


def test_files_of_other_users_and_other_names_are_ignored(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = abandoned_journal(folder, 1, [b"x"])
    for name in ("x.afl", "x.y.afl", "x.1.afl~", "x.1.AFL", ".afl", "x.-1.afl"):
        (folder / name).write_bytes(MAGIC)
    (folder / b"\xff\n.2.afl".decode(errors="surrogateescape")).write_bytes(MAGIC)
    assert [one.client for one in read_journals(folder)] == [1, 2]
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert read_journals(folder) == []
    assert discard_orphaned([path]) == []
    assert path.exists()


def test_a_missing_folder_has_no_journals(tmp_path: Path) -> None:
    assert read_journals(tmp_path / "none") == []
    assert orphaned_journals(tmp_path / "none") == []


def test_an_unreadable_journal_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = abandoned_journal(folder, 1, [b"x"])

    real = os.open

    def refuse_journals(name: str | Path, *rest: int, **named: int) -> int:
        if str(name).endswith(".afl"):
            raise PermissionError(13, "no")
        return real(name, *rest, **named)

    monkeypatch.setattr(os, "open", refuse_journals)
    (found,) = read_journals(folder)
    assert (found.path, found.frames, found.in_use, found.damaged) == (path, (), True, True)
    assert discard_orphaned([path]) == []
    assert path.exists()


@pytest.mark.parametrize("kind", ["folder", "fifo", "link", "device", "nothing"])
def test_special_files_are_refused_as_journals_without_waiting(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"{login_for_file_name()}.7.afl"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "link":
        (tmp_path / "target").write_bytes(MAGIC)
        path.symlink_to("target")
    elif kind == "device":
        path.symlink_to("/dev/zero")
    with pytest.raises(StorageError):
        scan_journal(path)
    assert read_journals(tmp_path) == []
    assert discard_orphaned([path]) == []
    assert orphaned_journals(tmp_path) == journals_in_use(tmp_path) == []
    assert os.path.lexists(path) == (kind != "nothing")
