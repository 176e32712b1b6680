"""Follow-ups: what is asked first, and what is on disk after the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.notebook.new_conversation import NewConversation
from afspraak.data.session.session import Session
from afspraak.data.templates.kind_library import BUILTIN
from afspraak.tui.controllers.follow_up import FollowUpController
from afspraak.tui.forms.conversation import ConversationForm
from afspraak.tui.forms.dialog.confirm import Confirm
from afspraak.widgets.language import speak

from ...support.screens.contexts import FakeContext, bare_app, new_session


class Asked:
    """A saved conversation, and the paths of follow-ups that were opened."""

    def __init__(self, folder: Path) -> None:
        self.session, self.context = new_session(folder), FakeContext()
        self.session.save()
        self.opened: list[Path] = []
        self.follow_up = FollowUpController(self.session, self.context, BUILTIN)

    def begin(self) -> None:
        self.follow_up.begin(self.opened.append)


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    speak(catalogue("en"))
    return Asked(tmp_path)


def progress_talk() -> NewConversation:
    return NewConversation("manager", "Jan Bakker", "Anna de Vries", kind="progress")


async def test_a_follow_up_has_the_open_agreements_and_is_opened(asked: Asked) -> None:
    async with bare_app():
        asked.begin()
        assert isinstance(asked.context.answer(progress_talk()), ConversationForm)
        (path,) = asked.opened
        found = Session.open_read_only(path).conversation
        assert [row.text for row in found.agreements] == ["Runbook"]
        assert found.header.previous == asked.session.path.stem


async def test_an_existing_follow_up_is_offered_and_not_created_again(asked: Asked) -> None:
    async with bare_app():
        asked.begin()
        asked.context.answer(progress_talk())
        asked.begin()
        assert isinstance(asked.context.answer(True), Confirm)
        assert asked.opened == [asked.opened[0]] * 2
        asked.begin()
        asked.context.answer(False)
        assert isinstance(asked.context.answer(None), ConversationForm)
        assert len(asked.opened) == 2


async def test_the_question_names_the_kind_and_the_first_answer_opens_it(asked: Asked) -> None:
    async with bare_app():
        asked.begin()
        asked.context.answer(progress_talk())
        asked.begin()
        question = asked.context.answer(None)
        assert isinstance(question, Confirm)
        assert (question.question, question.detail) == (
            "There is a conversation (Progress conversation) already that follows this one.",
            "Open it? What has been left open since goes along.",
        )
        # Who fills in what there is already is asked too; cancelling that makes nothing.
        assert isinstance(asked.context.answer(progress_talk()), ConversationForm)
        assert isinstance(asked.context.answer(False), Confirm)
        assert len(asked.opened) == 1 and asked.context.dialogs == []


async def test_the_form_begins_with_the_people_of_the_previous_one(asked: Asked) -> None:
    async with bare_app():
        asked.begin()
        form = asked.context.answer(None)
        assert isinstance(form, ConversationForm)
        values = form.form.values()
        assert (values["my_name"], values["other_name"]) == ("Jan Bakker", "Anna de Vries")


async def test_cancelling_creates_no_follow_up(asked: Asked) -> None:
    async with bare_app():
        asked.begin()
        asked.context.answer(None)
    assert asked.opened == [] and len(list(asked.session.path.parent.glob("*.json"))) == 1


def test_an_unknown_participant_gets_an_explanation_instead_of_a_question(asked: Asked) -> None:
    asked.session.me = None
    asked.begin()
    assert asked.context.dialogs == []
    assert "Jan Bakker / Anna de Vries" in asked.context.said[-1]
