"""What the desk says of a hook."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.system.hooks.hook_file import hooks_folder
from afspraak.tui.controllers.hooks import run_in_background
from afspraak.widgets.language import speaking

from ...support.terminal.terminal import PATIENCE


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The hook after-export was refused; see: afspraak diagnose"),
        ("nl", "Hook after-export is geweigerd; zie: afspraak diagnose"),
    ],
)
async def test_a_refused_hook_is_told_in_the_language_of_the_screen(
    language: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    hooks_folder().mkdir(mode=0o700, parents=True)
    (hooks_folder() / "after-export").write_text("cannot be executed")
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    with speaking(catalogue(language)):
        run_in_background("after-export", dict, told.set_result)
    assert await asyncio.wait_for(told, PATIENCE) == words
