"""All files of afspraak are private under any umask, checked by another user."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from afspraak.tui.cli.command_registry import COMMANDS

from ...checkout import IMPORT_ROOT
from ...support.amount import WHOLE
from ...support.programs.run import program_path
from ...support.terminal.terminal import Terminal
from ...support.users import User, reachable_folder, users, why_not

real = pytest.mark.skipif(bool(why_not()), reason=why_not())

_MAKING = re.compile(r'"([^"]*)", (?:[A-Z_|0-9]*O_CREAT[A-Z_|0-9]*, )?(0\d{2,3})\)')
"""A created file or folder in the output of strace: its name, and the requested mode."""


@pytest.fixture(params=[0o000, 0o022, 0o077] if WHOLE else [0o000, 0o077], ids="{:03o}".format)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Nothing helps to keep a file to oneself, or nobody can be let in unasked.

    What is between them shows no more: what it would leave open is open under 000 too.
    """
    before = os.umask(request.param)
    try:
        yield request.param
    finally:
        os.umask(before)


@pytest.fixture
def three(umask: int) -> Iterator[list[User]]:
    """Jan, Anna, and Mallory; everybody can read Jan's home folder."""
    with reachable_folder() as folder, users(folder, 3) as made:
        for user in made[:2]:
            user.home.chmod(0o755)
        yield made


def everything(jan: User, anna: User) -> set[str]:
    """Run every command; return the list of commands."""
    run: set[str] = set()

    def afspraak(*words: str, by: User = jan, status: tuple[int, ...] = (0,)) -> str:
        run.add(words[0])
        done = by.afspraak(*words, check=False)
        assert done.returncode in status, (words, done.stdout, done.stderr)
        return done.stdout

    afspraak("db", "init", "--print")
    slug = "anna-de-vries-planning-2027"
    talk = ("Anna de Vries", "--no-open", "--my-name", "Jan Bakker", "--date", "2026-12-03")
    afspraak("new", *talk)
    _desk(jan, slug)
    afspraak("list")
    afspraak("search", "looking")
    afspraak("approve", slug)
    jan.run([jan.python, program_path("add_agreement"), slug])
    afspraak("agreements", "--ics", "due.ics")
    afspraak("note", slug, "caught", "in", "a", "shell")
    afspraak("add", slug, "Another", "--kind", "development")
    afspraak("tick", slug, "1")
    afspraak("answer", slug, "1", "for", "me", "alone")
    afspraak("progress", slug, "D1", "half way")
    afspraak("help", "note")
    for ending in ("csv", "txt", "org", "json"):
        afspraak("agreements", "-o", f"due.{ending}")
    for form in ("md", "html", "json", "ics"):
        afspraak("export", slug, "-o", f"minutes.{form}")
    afspraak("export", slug, "-o", "minutes.md")
    afspraak("log", slug, "--full", status=(0, 1))
    afspraak("invite", slug, "-o", "new/folder")
    afspraak("prepared", slug, f"new/folder/{slug}.prepare.md", status=(0, 2))
    afspraak("follow-up", slug, "--no-open")
    afspraak("share", "anna-de-vries-progress", anna.login)
    afspraak("unshare", "anna-de-vries-progress")
    afspraak("import", "minutes.md", "--no-open")
    notebook = jan.home / "data" / "afspraak"
    shutil.copy(notebook / f"{slug}.json", jan.home / "copy.json")
    (jan.home / "copy.json").chmod(0o600)
    os.chown(jan.home / "copy.json", jan.number, jan.number)
    afspraak("merge", slug, "copy.json", status=(0, 1))
    jan.run(["mkdir", "-m", "700", ".ssh"])
    jan.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ".ssh/id_ed25519"])
    (jan.home / ".ssh" / "id_ed25519.pub").chmod(0o600)
    afspraak("sign", slug)
    afspraak("verify", f"{slug}.md", status=(0, 1, 2, 3))
    afspraak("share", slug, anna.login)
    afspraak("shares")
    _desk(jan, slug)
    run.add("open")
    afspraak("join", jan.login, by=anna)
    _desk(anna, "jan", joined=True)
    afspraak("sync", slug)
    afspraak("check")
    (notebook / f"{slug}.json").write_bytes(b"no")
    afspraak("check", slug, "--restore")
    afspraak("lock", slug, "--to", ".ssh/id_ed25519.pub")
    afspraak("unlock", slug)
    jan.run(["sh", "-c", f"echo hush | {jan.python} -m afspraak passphrase"])
    run.add("passphrase")
    afspraak("settings")
    afspraak("kinds")
    afspraak("diagnose")
    afspraak("demo", status=(2,))  # needs a terminal
    afspraak("completion", "bash")
    afspraak("about", "Anna de Vries", "-o", "about.md")
    afspraak("new", "Piet Smit", "--no-open")
    afspraak("rename", "piet", "piet-in-the-archive")
    afspraak("archive", "piet-in-the-archive")
    afspraak("archive", "--undo", "piet-in-the-archive")
    afspraak("forget", "Piet Smit", "--yes")
    afspraak("new", "Sam Okafor", "--no-open")
    afspraak("archive", "sam")
    afspraak("new", "Eva Smit", "--no-open")
    afspraak("delete", "eva", "--yes")  # it is in `deleted` of the notebook now
    afspraak("list")  # so that the index is there again
    return run


