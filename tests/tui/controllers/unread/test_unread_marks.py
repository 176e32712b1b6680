"""Unread changes: what is marked in the panes, the summary, and the walk through them."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Approval, ChecklistItem, Progress
from afspraak.data.model.edits import (
    AddItem,
    AddProgress,
    Approve,
    Change,
    Delete,
    Edit,
    Tick,
    Write,
)
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.listeners import SessionEvent
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.status import SaveStatus
from afspraak.tui.controllers import unread as module
from afspraak.tui.controllers.shared_keyboard import SharedKeyboard
from afspraak.tui.controllers.unread import UnreadController
from afspraak.tui.forms.dialog.confirm import Confirm
from afspraak.widgets.language import plural, speak, tr
from afspraak.widgets.primitives.pane import ListPane

from ....support.screens.contexts import FakeContext, new_panes, new_session
from ....support.screens.desks import ROW, away, first_item, row_of

SUMMARY_FORMS = (
    r"Since \d\d:\d\d Anna changed {what} · F7 shows them",
    r"Since \d\d:\d\d Anna changed {what} · F7",
    r"Anna changed {what} · F7",
    r"F7 shows what Anna changed",
)
"""The forms of the summary, for narrower and narrower screens."""


class Reader:
    """Jan, who has read everything, and Anna, who changes it."""

    def __init__(self, folder: Path) -> None:
        self.session, self.context = new_session(folder / "jan"), FakeContext()
        self.session.apply(Write(0, len(self.session.notes), "one\ntwo\nthree\n"))
        self.anna = away(self.session, folder / "anna")
        self.session.sync.set_remote_address(LocalFolder(str(folder / "shared")))
        self.session.read_marker.mark_read()
        self.panes = new_panes(self.session)
        self.summary: tuple[str, ...] = ()
        keyboard = SharedKeyboard(self.session, self.context, lambda: None)
        self.unread = UnreadController(
            self.session, self.context, self.panes, keyboard, self._show_summary
        )
        self.session.subscribe(self._noticed)

    def _show_summary(self, *forms: str) -> None:
        self.summary = forms

    def _noticed(self, event: SessionEvent) -> None:
        if isinstance(event, SaveStatus):
            return
        with self.unread.follow(event):
            self.panes.notes.apply(event, self.session.notes)
            self.panes.show_rows(self.session, event)

    def hear(self, *, live: bool = False) -> None:
        """Apply Anna's edits."""
        with self.unread.receiving(live=live):
            update = self.anna.sync.update_since(self.session.sync.state_vector)
            self.session.sync.receive(update)

    @property
    def marked(self) -> set[str]:
        lists = (self.panes.checklist, self.panes.agreements)
        return {row.key for pane in lists for row in pane.body.rows if row.new}

    @property
    def place(self) -> tuple[str, str | int | None]:
        """The active pane, and its selected row or line."""
        pane = self.panes.active
        if isinstance(pane, ListPane):
            return str(pane.id), pane.key
        return str(pane.id), pane.body.selection.end[0]


@pytest.fixture
def jan(tmp_path: Path) -> Reader:
    speak(catalogue("en"))
    (tmp_path / "jan").mkdir()
    return Reader(tmp_path)


def test_own_edits_alone_are_never_unread(jan: Reader) -> None:
    jan.unread.start()
    jan.session.apply(Write(0, 0, "mine "))
    jan.session.apply(Change("agreement", ROW, {"text": "Mine"}))
    jan.unread.next()
    assert jan.marked == set() and jan.summary == ()
    assert jan.context.dialogs == []
    assert jan.context.said[-1].startswith("Nobody else changed anything")


def test_earlier_changes_are_marked_summarised_and_stepped_through(jan: Reader) -> None:
    item = first_item(jan.anna.conversation).id
    jan.anna.apply(Tick(item, "done"))
    jan.anna.apply(Write(0, 0, "new\n"))
    jan.anna.apply(Change("agreement", ROW, {"owner": "Kim"}))
    jan.hear()
    jan.unread.start()
    assert jan.marked == {item, ROW}
    counts = ", ".join(plural(f"unread.{kind}", 1) for kind in ("line", "item", "agreement"))
    assert f"Anna changed {counts} · " in jan.summary[0]
    places = []
    for _ in range(4):
        jan.unread.next()
        places.append(jan.place)
    walk = [("checklist", item), ("notes", 0), ("agreements", ROW)]
    here = walk.index(places[0])
    assert places == [walk[(here + step) % 3] for step in range(4)]
    assert jan.summary == (), "the first step hides it"


def test_the_summary_names_only_what_changed(jan: Reader) -> None:
    jan.anna.apply(Write(0, 0, "new\nlines\n"))
    jan.hear()
    jan.unread.start()
    assert "Anna changed 2 lines · " in jan.summary[0]


def test_the_summary_disappears_automatically(jan: Reader) -> None:
    jan.anna.apply(Write(0, 0, "new\n"))
    jan.hear()
    jan.unread.start()
    assert jan.summary != ()
    jan.context.tick()
    assert jan.summary == ()


