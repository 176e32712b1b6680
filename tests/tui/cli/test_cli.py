"""The command line: output, files on disk, and exit status."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from afspraak import __version__
from afspraak.data.i18n.catalogue import LANGUAGES
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.tui.cli.command_registry import COMMANDS
from afspraak.tui.cli.main import main

from ...checkout import IMPORT_ROOT, ROOT


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)


def _new(*words: str) -> int:
    return main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker", *words])


def test_new_list_export_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _new("--date", "3 dec", "--time", "10:00", "--lang", "nl") == 0
    assert "anna-de-vries-planning-2027" in capsys.readouterr().out
    assert main(["list"]) == 0
    assert capsys.readouterr().out.split() == [
        "anna-de-vries-planning-2027", "2026-12-03", "Anna", "de", "Vries", "0/23", "0", "open",
    ]  # fmt: skip
    assert main(["export", "anna"]) == 0
    minutes = tmp_path / "anna-de-vries-planning-2027.md"
    assert "donderdag 3 december 2026 om 10:00" in minutes.read_text(encoding="utf-8")
    assert stat.S_IMODE(minutes.stat().st_mode) == 0o600
    capsys.readouterr()
    assert main(["check"]) == 0
    heard = capsys.readouterr().out
    assert "whole" in heard and "no agreement yet" in heard


def test_a_time_behind_the_date_is_used_and_an_odd_day_remarked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _new("--date", "saturday 5 december half past nine", "--json") == 0
    told, remark = capsys.readouterr()
    assert "5 Dec 2026. That is a Saturday." in remark
    assert main(["export", json.loads(told)["slug"], "-o", "-"]) == 0
    assert "Saturday 5 December 2026 at 09:30" in capsys.readouterr().out
    assert _new("--date", "3 dec 10:00", "--time", "half tien", "--json") == 0
    told, remark = capsys.readouterr()
    assert remark == ""
    assert main(["export", json.loads(told)["slug"], "-o", "-"]) == 0
    assert "09:30" in capsys.readouterr().out, "the option comes first"
    assert _new("--date", "yesterday") == 0
    assert "That day has gone by." in capsys.readouterr().err


def test_json_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert _new("--json") == 0
    slug = json.loads(capsys.readouterr().out)["slug"]
    assert main(["list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(row["slug"], row["items"]) for row in listed] == [(slug, 23)]
    assert main(["check", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)[0]
    assert (report["fault"], report["missing"], report["incomplete"]) == ("", ["agreement"], [])


def test_the_exit_status_is_1_if_nothing_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 1
    assert "afspraak new" in capsys.readouterr().out
    assert main(["list", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == []
    assert main(["open", "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["new", "Anna", "--date", "31 feb"], "31 February"),
        (["new", "Anna", "--date", "whenever"], "whenever"),
        (["new", "Anna", "--time", "25:00"], "25:00"),
        (["new", "Anna", "--minutes", "-5"], "-5"),
        (["new", "  "], "With whom"),
        (["new", "Anna", "--template", "none.toml"], "none.toml"),
        (["open", "./none.json"], "none.json"),
        (["check", "--restore"], "Which conversation"),
        (["frobnicate"], "--help"),
        (["export"], "--help"),
    ],
)
def test_wrong_use_has_exit_status_2_and_a_reason(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main(words)
    except SystemExit as ended:  # argparse leaves by itself
        status = int(ended.code or 0)
    assert status == 2
    heard = capsys.readouterr()
    assert told in heard.err
    assert not heard.out
    assert "Traceback" not in heard.err


def test_damaged_data_has_exit_status_3_and_can_be_restored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _new()
    path = tmp_path / "nb" / "anna-de-vries-planning-2027.json"
    session = Session.open(path)
    session.apply(Write(0, 0, "x"))
    session.close()
    path.write_text("not json", encoding="utf-8")
    capsys.readouterr()
    for words in (["list"], ["check"], ["export", "anna"]):
        assert main(words) == 3
        heard = capsys.readouterr()
        assert path.name in heard.out + heard.err
        assert path.read_text(encoding="utf-8") == "not json"
    assert main(["check", "anna", "--restore"]) == 0
    assert path.with_name(path.name + ".damaged").read_text(encoding="utf-8") == "not json"
    assert main(["export", "anna", "-o", "-"]) == 0


def test_a_custom_template_and_its_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.toml"
    text = (ROOT / "data" / "templates" / "builtin" / "planning.en.toml").read_text("utf-8")
    own.write_text(text.replace('text = "What went well"', 'text = "My own question"'), "utf-8")
    assert _new("--template", str(own)) == 0
    (path,) = (tmp_path / "nb").glob("*.json")
    assert "My own question" in path.read_text(encoding="utf-8")
    capsys.readouterr()
    own.write_text(text.replace('text = "What went well"', "text = 7"), "utf-8")
    assert _new("--template", str(own)) == 2
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "What went well" in row)
    told = capsys.readouterr().err
    assert f"own.toml:{line}: " in told


def test_language_comes_from_option_settings_and_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["list"])
    assert "No conversations" in capsys.readouterr().out
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    main(["list"])
    assert "Nog geen gesprekken" in capsys.readouterr().out
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('language = "en"\n', encoding="utf-8")
    main(["list"])
    assert "No conversations" in capsys.readouterr().out
    main(["--lang", "nl", "list"])
    assert "Nog geen gesprekken" in capsys.readouterr().out
    main(["list", "--lang=nl"])
    assert "Nog geen gesprekken" in capsys.readouterr().out


def test_wrong_settings_are_reported_and_the_program_starts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        'name = "Jan"\nlanguage = "fr"\nwhat = 1\n[keys]\n"no.such" = "x"\n', encoding="utf-8"
    )
    assert main(["list"]) == 1
    told = capsys.readouterr().err
    assert "line 2" in told
    assert "line 3" in told
    assert "no.such" in told
    settings.write_text("= nonsense", encoding="utf-8")
    assert main(["list"]) == 1
    assert "line 1" in capsys.readouterr().err


def test_folders_and_files_are_private_under_a_loose_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert _new() == 0
        assert main(["export", "anna"]) == 0
    finally:
        os.umask(before)
    for path in (tmp_path / "nb").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE((tmp_path / "nb").stat().st_mode) == 0o700


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for words, told in ((["--help"], "planning conversations"), (["new", "-h"], "--template")):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
        assert told in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"afspraak {__version__}\n"


def test_screens_without_a_terminal_report_it(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "afspraak", "--notebook", str(tmp_path / "nb")],
        cwd=IMPORT_ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert "terminal" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_closed_pipe_on_stdout_is_harmless(tmp_path: Path) -> None:
    _new()
    command = (
        f"{sys.executable} -m afspraak --notebook {tmp_path / 'nb'} export anna -o - | head -1"
    )
    answer = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=IMPORT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout.startswith("# Planning conversation")
    assert answer.stderr == ""


@pytest.mark.parametrize("where", ["folder", "fifo", "device", "newer", "foreign"])
def test_a_special_file_is_refused_without_hanging(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "thing.json"
    if where == "folder":
        path.mkdir()
    elif where == "fifo":
        os.mkfifo(path)
    elif where == "device":
        path.symlink_to("/dev/zero")
    elif where == "newer":
        path.write_text('{"header": {"1": {}}, "_sync": {"1": {"format": 99}}}', encoding="utf-8")
    else:
        path.write_text('{"name": "package"}', encoding="utf-8")
    assert main(["export", str(path), "-o", "-"]) == 3
    told = capsys.readouterr().err
    assert "thing.json" in told or "/dev/zero" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["frobnicate"], "afspraak: ‘frobnicate’ bestaat niet"),
        (["new"], "nog nodig: NAAM"),
        (["new", "Anna", "--minutes", "tien"], "--minutes: 'tien' is geen heel getal"),
        (["new", "Anna", "--date"], "--date: hier hoort een waarde bij"),
        (["list", "--fout"], "niet begrepen: --fout"),
    ],
)
def test_usage_errors_are_in_the_users_language(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--lang", "nl", *words])
    assert caught.value.code == 2
    answer = capsys.readouterr().err
    assert told in answer
    assert "Probeer" in answer


def test_help_is_in_the_users_language_throughout(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "nl", "new", "--help"])
    told = capsys.readouterr().out
    assert told.startswith("gebruik: afspraak new ")
    assert "\nopties:\n" in told
    assert "options" not in told
    assert "usage" not in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_help_describes_every_argument_and_option(
    command: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", language, command, "--help"])
    told = capsys.readouterr().out
    entries = re.findall(r"^  (\S.*(?:\n {4,}.*)*)", told, re.MULTILINE)
    assert len(entries) >= 3
    for entry in entries:
        # At least two blanks, or a new line, separate what is typed and its description.
        assert re.search(r"\S(?: {2,}|\n +)\S", entry), entry


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_help_is_as_wide_as_the_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    with pytest.raises(SystemExit):
        main(["new", "--help"])
    widest = max(map(len, capsys.readouterr().out.splitlines()))
    assert columns // 2 < widest <= columns


def test_listed_columns_are_aligned_and_names_cleaned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _new("--date", "2026-12-03")
    path = tmp_path / "nb" / "anna-de-vries-planning-2027.json"
    path.rename(path.with_name("x\x1b[31m.json"))
    _new()
    (tmp_path / "nb" / "broken.json").write_text("", encoding="utf-8")
    capsys.readouterr()
    assert main(["list"]) == 3
    dated, undated, broken = capsys.readouterr().out.splitlines()
    assert dated.startswith("x␛[31m ")
    assert dated.index("Anna de Vries") == undated.index("Anna de Vries")
    assert broken.split()[:2] == ["broken", "!"]
    assert broken.index("!") == dated.index("2026-12-03")
