"""The file names of conversations: they fit, in bytes, and a name that cannot be is replaced."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Answer
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook, slug_of
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.storage.siblings import private_path
from afspraak.data.system.notices import Notices
from afspraak.data.text.graphemes import is_boundary
from afspraak.tui.cli.main import main

from ...support.users import reachable_folder, users, why_not

ECRYPTFS = 143

NAMES = ["王小明" * 100, "👩‍👩‍👧😀" * 100, "é" * 300, "한국어" * 100, "नि" * 150, "x" * 300, "Anna"]


class SmallNames:
    """A file system whose names have at most so many bytes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, limit: int, folder: Path) -> None:
        self.limit, self.folder = limit, str(folder)
        for name in ("open", "rename", "link", "mkdir", "stat", "lstat"):
            monkeypatch.setattr(os, name, self._checked(getattr(os, name)))

    def _checked(self, call: Any) -> Any:
        def checked(*arguments: Any, **keywords: Any) -> Any:
            for argument in arguments[:2]:
                if isinstance(argument, (str, os.PathLike)):
                    path = os.fspath(argument)
                    name = os.fsencode(os.path.basename(path))  # noqa: PTH119 - as the system does
                    if len(name) > self.limit:
                        raise OSError(errno.ENAMETOOLONG, "File name too long", path)
            return call(*arguments, **keywords)

        return checked


@pytest.fixture(params=[ECRYPTFS, 255])
def limit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> int:
    """The longest name in the notebook, as the system says and keeps to."""
    limit: int = request.param
    SmallNames(monkeypatch, limit, tmp_path)
    monkeypatch.setattr(os, "pathconf", lambda _path, _name: limit)
    return limit


def names(folder: Path) -> Iterator[bytes]:
    for _, folders, files in os.walk(os.fsencode(folder)):
        yield from (*folders, *files)


@pytest.mark.parametrize(
    "name", NAMES, ids=["han", "emoji", "accents", "hangul", "hindi", "x", "a"]
)
def test_every_file_of_a_conversation_fits_in_the_file_system(
    name: str, limit: int, tmp_path: Path
) -> None:
    notebook = Notebook(tmp_path / "nb")
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", name))
    paths = []
    for _ in range(3):
        path = notebook.new_path(conversation, MANAGER)
        paths.append(path)
        with closing(Session.create(path, conversation, me=MANAGER)) as session:
            item = session.conversation.checklist[0].id
            session.apply(Answer(item, MANAGER, "for me alone", private=True))
            session.save()
            session.apply(Answer(item, MANAGER, "for me alone too", private=True))
        assert private_path(path).exists()
    assert len(set(paths)) == 3
    assert max(map(len, names(tmp_path))) <= limit - len(".new")
    full = slug_of(f"{name} {conversation.header.title}")
    assert full.startswith(paths[0].stem) and is_boundary(full, len(paths[0].stem))
    assert len(notebook.slugs()) == 3


def test_a_name_that_the_folder_refuses_is_replaced_and_the_user_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", refusing(os.open, lambda name: not name.isascii()))
    notices = Notices()
    notebook = Notebook(tmp_path / "nb", user=User(notices=notices))
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "王小明"))
    path = notebook.new_path(conversation, MANAGER)
    assert path.stem == "planning-2027"
    (text,) = notices.take_brief()
    assert "planning-2027" in str(dict(text.values))
    Session.create(path, conversation, me=MANAGER).close()


def test_the_kind_is_the_last_resort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", refusing(os.open, lambda name: len(name) > 40))
    conversation = build_conversation(NewConversation("manager", "Jan", "Anna " * 50))
    assert Notebook(tmp_path / "nb").new_path(conversation, MANAGER).stem == "planning"


def refusing(call: Any, refuses: Any) -> Any:
    """The function, which raises for some names as a file system does."""

    def checked(path: Any, *arguments: Any, **keywords: Any) -> Any:
        if isinstance(path, (str, os.PathLike)) and refuses(Path(path).name):
            raise OSError(errno.EILSEQ, "Invalid or incomplete multibyte or wide character")
        return call(path, *arguments, **keywords)

    return checked


