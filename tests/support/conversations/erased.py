"""A notebook full of traces of one person, and a search of all files for remaining ones."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from afspraak.data.exchange.export import export_minutes
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Agreement, Approval, Progress
from afspraak.data.model.edits import AddAgreement, AddProgress, Answer, Approve, Change, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.storage.previous_copy import restore_previous
from afspraak.data.storage.siblings import journal_folder, private_path
from afspraak.data.system.paths import cache_folder, state_folder

ANNA, PIET, JAN = "Anna de Vries", "Piet Smit", "Jan Bakker"


def begun(folder: Path, other: str = ANNA, title: str = "") -> Path:
    """A conversation of Jan's with another person."""
    conversation = build_conversation(NewConversation("manager", JAN, other, title=title))
    path = Notebook(folder).new_path(conversation, MANAGER)
    Session.create(path, conversation, me=MANAGER).close()
    return path


def roots(folder: Path) -> list[Path]:
    """The folders in which afspraak stores files."""
    return [folder, cache_folder(), state_folder()]


def traces(words: Iterable[str], places: Iterable[Path]) -> list[str]:
    """The files that contain any of these words, in plain bytes, as JSON or in base64."""
    wanted = [(word, form) for word in words for form in _forms(word)]
    found = []
    for place in places:
        for path in place.rglob("*"):
            data = b"" if path.is_dir() or path.is_symlink() else path.read_bytes()
            told = os.fsencode(path.name) + data
            found += [f"{path}: {word}" for word, form in wanted if form in told]
    return found


def _forms(word: str) -> Iterator[bytes]:
    data = word.encode("utf-8", "surrogatepass")
    yield data
    yield json.dumps(word)[1:-1].encode()
    for before in range(3):  # wherever it stands, and without the letters that its ends share
        start = -(-before * 8 // 6)
        form = base64.b64encode(b"\0" * before + data)[start + bool(before) : -4]
        if len(form) > 7:  # shorter ones stand anywhere by chance
            yield form


def crowded(folder: Path, tag: str) -> list[str]:
    """Fill a notebook with all kinds of traces of Anna; return the words in it."""
    said = {
        name: f"{tag}{name}qzqzqz"
        for name in (
            *("note", "gone", "agreed", "shared", "private", "progress", "remark", "title"),
            *(
                "killed",
                "ownkilled",
                "damaged",
                "cut",
                "conflict",
                "ownconflict",
                "swap",
                "oldindex",
            ),
        )
    }
    path = begun(folder, title=said["title"])
    with closing(Session.open(path)) as session:
        item, second, *_ = (one.id for one in session.conversation.checklist)
        session.apply(Write(0, 0, said["gone"] + "\n"))
        session.save()
    with closing(Session.open(path)) as session:
        session.apply(Write(0, len(said["gone"]), said["note"]))
        session.apply(AddAgreement(Agreement(RowId("a1"), order="a"), {"text": said["agreed"]}))
        session.apply(AddProgress(Progress(RowId("p1"), RowId("a1"), text=said["progress"])))
        session.apply(Answer(item, EMPLOYEE, said["shared"]))
        session.apply(Answer(item, MANAGER, said["private"], private=True))
        remark = said["remark"]
        session.apply(Approve(Approval(EMPLOYEE, "0", "2026-12-03T10:00:00Z", remark=remark)))
        session.apply(Change("partner", RowId(EMPLOYEE), {"login": "annav"}))
        session.save()
    _killed(path, second, said["killed"], said["ownkilled"])
    damaged = path.read_bytes()
    path.write_text("{" + said["damaged"], "utf-8")
    restore_previous(path)
    path.write_bytes(damaged)
    path.with_name(f".{path.name}.new").write_text(said["cut"], "utf-8")
    path.with_name(f".{path.name}.swp").write_text(said["swap"], "utf-8")
    copy = path.with_name(f"{path.stem}.sync-conflict-20261125-101500-ABCDEF7.json")
    shutil.copy(path, copy)
    with closing(Session.open(copy)) as session:
        session.apply(Write(0, 0, said["conflict"]))
    own = private_path(path)
    lost = own.with_name(f"{path.stem}.private (conflicted copy 2026-11-25).json")
    lost.write_text(own.read_text("utf-8").replace(said["private"], said["ownconflict"]), "utf-8")
    Notebook(folder).index.search(tag)  # it is made
    old = cache_folder() / "index-00000000.sqlite"  # of a notebook that was moved
    old.write_text(said["oldindex"], "utf-8")
    Path(f"{old}-wal").write_text(said["oldindex"], "utf-8")
    export_minutes(path, folder.parent / "minutes.md")
    return [*said.values(), ANNA, "anna-de-vries"]


def _killed(path: Path, item: RowId, text: str, own: str) -> None:
    """Leave journals like those of a killed session."""
    session = Session.open(path)
    session.apply(Write(0, 0, text))
    session.apply(Answer(item, MANAGER, own, private=True))
    folders = [journal_folder(path), journal_folder(private_path(path))]
    kept = {one: one.read_bytes() for folder in folders for one in folder.iterdir()}
    session.close()
    for one, data in kept.items():
        one.parent.mkdir(mode=0o700, exist_ok=True)
        one.write_bytes(data)
    damaged = next(iter(kept)).with_suffix(".afl.damaged")
    damaged.write_bytes(b"AFL" + text.encode())
