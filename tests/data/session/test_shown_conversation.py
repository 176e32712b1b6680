"""The tables show what the open conversation shows, or nothing is read from them."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.approval.content_digest import content
from afspraak.data.approval.status import approval_statuses
from afspraak.data.ids import EMPLOYEE, MANAGER, Login, PartnerId
from afspraak.data.model.conversation import NoteLine
from afspraak.data.model.edits import Answer, Change, Delete, Rate, Tick, Write
from afspraak.data.model.notes import Notes
from afspraak.data.session.approval_entry import enter_stance
from afspraak.data.session.session import Session
from afspraak.data.session.shown_conversation import ShownConversation, read_shown
from afspraak.data.session.user import SYSTEM_USER, User
from afspraak.data.storage.saving.status import Saving
from afspraak.data.storage.siblings import journal_folder, private_path

from ...support.screens.portal import portal_session


def _drawn(shown: ShownConversation) -> object:
    """Everything in it that a screen draws."""
    lines = list(shown.notes.note_lines())
    return (
        shown.conversation,
        shown.seen,
        lines,
        dict(shown.notes.line_counts),
        dict(shown.private_answers),
        shown.me,
        approval_statuses(shown.conversation, shown.fields, lines),
        shown.status.at,
    )


def _worked_on(folder: Path, created: str = "2026-12-01T10:00:00+00:00") -> Path:
    """Return a conversation with notes of both, private answers, a hidden rating and approvals."""
    session = portal_session(folder, created=created)
    first, second, third, *_ = (item.id for item in session.conversation.checklist)
    session.apply(Write(0, 0, "## Back\nThe portal went **live**.\n\n日本語 and more\n"))
    session.writer = EMPLOYEE
    session.apply(Write(8, 0, "Anna wrote this.\n"))
    session.writer = MANAGER
    session.apply(Tick(first, "done"))
    session.apply(Tick(second, "parked"))
    session.apply(Answer(first, MANAGER, "for myself", private=True))
    session.apply(Rate(third, MANAGER, "growing"))
    session.apply(Delete("agreement", session.conversation.agreements[0].id))
    now = content(session.fields, session.notes.note_lines())
    session.apply(enter_stance(session, MANAGER, now, "agreed", "as we said"))
    session.apply(Change("header", values={"title": "planning 2028"}))
    session.close()
    return session.path


def test_the_tables_show_what_the_open_conversation_shows(tmp_path: Path) -> None:
    path = _worked_on(tmp_path / "nb")
    before = {each: each.stat().st_mtime_ns for each in path.parent.iterdir()}
    shown = read_shown(path, SYSTEM_USER)
    assert shown is not None
    assert {each: each.stat().st_mtime_ns for each in path.parent.iterdir()} == before
    with closing(Session.open(path)) as session:
        assert _drawn(shown) == _drawn(ShownConversation.of(session))
    assert shown.private_answers
    assert shown.conversation.approvals
    assert shown.status.at == datetime.fromtimestamp(before[path] / 1e9)  # noqa: DTZ006 - local


@given(st.lists(st.tuples(st.text("a\n \u00e9👍", max_size=5), st.sampled_from(["", "m", "e"]))))
def test_notes_of_lines_are_these_lines(drawn: list[tuple[str, str]]) -> None:
    lines = [NoteLine(text.replace("\n", " "), PartnerId(by)) for text, by in drawn]
    texts = [line.text for line in lines] or [""]
    notes = Notes.of_lines(lines)
    assert notes.lines == texts
    authors = [line.by if line.text else "" for line in lines] or [""]
    assert [line.by for line in notes.note_lines()] == authors


def test_nothing_is_read_while_a_journal_waits(tmp_path: Path) -> None:
    path = _worked_on(tmp_path / "nb")
    for file in (path, private_path(path)):
        journal_folder(file).mkdir()
        assert read_shown(path, SYSTEM_USER) is None
        journal_folder(file).rmdir()
    assert read_shown(path, SYSTEM_USER) is not None


def test_nothing_is_read_of_a_damaged_or_missing_file(tmp_path: Path) -> None:
    path = _worked_on(tmp_path / "nb")
    whole = path.read_bytes()
    for damage in (whole[:-400], b"", whole.replace(b'"state": "done"', b'"state": "odd"')):
        path.write_bytes(damage)
        assert read_shown(path, SYSTEM_USER) is None
    path.unlink()
    assert read_shown(path, SYSTEM_USER) is None


def test_nothing_is_read_for_a_reader_who_is_neither_partner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _worked_on(tmp_path / "nb")
    private_path(path).unlink()
    monkeypatch.setattr("afspraak.data.session.user.login_name", lambda: Login("stranger"))
    assert read_shown(path, User(name="Somebody Else")) is None
    shown = read_shown(path, User(name="Anna de Vries"))
    assert shown is not None
    assert shown.me == EMPLOYEE


def test_nothing_is_read_before_the_first_look_at_a_joined_conversation(tmp_path: Path) -> None:
    path = _worked_on(tmp_path / "nb")
    with closing(Session.open(path)) as session:
        session.read_marker.expect_first_look()
    assert read_shown(path, SYSTEM_USER) is None


def test_nothing_is_read_beside_the_private_file_of_another_conversation(tmp_path: Path) -> None:
    path = _worked_on(tmp_path / "nb")
    shutil.copy(
        private_path(_worked_on(tmp_path / "other", "2025-12-01T10:00:00+00:00")),
        private_path(path),
    )
    assert read_shown(path, SYSTEM_USER) is None


def test_a_private_file_is_no_conversation(tmp_path: Path) -> None:
    private = private_path(_worked_on(tmp_path / "nb"))
    alone = private.rename(private.with_name("alone.json"))
    assert read_shown(alone, SYSTEM_USER) is None


def test_a_change_by_hand_is_shown(tmp_path: Path) -> None:
    path = _worked_on(tmp_path / "nb")
    tables = json.loads(path.read_text("utf-8"))
    tables["header"]["1"]["title"] = "by hand"
    path.write_text(json.dumps(tables), "utf-8")
    shown = read_shown(path, SYSTEM_USER)
    assert shown is not None
    assert shown.conversation.header.title == "by hand"
    with closing(Session.open(path)) as session:
        assert _drawn(shown)[:6] == _drawn(ShownConversation.of(session))[:6]  # type: ignore[index]


def test_a_read_only_folder_is_named_in_the_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _worked_on(tmp_path / "nb")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    shown = read_shown(path, SYSTEM_USER)
    assert shown is not None
    assert shown.status.state is Saving.READ_ONLY
