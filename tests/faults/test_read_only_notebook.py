"""The notebook screen on a read-only disk lists, exports elsewhere, and reports refusals."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..support.logins import call_oneself
from ..support.terminal.terminal import Terminal, begun
from .harness.disks import read_only, small_disk

SLUG = "anna-de-vries-planning-2027"


@pytest.fixture
def before(start: Callable[..., Terminal], tmp_path: Path) -> Iterator[dict[str, bytes]]:
    """The content of a notebook with one conversation, whose disk is then read-only."""
    with small_disk(tmp_path / "nb", 256) as disk:
        if disk is None:
            pytest.skip("nothing can be mounted here")
        terminal = begun(start)
        terminal.do("desk.pane.notes")
        terminal.type("Portal went live")
        terminal.wait("Portal went live").do("app.leave")
        assert terminal.ended() == 0
        read_only(disk)
        yield files(disk)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_read_only_notebook_is_listed_searched_opened_and_closed(
    start: Callable[..., Terminal], before: dict[str, bytes], tmp_path: Path
) -> None:
    terminal = start().wait("Anna de Vries")
    terminal.do("notebook.search")
    terminal.wait("Search").type("portal")
    terminal.wait("Portal went live").press("enter")
    terminal.wait("READ ONLY").do("app.leave")
    assert terminal.ended() == 0
    assert files(tmp_path / "nb") == before


def test_exported_minutes_go_to_the_working_directory(
    start: Callable[..., Terminal], before: dict[str, bytes], tmp_path: Path
) -> None:
    terminal = start().wait("Anna de Vries")
    terminal.write_minutes("notebook.export")
    terminal.wait(f"{SLUG}.md")
    assert "Portal went live" in (tmp_path / f"{SLUG}.md").read_text(encoding="utf-8")
    assert (tmp_path / f"{SLUG}.md").stat().st_mode & 0o777 == 0o600
    terminal.do("notebook.leave")
    assert terminal.ended() == 0
    assert files(tmp_path / "nb") == before


@pytest.mark.parametrize("key", ["notebook.export", "notebook.invite"])
def test_a_read_only_working_directory_is_reported(
    start: Callable[..., Terminal], before: dict[str, bytes], tmp_path: Path, key: str
) -> None:
    inside = f'cd {tmp_path / "nb"} && exec {sys.executable} -m afspraak "$@"'
    terminal = start(program=("sh", "-c", inside, "sh")).wait("Anna de Vries")
    if key == "notebook.export":
        terminal.write_minutes(key)
    else:
        terminal.do(key)
    terminal.wait(": the disk can only be read.")
    terminal.do("notebook.leave")
    assert terminal.ended() == 0
    assert files(tmp_path / "nb") == before


def test_a_new_conversation_is_refused_with_the_reason(
    start: Callable[..., Terminal], before: dict[str, bytes], tmp_path: Path
) -> None:
    call_oneself("Jan Bakker")
    terminal = start().wait("Anna de Vries")
    terminal.do("notebook.begin")
    terminal.wait("A new conversation").type("Sam Smit")
    terminal.do("form.accept")
    terminal.wait("the disk can only be read").wait("Anna de Vries")
    terminal.do("notebook.leave")
    assert terminal.ended() == 0
    assert files(tmp_path / "nb") == before


def test_a_follow_up_is_refused_with_the_reason(
    start: Callable[..., Terminal], before: dict[str, bytes], tmp_path: Path
) -> None:
    terminal = start().wait("Anna de Vries")
    terminal.do("notebook.follow_up")
    terminal.wait("follow").do("form.accept")
    terminal.wait("the disk can only be read").wait("Anna de Vries")
    terminal.do("notebook.leave")
    assert terminal.ended() == 0
    assert files(tmp_path / "nb") == before


@pytest.mark.parametrize("binding", ["notebook.archive", "notebook.delete", "notebook.rename"])
def test_nothing_is_put_away_there(
    start: Callable[..., Terminal], before: dict[str, bytes], tmp_path: Path, binding: str
) -> None:
    terminal = start().wait("Anna de Vries")
    terminal.do(binding)
    if binding == "notebook.delete":
        terminal.wait("Delete").do("confirm.yes")
    elif binding == "notebook.rename":
        terminal.wait("Another name").type("other")
        terminal.do("form.accept")
    terminal.wait("That is not possible now").wait("the disk can only").do("help.close")
    terminal.wait_gone("That is not possible").do("notebook.leave")
    assert terminal.ended() == 0
    assert files(tmp_path / "nb") == before
