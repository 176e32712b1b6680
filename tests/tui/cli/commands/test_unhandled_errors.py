"""An error of the file system that no command expects is reported in words."""

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
