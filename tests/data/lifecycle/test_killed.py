"""A program that is killed in the middle of a move loses nothing, and the next one completes it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.exchange.export_log import find_exports
from afspraak.data.lifecycle import moving
from afspraak.data.lifecycle.archiving import archive, unarchive
from afspraak.data.lifecycle.deletion import delete, plan_deletion, tidy, undelete
from afspraak.data.lifecycle.renaming import rename
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.places.folders import RECORD, deletions
from afspraak.data.notebook.places.record import needs_tidying
from afspraak.data.session.session import Session
from afspraak.data.storage.open_marker import mark_open, unmark
from afspraak.data.system.paths import exports_file

from ...support.conversations.copies import files, files_of
from ...support.conversations.erased import PIET, begun, crowded

STEPS = (
    *("write_record", "make_private_folder", "_rename", "fsync_folder", "move_memory_folders"),
    *("remove_from_index", "remove_empty_folders", "move_log_entries"),
)
"""The functions of a move before each call of which the program is killed."""


class Killed(BaseException):
    """A simulated kill -9: nothing after it has an effect."""


def _anna(folder: Path) -> Path:
    return next(iter(folder.glob("anna*qzqzqz.json")))


def _archived(folder: Path) -> None:
    archive(folder, _anna(folder))


def _deleted(folder: Path) -> None:
    delete(plan_deletion(folder, _anna(folder)))


def _rename(folder: Path) -> None:
    rename(folder, _anna(folder), "another")


def _unarchive(folder: Path) -> None:
    unarchive(folder, _anna(folder / "archive"))


def _undelete(folder: Path) -> None:
    undelete(folder, deletions(folder)[0])


Act = Callable[[Path], None]
KINDS: Mapping[str, tuple[Act, Act]] = {
    "rename": (lambda _: None, _rename),
    "archive": (lambda _: None, _archived),
    "unarchive": (_archived, _unarchive),
    "delete": (lambda _: None, _deleted),
    "undelete": (_deleted, _undelete),
}
"""What is done before, and the move."""


def _killing(monkeypatch: pytest.MonkeyPatch, number: int) -> list[str]:
    """Kill before a call of STEPS, counted from 0. Return a list that gets its name."""
    fired: list[str] = []
    calls = iter(range(10**6))

    def wrap(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **named: Any) -> Any:
            if next(calls) == number:
                fired.append(name)
                raise Killed
            return real(*values, **named)

        return call

    for name in STEPS:
        monkeypatch.setattr(moving, name, wrap(name, getattr(moving, name)))
    return fired


def _bytes(folder: Path) -> Counter[bytes]:
    return Counter(data for name, data in files(folder).items() if RECORD not in name)


@pytest.mark.parametrize("name", KINDS)
def test_a_killed_move_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    prepare, act = KINDS[name]
    folder, template = tmp_path / "nb", tmp_path / "template"
    crowded(folder, "zq")
    other = begun(folder, PIET)
    prepare(folder)
    exports = exports_file().read_bytes()
    folder.rename(template)
    number, seen = 0, set()
    while True:
        shutil.copytree(template, folder)
        exports_file().write_bytes(exports)
        before = files(folder)
        held = _bytes(folder)
        with monkeypatch.context() as patched:
            fired = _killing(patched, number)
            with suppress(Killed):
                act(folder)
        if not fired:
            break
        seen.add(fired[0])
        assert _bytes(folder) == held, f"something is lost at {number}, {fired}"
        tidy(folder)
        assert not needs_tidying(folder)
        assert not list(folder.rglob(".*.new")) or _bytes(folder) == held
        if files(folder) == before:
            assert number < 1, "it was recorded, so it is completed"
            act(folder)
        assert _bytes(folder) == held
        assert (folder / other.name).exists()
        places = {path.parent for path in folder.rglob("*qzqzqz*.json*")}
        places |= {path.parent for path in folder.rglob("another*.json*")}
        assert len(places) == 1, f"it is in two places at {number}, {fired}"
        assert sum(len(find_exports([path])) for path in folder.rglob("*.json")) == 1
        shutil.rmtree(folder)
        number += 1
    assert seen == set(STEPS)


def test_another_program_completes_it_when_it_lists_the_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "nb"
    crowded(folder, "zq")
    path = _anna(folder)
    before = files_of(folder, path.stem)
    with monkeypatch.context() as patched:
        _killing(patched, 6)
        with pytest.raises(Killed):
            rename(folder, path, "another")
    assert path.exists(), "its own file is the last one"
    assert needs_tidying(folder)
    marker = mark_open(path)
    tidy(folder)
    assert path.exists(), "a program has it open"
    unmark(path, marker)
    tidy(folder)
    assert files_of(folder, "another") == before


def test_what_was_written_at_the_earlier_name_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "nb"
    crowded(folder, "zq")
    path = _anna(folder)
    with monkeypatch.context() as patched:
        _killing(patched, 12)
        with pytest.raises(Killed):
            rename(folder, path, "another")
    log = path.with_suffix(".log")
    assert not log.exists()
    log.mkdir(mode=0o700)
    (log / "jan.1.afl").write_bytes(b"a journal of an earlier version")
    (folder / f"{path.name}~").write_bytes(b"a previous copy of an earlier version")
    tidy(folder)
    assert (folder / "another.log" / "jan.1.afl").read_bytes().startswith(b"a journal")
    assert (folder / "another.json~.merged").read_bytes().startswith(b"a previous copy")
    assert Session.open_read_only(folder / "another.json").notes.text
    assert [each.slug for each in Notebook(folder).summaries()] == ["another"]
