"""About, forget and the reminder in a terminal."""

from __future__ import annotations

import io
import json
import os
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.exchange.export import export_minutes
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ...support.terminal.terminal import Terminal

ANNA = "Anna de Vries"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)


def new(name: str = ANNA, day: str = "2026-12-03") -> None:
    assert main(["new", name, "--no-open", "--my-name", "Jan Bakker", "--date", day]) == 0


def slugs(tmp_path: Path) -> list[str]:
    return sorted(path.stem for path in (tmp_path / "nb").glob("*.json"))


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_about_writes_to_stdout_or_a_private_file(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    new()
    capfdbinary.readouterr()
    assert main(["about", "anna"]) == 0
    page = capfdbinary.readouterr().out.decode()
    assert page.startswith(f"# What is kept about {ANNA}\n")
    before = os.umask(0)
    try:
        assert main(["about", "anna", "-o", "anna.md"]) == 0
    finally:
        os.umask(before)
    assert (tmp_path / "anna.md").read_text("utf-8") == page
    assert stat.S_IMODE((tmp_path / "anna.md").stat().st_mode) == 0o600
    capfdbinary.readouterr()
    assert main(["about", "anna", "--json"]) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert [row["role"] for row in told["conversations"]] == ["employee"]
    assert [row["file"] for row in told["conversations"][0]["exports"]] == [
        str(tmp_path / "anna.md")
    ]


def test_about_output_is_never_read_as_a_conversation(tmp_path: Path) -> None:
    new()
    assert main(["about", "anna", "--json", "-o", str(tmp_path / "nb" / "x.json")]) == 2
    assert len(slugs(tmp_path)) == 1


def test_about_reports_unreadable_files(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    new()
    (tmp_path / "nb" / "x.json").write_text("no", "utf-8")
    assert main(["about", "anna"]) == 3
    assert "x.json" in capfd.readouterr().err


@pytest.mark.parametrize("command", ["about", "forget"])
def test_an_ambiguous_name_is_refused(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    new()
    new("Anna Smit")
    capfd.readouterr()
    assert main([command, "anna"]) == 2
    heard = capfd.readouterr()
    assert ANNA in heard.err and "Anna Smit" in heard.err and not heard.out
    assert main([command, "nobody"]) == 1


def test_forget_needs_the_typed_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    new()
    new("Piet Smit")
    for text in ("", "\n", "yes\n", "anna\n", "Piet Smit\n"):
        typed(monkeypatch, text)
        assert main(["forget", "anna"]) == 1
        assert "Nothing was erased" in capsys.readouterr().out
        assert len(slugs(tmp_path)) == 2
    typed(monkeypatch, "anna de vries\n")
    assert main(["forget", "anna"]) == 0
    told = capsys.readouterr().out
    assert "Everything about" in told
    assert "dispute" in told and "backups" in told
    assert slugs(tmp_path) == ["piet-smit-planning-2027"]


def test_forget_without_asking_needs_the_whole_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new()
    assert main(["forget", "anna", "--yes"]) == 2
    assert ANNA in capsys.readouterr().err
    assert len(slugs(tmp_path)) == 1
    assert main(["forget", ANNA, "--yes"]) == 0
    assert slugs(tmp_path) == []


def test_a_dry_run_lists_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new()
    capsys.readouterr()
    assert main(["forget", "anna", "--dry-run"]) == 0
    assert str(tmp_path / "nb" / "anna-de-vries-planning-2027.json") in capsys.readouterr().out
    assert len(slugs(tmp_path)) == 1


def test_exports_are_removed_by_option_or_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "m.md"
    for words, answer, stays in (
        ([], f"{ANNA}\n", True),
        ([], f"{ANNA}\nno\n", True),
        (["--yes"], "", True),
        ([], f"{ANNA}\nyes\n", False),
        (["--yes", "--exports"], "", False),
    ):
        new()
        export_minutes(tmp_path / "nb" / "anna-de-vries-planning-2027.json", target)
        typed(monkeypatch, answer)
        assert main(["forget", ANNA, *words]) == 0
        assert str(target) in capsys.readouterr().out
        assert target.exists() == stays
        target.unlink(missing_ok=True)


def test_an_open_conversation_is_not_forgotten(
    start: Callable[..., Terminal], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    new()
    # The program on the terminal and this one are the same user's.
    state = {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"]}
    terminal = start("open", "anna", environment=state)
    terminal.wait("Checklist")
    assert main(["forget", ANNA, "--yes"]) == 2
    assert "is open in a program" in capfd.readouterr().err
    assert len(slugs(tmp_path)) == 1
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert main(["forget", ANNA, "--yes"]) == 0
    assert slugs(tmp_path) == []


def test_names_are_cleaned_on_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    new("Anna\x1b]52;c;eA==\x07\u202eX")
    capfd.readouterr()
    for words in (["about", "anna"], ["forget", "anna", "--dry-run"], ["forget", "anna"]):
        typed(monkeypatch, "")
        main(words)
        heard = capfd.readouterr()
        assert not set(heard.out + heard.err) & {"\x1b", "\x07", "\u202e"}


def test_check_reports_old_conversations_and_erases_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new(day="2024-12-03")
    new("Piet Smit", "2024-12-04")
    capsys.readouterr()
    assert main(["check"]) == 1
    told = capsys.readouterr().out
    assert f"{ANNA}  (last 2024-12-03)" in told
    assert "afspraak forget" in told
    assert "Piet Smit  (" not in told
    assert main(["check", "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert {row["slug"]: row["overdue"] for row in rows} == {
        "anna-de-vries-planning-2025": True, "piet-smit-planning-2025": False,
    }  # fmt: skip
    assert main(["check", "anna"]) == 1
    assert main(["check", "piet"]) == 0
    new(day="2026-12-03")
    assert main(["check"]) == 0
    assert len(slugs(tmp_path)) == 3


@pytest.mark.parametrize(("years", "status"), [("0", 0), ("1", 1), ("9", 0), ('"x"', 1), ("-1", 1)])
def test_the_retention_period_is_a_setting(
    years: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"keep_years = {years}\n", "utf-8")
    new(day="2024-01-01")
    assert main(["check"]) == status
    assert ("whole number of years" in capsys.readouterr().err) == (years in ('"x"', "-1"))
    assert main(["settings"]) in (0, 2)
    assert "keep_years" in capsys.readouterr().out


def test_a_damaged_file_outranks_retention_in_the_exit_status(tmp_path: Path) -> None:
    new(day="2024-01-01")
    (tmp_path / "nb" / "x.json").write_text("no", "utf-8")
    assert main(["check"]) == 3


def test_check_reports_readable_files_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new()
    folder = tmp_path / "nb"
    path = next(folder.glob("*.json"))
    capsys.readouterr()
    for mode, own, told in ((0o700, 0o644, ""), (0o755, 0o600, "0755"), (0o711, 0o644, path.name)):
        folder.chmod(mode)
        path.chmod(own)
        assert main(["check"]) == 0
        heard = capsys.readouterr().out
        assert ("look into" in heard) == (mode != 0o700)
        assert ("can read 1 of the files" in heard) == (mode == 0o711)
        assert told in heard
        assert stat.S_IMODE(folder.stat().st_mode) == mode
        assert stat.S_IMODE(path.stat().st_mode) == own


def test_the_notebook_shows_the_retention_reminder(start: Callable[..., Terminal]) -> None:
    new(day="2020-12-03")
    new("Piet Smit", "2026-12-03")
    terminal = start()
    terminal.wait("Over 2 years ago: Anna de Vries")
    assert "Over 2 years ago" in terminal.text.splitlines()[-1]
    terminal.do("notebook.open")
    terminal.wait("Checklist")
    terminal.do("list.leave")
    terminal.wait("Piet Smit")
    assert len(list(Path(os.environ["AFSPRAAK_NOTEBOOK"]).glob("*.json"))) == 2


def test_the_notebook_shows_subject_access(start: Callable[..., Terminal], tmp_path: Path) -> None:
    new()
    with closing(Session.open(next((tmp_path / "nb").glob("*.json")))) as session:
        session.apply(Write(0, 0, "[x] [/] literally\n"))
    terminal = start()
    terminal.wait(ANNA)
    terminal.do("notebook.about")
    terminal.wait("What is kept about Anna de Vries").wait("Conversations: 1")
    terminal.press("end")
    terminal.wait("Not known here")
    terminal.do("help.close")
    terminal.wait("0/23")
