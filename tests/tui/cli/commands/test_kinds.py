"""`afspraak kinds`: the list, every fault at once with exit status 3, and a copy to start from."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from afspraak.data.session.session import Session
from afspraak.data.templates.kind_place import builtin_text
from afspraak.tui.cli.main import main

from ....support.conversations.kind_files import BAD_FAULTS, BAD_KIND, GOOD_KIND

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one sound kind, which the settings name."""
    kinds = tmp_path / "kinds"
    kinds.mkdir()
    (kinds / "bila.toml").write_text(GOOD_KIND, encoding="utf-8")
    _settings(f'kinds = ["{kinds}"]\n')
    return kinds


def _settings(text: str) -> None:
    path = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _rows(capsys: Capture) -> dict[str, str]:
    lines = capsys.readouterr().out.splitlines()
    return {" ".join(line.split()[:2]): " ".join(line.split()[2:]) for line in lines}


def test_the_list_says_where_each_kind_is_from(folder: Path, capsys: Capture) -> None:
    assert main(["kinds"]) == 0
    rows = _rows(capsys)
    assert rows["acme-bila en"] == f"Acme talk folder {folder}"
    assert rows["start nl"] == "Startgesprek built-in"
    assert len(rows) == 13


def test_the_list_says_what_a_kind_hides(folder: Path, capsys: Capture) -> None:
    (folder / "planning.toml").write_text(builtin_text("planning.nl.toml"), encoding="utf-8")
    assert main(["kinds", "--lang", "nl"]) == 0
    told = _rows(capsys)["planning nl"]
    assert told == f"Planningsgesprek map {folder}, in plaats van: ingebouwd"


def test_check_tells_every_fault_of_every_file_and_exits_with_3(
    folder: Path, capsys: Capture
) -> None:
    assert main(["kinds", "check"]) == 0
    assert capsys.readouterr().out == "All is well.\n"
    bad = folder / "bad.toml"
    bad.write_text(BAD_KIND, encoding="utf-8")
    for words in ([], [str(folder)], [str(bad)]):
        assert main(["kinds", "check", *words]) == 3
        lines = capsys.readouterr().out.splitlines()
        assert [line.partition(": ")[0] for line in lines] == [
            f"{bad}:{line}" for line, _ in BAD_FAULTS
        ]
    assert main(["kinds", "check", str(folder / "bila.toml")]) == 0
    capsys.readouterr()
    assert main(["kinds", "check", str(folder / "gone.toml"), "--json"]) == 3
    (fault,) = json.loads(capsys.readouterr().out)
    assert fault == {
        "file": str(folder / "gone.toml"),
        "line": 0,
        "reason": "there is no such file",
    }


def test_a_kind_with_faults_is_listed_and_cannot_be_begun(folder: Path, capsys: Capture) -> None:
    text = GOOD_KIND.replace("minutes = 25", "minutes = 0").replace("aim =", "aimm =")
    (folder / "bila.toml").write_text(text, encoding="utf-8")
    assert main(["kinds"]) == 0
    assert _rows(capsys)["acme-bila en"].endswith("! 2 faults: afspraak kinds check")
    assert main(["new", "Anna", "--kind", "acme-bila", "--no-open"]) == 2
    told = capsys.readouterr().err
    assert f"{folder / 'bila.toml'}:6: “aimm” does not belong here; is “aim” meant?" in told
    assert f"{folder / 'bila.toml'}:7: “minutes” must be from 1 to 1440" in told
    assert main(["new", "Anna", "--kind", "party", "--no-open"]) == 2
    assert "There is no kind “party”; there are: bila, exit" in capsys.readouterr().err


def test_a_copy_is_the_file_itself(folder: Path, capsys: Capture) -> None:
    assert main(["kinds", "copy", "exit.nl"]) == 0
    assert capsys.readouterr().out == builtin_text("exit.nl.toml")
    assert main(["kinds", "copy", "acme-bila"]) == 0
    assert capsys.readouterr().out == GOOD_KIND
    for words in (["copy"], ["copy", "party"], ["copy", "exit.fr"], ["list", "exit"]):
        assert main(["kinds", *words]) == 2
        assert capsys.readouterr().out == ""


def test_a_conversation_keeps_its_kind_when_the_file_is_rewritten_or_gone(
    folder: Path, capsys: Capture
) -> None:
    assert main(["new", "Anna", "--kind", "acme-bila", "--no-open", "--json"]) == 0
    path = Path(json.loads(capsys.readouterr().out)["path"])
    before = Session.open_read_only(path).conversation
    assert before.header.minutes == 25
    assert before.header.notice_purpose == "To keep in touch."
    assert before.header.expected == ("other",)
    (folder / "bila.toml").unlink()
    assert Session.open_read_only(path).conversation == before
    assert main(["about", "Anna"]) == 0
    assert "To keep in touch." in capsys.readouterr().out


def test_an_organisation_may_allow_only_its_own(folder: Path, capsys: Capture) -> None:
    _settings(f'kinds = ["{folder}"]\nonly_kinds = true\n')
    assert main(["kinds"]) == 0
    assert list(_rows(capsys)) == ["acme-bila en"]
    assert main(["new", "Anna", "--no-open"]) == 2
    assert "There is no kind “planning”" in capsys.readouterr().err
