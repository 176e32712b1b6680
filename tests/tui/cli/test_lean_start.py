"""Each command loads what it needs, and starts without collecting garbage."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.tui.cli.command_registry import COMMANDS
from afspraak.tui.cli.commands import listing
from afspraak.tui.cli.commands import open as opening
from afspraak.tui.cli.commands.request import Request
from afspraak.tui.cli.main import main

from ...checkout import IMPORT_ROOT

SCREENS = {"textual", "rich"}
DOCUMENT = {"pycrdt", "asyncio", "anyio"}
LIBRARIES = {
    "markdown_it", "icalendar", "tzlocal", "argcomplete", "tinydb", "platformdirs", "tomlkit",
}  # fmt: skip
SLOW = {"dataclasses", "inspect", "subprocess", "tempfile", "shutil", "tomllib"}
"""Modules of the standard library that take at least a tenth of the time of `afspraak list`."""

_CODE = """
import importlib, json, os, sys
before = set(sys.modules)
importlib.import_module({index!r}).SETTLING_NS = -(10**15)
sys.stdout = open(os.devnull, "w")
try:
    importlib.import_module({cli!r}).main({words!r})
except SystemExit:
    pass
told = {{name.partition(".")[0] for name in set(sys.modules) - before}}
ours = {{name for name in sys.modules if name.startswith({package!r})}}
print(json.dumps([sorted(told), sorted(ours)]), file=sys.stderr)
"""


def _loaded(folder: Path, *words: str) -> tuple[set[str], set[str]]:
    """The top-level modules that a command loads, and all modules of our own."""
    code = _CODE.format(
        index="afspraak.data.notebook.index",
        cli="afspraak.tui.cli.main",
        package="afspraak.",
        words=["--notebook", str(folder), *words],
    )
    # Not `-m pytest`'s own: some of what is told here is loaded by a start of an editable install.
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=IMPORT_ROOT, capture_output=True, text=True, check=True
    )
    modules, ours = json.loads(answer.stderr.splitlines()[-1])
    return set(modules), set(ours)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    conversation = build_conversation(
        NewConversation(
            "manager", "Jan Bakker", "Anna de Vries", date=date(2026, 12, 3), time="10:00"
        )
    )
    Session.create(tmp_path / "nb" / "anna.json", conversation, me=MANAGER).close()
    _loaded(tmp_path / "nb", "list")  # from now on the index is there
    return tmp_path / "nb"


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (["list"], ""),
        (["list", "--json"], ""),
        (["search", "anna"], ""),
        (["agreements", "--due", "30d"], ""),
        (["agreements", "--open", "--json"], ""),
        (["completion", "bash"], "argcomplete subprocess"),
        (["--help"], "shutil"),
    ],
)
def test_answers_from_the_index_load_no_library(
    folder: Path, words: list[str], allowed: str
) -> None:
    loaded, _ = _loaded(folder, *words)
    assert not loaded & ((SCREENS | DOCUMENT | LIBRARIES | SLOW) - set(allowed.split()))


@pytest.mark.parametrize(
    ("form", "needed"),
    [("md", ""), ("html", "markdown_it"), ("json", ""), ("ics", "icalendar")],
)
def test_an_export_loads_only_the_modules_of_its_format(
    folder: Path, form: str, needed: str
) -> None:
    loaded, _ = _loaded(folder, "export", "anna", "-o", "-", "--format", form)
    assert "pycrdt" in loaded, "what a killed session left belongs in it"
    assert loaded & {"markdown_it", "icalendar"} == ({needed} if needed else set())
    assert not loaded & (SCREENS | {"argcomplete", "platformdirs", "tomllib"})


def test_the_log_loads_pycrdt_and_not_textual(folder: Path) -> None:
    loaded, _ = _loaded(folder, "log", "anna", "--full")
    assert "pycrdt" in loaded
    assert not loaded & (SCREENS | {"markdown_it", "icalendar", "argcomplete"})


def test_only_the_named_command_is_loaded(folder: Path) -> None:
    _, ours = _loaded(folder, "list")
    commands = {name.rpartition(".")[2] for name in ours if ".tui.cli.commands." in name}
    assert commands & set(COMMANDS.values()) == {"listing"}


@pytest.mark.parametrize(
    ("words", "collects"), [(["list"], True), ([], False), (["open", "anna"], False)]
)
def test_only_a_command_without_screens_collects_garbage(
    words: list[str], collects: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def run(_: Request) -> int:
        seen.append(gc.isenabled())
        return 0

    monkeypatch.setattr(listing, "run", run)
    monkeypatch.setattr(opening, "choose", run)
    monkeypatch.setattr(opening, "open_conversation", run)
    gc.enable()
    assert main(["--notebook", str(tmp_path), *words]) == 0
    assert seen == [collects]
    assert gc.isenabled(), "as before the call"
