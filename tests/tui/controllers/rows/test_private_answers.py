"""Private answers: when they are hidden, and what is shared of them on disk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.edits import Answer, Change
from afspraak.data.session.session import Session
from afspraak.tui.controllers.rows.private_answers import PrivateAnswers
from afspraak.tui.controllers.shared_keyboard import SharedKeyboard
from afspraak.tui.forms.dialog.confirm import Confirm
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.widgets.language import tr

from ....support.screens.contexts import FakeContext, new_session
from ....support.screens.widget_holder import TODAY


class Answers:
    """Private answers to the first two items, and the texts shown for them."""

    def __init__(self, folder: Path) -> None:
        self.session, self.context = new_session(folder), FakeContext()
        self.instead = ""
        self.first, self.second = (row.id for row in self.session.conversation.checklist[:2])
        keyboard = SharedKeyboard(self.session, self.context, lambda: None)
        self.private = PrivateAnswers(self.session, self.context, keyboard, self._show)

    def _show(self, instead: str) -> None:
        self.instead = instead

    def answer(self, item: RowId, text: str) -> None:
        self.session.apply(Answer(item, MANAGER, text, private=True))

    def shared(self) -> dict[str, str]:
        """The shared answers that another program reads, by item."""
        items = Session.open_read_only(self.session.path).conversation.checklist
        return {row.id: row.remarks[MANAGER] for row in items if row.remarks}


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return Answers(tmp_path)


@pytest.mark.parametrize(("days", "hidden"), [(-1, True), (0, True), (1, False)])
def test_private_answers_are_hidden_from_the_meeting_day_on(
    answers: Answers, days: int, hidden: bool
) -> None:
    day = TODAY + timedelta(days=days)
    answers.session.apply(Change("header", values={"date": day.isoformat()}))
    answers.private.begin(TODAY)
    assert (answers.private.hidden, bool(answers.instead)) == (hidden, hidden)


def test_a_key_hides_and_shows_private_answers_with_a_message(answers: Answers) -> None:
    answers.private.begin(TODAY)
    press = USUAL_KEYMAP.first_key("list.hide_private")
    seen = []
    for _ in range(2):
        answers.private.toggle()
        seen.append((answers.private.hidden, answers.instead))
    assert seen == [(True, tr("pane.private_hidden", press=press)), (False, "")]
    assert answers.context.said == [
        tr("desk.private_hidden", press=press), tr("desk.private_visible", press=press),
    ]  # fmt: skip


def test_a_change_of_writer_shows_no_hidden_answer(answers: Answers) -> None:
    answers.private.begin(TODAY)
    seen = []
    for _ in range(2):
        answers.private.hide_again(TODAY)
        seen.append(answers.private.hidden)
        answers.private.toggle()
        answers.private.hide_again(TODAY)
        seen.append(answers.private.hidden)
        answers.private.toggle()
    assert seen == [False, True] * 2


def test_a_guest_neither_sees_nor_shares_private_answers(answers: Answers) -> None:
    answers.answer(answers.first, "mine")
    answers.session.writer = EMPLOYEE
    answers.private.toggle()
    answers.private.show(answers.first)
    answers.private.show(None)
    assert not answers.private.hidden
    assert answers.shared() == {} and answers.context.dialogs == []
    assert len(answers.context.said) == 3 and len(set(answers.context.said)) == 1


def shared_with_anna(left: str) -> str:
    return tr("desk.shown", name="Anna", left=left, undo=USUAL_KEYMAP.first_key("list.undo"))


def test_one_answer_is_moved_at_once_and_undone_by_one_key(answers: Answers) -> None:
    answers.private.show(answers.first)
    answers.answer(answers.first, "mine")
    answers.answer(answers.second, "mine too")
    answers.private.show(answers.first)
    assert answers.shared() == {answers.first: "mine"}
    assert answers.session.private_answers() == {answers.second: "mine too"}
    answers.private.show(answers.first)
    assert answers.context.said == [
        tr("desk.nothing_private"),
        shared_with_anna("1 left for you alone"),
        tr("desk.nothing_private"),
    ]
    answers.session.undo()
    assert answers.shared() == {}
    assert answers.session.private_answers() == {
        answers.first: "mine", answers.second: "mine too",
    }  # fmt: skip
    answers.session.redo()
    assert answers.shared() == {answers.first: "mine"}
    assert answers.session.private_answers() == {answers.second: "mine too"}


def test_a_moved_answer_goes_behind_the_shared_one(answers: Answers) -> None:
    answers.session.apply(Answer(answers.first, MANAGER, "for both"))
    answers.answer(answers.first, "mine")
    answers.private.show(answers.first)
    assert answers.shared() == {answers.first: "for both\nmine"}
    assert answers.session.private_answers() == {}
    assert answers.context.said == [shared_with_anna("none left for you alone")]


def test_an_answer_that_both_read_already_stays_where_it_is(answers: Answers) -> None:
    answers.session.apply(Answer(answers.first, MANAGER, "mine"))
    answers.answer(answers.first, "mine")
    answers.private.show(answers.first)
    answers.private.show(None)
    assert answers.context.said == [tr("desk.shown_already"), tr("desk.nothing_private_left")]


def test_all_private_answers_are_moved_in_their_state_after_the_question(answers: Answers) -> None:
    answers.private.show(None)
    answers.answer(answers.first, "mine")
    answers.answer(answers.second, "mine too")
    answers.private.show(None)
    answers.context.answer(False)
    assert answers.shared() == {}
    answers.private.show(None)
    answers.answer(answers.first, "changed")
    assert isinstance(answers.context.answer(True), Confirm)
    assert answers.shared() == {answers.first: "changed", answers.second: "mine too"}
    answers.private.show(None)
    assert answers.context.said == [
        tr("desk.nothing_private_at_all"),
        shared_with_anna("none left for you alone"),
        tr("desk.nothing_private_at_all"),
    ]
    answers.session.undo()
    assert answers.shared() == {}
    assert answers.session.private_answers() == {
        answers.first: "changed", answers.second: "mine too",
    }  # fmt: skip
