"""`diagnose`: what it says of an installation, what is wrong, and what it never says."""

from __future__ import annotations

import json
import os
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.maintenance.diagnosis.counts import Counts
from afspraak.data.maintenance.diagnosis.places import Place
from afspraak.data.maintenance.diagnosis.problems import LEAST_FREE, find_problems
from afspraak.data.maintenance.diagnosis.terminal import Terminal
from afspraak.data.settings.settings import Settings
from afspraak.tui.cli.main import main

from ....support.hostile import Marks, conversation, sent_by_a_partner, written_by_hand
from ....support.terminal.terminal import Terminal as Screen
from ....support.users import reachable_folder, users, why_not

Capture = pytest.CaptureFixture[str]
SECRET = "geheimwoord"


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The notebook of this user, with one conversation."""
    folder = tmp_path / "nb"
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(folder))
    for name in ("config", "cache", "state"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    assert main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker"]) == 0
    return folder


def _diagnose(capsys: Capture, *, status: int, lang: str = "en") -> str:
    capsys.readouterr()
    assert main(["--lang", lang, "diagnose"]) == status
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


def _json(capsys: Capture, status: int = 0) -> Any:
    capsys.readouterr()
    assert main(["diagnose", "--json"]) == status
    return json.loads(capsys.readouterr().out)


def _settings(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config" / "afspraak" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_sound_installation_is_described_and_nothing_is_wrong(
    notebook: Path, capsys: Capture
) -> None:
    lines = _diagnose(capsys, status=0).splitlines()
    found = dict(line.split(maxsplit=1) for line in lines[:-2])
    for library in ("textual", "tinydb", "pycrdt", "pyrage", "psycopg"):
        assert found[library] == metadata.version(library)
    assert found["Python"] == sys.version.split()[0]
    assert found["notebook"].endswith("/nb  (folder, 0700, can be written)")
    assert found["conversations"] == "1; archived: 0, locked: 0, damaged: 0, journals: 0"
    assert lines[-1] == "Nothing is wrong."


def test_the_answer_for_programs_says_the_same(notebook: Path, capsys: Capture) -> None:
    found = _json(capsys)
    assert found["counts"] == {
        "conversations": 1,
        "archived": 0,
        "locked": 0,
        "damaged": 0,
        "journals": 0,
    }
    assert found["problems"] == []
    place = next(place for place in found["places"] if place["name"] == "notebook")
    assert (place["mode"], place["writable"], place["exists"]) == ("0700", True, True)
    assert {"installer", "libraries", "terminal", "locale", "language", "zone"} < set(found)


def test_the_home_folder_is_not_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture
) -> None:
    home = tmp_path / SECRET
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("AFSPRAAK_NOTEBOOK", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    (home / ".local/share").mkdir(parents=True)
    (home / ".local/share/afspraak").write_text("")
    told = _diagnose(capsys, status=1)
    assert "~/.local/share/afspraak is in the place of a folder." in told
    assert "mv ~/.local/share/afspraak ~/.local/share/afspraak.old" in told
    assert SECRET not in told


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_nothing_of_a_conversation_and_no_name_is_said(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, lang: str
) -> None:
    marks = Marks()
    harmful = conversation(marks)
    written_by_hand(notebook / f"{SECRET}-planning.json", harmful)
    sent_by_a_partner(notebook / f"{SECRET}-sent.json", harmful)
    (notebook / f"{SECRET}-damaged.json").write_text(f'{{"notes": "{SECRET}"')
    (notebook / f"{SECRET}.txt").write_text(SECRET)
    notebook.chmod(0o755)
    for name in ("TMUX", "STY", "SSH_CONNECTION", "USER", "LOGNAME", "PGPASSWORD", "EDITOR"):
        monkeypatch.setenv(name, f"/tmp/{SECRET}")
    _settings(
        tmp_path,
        f'name = "{SECRET}"\n{SECRET} = 1\ntheme = "{SECRET}"\nkeep_years = "{SECRET}"\n'
        f'[sharing]\nurl = "postgresql://{SECRET}@{SECRET}/{SECRET}"\nhosts = ["{SECRET}"]\n'
        f'[keys]\n"{SECRET}" = "{SECRET}"\n',
    )
    told = _diagnose(capsys, status=1, lang=lang)
    answer = json.dumps(_json(capsys, 1))
    for text in (told, answer):
        assert SECRET not in text
        assert [place for mark, place in marks.places.items() if mark in text] == []
        assert "Anna" not in text
        assert "Bakker" not in text
    assert "tmux, screen, ssh" in told
    wrong = {problem["id"] for problem in json.loads(answer)["problems"]}
    assert wrong == {"notebook.others", "damaged", "settings"}


def test_what_is_wrong_says_what_to_do(notebook: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["archive", "anna"]) == 0
    (notebook / "broken.json").write_text("{")
    notebook.chmod(0o755)
    _settings(tmp_path, "keep_years = -1\n")
    told = _diagnose(capsys, status=1)
    assert "conversations  1; archived: 1, locked: 0, damaged: 1, journals: 0\n" in told
    assert f"chmod 700 {notebook}" in told
    assert "! One conversation is damaged. “afspraak check” says which" in told
    assert "! There is a fault in " in told
    assert "“afspraak settings” shows it" in told


def test_a_missing_library_has_the_command_that_installs_it(
    notebook: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture
) -> None:
    present = metadata.version

    def version(name: str) -> str:
        if name == "psycopg":
            raise metadata.PackageNotFoundError(name)
        return present(name)

    monkeypatch.setattr(metadata, "version", version)
    told = _diagnose(capsys, status=0)
    assert "psycopg        not installed; for sharing over a database: " in told
    assert "install -e" in told
    _settings(tmp_path, '[sharing]\nurl = "postgresql://localhost/afspraak"\n')
    told = _diagnose(capsys, status=1)
    assert "! Sharing over a database needs one library more; this command installs it: " in told


def test_a_terminal_that_cannot_show_a_screen_is_wrong(start: Any) -> None:
    screen: Screen = start("diagnose", environment={"TERM": "dumb"})
    screen.wait("No screen can be drawn on a terminal of the type “dumb”")
    assert screen.ended() == 1
    assert "80 × 24" in screen.text


def _place(name: str = "notebook", **values: Any) -> Place:
    usual = Place(name, Path("/x/afspraak"), "folder", "0700", True, True, True, LEAST_FREE)
    return usual._replace(**values)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (_place(), []),
        (_place(kind="file"), ["notebook.not_folder"]),
        (_place("settings", kind="folder"), ["settings.not_file"]),
        (_place("settings", kind="file", writable=False), []),
        (_place(kind="unknown", mode=""), ["notebook.unknown"]),
        (_place(readable=False), ["notebook.unreadable"]),
        (_place(readable=False, writable=False, own=False), ["notebook.other_user"]),
        (_place(writable=False), ["notebook.unwritable"]),
        (_place("shared", writable=False, own=False), ["shared.unwritable"]),
        (_place(kind="absent", mode="", writable=False, readable=False), ["notebook.cannot_make"]),
        (_place(mode="0750"), ["notebook.others"]),
        (_place("cache", mode="0755"), []),
        (_place(free=LEAST_FREE - 1), ["notebook.full"]),
    ],
)
def test_each_state_of_a_place(place: Place, wrong: list[str]) -> None:
    terminal = Terminal("xterm", 80, 24, "utf-8", "16", ())
    found = find_problems([place], Counts(), [], terminal, Settings(), draws=True)
    assert [problem.id for problem in found] == wrong
    for problem in found:
        assert "/x/afspraak" in str(problem.message)


def test_an_encoding_that_lacks_letters_is_wrong() -> None:
    terminal = Terminal("xterm", 80, 24, "iso8859-1", "16", ())
    (found,) = find_problems([], Counts(), [], terminal, Settings(), draws=True)
    assert found.id == "encoding"
    assert "iso8859-1" in str(found.message)


def test_another_users_folder_and_a_closed_one_are_told_apart() -> None:
    if reason := why_not():
        pytest.skip(reason)
    with reachable_folder() as folder, users(folder, 1) as (jan,):
        closed = jan.home / "data" / "afspraak"
        closed.mkdir(parents=True)
        for path in (closed.parent, closed):
            os.chown(path, jan.number, jan.number)
        closed.chmod(0o500)
        told = jan.afspraak("diagnose", check=False)
        assert told.returncode == 1
        assert "! Nothing can be written in ~/data/afspraak (mode 0500)." in told.stdout
        assert "chmod u+rwx ~/data/afspraak" in told.stdout
        os.chown(closed, 0, 0)
        closed.chmod(0o700)
        told = jan.afspraak("diagnose", check=False)
        assert told.returncode == 1
        assert "! ~/data/afspraak belongs to another user" in told.stdout
        assert jan.login not in told.stdout
