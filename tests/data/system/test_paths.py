"""Our folders match those of platformdirs."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from afspraak.data.errors import StorageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.system.paths import cache_folder, notebook_folder, settings_file, working_folder


@pytest.mark.parametrize("chosen", ["", "/somewhere/else", "/with blank /x", "relative", "~/own"])
def test_the_folders_match_platformdirs(monkeypatch: pytest.MonkeyPatch, chosen: str) -> None:
    for kind in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", chosen)
    assert notebook_folder() == platformdirs.user_data_path("afspraak")
    assert settings_file().parent == platformdirs.user_config_path("afspraak")
    assert cache_folder() == platformdirs.user_cache_path("afspraak")
    for kind in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.delenv(f"XDG_{kind}_HOME")
    assert cache_folder() == platformdirs.user_cache_path("afspraak")
    assert cache_folder().is_relative_to(Path.home())


def test_other_platforms_use_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name: Path("/Library") / name)
    assert cache_folder() == Path("/Library/afspraak")


@pytest.mark.parametrize(
    ("language", "reason"), [("en", "its name is too long"), ("nl", "de naam is te lang")]
)
def test_an_unreadable_notebook_is_reported_in_the_users_language(
    tmp_path: Path, language: str, reason: str
) -> None:
    with pytest.raises(StorageError) as told:
        Notebook(tmp_path / ("\x1b[2J" + "a" * 300)).slugs()
    text = catalogue(language)(told.value.message)
    assert reason in text
    assert "\x1b" not in text


def test_a_working_folder_that_was_removed_is_an_error_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    assert working_folder() == gone
    gone.rmdir()
    with pytest.raises(StorageError) as caught:
        working_folder()
    assert caught.value.message.key == "storage.path.no_working_folder"
