"""A hint for words about health."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER
from afspraak.data.minutes.edition import Version
from afspraak.data.model.conversation import Conversation, Header
from afspraak.data.model.edits import Answer, Change, Write
from afspraak.data.session.listeners import SessionEvent
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.status import SaveStatus
from afspraak.tui.controllers.export import write_minutes
from afspraak.tui.controllers.sensitive_words import SensitiveWordHint
from afspraak.widgets.language import speak

from ...support.screens.contexts import FakeContext, new_session
from ...support.screens.desks import ROW
from ...support.terminal.terminal import Terminal, begun


def test_a_word_about_health_gives_one_hint_and_is_accepted(
    start: Callable[..., Terminal],
) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.type("She was sic")
    terminal.wait("She was sic")
    terminal.type("k ")
    terminal.wait("“sick”: please leave health out")
    terminal.type("and sick again, depressed")
    terminal.wait("depressed")
    terminal.type(".")
    terminal.wait("“depressed”:").wait("She was sick and sick again, depressed.")
    terminal.do("desk.pane.agreements", "list.add")
    terminal.wait("A new agreement").type("Call the psychiatrist")
    terminal.do("form.accept")
    terminal.wait("R1 Call the").wait("“psychiatrist”:")


def hinted(session: Session) -> list[str]:
    """The hints about text that is written in this session from now on."""
    speak(catalogue("en"))
    context = FakeContext()
    hint = SensitiveWordHint(session, context)

    def noticed(event: SessionEvent) -> None:
        if not isinstance(event, SaveStatus):
            hint.check(event)

    session.subscribe(noticed)
    return context.said


def test_a_complete_sensitive_word_gives_one_hint(tmp_path: Path) -> None:
    session = new_session(tmp_path)
    said = hinted(session)
    for place, letter in enumerate("sick"):
        session.apply(Write(place, 0, letter, boundary=False))
    assert said == []
    session.apply(Write(4, 0, " "))
    assert len(said) == 1 and said[0].startswith("“sick”")
    session.apply(Write(5, 0, "Sick. "))
    assert len(said) == 1
    session.apply(Write(0, 0, "burnout "))
    assert len(said) == 2


def test_rows_and_private_answers_are_checked_too(tmp_path: Path) -> None:
    session = new_session(tmp_path)
    said = hinted(session)
    session.apply(Change("agreement", ROW, {"support": "a psychiatrist"}))
    assert said[-1].startswith("“psychiatrist”")
    item = session.conversation.checklist[0].id
    session.apply(Answer(item, MANAGER, "She is depressed", private=True))
    assert said[-1].startswith("“depressed”")
    session.apply(Change("agreement", ROW, {"text": "Runbook!"}))
    assert len(said) == 2


def test_a_paste_is_checked_up_to_a_limit(tmp_path: Path) -> None:
    session = new_session(tmp_path)
    said = hinted(session)
    session.apply(Write(0, 0, "x" * 2000 + " sick "))
    assert said == []
    session.apply(Write(0, 0, "sick " + "x" * 2000 + " "))
    assert len(said) == 1


TALK = Conversation(Header(title="planning"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We spoke of the budget.", "Minutes: {path}"),
        ("We spoke of back pain.", "“back pain” is about health. Minutes: {path}"),
        ("Zij is ziek.", "“ziek” is about health. Minutes: {path}"),
    ],
)
def test_the_status_line_names_the_file_and_a_word_about_health(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    speak(catalogue("en"))
    context = FakeContext()

    def export(target: Path, _: Version) -> None:
        target.write_text(text, encoding="utf-8")

    write_minutes(tmp_path / "talk.json", Version.FULL, TALK, export, context, locked=False)
    assert context.said == [said.format(path=tmp_path / "talk.md")]
    assert Path("talk.md").read_text(encoding="utf-8") == text