def test_marking_as_read_removes_all_marks(jan: Reader) -> None:
    jan.anna.apply(Change("agreement", ROW, {"owner": "Kim"}))
    jan.hear()
    jan.unread.start()
    jan.unread.open()
    jan.context.answer(False)
    assert jan.marked == {ROW}
    jan.unread.open()
    assert isinstance(jan.context.answer(True), Confirm)
    assert jan.marked == set()
    assert jan.context.said == [tr("unread.cleared")]


@pytest.mark.parametrize(("live", "on_top"), [(False, True), (True, False)])
def test_changes_while_nobody_looks_are_unread(jan: Reader, live: bool, on_top: bool) -> None:
    jan.unread.start()
    jan.context.is_on_top = on_top
    jan.anna.apply(Change("agreement", ROW, {"owner": "Kim"}))
    jan.hear(live=live)
    assert jan.marked == {ROW}
    assert bool(jan.summary) is not live, "who is present is not summed up"


@pytest.mark.parametrize("in_view", [False, True])
def test_changes_in_view_are_read(
    jan: Reader, in_view: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pane in (jan.panes.notes, jan.panes.agreements):
        monkeypatch.setattr(pane, "in_view", lambda _: in_view)
    jan.unread.start()
    jan.anna.apply(Change("agreement", ROW, {"owner": "Kim"}))
    jan.anna.apply(Write(0, 0, "new\n"))
    jan.hear(live=True)
    assert jan.marked == (set() if in_view else {ROW})
    jan.anna.apply(Delete("agreement", ROW))
    jan.hear(live=True)
    jan.unread.open()
    assert len(jan.context.dialogs) == (0 if in_view else 1)


@pytest.mark.parametrize("in_view", [False, True])
def test_progress_is_read_where_its_agreement_is_in_view(
    jan: Reader, in_view: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jan.panes.agreements, "in_view", lambda row: in_view and row == ROW)
    jan.unread.start()
    jan.anna.apply(AddProgress(Progress(RowId("p1"), ROW, by=EMPLOYEE, text="Halfway")))
    jan.hear(live=True)
    assert jan.marked == (set() if in_view else {ROW})


def test_only_changes_seen_by_the_user_are_marked_as_read(
    jan: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread_later(jan: Reader) -> bool:
        jan.unread.mark_read()
        jan.session.save()
        return Session.open_read_only(jan.session.path).read_marker.unread_changes() is not None

    jan.unread.start()
    monkeypatch.setattr(module, "AWAY_SECONDS", -1.0)
    jan.anna.apply(Change("agreement", ROW, {"owner": "Kim"}))
    jan.hear(live=True)
    assert unread_later(jan), "away all the time"
    jan.session.writer = EMPLOYEE
    jan.unread.note_key()
    assert unread_later(jan), "a guest reads for nobody else"
    jan.session.writer = MANAGER
    assert not unread_later(jan)


@pytest.mark.parametrize(
    ("edits", "what"),
    [
        ((Write(0, 0, "new\nlines\n"),), "2 lines"),
        ((Write(0, 4, ""),), "1 removed"),
        ((Delete("agreement", ROW),), "1 removed"),
        ((Write(0, 4, ""), Delete("agreement", ROW)), "2 removed"),
        ((Change("header", values={"goals": "Grow"}),), "more"),
        ((Change("agreement", ROW, {"owner": "Kim"}), Write(0, 0, "x\n")), "1 line, 1 agreement"),
        ((AddProgress(Progress(RowId("p1"), ROW, by=EMPLOYEE, text="Half")),), "1 agreement"),
        ((Approve(Approval(EMPLOYEE, "x", "2026-12-01T10:00:00+00:00", "seen")),), "more"),
    ],
)
def test_the_summary_counts_what_changed_in_forms_for_each_width(
    jan: Reader, edits: tuple[Edit, ...], what: str
) -> None:
    jan.unread.start()
    for edit in edits:
        jan.anna.apply(edit)
    jan.hear()
    what = re.escape(what)
    for form, words in zip(jan.summary, SUMMARY_FORMS, strict=True):
        assert re.fullmatch(words.format(what=what), form), jan.summary
    (timer,) = (timer for timer in jan.context.timers if not timer.stopped)
    assert (timer.seconds, timer.callback.__name__) == (20.0, "_hide_summary")


def test_what_the_other_takes_back_is_not_summed_up(jan: Reader) -> None:
    jan.unread.start()
    owner = row_of(jan.session.conversation, ROW).owner
    for wanted in ("Kim", owner):
        jan.context.tick()
        jan.anna.apply(Change("agreement", ROW, {"owner": wanted}))
        jan.hear()
        assert bool(jan.summary) == (wanted == "Kim")
    assert jan.marked == set()


def test_a_change_that_changes_nothing_is_not_summed_up_again(jan: Reader) -> None:
    jan.unread.start()
    jan.anna.apply(Write(0, 0, "new\n"))
    jan.hear()
    jan.context.tick()
    jan.hear()
    assert jan.summary == ()


def test_the_list_names_the_other_the_time_and_what_changed(jan: Reader) -> None:
    jan.unread.start()
    jan.anna.apply(Change("agreement", ROW, {"owner": "Kim"}))
    jan.anna.apply(Approve(Approval(EMPLOYEE, "x", "2026-12-01T10:00:00+00:00", "seen")))
    jan.hear()
    jan.unread.open()
    assert jan.summary == (), "it tells more"
    asked = jan.context.answer(None)
    assert isinstance(asked, Confirm)
    assert re.fullmatch(r"Since \d\d:\d\d Anna changed:", asked.question), asked.question
    assert "agreements changed (1): R1 Runbook (owner)" in asked.detail, asked.detail
    assert "Anna de Vries: seen" in asked.detail


def test_a_guest_hears_no_list(jan: Reader) -> None:
    jan.anna.apply(Write(0, 0, "new\n"))
    jan.hear()
    jan.unread.start()
    jan.session.writer = EMPLOYEE
    jan.unread.open()
    assert jan.context.dialogs == [] and len(jan.context.said) == 1
    jan.session.writer = MANAGER


def test_a_second_summary_stays_as_long_as_the_first(jan: Reader) -> None:
    jan.unread.start()
    for text in ("new\n", "newer\n"):
        jan.anna.apply(Write(0, 0, text))
        jan.hear()
    first, second = jan.context.timers
    assert first.stopped and not second.stopped
    assert "Anna changed 2 lines · " in jan.summary[0]


def test_progress_that_was_removed_is_not_counted_as_a_row(jan: Reader) -> None:
    jan.anna.apply(AddProgress(Progress(RowId("p1"), ROW, by=EMPLOYEE, text="Halfway")))
    jan.hear()
    jan.session.read_marker.mark_read()
    jan.anna.apply(Delete("progress", RowId("p1")))
    jan.hear()
    jan.unread.start()
    assert "removed" not in jan.summary[0]


def test_who_never_read_is_told_so_without_a_time(jan: Reader, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    session = new_session(tmp_path / "alone")
    keyboard = SharedKeyboard(session, jan.context, lambda: None)
    alone = UnreadController(session, jan.context, new_panes(session), keyboard, lambda *_: None)
    alone.start()
    alone.next()
    assert jan.context.said == ["Nobody else changed anything since you last looked."]


def test_the_walk_stops_once_at_lines_that_follow_each_other(jan: Reader) -> None:
    jan.anna.apply(Write(0, 0, "new\nnewer\n"))
    jan.anna.apply(Write(len(jan.anna.notes), 0, "last\n"))
    jan.hear()
    jan.unread.start()
    last = len(jan.session.notes.lines) - 2
    places = []
    for _ in range(3):
        jan.unread.next()
        places.append(jan.place)
    assert places == [("notes", 0), ("notes", last), ("notes", 0)]


def test_the_walk_begins_behind_the_row_of_the_cursor(jan: Reader) -> None:
    both = [item.id for item in jan.anna.conversation.checklist if item.belongs == "both"][:3]
    for item in both:
        jan.anna.apply(Tick(item, "done"))
    jan.anna.apply(Change("agreement", ROW, {"owner": "Kim"}))
    jan.hear()
    jan.unread.start()
    jan.panes.go_to("checklist")
    jan.panes.checklist.select(both[1])
    jan.unread.next()
    assert jan.place == ("checklist", both[2])
    jan.unread.next()
    assert jan.place == ("agreements", ROW)
    jan.unread.next()
    assert jan.place == ("checklist", both[0])
    jan.panes.go_to("notes")
    jan.unread.next()
    assert jan.place == ("agreements", ROW)


def test_a_private_item_of_the_other_is_shown_to_go_there(jan: Reader) -> None:
    hers = ChecklistItem(RowId("hers"), "Extra", "Hers", belongs="employee", order="zz")
    jan.anna.apply(AddItem(hers))
    jan.hear()
    jan.unread.start()
    views: list[str] = [jan.panes.checklist.view]
    jan.unread.next()
    views.append(jan.panes.checklist.view)
    assert jan.place == ("checklist", "hers") and views == ["mine", "all"]


@pytest.mark.parametrize(("seconds", "is_read"), [(300, True), (301, False)])
def test_who_pressed_no_key_for_five_minutes_is_away(
    jan: Reader, monkeypatch: pytest.MonkeyPatch, seconds: int, is_read: bool
) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    for pane in (jan.panes.notes, jan.panes.agreements):
        monkeypatch.setattr(pane, "in_view", lambda _: True)
    jan.unread.start()
    now += 10_000
    jan.unread.note_key()
    now += seconds
    jan.anna.apply(Change("agreement", ROW, {"owner": "Kim"}))
    jan.hear(live=True)
    assert jan.marked == (set() if is_read else {ROW})
    jan.unread.mark_read()
    jan.session.save()
    later = Session.open_read_only(jan.session.path).read_marker.unread_changes()
    assert (later is None) is is_read
