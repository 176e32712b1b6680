"""Progress of an agreement: the form, and the entry on disk."""

from __future__ import annotations

from pathlib import Path

from afspraak.data.ids import EMPLOYEE
from afspraak.data.model.edits import Delete
from afspraak.data.session.session import Session
from afspraak.tui.controllers.rows.edits import EditController
from afspraak.tui.controllers.rows.progress import ProgressController
from afspraak.tui.forms.progress import ProgressForm, ProgressResult
from afspraak.widgets.language import tr

from ....support.screens.contexts import FakeContext, new_session
from ....support.screens.desks import ROW, row_of


def test_progress_is_recorded_for_the_writer(tmp_path: Path) -> None:
    session, context = new_session(tmp_path), FakeContext()
    progress = ProgressController(session, context, EditController(session, context))
    progress.open(ROW)
    context.answer(None)
    assert row_of(session.conversation, ROW).progress == ()
    progress.open(ROW)
    session.writer = EMPLOYEE
    assert isinstance(context.answer(ProgressResult("Halfway", 50)), ProgressForm)
    (entry,) = row_of(Session.open_read_only(session.path).conversation, ROW).progress
    assert (entry.by, entry.text, entry.percent) == ("employee", "Halfway", 50)
    assert context.said == []


def test_progress_on_a_concurrently_deleted_agreement_restores_it(tmp_path: Path) -> None:
    session, context = new_session(tmp_path), FakeContext()
    progress = ProgressController(session, context, EditController(session, context))
    progress.open(ROW)
    session.apply(Delete("agreement", ROW))
    context.answer(ProgressResult("Halfway", None))
    assert row_of(session.conversation, ROW).progress[0].text == "Halfway"
    session.apply(Delete("agreement", ROW))
    progress.open(ROW)
    assert context.dialogs == []
    assert context.said == [tr("desk.row_restored"), tr("desk.row_deleted")]
