"""Files of a notebook belong to its owner, whoever runs a command: real Unix users."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session

from ...support.programs import forked
from ...support.terminal.terminal import Terminal
from ...support.users import User, reachable_folder, users, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

SLUG = "anna-de-vries-planning-2027"
TODAY = {"AFSPRAAK_TODAY": "2026-12-03"}


@pytest.fixture
def two() -> Iterator[list[User]]:
    """Jan, with a conversation, and another user."""
    with reachable_folder() as folder, users(folder, 2) as made:
        for user in made:  # both are taken for Jan, root with Jan's settings too
            settings = user.home / "config" / "afspraak" / "settings.toml"
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text('name = "Jan Bakker"\n')
            for command in (["chown", "-R", user.login], ["chmod", "-R", "go-rwx"]):
                subprocess.run([*command, user.home / "config"], check=True)
        words = ("new", "Anna de Vries", "--my-name", "Jan Bakker", "--date", "2026-12-10")
        made[0].afspraak(*words)
        yield made


@pytest.fixture
def jan(two: list[User]) -> User:
    return two[0]


def notebook(user: User) -> Path:
    return user.home / "data" / "afspraak"


def as_root(user: User, *words: str) -> subprocess.CompletedProcess[str]:
    """`sudo afspraak` with the HOME of the user."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | user.environment
    return forked.run(words, environment, user.home, python=user.python)


def screen_of_root(user: User, *words: str) -> Terminal:
    program = (user.python, "-m", "afspraak")
    return Terminal(user.home, *words, program=program, environment=user.environment | TODAY)


def screen_of(user: User, *words: str) -> Terminal:
    return Terminal(user.home, *words, user=user, environment=TODAY)


def others(user: User) -> list[str]:
    """All files under a user's home that the user does not own, or that others can read."""
    return sorted(
        str(path.relative_to(user.home))
        for path in user.home.rglob("*")
        if (status := path.lstat()).st_uid != user.number or status.st_mode & 0o077
    )


def test_files_created_by_root_belong_to_the_owner(jan: User) -> None:
    for words in (
        ("list",),
        ("search", "looking"),
        ("agreements",),
        ("new", "Bob Smit", "--my-name", "Jan Bakker", "--date", "2026-12-04"),
        ("follow-up", SLUG),
        ("export", SLUG, "-o", str(jan.home / "minutes.md")),
        ("export", SLUG, "-o", str(jan.home / "minutes.md")),
        ("approve", SLUG),
        ("check",),
    ):
        done = as_root(jan, *words)
        assert done.returncode in (0, 1), (words, done.stderr)
        assert others(jan) == [], words
    with screen_of_root(jan, "open", SLUG) as terminal:
        terminal.wait("Looking back").do("desk.pane.notes")
        terminal.type("typed by root")
        terminal.wait("typed by root")
        assert others(jan) == [], "while it is open: journal and open marker too"
        terminal.do("desk.save", "app.leave")
        assert terminal.ended() == 0
    assert others(jan) == []
    assert (notebook(jan) / f"{SLUG}.json~").stat().st_uid == jan.number
    assert "typed by root" in jan.afspraak("export", SLUG, "-o", "-").stdout
    assert jan.afspraak("check", SLUG).returncode == 0
    with screen_of(jan, "open", SLUG) as terminal:
        terminal.wait("typed by root").do("app.leave")
        assert terminal.ended() == 0


def test_the_owner_can_apply_the_journal_of_a_killed_root_command(jan: User) -> None:
    with screen_of_root(jan, "open", SLUG) as terminal:
        terminal.wait("Looking back").do("desk.pane.notes")
        terminal.type("typed by root")
        terminal.wait("typed by root")
        terminal.kill()
    assert others(jan) == []
    assert "typed by root" in jan.afspraak("export", SLUG, "-o", "-").stdout


def test_root_reads_the_owners_journals(jan: User) -> None:
    with screen_of(jan, "open", SLUG) as terminal:
        terminal.wait("Looking back").do("desk.pane.notes")
        terminal.type("typed by Jan")
        terminal.wait("typed by Jan")
        done = as_root(jan, "forget", "Anna de Vries", "--yes")
        assert done.returncode == 2, "it is open"
        assert "open" in done.stderr
        terminal.kill()
    assert "typed by Jan" in as_root(jan, "export", SLUG, "-o", "-").stdout
    assert others(jan) == []


