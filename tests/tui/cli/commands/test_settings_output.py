"""What `settings` and `passphrase` print."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from afspraak.data.settings import idle_passphrase
from afspraak.tui.cli.main import main
from afspraak.tui.keys import table
from afspraak.widgets.language import tr

Capture = pytest.CaptureFixture[str]


def write_settings(text: str) -> Path:
    """Write the settings file."""
    path = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run(capsys: Capture, *words: str, status: int = 0) -> str:
    """Run a command; return its output."""
    capsys.readouterr()
    assert main(list(words)) == status
    return capsys.readouterr().out


def test_the_paths_are_shown_and_whether_they_exist(capsys: Capture, tmp_path: Path) -> None:
    notebook = tmp_path / "nb"
    for exists in (False, True):
        lines = run(capsys, "--notebook", str(notebook), "settings").splitlines()
        line = [line for line in lines if line.startswith(tr("settings.path.notebook"))][-1]
        assert "nb" in line
        assert line.endswith(tr("settings.path.absent")) != exists
        notebook.mkdir(exist_ok=True)
    assert lines[-1].strip() == tr("settings.more_keys")


@pytest.mark.parametrize("value", ["", "1"])
def test_a_terminal_without_colours_is_mentioned(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert tr("settings.no_color") not in run(capsys, "settings")
    monkeypatch.setenv("NO_COLOR", value)
    assert tr("settings.no_color") in run(capsys, "settings")


def test_each_setting_of_the_file_has_its_name_value_and_line(
    capsys: Capture, tmp_path: Path
) -> None:
    values = {
        "language": "nl",
        "name": "Jan",
        "notebook": str(tmp_path / "nb"),
        "theme": "nord",
        "templates": str(tmp_path),
        "kinds": [str(tmp_path)],
        "only_kinds": True,
        "idle_lock": 12,
        "identities": [str(tmp_path / "key")],
        "clock": False,
        "hints": True,
        "mouse": False,
        "keep_years": 3,
        "checklist_width": 30,
        "driver": "textual",
        "author_colours": ["red"],
    }
    write_settings("".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items()))
    rows = json.loads(run(capsys, "settings", "--json"))["settings"]
    found = {row["name"]: (row["value"], row["source"], row["line"]) for row in rows}
    for line, (name, value) in enumerate(values.items(), 1):
        assert found[name] == (value, "file", line), name


def test_faults_end_the_output(capsys: Capture) -> None:
    write_settings("clock = 1\n")
    lines = run(capsys, "settings", status=2).splitlines()
    assert lines[-2] == "" and lines[-1].startswith("! ") and "clock" in lines[-1]
    values = json.loads(run(capsys, "settings", "--json", status=2))
    assert len(values["faults"]) == 1 and "clock" in values["faults"][0]


def test_every_key_is_listed_under_its_place_and_remapped_ones_are_marked(capsys: Capture) -> None:
    write_settings('[keys]\n"desk.export" = "shift+f8"\n')
    lines = run(capsys, "settings", "--keys").splitlines()
    rows = {line.split()[0]: line for line in lines if line.startswith("  ")}
    assert list(rows) == [row.id for row in table.KEYS]
    assert [line for line in lines if not line.startswith("  ")] == [
        tr(f"place.{place}") for place in dict.fromkeys(row.context for row in table.KEYS)
    ]
    for row in table.KEYS:
        marked = row.id == "desk.export"
        assert ("  *  " in rows[row.id]) == marked
        assert ("shift+f8" if marked else row.keys) in rows[row.id].split()
        assert rows[row.id].endswith(tr(f"key.{row.id}"))
    keys = json.loads(run(capsys, "settings", "--json"))["keys"]
    assert [key["id"] for key in keys] == list(rows)
    (export,) = [key for key in keys if key["id"] == "desk.export"]
    assert export == {
        "id": "desk.export", "keys": ["shift+f8"], "usual": ["f8"], "what": tr("key.desk.export"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("idle_lock", "typed", "told"),
    [
        ("", "zebra", ("idle_lock.passphrase.set", "idle_lock.passphrase.unused")),
        ("idle_lock = 10\n", "zebra", ("idle_lock.passphrase.set",)),
        ("", "", ("idle_lock.passphrase.removed",)),
    ],
)
def test_a_passphrase_is_set_or_removed(
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    idle_lock: str,
    typed: str,
    told: tuple[str, ...],
) -> None:
    write_settings(idle_lock)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
    monkeypatch.setattr("os.isatty", lambda _: False)
    assert run(capsys, "passphrase") == " ".join(map(tr, told)) + "\n"
    assert idle_passphrase.is_set() == bool(typed)


@pytest.mark.parametrize(
    ("words", "environment", "name", "value", "source"),
    [
        (
            ("--driver", "textual"),
            {"TEXTUAL_DRIVER": "x:Y"},
            "driver",
            "textual",
            "option --driver",
        ),
        ((), {"TEXTUAL_DRIVER": "x:Y"}, "driver", "textual", "$TEXTUAL_DRIVER"),
        ((), {"TEXTUAL_DRIVER": ""}, "driver", "cells", tr("settings.source.usual")),
        (("--no-mouse",), {"STY": "1.pts"}, "mouse", "false", "option --no-mouse"),
        ((), {"STY": "1.pts"}, "mouse", "false", "$STY"),
        ((), {"STY": ""}, "mouse", "true", tr("settings.source.usual")),
        (("--lang", "nl"), {"LANG": "en_GB"}, "language", "nl", "optie --lang"),
    ],
)
def test_options_come_before_variables_and_those_before_the_file(
    words: tuple[str, ...], environment: dict[str, str], name: str, value: str, source: str,
    capsys: Capture, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    write_settings('mouse = true\ndriver = "cells"\n' if all(environment.values()) else "")
    for variable, content in environment.items():
        monkeypatch.setenv(variable, content)
    lines = [line.split() for line in run(capsys, *words, "settings").splitlines()]
    (found,) = (line[1:] for line in lines if line[:1] == [name])
    assert " ".join(found) == f"{value} ({source})"
