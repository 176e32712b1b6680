"""Ratings: each step by the writer, and its message."""

from __future__ import annotations

from pathlib import Path

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE
from afspraak.data.model.edits import Delete
from afspraak.data.session.session import Session
from afspraak.tui.controllers.rows.ratings import RatingController
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.widgets.language import speak, tr

from ....support.screens.contexts import new_session
from ....support.screens.desks import first_item, row_of


def test_ratings_cycle_for_the_writer_and_are_on_disk(tmp_path: Path) -> None:
    speak(catalogue("en"))
    session = new_session(tmp_path)
    ratings = RatingController(session, USUAL_KEYMAP)
    item = next(item for item in session.conversation.checklist if item.kind == "competency")
    given = []
    for _ in range(5):
        said = ratings.step(item.id)
        assert said.startswith(f"Jan, {item.text}: ")
        now = row_of(Session.open_read_only(session.path).conversation, item.id)
        given.append(now.ratings.get("manager"))
    assert len(set(given[:4])) == 4 and given[4] == given[0]
    session.writer = EMPLOYEE
    assert ratings.step(item.id).startswith("Anna, ")
    assert row_of(session.conversation, item.id).ratings == {
        "manager": given[4],
        "employee": given[0],
    }


def test_only_existing_competencies_are_rated(tmp_path: Path) -> None:
    speak(catalogue("en"))
    session = new_session(tmp_path)
    ratings = RatingController(session, USUAL_KEYMAP)
    question = first_item(session.conversation).id
    before = session.sync.state_vector
    assert ratings.step(question).startswith("Rating is for competencies")
    assert session.sync.state_vector == before
    session.apply(Delete("item", question))
    assert ratings.step(question) == tr("desk.row_deleted")


def test_a_rating_is_told_in_words_and_can_be_given_at_once(tmp_path: Path) -> None:
    speak(catalogue("en"))
    session = new_session(tmp_path)
    ratings = RatingController(session, USUAL_KEYMAP)
    item = next(item for item in session.conversation.checklist if item.kind == "competency")
    said = [ratings.step(item.id, rating) for rating in ("growing", "mastered", "undiscussed")]
    assert said == [
        f"Jan, {item.text}: {word}" for word in ("growing", "mastered", "not discussed")
    ]