def _desk(user: User, reference: str, *, joined: bool = False) -> None:
    """Type in the program, also in an external editor, write minutes, and get killed."""
    editor = user.home / "vi"
    editor.write_text(
        f'#!/bin/sh\nstat -c \'%a %n\' "$1" "$(dirname "$1")" >> {user.home}/seen\n', "utf-8"
    )
    editor.chmod(0o700)
    os.chown(editor, user.number, user.number)
    (user.home / "seen").touch(0o600)
    os.chown(user.home / "seen", user.number, user.number)
    there = {"EDITOR": str(editor), "AFSPRAAK_TODAY": "2026-12-03"}
    with Terminal(user.home, "open", reference, user=user, environment=there) as terminal:
        terminal.wait("Checklist")
        if joined:
            terminal.wait("You have joined").press("enter")
            terminal.wait_gone("You have joined")
        terminal.do("desk.pane.notes")
        terminal.type("confidential")
        terminal.wait("confidential")
        terminal.do("desk.edit_outside")
        terminal.wait("confidential")
        terminal.write_minutes("desk.export")
        terminal.wait(".md")
        terminal.do("desk.pane.checklist", "checklist.answer")
        terminal.wait("Only me")
        terminal.kill()


def made(folder: Path, apart: set[str]) -> list[Path]:
    """All files in a folder that the test did not create itself."""
    return [path for path in folder.rglob("*") if path.name not in apart]


@real
def test_another_user_can_read_no_file(three: list[User], umask: int) -> None:
    jan, anna, mallory = three
    assert everything(jan, anna) == set(COMMANDS)
    own = {"vi", "seen", "copy.json"}
    paths = [*made(jan.home, own), *made(anna.home, own)]
    names = {path.name for path in paths}
    assert {"about.md", "minutes.md~", "due.ics", "exports.json", "new", "folder"} <= names
    assert any(name.endswith(".afl") for name in names), "what a killed session left"
    assert any(name.startswith("index-") for name in names)
    assert any(name.endswith(".damaged") for name in names)
    assert {"archive", "deleted", ".moved"} <= names
    loose = {str(path): f"{mode:o}" for path in paths if (mode := _mode(path)) & 0o077}
    assert loose == {}
    shared = made(jan.shared, set())
    assert shared, "what both put into the shared folder"
    everywhere = [str(path) for path in (*paths, *shared)]
    listing = jan.shared.parent / "all.json"
    listing.write_text(json.dumps(everywhere), "utf-8")
    listing.chmod(0o644)
    look = [mallory.python, program_path("try_paths"), str(listing), str(mallory.home)]
    told = mallory.run(look).stdout
    assert json.loads(told) == []
    # The look itself finds what there is to find: the folder above, which all may enter.
    listing.write_text(json.dumps([str(jan.home)]), "utf-8")
    told = mallory.run(look).stdout
    assert json.loads(told) == [f"list {jan.home}", f"stat inside {jan.home}"]
    seen = (jan.home / "seen").read_text("utf-8").split()[::2]
    assert seen, "an editor was run"
    assert set(seen) <= {"600", "700"}


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_no_file_is_ever_readable_by_others(tmp_path: Path) -> None:
    """Checked at creation, under umask 000, so that removed and renamed files count too."""
    words = (
        ("new", "Anna de Vries", "--no-open"),
        ("approve", "anna"),
        ("list",),
        ("export", "anna", "-o", str(tmp_path / "minutes.md")),
        ("follow-up", "anna", "--no-open"),
        ("about", "Anna de Vries", "-o", str(tmp_path / "about.md")),
        ("rename", "anna", "other"),
        ("archive", "other"),
        ("archive", "--undo", "other"),
        ("delete", "other", "--yes"),
        ("forget", "Anna de Vries", "--yes", "--exports"),
    )
    loose = []
    names = set()
    for number, each in enumerate(words):
        trace = tmp_path / f"trace{number}"
        calls = "trace=open,openat,creat,mkdir,mkdirat,mknod,mknodat"
        program = [
            sys.executable,
            "-B",
            "-m",
            "afspraak",
            "--notebook",
            str(tmp_path / "nb"),
            *each,
        ]
        subprocess.run(
            ["strace", "-f", "-e", calls, "-o", str(trace), *program],
            cwd=IMPORT_ROOT,
            check=False,
            umask=0,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
        for line in trace.read_text("utf-8", "replace").splitlines():
            making = _MAKING.search(line)
            if making and " = -1 " not in line:
                names.add(Path(making[1]).name)
                if int(making[2], 8) & 0o077:
                    loose.append(line)
    assert {".anna-de-vries-planning-2027.json.new", ".exports.json.new", "nb"} <= names, names
    assert any(name.endswith(".afl") for name in names)
    assert any(name.endswith(".sqlite-journal") for name in names)
    assert loose == []
