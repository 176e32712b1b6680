"""Every command opens a locked conversation with a key that only the settings name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Answer, Write
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.storage.encryption.keyring import Keyring
from afspraak.data.storage.encryption.seal import is_sealed
from afspraak.data.system.paths import settings_file
from afspraak.tui.cli.main import main

from ....support.conversations.copies import done
from ....support.conversations.lock_keys import Key, key

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def jan(tmp_path: Path) -> Key:
    """Jan's key, which is among the settings and not in a usual place."""
    pair = key(tmp_path / "keys", "jan")
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(f'identities = ["{pair.private}"]\nname = "Jan Bakker"\n')
    return pair


@pytest.fixture
def user(jan: Key) -> User:
    return User(keyring=Keyring([jan.private]))


@pytest.fixture
def locked(
    tmp_path: Path, jan: Key, user: User, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> Path:
    """A locked conversation with notes and a private answer."""
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)
    words = ("new", "Anna de Vries", "--no-open", "--date", "2026-12-03", "--time", "10:00")
    path = Path(json.loads(run(capsys, *words, "--json"))["path"])
    item = Session.open_read_only(path).conversation.checklist[0].id
    done(path, Write(0, 0, "Zwaluwstaart\n"), Answer(item, MANAGER, "Xylofoon", private=True))
    assert "locked for one key" in run(capsys, "lock", "anna", "--to", str(jan.public))
    assert is_sealed(path)
    return path


def run(capsys: Capture, *words: str, status: int = 0) -> str:
    """Run a command; return its output."""
    capsys.readouterr()
    ended = main(list(words))
    heard = capsys.readouterr()
    assert ended == status, heard.err
    return heard.out


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (("export", "anna", "-o", "-"), "Zwaluwstaart"),
        (("log", "anna", "--full"), "Zwaluwstaart"),
        (("check",), "that is yours"),
        (("check", "anna"), "that is yours"),
        (("about", "Anna"), "Xylofoon"),
        (("invite", "anna", "-o", "-"), "Anna"),
        (("approve", "anna"), "Jan Bakker"),
        (("forget", "Anna de Vries", "--dry-run"), "2026-12-03"),
    ],
)
def test_a_command_reads_a_locked_conversation(
    locked: Path, capsys: Capture, words: tuple[str, ...], seen: str
) -> None:
    assert seen in run(capsys, *words)
    assert is_sealed(locked)


def test_an_invitation_and_its_sheet(locked: Path, capsys: Capture, user: User) -> None:
    (locked.parent.parent / "sheets").mkdir()
    told = run(capsys, "invite", "anna", "-o", "sheets")
    (sheet,) = Path("sheets").glob("*.md")
    assert sheet.name in told
    filled = "\n".join(
        f"{line}\nAnswered." if line.startswith("#") else line
        for line in sheet.read_text().splitlines()
    )
    sheet.write_text(filled)
    run(capsys, "prepared", "anna", str(sheet))
    assert is_sealed(locked)


def test_a_copy_is_merged(locked: Path, capsys: Capture, user: User, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(locked.read_bytes())
    done(copy, Write(0, 0, "on the laptop "), user=user)
    run(capsys, "merge", "anna", str(copy), "--dry-run")
    assert "laptop" not in Session.open_read_only(locked, user=user).notes.text
    run(capsys, "merge", "anna", str(copy))
    assert "laptop" in Session.open_read_only(locked, user=user).notes.text


def test_a_follow_up_is_locked_too(locked: Path, capsys: Capture) -> None:
    told = run(capsys, "follow-up", "anna", "--kind", "progress", "--no-open")
    assert "locked for the same keys" in told
    other = [path for path in locked.parent.glob("*.json") if ".private" not in path.name]
    assert len(other) == 2 and all(map(is_sealed, other))


def test_damage_is_repaired(locked: Path, capsys: Capture, user: User) -> None:
    done(locked, Write(0, 0, "later "), user=user)
    locked.write_bytes(locked.read_bytes()[:-20])
    assert "previous good copy" in run(capsys, "check", "anna", "--restore")
    assert "Zwaluwstaart" in Session.open_read_only(locked, user=user).notes.text


def test_a_journal_is_applied(locked: Path, capsys: Capture, user: User) -> None:
    session = Session.open(locked, user=user)
    session.apply(Write(0, 0, "typed last "))
    for durable in session.replicas:
        durable.close()
    assert "typed last" in run(capsys, "export", "anna", "-o", "-")


def test_a_copy_goes_along_when_a_conversation_is_put_away(locked: Path, capsys: Capture) -> None:
    notebook, names = locked.parent, (f"{locked.stem}.json", f"{locked.stem} (conflict).json")
    locked.with_name(names[1]).write_bytes(locked.read_bytes())

    def are_in(folder: Path, slug: str) -> bool:
        return all((folder / name.replace(locked.stem, slug)).exists() for name in names)

    run(capsys, "archive", "anna")
    assert are_in(notebook / "archive", locked.stem)
    run(capsys, "archive", "--undo", "anna")
    assert are_in(notebook, locked.stem)
    run(capsys, "rename", "anna", "the talk")
    assert are_in(notebook, "the-talk")
    run(capsys, "delete", "the-talk", "--yes")
    assert not list(notebook.glob("*.json"))
    run(capsys, "delete", "--undo", "the-talk")
    assert are_in(notebook, "the-talk")


def test_unlocking(locked: Path, capsys: Capture) -> None:
    assert "plain again" in run(capsys, "unlock", locked.stem)
    assert Session.open_read_only(locked).notes.text.startswith("Zwaluwstaart")


def test_erasing(locked: Path, capsys: Capture) -> None:
    run(capsys, "forget", "Anna de Vries", "--yes")
    assert not locked.exists()


def test_the_name_in_the_settings_is_the_users(locked: Path, capsys: Capture) -> None:
    run(capsys, "unlock", locked.stem)
    partners = Session.open_read_only(locked).conversation.partners
    assert [partner.name for partner in partners] == ["Jan Bakker", "Anna de Vries"]
