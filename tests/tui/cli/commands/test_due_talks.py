"""`list --due`: the talks about which something has to be done, for people and for cron."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from afspraak.tui.cli.main import main

from ....support.team import TEAM, team


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The notebook of a manager with nine people, on 3 December 2026."""
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    talks = team(tmp_path / "nb")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(talks))
    return talks


LINES = {
    "en": [
        "talk-000  2026-11-12  Bram Hendriks      The day of the next talk is over.",
        "talk-002  2026-12-04  Chaima El Idrissi  Chaima has not prepared yet.",
        "talk-007  -           Hanna Kok          The next talk has no date yet.",
    ],
    "nl": [
        "talk-000  2026-11-12  Bram Hendriks      De dag van het volgende gesprek is voorbij.",
        "talk-002  2026-12-04  Chaima El Idrissi  Chaima heeft nog niet voorbereid.",
        "talk-007  -           Hanna Kok          Het volgende gesprek heeft nog geen dag.",
    ],
}


@pytest.mark.parametrize("language", LINES)
def test_what_is_due_is_listed_with_the_reason(
    folder: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert main(["--lang", language, "list", "--due"]) == 1
    assert capsys.readouterr().out.splitlines() == LINES[language]


def test_programs_get_the_reason_as_a_word(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--due", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(row["slug"], row["due_for"]) for row in found] == [
        ("talk-000", "overdue"),
        ("talk-002", "other_prepares"),
        ("talk-007", "planning"),
    ]
    assert found[1]["partner"] == "Chaima El Idrissi"


def test_nothing_due_prints_nothing_for_cron(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(team(tmp_path / "nb", TEAM[3:6])))
    assert main(["list", "--due"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["list", "--due", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for language, said in (("en", "Nothing has to be planned"), ("nl", "Er hoeft nu niets")):
        assert main(["--lang", language, "list", "--due"]) == 0
        assert capsys.readouterr().out.startswith(said)


def test_a_damaged_conversation_is_told_and_counts_more(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "talk-008.json").write_bytes(b"{")
    assert main(["list", "--due"]) == 3
    *due, last = capsys.readouterr().out.splitlines()
    assert due == LINES["en"]
    assert last.startswith("talk-008  !  ")
