"""An agreement is named by its stored label: on the command line, and in JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Delete
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ....support.terminal.terminal import Terminal


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A conversation with R2 and R3, which say the same, and a D1; R1 was removed."""
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    (tmp_path / "nb").mkdir()
    path = tmp_path / "nb" / "talk.json"
    beginning = NewConversation("manager", "Jan", "Anna", language="nl")
    session = Session.create(path, build_conversation(beginning), me=MANAGER)
    for number, kind in enumerate(("result", "result", "result", "development")):
        row = RowId(f"0a0a0a0a0a0{number}")
        text = "Runbook" if number else "Gone"
        session.apply(AddAgreement(Agreement(row, kind, text, order=f"a{number}")))  # type: ignore[arg-type]
    session.apply(Delete("agreement", RowId("0a0a0a0a0a00")))
    session.close()
    return path


@pytest.mark.parametrize(
    ("language", "label", "begins"), [("en", "r3", "R3"), ("nl", "R3", "R3"), ("nl", "o1", "O1")]
)
def test_a_conversation_opens_at_an_agreement(
    talk: Path, start: Callable[..., Terminal], language: str, label: str, begins: str
) -> None:
    terminal = start("--lang", language, "open", talk.stem, label).wait(f">{begins} ")
    assert ">R2" not in terminal.text


def test_a_label_that_is_not_there_is_told_with_those_that_are(
    talk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["open", talk.stem, "R1"]) == 2
    assert "there is no agreement R1 in it; there are: R2, R3, D1" in capsys.readouterr().err


def test_json_has_the_labels(talk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", talk.stem, "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert [row["label"] for row in report["incomplete"]] == ["R2", "R3", "D1"]
    assert main(["search", "Runbook", "--json"]) == 0
    assert [hit["where"] for hit in json.loads(capsys.readouterr().out)] == ["R2", "R3", "D1"]
    assert main(["agreements", "--json"]) == 0
    assert {row["label"] for row in json.loads(capsys.readouterr().out)} == {"R2", "R3", "D1"}
