"""What the loader of the notebook shows, and when it reads again; no screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.notebook import index
from afspraak.data.notebook.agenda.board import Board
from afspraak.data.notebook.notebook import Notebook
from afspraak.tui.formatting.clock import today
from afspraak.tui.screens.notebook import loader as loading
from afspraak.tui.screens.notebook.board import LoadedBoard, changed_at
from afspraak.tui.screens.notebook.loader import NotebookLoader

from ....support.conversations.notebooks import kept
from ....support.screens.contexts import FakeContext


class _Loader(NotebookLoader):
    """Records what it shows."""

    def __init__(self, folder: Path, loaded: LoadedBoard | None = None) -> None:
        self.context = FakeContext()
        self.shown: list[tuple[list[str], str]] = []
        self.progress: list[str] = []
        super().__init__(Notebook(folder), self.context, self._record, self.progress.append, loaded)

    def _record(self, board: Board, reason: str) -> None:
        self.shown.append(([summary.slug for summary in board.summaries], reason))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for slug in ("a", "b", "c"):
        kept(tmp_path / "nb", slug)
    return tmp_path / "nb"


def test_a_notebook_that_cannot_be_read_is_empty_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "nb").write_text("in the way", "utf-8")
    loader = _Loader(tmp_path / "nb")
    loader.load()
    ((shown, reason),) = loader.shown
    assert shown == []
    assert "nb" in reason and "folder" in reason
    assert not loader.is_running


def test_what_was_read_already_is_shown_once_while_it_is_what_is_there(folder: Path) -> None:
    only_a = Board(Notebook(folder).board(today()).summaries[:1])
    loader = _Loader(folder, LoadedBoard(only_a, changed_at(folder)))
    loader.load()
    assert [len(slugs) for slugs, _ in loader.shown] == [1]
    loader.load()
    assert [sorted(slugs) for slugs, _ in loader.shown[1:]] == [["a", "b", "c"]]
    late = _Loader(folder, LoadedBoard(only_a, changed_at(folder) - 1))
    late.load()
    assert [sorted(slugs) for slugs, _ in late.shown] == [["a", "b", "c"]]


async def test_much_is_read_in_a_thread_with_progress(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PROGRESS_THRESHOLD", 2)
    monkeypatch.setattr(index, "BATCH", 1)
    monkeypatch.setattr(index, "SETTLING_NS", -(10**15))
    loader = _Loader(folder)
    loader.load()
    running = [loader.is_running]
    assert loader.progress == ["Reading conversations: 1 of 3"]
    loader.load()
    assert len(loader.context.work) == 1, "one load runs at a time"
    await loader.context.work[0]
    assert [*running, loader.is_running] == [True, False]
    assert loader.progress[-1] == ""
    assert [(sorted(slugs), reason) for slugs, reason in loader.shown] == [(["a", "b", "c"], "")]
    for late in loader.context.from_threads:
        late()
    assert loader.progress[-1] == "", "progress that comes late is not shown"


def test_the_folder_is_watched_while_the_screen_is_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched: list[tuple[Path, str, Callable[[], None]]] = []
    stopped: list[int] = []

    def watch(path: Path, suffix: str, changed: Callable[[], None]) -> Callable[[], None]:
        watched.append((path, suffix, changed))
        number = len(watched)
        return lambda: stopped.append(number)

    monkeypatch.setattr(loading, "watch_folder", watch)
    loader, is_shown = _Loader(folder), [False]
    loader.watch(lambda: is_shown[0])
    ((path, suffix, changed),) = watched
    assert (path, suffix) == (folder, ".json")
    changed()
    assert loader.shown == [], "it is the screen's thread that loads"
    (in_thread,) = loader.context.from_threads
    in_thread()
    assert loader.shown == []
    is_shown[0] = True
    in_thread()
    assert len(loader.shown) == 1
    loader.watch(lambda: True)
    assert stopped == [1]
    loader.stop()
    assert stopped == [1, 2]
