"""An error that no command expects is reported in words: of the file system, or a defect."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from afspraak.tui.cli.commands import listing
from afspraak.tui.cli.main import EXIT_DATA_ERROR, main


@pytest.mark.parametrize(
    ("filename", "told"),
    [
        ("talk.json", "talk.json could not be read: the disk reports a failure."),
        (None, "? could not be read: the disk reports a failure."),
    ],
)
def test_an_unexpected_file_error_names_the_file_or_a_question_mark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    tmp_path: Path, filename: str | None, told: str,
) -> None:  # fmt: skip
    def run(_request: object) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO), filename)

    monkeypatch.setattr(listing, "run", run)
    assert main(["--notebook", str(tmp_path), "list"]) == EXIT_DATA_ERROR
    assert capsys.readouterr().err == f"afspraak: {told}\n"
    assert not list(Path(os.environ["XDG_STATE_HOME"]).rglob("crash-*"))


@pytest.mark.crashes
@pytest.mark.parametrize("can_write", [True, False])
def test_a_defect_is_reported_without_the_words_that_it_holds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    tmp_path: Path, can_write: bool,
) -> None:  # fmt: skip
    def run(_request: object) -> int:
        raise ValueError("confidential")

    state = tmp_path / "state"
    if not can_write:
        state.write_text("in the way of the folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.setattr(listing, "run", run)
    assert main(["--notebook", str(tmp_path / "nb"), "list"]) == EXIT_DATA_ERROR
    told = capsys.readouterr().err
    assert told.startswith("afspraak: Something went wrong inside (ValueError)")
    assert "confidential" not in told and "Traceback" not in told
    if can_write:
        (written,) = state.rglob("crash-*.txt")
        assert str(written) in told and "could not be written" not in told
        assert "confidential" not in written.read_text()
    else:
        assert "A report of it could not be written." in told
