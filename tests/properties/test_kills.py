"""Edits, saves and kills in any order in two windows keep everything recorded."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.maintenance.check import check_file
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Answer, Change, Draft, Edit, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.status import Saving

from ..support.conversations.killing import kill

EDITS = ("notes", "answer", "draft", "header", "agreement")
ENDS = ("save", "close", "kill")

steps = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from((*EDITS, *EDITS, *ENDS))), min_size=1, max_size=14
)


def edit(session: Session, kind: str, mark: RowId) -> Edit:
    """An edit that adds this mark to the conversation, and removes no other mark."""
    if kind == "notes":
        return Write(len(session.notes), 0, f"{mark}\n")
    if kind == "answer":
        return Answer(mark, MANAGER, mark, private=True)
    if kind == "draft":
        return Draft(MANAGER, f"{session.draft(MANAGER)} {mark}")
    if kind == "header":
        return Change(
            "header", RowId("-"), {"goals": f"{session.conversation.header.goals} {mark}"}
        )
    return AddAgreement(Agreement(RowId(mark), text=mark, order="a"))


def held(session: Session) -> str:
    """All texts in which marks can be."""
    texts = [session.notes.text, session.conversation.header.goals, session.draft(MANAGER)]
    texts += session.private_answers().values()
    texts += [row.text for row in session.conversation.agreements]
    return "\n".join(texts)


@contextmanager
def conversation() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "anna.json"
        talk = build_conversation(
            NewConversation("manager", "Jan Bakker", "Anna de Vries", language="en")
        )
        Session.create(path, talk, me=MANAGER).close()
        yield path
    finally:
        shutil.rmtree(folder)


@given(steps)
@settings(max_examples=40)
def test_recorded_updates_survive_kills(steps: list[tuple[int, str]]) -> None:
    with conversation() as path:
        windows: dict[int, Session] = {}
        marks: dict[str, str] = {}
        for number, (window, what) in enumerate(steps):
            if window not in windows:
                windows[window] = Session.open(path)
            session = windows[window]
            if what in EDITS:
                mark = RowId(f"m{number}")
                session.apply(edit(session, what, mark))
                # Where both windows write one field, the one value that stays is right.
                single = what in ("header", "draft")
                marks = {one: kind for one, kind in marks.items() if not single or kind != what}
                marks[mark] = what
            elif what == "save":
                session.save()
            else:
                (kill if what == "kill" else Session.close)(windows.pop(window))
            assert session.save_status.state is not Saving.FAILED
            seen = held(Session.open_read_only(path))
            if len({window for window, _ in steps}) == 1:
                assert all(mark in seen for mark in marks)
            several = [mark for mark, kind in marks.items() if kind not in ("header", "draft")]
            assert all(mark in seen for mark in several)
            assert check_file(path).is_intact
        for session in windows.values():
            session.close()
        seen = held(Session.open_read_only(path))
        assert all(m in seen for m, kind in marks.items() if kind not in ("header", "draft"))