def test_a_conversation_with_the_longest_name_does_not_hide_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = Notebook(tmp_path / "nb")
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna"))
    path = notebook.new_path(conversation, MANAGER)
    Session.create(path, conversation, me=MANAGER).close()
    long = path.with_name(f"{'x' * 250}.json")
    long.write_bytes(path.read_bytes())
    command = ["--notebook", str(path.parent), "--lang", "en"]
    assert main([*command, "list"]) == 0
    out = capsys.readouterr().out
    assert path.stem in out and "another copy" in out
    assert main([*command, "check"]) == 0
    assert main([*command, "export", str(long), "-o", "-"]) == 0
    assert main([*command, "merge", path.stem, str(long)]) == 1
    assert "Nothing new" in capsys.readouterr().out


def test_a_name_that_leaves_no_room_to_save_is_refused_before_anything_is_typed(
    tmp_path: Path,
) -> None:
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna"))
    path = Notebook(tmp_path / "nb").new_path(conversation, MANAGER)
    Session.create(path, conversation, me=MANAGER).close()
    room = 255 - len(f".{path.stem}.private.json~.new") + len(path.stem)
    for length in (room, room + 1, 249):
        copy = path.with_name(f"{'x' * length}.json")
        copy.write_bytes(path.read_bytes())
        if length == room:
            with closing(Session.open(copy)) as session:
                session.set_partner(MANAGER)
                for text in ("for me alone", "for me alone too"):
                    item = session.conversation.checklist[0].id
                    session.apply(Answer(item, MANAGER, text, private=True))
                    session.save()
            continue
        before = sorted(path.parent.iterdir())
        with pytest.raises(StorageError, match=f"{length - room} bytes too long"):
            Session.open(copy)
        assert sorted(path.parent.iterdir()) == before
        Session.open_read_only(copy)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_path_that_cannot_be_looked_up_is_an_error_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    notebook = Notebook(tmp_path / "nb")
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna"))
    path = notebook.new_path(conversation, MANAGER)
    Session.create(path, conversation, me=MANAGER).close()
    whole = path.read_bytes()
    loop = tmp_path / "loop.json"
    loop.symlink_to(loop)
    long, slug = str(tmp_path / ("y" * 300 + ".json")), path.stem
    reasons = {
        "en": ("its name is too long", "it is a link"),
        "nl": ("de naam is te lang", "het is een koppeling"),
    }[language]
    for name, reason in zip((long, str(loop)), reasons, strict=True):
        for words in (
            ["open", name],
            ["check", name],
            ["export", slug, "-o", f"{name}/minutes.md"],
            ["import", name],
            ["merge", slug, name],
            ["prepared", slug, name],
            ["new", "Bob", "--template", name],
            ["check", slug, "--restore", "--from", name],
        ):
            if words[0] == "check" and len(words) > 2:
                path.write_text("{", encoding="utf-8")  # damaged, so that the copy is looked at
            status = main(["--notebook", str(path.parent), "--lang", language, *words])
            heard = capsys.readouterr().err
            assert status in (2, 3) and reason in heard, (words[0], heard)
            path.write_bytes(whole)


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_a_path_in_a_folder_that_is_closed_to_the_user_is_an_error_in_words() -> None:
    with reachable_folder() as folder, users(folder, 2) as (jan, bert):
        jan.afspraak("new", "Anna de Vries", "--my-name", "Jan Bakker")
        bert.afspraak("new", "Carla", "--my-name", "Bert")
        notebook = bert.home / "data" / "afspraak"
        bert.home.chmod(0o700)
        file = str(next(notebook.glob("*.json")))
        for words in (
            ["open", file],
            ["check", file],
            ["merge", "anna", file],
            ["export", "anna", "-o", f"{file}.md"],
            ["import", file],
            ["--notebook", str(notebook), "list"],
            ["--notebook", str(notebook), "new", "Dirk"],
        ):
            done = jan.afspraak(*words, check=False)
            heard = done.stderr
            assert (done.returncode, "you have no permission for it" in heard) == (3, True), heard