@pytest.mark.parametrize("private", [False, True])
def test_a_file_taken_by_root_is_restored_from_its_previous_copy(jan: User, private: bool) -> None:
    with screen_of(jan, "open", SLUG) as terminal:
        terminal.wait("Looking back").do("desk.pane.notes")
        terminal.type("typed by Jan")
        terminal.wait("typed by Jan").do("desk.pane.checklist")
        terminal.press("enter")
        terminal.wait("Answer").type("Xylofoon")
        terminal.do("form.accept")
        terminal.wait("Xylofoon").do("desk.save")
        terminal.do("app.leave")
        assert terminal.ended() == 0
    jan.afspraak("approve", SLUG)
    path = notebook(jan) / f"{SLUG}{'.private' if private else ''}.json"
    if private:  # saved once; somebody saved it once more
        shutil.copy(path, path.with_name(f"{path.name}~"))
        os.chown(path.with_name(f"{path.name}~"), jan.number, jan.number)
    os.chown(path, 0, 0)
    path.chmod(0o600)
    found = jan.afspraak("check", SLUG, check=False)
    assert found.returncode == 3
    assert "it belongs to root" in found.stdout
    assert "--restore" in found.stdout
    listed = jan.afspraak("list", check=False)
    assert private or "it belongs to root" in listed.stdout + listed.stderr
    done = jan.afspraak("check", SLUG, "--restore", check=False)
    assert done.returncode == 0, done
    assert path.stat().st_uid == jan.number
    assert path.with_name(f"{path.name}.damaged").stat().st_uid == 0
    assert "typed by Jan" in jan.afspraak("export", SLUG, "-o", "-").stdout
    with screen_of(jan, "open", SLUG) as terminal:
        terminal.wait("Xylofoon").do("app.leave")
        assert terminal.ended() == 0


@pytest.mark.parametrize("private", [False, True])
def test_journals_taken_by_root_are_set_aside_on_request(jan: User, private: bool) -> None:
    folder = notebook(jan) / f"{SLUG}{'.private' if private else ''}.log"
    folder.mkdir(mode=0o700)
    found = jan.afspraak("check", SLUG, check=False)
    assert found.returncode == 3
    assert "it belongs to root" in found.stdout
    assert "--restore" in found.stdout
    done = jan.afspraak("check", SLUG, "--restore", check=False)
    assert done.returncode == 0, done
    kept = folder.with_name(f"{folder.name}.damaged")
    assert str(kept) in done.stdout
    assert kept.stat().st_uid == 0
    with screen_of(jan, "open", SLUG) as terminal:
        terminal.wait("Looking back").do("app.leave")
        assert terminal.ended() == 0
    assert kept.name in jan.afspraak("about", "Anna de Vries").stdout
    done = jan.afspraak("forget", "Anna de Vries", "--yes", check=False)
    assert str(kept) in done.stdout + done.stderr, "what cannot be erased is named"
    assert list(notebook(jan).iterdir()) == [kept]


def test_an_index_taken_by_root_is_rebuilt(jan: User) -> None:
    jan.afspraak("list")
    (index,) = (jan.home / "cache" / "afspraak").glob("*.sqlite")
    os.chown(index, 0, 0)
    assert "Anna" in jan.afspraak("list").stdout
    assert others(jan) == []


def test_a_taken_file_is_restored_on_the_screen_too(jan: User) -> None:
    jan.afspraak("approve", SLUG)
    path = notebook(jan) / f"{SLUG}.json"
    os.chown(path, 0, 0)
    with screen_of(jan, "open", SLUG) as terminal:
        terminal.wait("it belongs to root").press("y")
        terminal.wait("previous good copy is back").press("enter")
        terminal.wait("Looking back").do("app.leave")
        assert terminal.ended() == 0
    assert path.stat().st_uid == jan.number


def test_another_user_with_write_access_takes_over_no_file(two: list[User]) -> None:
    jan, other = two
    path = notebook(jan) / f"{SLUG}.json"
    for folder in (jan.home, notebook(jan).parent, notebook(jan)):
        folder.chmod(0o777)
    path.chmod(0o666)
    before = sorted(notebook(jan).iterdir())
    done = other.afspraak("approve", str(path), check=False)
    assert done.returncode == 3
    assert f"it belongs to {jan.login}" in done.stderr
    with screen_of(other, "open", str(path)) as terminal:
        terminal.wait("Looking back").do("desk.pane.notes")
        terminal.type("not mine to write")
        terminal.wait("NOT SAVED")
        terminal.kill()
    with screen_of(other, "open", str(path)) as terminal:
        terminal.wait("Looking back").press("enter")
        terminal.wait("Answer").type("in my own file")
        terminal.do("form.accept")
        terminal.wait("NOT SAVED")
        terminal.kill()
    assert path.stat().st_uid == jan.number
    assert sorted(notebook(jan).iterdir()) == before, "whenever the kill came"
    assert jan.afspraak("check", SLUG).returncode == 0
    # What is their own in somebody's folder stays possible.
    target = jan.home / "minutes.md"
    other.afspraak("export", str(path), "-o", str(target))
    assert target.stat().st_uid == other.number


@pytest.mark.parametrize("unnamed", [True, False])
def test_no_temporary_file_is_left_with_or_without_o_tmpfile(
    jan: User, unnamed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not unnamed:  # as on a network file system
        monkeypatch.delattr(os, "O_TMPFILE")
    before = sorted(notebook(jan).iterdir())
    session = Session.open(notebook(jan) / f"{SLUG}.json")
    # What is made here is root's, and this user is to be nobody who may give it away.
    monkeypatch.setattr(os, "geteuid", lambda: jan.number + 1)
    session.apply(Write(0, 0, "not mine to write"))
    assert f"it belongs to {jan.login}" in str(session.save_status.reason)
    assert sorted(notebook(jan).iterdir()) == before
    monkeypatch.undo()
    session.close()
