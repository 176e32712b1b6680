"""Settings for the user: reported faults, and effects on the screen."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.tui.cli.help_page import RootParser
from afspraak.tui.cli.main import main
from afspraak.tui.cli.parser import Parser, add_command
from afspraak.tui.keys import table as keys
from afspraak.widgets.language import tr

from ...checkout import ROOT
from ...support.terminal.terminal import Terminal, begun


@pytest.fixture
def write() -> Callable[[str], Path]:
    """Write the settings file."""

    def write(text: str) -> Path:
        path = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


Write = Callable[[str], Path]
Start = Callable[..., Terminal]


def test_settings_faults_are_reported_and_the_command_runs(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(
        'language = "nl"\nclock = 1\n[keys]\n"desk.export" = "ctrl+q"\nchecklist.tick = "foo"\n'
        '"no.such" = "x"\n'
    )
    assert main(["--notebook", str(tmp_path), "list"]) == 1
    heard = capsys.readouterr()
    assert "Nog geen gesprekken" in heard.out
    told = heard.err.splitlines()
    assert [line.partition(": ‘")[0] for line in told] == [
        f"afspraak: {path}, regel {number}" for number in (2, 4, 5, 6)
    ]
    assert "‘ctrl+q’: die toets is daar al van ‘app.leave’ (bewaar en sluit af)" in told[1]
    assert "geen toets heet zo" in told[2]
    assert "geen id van een toets" in told[3]


def test_settings_shows_values_and_their_sources(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    write('name = "Jan"\ntheme = "nord"\n\nmouse = true\nauthor_colours = ["red", "#d75f00"]\n')
    monkeypatch.setenv("STY", "1.pts")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    assert main(["settings"]) == 0
    told = re.sub(" +", " ", capsys.readouterr().out)
    for line in (
        "language en ($LANG)", "name Jan (settings.toml, line 1)",
        f"notebook {tmp_path}/nb ($AFSPRAAK_NOTEBOOK)", "theme nord (settings.toml, line 2)",
        "author_colours red, #d75f00 (settings.toml, line 5)",
        "templates - (usual)", "kinds - (usual)", "only_kinds false (usual)",
        "clock true (usual)", "mouse false ($STY)", "driver cells (usual)",
    ):  # fmt: skip
        assert f"{line}\n" in told
    assert f"{tmp_path}/nb (not there)\n" in told
    assert main(["settings", "--json", "--lang", "nl", "--notebook", "x"]) == 0
    answer = json.loads(capsys.readouterr().out)
    found = {row["name"]: (row["value"], row["source"], row["by"]) for row in answer["settings"]}
    assert found["language"] == ("nl", "option", "--lang")
    assert found["author_colours"][:2] == (["red", "#d75f00"], "file")
    assert found["notebook"] == ("x", "option", "--notebook")
    assert answer["paths"]["notebook"] == "x"
    assert {row["id"] for row in answer["keys"]} == {key.id for key in keys.KEYS}


def test_settings_with_faults_has_exit_status_2_and_shows_them_once(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write("").parent
    (folder / "planning.manager.en.toml").write_text("format = 1\nkind = 3\n", encoding="utf-8")
    write('theme = "pink"\ntemplates = "."\n')
    assert main(["settings"]) == 2
    heard = capsys.readouterr()
    assert heard.err == ""
    assert re.search(r"(?m)^theme +ansi-dark  \(usual\)$", heard.out)
    assert re.search(r"line 1: “theme” must be one of ansi-dark, ansi-light, .*\bnord\b", heard.out)
    assert re.search(r"! .*planning\.manager\.en\.toml:\d+: ", heard.out)
    assert main(["settings", "--json"]) == 2
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert len(faults) == len(set(faults)) > 2, "all that is wrong with the checklist"


def test_settings_lists_every_key_with_its_id(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write('[keys]\n"desk.export" = "shift+f8"\n')
    assert main(["settings", "--keys"]) == 0
    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    for key in keys.KEYS:
        line = next(words for words in told if words[0] == key.id)
        assert line[1] == ("shift+f8" if key.id == "desk.export" else key.keys)
        assert " ".join(line[2:]).removeprefix("* ") == tr(f"key.{key.id}")
    assert ["desk.export", "shift+f8", "*"] in [words[:3] for words in told]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_help_stays_on_one_screen(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", language, "--help"])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) < 80
    assert len(lines) <= 23  # and a line for the prompt that follows
    commands = lines.index("", 2) - 2
    assert len(lines) - commands + 17 <= 23, "there is room for 17 commands"
    (options,) = [line for line in lines if line.startswith("--help")]
    assert re.split(" (?=--)", options) == [
        "--help", "--version", "--notebook DIR", "--debug", "--lang en|nl", "--no-mouse",
        "--driver NAME",
    ]  # fmt: skip


def test_long_command_descriptions_stay_on_one_line() -> None:
    parser = RootParser(prog="afspraak", usage="", description="", epilog="")
    verbs = parser.add_subparsers(parser_class=Parser, prog="afspraak")
    long = "begin the next conversation, with what is still open in this one, and all of its steps"
    add_command(verbs, "check", run=lambda _: 0)
    verbs.add_parser("follow-up", help=long)
    lines = parser.format_help().splitlines()
    assert "agree    follow-up  begin the next conversation" in lines


def test_the_notebook_reports_faults_in_the_settings(start: Start, write: Write) -> None:
    write("clock = 1\n")
    start().wait("settings.toml, line 1: a fault; see “afspraak settings”")
    write('clock = 1\ntheme = "pink"\n')
    start(columns=60, rows=20).wait("settings.toml: 2 faults; see “afspraak settings”")
    write("nonsense")
    terminal = begun(start)
    terminal.wait("settings.toml, line 1: a fault")
    terminal.do("app.leave")
    assert terminal.ended() == 0


def test_keys_theme_and_clock_settings_apply_on_screen(start: Start, write: Write) -> None:
    write(
        'theme = "ansi-light"\nclock = false\n[keys]\n"desk.enlarge" = "shift+f8"\n'
        'checklist = { tick = "x", park = "space" }\n'
    )
    terminal = begun(start)
    terminal.wait("saved ")
    assert "0:00" not in terminal.lines[0] and "░" not in terminal.lines[0]
    terminal.wait("2 Notes")
    terminal.press("shift+f8")
    terminal.wait_gone("2 Notes")
    terminal.press("x")
    terminal.wait("[x] What went well")
    terminal.press("space")
    terminal.wait("[-] What went well")
    write("theme = 'ansi-light'")
    begun(start).wait("░ 0:00/1:00")


_MOUSE = b"\x1b[?1000h"


@pytest.mark.parametrize(
    ("words", "environment", "settings", "listens"),
    [
        ((), {}, "", True),
        (("--no-mouse",), {}, "", False),
        ((), {"STY": "123.tty"}, "", False),
        ((), {}, "mouse = false", False),
    ],
)
def test_no_mouse_leaves_the_mouse_to_the_terminal(
    words: tuple[str, ...], environment: dict[str, str], settings: str, listens: bool,
    start: Start, write: Write,
) -> None:  # fmt: skip
    write(settings)
    terminal = start(*words, environment={"STY": ""} | environment).wait("none yet")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert (_MOUSE in terminal.raw) is listens


@pytest.mark.parametrize("theme", ["ansi-dark", "textual-dark"])
def test_no_color_removes_all_colours(start: Start, write: Write, theme: str) -> None:
    write(f'theme = "{theme}"\n')
    terminal = begun(start, environment={"NO_COLOR": "1"})
    terminal.wait("2 Notes")
    codes = {
        code
        for found in re.findall(rb"\x1b\[([0-9;]*)m", terminal.raw)
        for code in found.decode().split(";")
    }
    assert codes <= {"", "0", "1", "2", "3", "4", "7", "22", "23", "24", "27", "39", "49"}, codes


def test_a_custom_checklist_is_used_and_a_wrong_one_reported(start: Start, write: Write) -> None:
    folder = write('templates = "."\nname = "Jan"\n').parent
    built_in = ROOT / "tests" / "golden" / "checklists" / "planning.manager.en.toml"
    text = built_in.read_text(encoding="utf-8").replace("What went well", "What we are proud of")
    own = folder / built_in.name
    own.write_text(text, encoding="utf-8")
    begun(start).wait("What we are proud of")
    own.write_text(text.replace("format = 1", "format = 'x'"), encoding="utf-8")
    terminal = start().wait("Anna")
    terminal.do("notebook.begin")
    terminal.wait("Talking with").wait("faults: afspraak kinds check")
