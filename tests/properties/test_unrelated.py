"""Two conversations never mix; two copies of one always merge."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.errors import AfspraakError
from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.edits import Answer, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.session.user import SYSTEM_USER, User
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.handshake import exchange_updates
from afspraak.data.sync.merge_file import merge
from afspraak.data.sync.ssh.notebook_copy import NotebookCopyRemote
from afspraak.data.sync.sync_client import SyncClient
from afspraak.data.system.notices import Notices

from ..support.amount import tries
from ..support.conversations.killing import kill

OURS, THEIRS = ("Zwaluwstaart", "Xylofoon"), ("Querulant", "Yoghurt")
"""Words in the notes and in the private preparation of each conversation."""

Meeting = Callable[[Path, Path], None]


def _begun(path: Path, words: tuple[str, str], private: bool) -> Path:
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    Session.create(path, conversation, me=MANAGER).close()
    with closing(Session.open(path)) as session:
        session.apply(Write(0, len(session.notes), f"{words[0]}\n"))
        if private:
            session.apply(Answer(RowId("goals"), MANAGER, words[1], private=True))
    return path


def _copied(path: Path) -> Path:
    copy = path.parent.parent / "copy" / path.name
    copy.parent.mkdir()
    for file in (path, private_path(path)):
        if file.exists():
            shutil.copy(file, copy.with_name(file.name))
    with closing(Session.open(copy)) as session:
        session.apply(Write(0, 0, f"{THEIRS[0]} "))
    return copy


def _put_over(ours: Path, theirs: Path) -> None:
    shutil.copy(theirs, ours)


def _put_over_with_its_preparation(ours: Path, theirs: Path) -> None:
    _put_over(ours, theirs)
    if private_path(theirs).exists():
        shutil.copy(private_path(theirs), private_path(ours))


def _merged(ours: Path, theirs: Path) -> None:
    with suppress(AfspraakError):
        merge(ours, theirs)


def _in_a_folder(ours: Path, theirs: Path) -> None:
    place = ours.parent.parent / "place"
    place.mkdir()
    for number, path in enumerate((ours, theirs, ours)):
        with closing(Session.open(path)) as session:
            link = SyncClient(session.sync, FolderRemote(place, 2 * number + 1))
            session.apply(Write(len(session.notes), 0, "."))
            link.close()


def _with_a_copy(ours: Path, theirs: Path) -> None:
    created = Session.open_read_only(ours).conversation.header.created
    with closing(Session.open(ours)) as session:
        store = NotebookCopyRemote(theirs.parent, created, session.sync.clients, MANAGER)
        with closing(store), suppress(AfspraakError):
            exchange_updates(session.sync, store)


@st.composite
def _meetings(draw: st.DrawFn) -> tuple[Meeting, bool, bool, str]:
    meeting = draw(
        st.sampled_from(
            [_put_over, _put_over_with_its_preparation, _merged, _in_a_folder, _with_a_copy]
        )
    )
    state = draw(st.sampled_from(["closed", "killed", "open", "typing"]))
    if meeting is _in_a_folder or meeting is _with_a_copy or meeting is _merged:
        state = "closed"
    return meeting, draw(st.booleans()), draw(st.booleans()), state


def _meet(meeting: Meeting, ours: Path, theirs: Path, state: str, user: User = SYSTEM_USER) -> None:
    if state == "closed":
        meeting(ours, theirs)
        return
    session = Session.open(ours, user=user)
    if state == "typing":
        session.apply(Write(len(session.notes), 0, "more"))
    if state == "killed":
        session.apply(Write(len(session.notes), 0, "killed"))
        kill(session)
        meeting(ours, theirs)
        return
    meeting(ours, theirs)
    if state == "typing":
        session.apply(Write(0, 0, "still "))
    session.close()


def _opened_once(folder: Path, user: User = SYSTEM_USER) -> Iterator[tuple[str, str]]:
    """The notes and private answers of all conversations, each opened and closed twice."""
    for _ in range(2):
        for path in Notebook(folder).paths():
            Session.open(path, user=user).close()
    for path in Notebook(folder).paths():
        session = Session.open_read_only(path)
        yield session.notes.text, " ".join(session.private_answers().values())


@given(_meetings())
@settings(max_examples=tries(45), deadline=None)
def test_no_word_of_one_conversation_reaches_another(
    chosen: tuple[Meeting, bool, bool, str],
) -> None:
    meeting, private, other_private, state = chosen
    with TemporaryDirectory(prefix="afspraak-test-") as temporary:
        folder = Path(temporary)
        ours = _begun(folder / "nb" / "anna.json", OURS, private)
        theirs = _begun(folder / "other" / "anna.json", THEIRS, other_private)
        with closing(Session.open(ours)) as session:
            session.apply(
                Write(len(session.notes), 0, "once more")
            )  # the previous copy has the words
        _meet(meeting, ours, theirs, state)
        found = [*_opened_once(folder / "nb"), *_opened_once(folder / "other")]
        for notes, alone in found:
            both = f"{notes} {alone}"
            assert not (
                any(word in both for word in OURS) and any(word in both for word in THEIRS)
            ), both
        text = " ".join(notes for notes, _ in found)
        assert OURS[0] in text and THEIRS[0] in text
        if state == "killed":
            # It may build on what the file alone had, over which the other one was put.
            assert "killed" in text or any((folder / "nb").glob("anna-2.log/*.afl"))
        answers = " ".join(alone for _, alone in found)
        if private and meeting is not _put_over_with_its_preparation:
            assert OURS[1] in answers


@pytest.mark.parametrize("state", ["closed", "killed", "open", "typing"])
@pytest.mark.parametrize("meeting", [_put_over, _merged, _in_a_folder, _with_a_copy])
def test_copies_of_one_conversation_merge(tmp_path: Path, meeting: Meeting, state: str) -> None:
    ours = _begun(tmp_path / "nb" / "anna.json", OURS, private=True)
    theirs = _copied(ours)
    if meeting is not _put_over:
        state = "closed"
    user = User(notices=Notices())
    _meet(meeting, ours, theirs, state, user)
    ((notes, alone),) = _opened_once(ours.parent, user)
    assert all(word in notes for word in (OURS[0], THEIRS[0]))
    assert alone == OURS[1]
    assert ("killed" in notes) == (state == "killed")
    assert user.notices is not None and not user.notices.take()
