"""`export --file`: the version for a personnel file, under a name of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.exchange.export_log import find_exports
from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

CONVERSATION = Path("nb/anna-de-vries-planning-2027.json")


@pytest.fixture(autouse=True)
def _place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)


def begun(language: str) -> None:
    """A conversation with a note."""
    main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker", "--lang", language])
    session = Session.open(CONVERSATION)
    session.me = session.writer = MANAGER
    session.apply(Write(0, 0, "Only for the two of us.\n"))
    session.save()
    session.close()


@pytest.mark.parametrize(("language", "word"), [("en", "file"), ("nl", "dossier")])
@pytest.mark.parametrize("form", ["md", "html"])
def test_the_two_versions_stand_beside_each_other(language: str, word: str, form: str) -> None:
    begun(language)
    assert main(["export", "anna", "--format", form]) == 0
    assert main(["export", "anna", "--format", form, "--file"]) == 0
    full = Path(f"anna-de-vries-planning-2027.{form}")
    excerpt = Path(f"anna-de-vries-planning-2027.{word}.{form}")
    assert "Only for the two of us." in full.read_text("utf-8")
    assert "Only for the two of us." not in excerpt.read_text("utf-8")
    assert excerpt.stat().st_mode & 0o777 == 0o600
    logged = {export.file.name for export in find_exports([CONVERSATION])}
    assert logged == {full.name, excerpt.name}


@pytest.mark.parametrize("form", ["json", "ics"])
def test_only_minutes_have_a_file_version(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    begun("en")
    assert main(["export", "anna", "--format", form, "--file"]) == 2
    assert "The file version is Markdown or a page" in capsys.readouterr().err
    assert list(Path().glob("anna*")) == []


def test_a_name_of_ones_own_is_used_for_either(capsys: pytest.CaptureFixture[str]) -> None:
    begun("nl")
    assert main(["export", "anna", "--file", "-o", "voor-pz.html"]) == 0
    assert "dossierversie" in Path("voor-pz.html").read_text("utf-8")
    assert main(["export", "anna", "--file", "-o", "-"]) == 0
    assert "Only for the two of us." not in capsys.readouterr().out
