"""Two conversations with one name, created on two machines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Answer, Tick, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.system.notices import Notices

from .copies import done

OURS, THEIRS, ALONE = "Zwaluwstaart", "Querulant", "Xylofoon"


@pytest.fixture
def notices() -> Notices:
    """The notices for the user of a test."""
    return Notices()


@pytest.fixture
def user(notices: Notices) -> User:
    """A user with notices."""
    return User(notices=notices)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A conversation with notes, a previous copy and private preparation."""
    path = begun_with(tmp_path / "nb" / "anna.json", OURS)
    item = Session.open_read_only(path).conversation.checklist[0].id
    done(path, Answer(item, MANAGER, ALONE, private=True), Tick(item, "done"))
    return path


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """Another conversation with a person of the same name, created on another machine."""
    return begun_with(tmp_path / "elsewhere" / "anna.json", THEIRS)


def begun_with(path: Path, words: str, created: str = "") -> Path:
    """A conversation of Jan and Anna with these words in its notes, at a path."""
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    if created:
        conversation = replace(conversation, header=replace(conversation.header, created=created))
    Session.create(path, conversation, me=MANAGER).close()
    done(path, Write(0, len(Session.open_read_only(path).notes), f"{words}\n"))
    return path


def type_and_be_killed(path: Path, text: str) -> None:
    """Type at the end in a session that is then killed: only the journal has the text."""
    session = Session.open(path)
    session.apply(Write(len(session.notes), 0, text))
    for durable in session.replicas:
        durable._journal.close(remove=False)


def notes_text(path: Path) -> str:
    """The notes of a conversation, read from disk."""
    return Session.open_read_only(path).notes.text
