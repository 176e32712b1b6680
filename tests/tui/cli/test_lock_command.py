"""`lock` and `unlock` on the command line and on a terminal, in real processes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.system.paths import cache_folder

from ...checkout import IMPORT_ROOT
from ...support.conversations.lock_keys import PASSPHRASE, Key, key
from ...support.programs import forked
from ...support.terminal.terminal import Terminal, begun

SLUG = "anna-de-vries-planning-2027"


@pytest.fixture
def mine() -> Key:
    """A key in the folder where keys are searched."""
    return key(Path("~/.ssh").expanduser(), "id_ed25519")


@pytest.fixture
def hers(tmp_path: Path) -> Key:
    return key(tmp_path / "hers", "anna-age", "age")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        command = ["--notebook", str(tmp_path / "nb"), *words]
        # Its own session has no terminal to ask a passphrase on.
        return forked.run(command, os.environ, IMPORT_ROOT, given=given, session=True)

    return run


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def begin(run: Run) -> None:
    answer = run("new", "Anna de Vries", "--no-open", "--my-name", "Jan", "--date", "2026-12-03")
    assert answer.returncode == 0, answer.stderr


def _said(answer: subprocess.CompletedProcess[str], status: int = 0) -> str:
    assert answer.returncode == status, answer.stderr
    return answer.stdout + answer.stderr


@pytest.mark.usefixtures("begin")
def test_a_conversation_is_locked_used_and_unlocked(
    run: Run, mine: Key, hers: Key, tmp_path: Path
) -> None:
    assert SLUG in _said(run("search", "vries"))
    said = _said(run("lock", "anna", "--to", str(mine.public), str(hers.public)))
    assert f"{SLUG} is locked for 2 keys" in said
    listed = _said(run("list"))
    assert listed.split("  ") == [SLUG, "-", "locked; opening it takes a key\n"]
    assert "Vries" not in _said(run("search", "vries"), 1)
    assert "locked for 2 keys; yours opens it" in _said(run("check"))
    assert "Anna de Vries" in _said(run("export", "anna", "-o", "-"))
    told = _said(run("export", "anna", "-o", str(tmp_path / "minutes.md")))
    assert "is locked, this is not" in told
    assert _said(run("log", "anna"))
    assert "locked for the same keys" in _said(
        run("follow-up", "anna", "--no-open", "--kind", "progress")
    )
    for file in (*(tmp_path / "nb").rglob("*"), *cache_folder().rglob("*")):
        assert file.is_dir() or b"Vries" not in file.read_bytes(), file
    assert "plain again" in _said(run("unlock", SLUG))
    assert "Anna de Vries" in _said(run("list"))


@pytest.mark.usefixtures("begin")
def test_the_other_partner_opens_it_with_a_key_that_the_settings_name(
    run: Run, mine: Key, hers: Key
) -> None:
    _said(run("lock", "anna", "--to", str(mine.public), str(hers.public)))
    mine.private.unlink()
    refused = _said(run("export", "anna", "-o", "-"), 3)
    assert "is locked, and none of your keys opens it" in refused
    assert "Traceback" not in refused
    settings = Path("~/config/afspraak/settings.toml").expanduser()
    settings.parent.mkdir(parents=True)
    settings.write_text(f'identities = ["{hers.private}"]\n')
    assert "Anna de Vries" in _said(run("export", "anna", "-o", "-"))
    settings.write_text("identities = 7\n")
    assert "must be a list of file names" in _said(run("export", "anna", "-o", "-"), 3)


@pytest.mark.usefixtures("begin")
def test_wrong_use_of_lock_is_reported(run: Run, mine: Key, hers: Key) -> None:
    assert "--to" in _said(run("lock", "anna"), 2)
    assert "None of your own keys" in _said(run("lock", "anna", "--to", str(hers.public)), 2)
    assert "private key" in _said(run("lock", "anna", "--to", str(mine.private)), 2)
    assert "is not locked" in _said(run("unlock", "anna"), 2)


@pytest.mark.usefixtures("begin")
def test_a_passphrase_is_never_asked_without_a_terminal(run: Run, mine: Key) -> None:
    guarded = key(mine.private.parent, "id_rsa", "rsa", guarded=True)
    said = _said(run("lock", "anna", "--to", str(guarded.public), given=f"{PASSPHRASE}\n"), 2)
    assert "has a passphrase" in said and "None of your own keys" not in said
    _said(run("lock", "anna", "--to", str(mine.public), str(guarded.public)))
    mine.private.unlink()
    for words in (["check"], ["export", "anna", "-o", "-"]):
        said = _said(run(*words, given=f"{PASSPHRASE}\n"), 3)
        assert "has a passphrase" in said
        assert "Passphrase of" not in said and "Warning" not in said, "it was asked"


@pytest.mark.usefixtures("begin")
def test_the_passphrase_is_asked_before_the_screens_and_never_shown(
    start: Callable[..., Terminal], run: Run, mine: Key
) -> None:
    guarded = key(mine.private.parent, "id_rsa", "rsa", guarded=True)
    _said(run("lock", "anna", "--to", str(mine.public), str(guarded.public)))
    mine.private.unlink()
    terminal = start("open", "anna")
    terminal.wait("Passphrase of")
    terminal.type(f"wrong{PASSPHRASE}\r")
    terminal.wait(lambda seen: seen.text.count("Passphrase of") == 2)
    terminal.type(f"{PASSPHRASE}\r")
    terminal.wait("Looking back")
    assert PASSPHRASE.encode() not in terminal.raw
    terminal.do("app.leave")
    assert terminal.ended() == 0


@pytest.mark.usefixtures("mine")
def test_text_in_a_locked_conversation_survives_kill_9_encrypted(
    start: Callable[..., Terminal], run: Run, mine: Key, tmp_path: Path
) -> None:
    terminal = begun(start)
    terminal.do("app.leave")
    assert terminal.ended() == 0
    _said(run("lock", "anna", "--to", str(mine.public)))
    terminal = start("open", "anna").wait("Looking back")
    terminal.do("desk.pane.notes")
    terminal.type("Zwaluwstaart")
    terminal.wait("Zwaluwstaart")
    assert "is open somewhere" in _said(run("unlock", "anna"), 2)
    terminal.kill()
    assert list((tmp_path / "nb").glob("*.log/*.afl"))
    for file in (tmp_path / "nb").rglob("*"):
        assert file.is_dir() or b"Zwaluw" not in file.read_bytes(), file
    terminal = start("open", "anna").wait("Zwaluwstaart")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert "Zwaluwstaart" in _said(run("export", "anna", "-o", "-"))


@pytest.mark.usefixtures("begin")
def test_the_notebook_shows_and_opens_a_locked_conversation(
    start: Callable[..., Terminal], run: Run, mine: Key
) -> None:
    _said(run("lock", "anna", "--to", str(mine.public)))
    terminal = start().wait("locked; opening it takes a key")
    assert "Anna de Vries" not in terminal.text
    terminal.press("enter")
    terminal.wait("Looking back")
    terminal.write_minutes("desk.export")
    terminal.wait("Minutes, not locked")
    terminal.do("app.leave")
    assert terminal.ended() == 0


@pytest.mark.usefixtures("begin")
def test_a_first_private_answer_waits_for_the_key(
    start: Callable[..., Terminal], run: Run, mine: Key, tmp_path: Path
) -> None:
    """The conversation was locked after it was opened, and the key is temporarily missing."""
    terminal = start("open", "anna").wait("Looking back")
    _said(run("lock", "anna", "--to", str(mine.public)))
    away = mine.private.rename(tmp_path / "away")
    terminal.do("checklist.answer")
    terminal.wait("Answer").type("Zwaluwstaart")
    terminal.do("form.accept")
    terminal.wait("NOT SAVED").do("app.leave")
    terminal.wait("is locked, and none of your keys opens it").do("form.cancel")
    terminal.wait_gone("is locked").do("checklist.answer")
    terminal.wait("Only me: 1 word").do("form.cancel")
    assert [path.name for path in (tmp_path / "nb").glob("*.private*")] == []
    away.rename(mine.private)
    terminal.wait_gone("Answer").do("app.leave")
    assert terminal.ended() == 0
    for file in (tmp_path / "nb").rglob("*"):
        assert file.is_dir() or b"Zwaluw" not in file.read_bytes(), file
    assert "Zwaluwstaart" in _said(run("about", "Jan"))


@pytest.mark.usefixtures("begin")
def test_an_external_editor_gets_locked_notes_in_memory(
    start: Callable[..., Terminal], run: Run, mine: Key, tmp_path: Path
) -> None:
    _said(run("lock", "anna", "--to", str(mine.public)))
    seen = tmp_path / "seen"
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\nstat -f -c %T "$1" > {seen}\nsed -i 1s/^/more/ "$1"\n')
    editor.chmod(0o755)
    environment = {"VISUAL": str(editor), "XDG_RUNTIME_DIR": str(tmp_path)}
    terminal = start("open", "anna", environment=environment).wait("Looking back")
    terminal.do("desk.edit_outside")
    terminal.wait(lambda _: seen.exists() and bool(seen.read_text()))
    assert seen.read_text().strip() in ("tmpfs", "ramfs")
    terminal.wait("more")
    terminal.do("app.leave")
    assert terminal.ended() == 0


@pytest.mark.usefixtures("begin")
def test_locking_reports_that_the_share_is_not_locked(
    run: Run, mine: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_SHARED", str(tmp_path / "shared"))
    (tmp_path / "shared").mkdir()
    assert "is locked" in _said(run("lock", "anna", "--to", str(mine.public)))
    shared = run("share", "anna", "nobody")
    if shared.returncode == 3:
        pytest.skip(f"it cannot be shared here: {shared.stderr}")
    assert "is not encrypted there" in _said(shared)
    assert "is not encrypted there" in _said(run("lock", "anna", "--to", str(mine.public)))
    _said(run("unlock", "anna"))
    assert "encrypted" not in _said(run("share", "anna", "nobody"))
