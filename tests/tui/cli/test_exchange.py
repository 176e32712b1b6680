"""`import` and `export` on the command line."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from afspraak.data.exchange.import_file import MAX_BYTES
from afspraak.data.minutes.edition import Version
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ...support.conversations.golden_minutes import GOLDEN_MINUTES, golden_text


@pytest.fixture(autouse=True)
def _place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)


def _import(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main(["import", *words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


@pytest.mark.parametrize("name", ["whole", "hostile", "two_authors"])
def test_imported_minutes_export_unchanged(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = _import(capsys, str(GOLDEN_MINUTES / f"{name}.md"))
    assert answer["minutes"] is True
    assert answer["faults"] == []
    words = ["--front-matter"] if name == "whole" else []
    assert main(["export", str(answer["slug"]), "-o", "out.md", *words]) == 0
    there = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert without_digest(there) == without_digest(golden_text(name, Version.FULL))


def without_digest(text: str) -> str:
    """Minutes without the digest: the imported conversation has another one.

    Nor with what follows from it, that a stance is about the record with that digest, nor with the
    time of the last change, which is that of the import where none was told.
    """
    lines = r"^(?:- \*\*(?:Kenmerk|Digest|Stand van|As it stood on):\*\*|digest:) .*\n"
    text = re.sub(lines, "", text, flags=re.MULTILINE)
    other = "; (?:for the record with digest|voor het verslag met kenmerk) [0-9a-f]{64}"
    text = re.sub(other, "", text)
    return text.replace(" (no longer holds)", "").replace(" (geldt niet meer)", "")


def test_the_role_at_import_comes_from_the_name_or_an_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('name = "Jan Bakker"\n', encoding="utf-8")
    found = _import(capsys, str(GOLDEN_MINUTES / "whole.md"))
    assert Session.open_read_only(Path(str(found["path"]))).me == "employee"
    assert str(found["slug"]).startswith("anna-de-vries")
    told = _import(capsys, str(GOLDEN_MINUTES / "whole.md"), "--as", "manager")
    assert Session.open_read_only(Path(str(told["path"]))).me == "manager"


def test_a_task_list_is_imported_in_the_given_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("list.md").write_text("# Lijst\n\n- [x] Eerste\n\nTekst.\n", encoding="utf-8")
    assert main(["import", "list.md", "--lang", "nl", "--no-open"]) == 0
    assert "lijst" in capsys.readouterr().out
    assert main(["export", "lijst", "-o", "-"]) == 0
    text = capsys.readouterr().out
    assert re.search(r"- \*\*\w+:\*\*\n\n  - \[x\] Eerste\n\n  Tekst\.\n", text)


@pytest.mark.parametrize("role", ["manager", "employee"])
def test_who_imports_a_task_list_is_the_manager_unless_the_option_says_so(
    capsys: pytest.CaptureFixture[str], role: str
) -> None:
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('name = "Jan Bakker"\n', encoding="utf-8")
    Path("list.md").write_text("# List\n\n- [ ] First\n", encoding="utf-8")
    told = _import(capsys, "list.md", *(["--as", role] if role == "employee" else []))
    partners = Session.open_read_only(Path(str(told["path"]))).conversation.partners
    assert [each.role for each in partners if each.name == "Jan Bakker"] == [role]


def test_a_file_in_another_encoding_is_read_and_reported(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("odd.md").write_bytes(b"caf\xe9 \x1b]52;c;eA==\x07\n\x00 end\n")
    assert main(["import", "odd.md", "--no-open"]) == 0
    heard = capsys.readouterr()
    assert "read as Windows-1252" in heard.err
    assert "neither minutes nor a task list" in heard.err
    assert main(["export", "odd", "-o", "-"]) == 0
    text = capsys.readouterr().out
    assert "café ␛" in text
    assert "end" in text
    assert not {"\x1b", "\x07", "\x00"} & set(text + heard.err)


@pytest.mark.parametrize("where", ["folder", "fifo", "device", "large", "nothing"])
def test_files_that_cannot_be_imported_are_reported_without_hanging(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "thing.md"
    if where == "folder":
        path.mkdir()
    elif where == "fifo":
        os.mkfifo(path)
    elif where == "device":
        path.symlink_to("/dev/zero")
    elif where == "large":
        path.write_bytes(b"x" * (MAX_BYTES + 1))
    assert main(["import", str(path)]) == (2 if where == "nothing" else 3)
    told = capsys.readouterr().err
    assert "thing.md" in told
    assert "Traceback" not in told
    assert not (tmp_path / "nb").exists()


def test_the_format_comes_from_the_option_or_file_extension(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slug = str(_import(capsys, str(GOLDEN_MINUTES / "whole.md"))["slug"])
    assert main(["export", slug, "-o", "out.html"]) == 0
    assert (tmp_path / "out.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "out.html").stat().st_mode & 0o777 == 0o600
    assert main(["export", slug, "--format", "json"]) == 0
    told = json.loads((tmp_path / f"{slug}.json").read_text("utf-8"))
    assert told["header"]["department"] == "Wonen en Ruimte"
    assert main(["export", slug, "-o", "page.txt", "--format", "html"]) == 0
    assert (tmp_path / "page.txt").read_text("utf-8").startswith("<!DOCTYPE html>")
    capsys.readouterr()
    assert main(["export", slug, "--format", "json", "-o", "-"]) == 0
    assert json.loads(capsys.readouterr().out) == told


def test_an_export_among_the_conversations_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slug = str(_import(capsys, str(GOLDEN_MINUTES / "whole.md"))["slug"])
    monkeypatch.chdir(tmp_path / "nb")
    before = sorted(path.name for path in Path().iterdir())
    assert main(["export", slug, "--format", "json"]) == 2
    assert "-o" in capsys.readouterr().err
    assert main(["export", slug, "-o", f"{slug}.json"]) == 2
    assert main(["export", slug, "--format", "html", "--front-matter"]) == 2
    assert sorted(path.name for path in Path().iterdir()) == before


def test_words_about_health_are_named_at_import_and_export(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("talk.md").write_text(
        "# Talk\n\nRugklachten sinds mei, on medication.\n", encoding="utf-8"
    )
    answer = _import(capsys, "talk.md")
    assert main(["import", "talk.md", "--no-open"]) == 0
    told = capsys.readouterr().err
    assert "“Rugklachten”: please leave health out" in told
    assert "“on medication”: please leave health out" in told
    for form in ("md", "html", "json"):
        assert main(["export", str(answer["slug"]), "-o", f"out.{form}"]) == 0
        assert "“Rugklachten”" in capsys.readouterr().err
    assert "Rugklachten" in Path("out.md").read_text(encoding="utf-8"), "nothing is refused"
