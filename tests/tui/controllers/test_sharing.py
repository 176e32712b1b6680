"""Sharing over a folder: what goes out, what comes in, and who is shown to be present."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, Login
from afspraak.data.model.edits import Change, Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.session import Session
from afspraak.data.sync.remote import Presence
from afspraak.data.sync.sync_client import SyncClient
from afspraak.data.system import people as system_people
from afspraak.data.system.user import login_name
from afspraak.tui.controllers.shared_keyboard import SharedKeyboard
from afspraak.tui.controllers.sharing import SharingController
from afspraak.tui.controllers.unread import UnreadController
from afspraak.tui.forms.dialog.confirm import Confirm, Notice
from afspraak.tui.forms.share import ShareForm
from afspraak.widgets.language import speak, tr

from ...support.screens.contexts import FakeContext, new_panes, new_session
from ...support.screens.desks import ROW, away, first_item, row_of
from ...support.servers.remotes import folder_remotes
from ...support.servers.waiting import PATIENCE


class Sharing:
    """Jan at a desk, and Anna's end of their shared folder."""

    def __init__(self, folder: Path) -> None:
        (folder / "jan").mkdir()
        self.session, self.context = new_session(folder / "jan"), FakeContext()
        self._remote = folder_remotes(folder / "shared")
        self._folder = folder
        self.panes = new_panes(self.session)
        self.present = ""
        self.alert: tuple[str, ...] = ()
        self.sign, self.fails = "", False
        keyboard = SharedKeyboard(self.session, self.context, lambda: None)
        unread = UnreadController(self.session, self.context, self.panes, keyboard, lambda *_: None)
        self.sharing = SharingController(
            self.session,
            self.context,
            self.panes,
            keyboard,
            unread,
            self._show_presence,
            self._show_refusal,
            self._show_share,
        )

    def _show_presence(self, text: str) -> None:
        self.present = text

    def _show_refusal(self, *forms: str) -> None:
        self.alert = forms

    def _show_share(self, forms: Sequence[str], *, fails: bool) -> None:
        self.sign, self.fails = (forms[0] if forms else ""), fails

    def begin(self) -> None:
        """Share the conversation, with Anna present."""
        self.session.sync.set_remote_address(LocalFolder(str(self._folder / "shared")))
        self.sharing.start()
        self.anna = away(self.session, self._folder / "anna")
        self.hers = SyncClient(self.anna.sync, self._remote(self.anna.sync.client))

    def be_seen(self, pane: str, position: int = 0, row: str = "") -> None:
        """Show Anna's presence."""
        self.hers.announce(Presence(Login(""), EMPLOYEE, pane, position, row))
        self.sharing.sync()


@pytest.fixture
def jan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sharing]:
    speak(catalogue("en"))
    monkeypatch.setattr(system_people, "people", list)  # whoever this machine knows
    sharing = Sharing(tmp_path)
    yield sharing
    sharing.sharing.stop()


def test_an_unshared_conversation_has_no_remote(jan: Sharing) -> None:
    jan.sharing.start()
    jan.sharing.sync()
    jan.sharing.announce()
    jan.sharing.go_to_peer()
    assert jan.sharing.sync_client is None and jan.context.timers == []
    assert jan.context.said == [tr("sharing.nobody")]


def test_both_sessions_get_the_edits_of_either(jan: Sharing) -> None:
    jan.begin()
    jan.session.apply(Write(0, 0, "from Jan "))
    jan.hers.sync()
    assert jan.anna.notes.text.startswith("from Jan ")
    jan.anna.apply(Change("agreement", ROW, {"owner": "Kim"}))
    jan.sharing.sync()
    assert row_of(jan.session.conversation, ROW).owner == "Kim"
    jan.sharing.stop()
    jan.session.apply(Write(0, 0, "alone "))
    jan.hers.sync()
    assert not jan.anna.notes.text.startswith("alone ")


def test_the_remote_location_is_shown_and_can_be_visited(jan: Sharing) -> None:
    jan.begin()
    item = first_item(jan.session.conversation).id
    jan.be_seen("notes", position=len("## Looking back\n"))
    assert jan.present == tr("sharing.present.notes", name="Anna")
    jan.sharing.go_to_peer()
    assert jan.panes.active.id == "notes"
    assert jan.panes.notes.body.selection.end == (1, 0)
    jan.be_seen("agreements", row=ROW)
    jan.sharing.go_to_peer()
    assert jan.panes.active.id == "agreements" and jan.panes.agreements.key == ROW
    jan.be_seen("checklist", row=item)
    jan.sharing.go_to_peer()
    assert jan.panes.checklist.key == item
    jan.hers.close()
    jan.sharing.sync()
    assert jan.present == ""


def test_the_presence_is_sent_at_intervals(jan: Sharing) -> None:
    jan.begin()
    jan.panes.go_to("agreements")
    jan.context.tick()
    (seen,) = jan.hers.others
    assert (seen.partner, seen.pane, seen.row) == ("manager", "agreements", ROW)
    jan.panes.go_to("notes")
    jan.panes.notes.body.move_cursor((0, 3))
    jan.context.tick()
    (seen,) = jan.hers.others
    assert (seen.pane, seen.position, seen.row) == ("notes", 3, "")


def test_a_failure_and_its_end_are_reported_once(jan: Sharing, tmp_path: Path) -> None:
    jan.begin()
    shared = tmp_path / "shared"
    shared.rename(tmp_path / "elsewhere")
    jan.session.apply(Write(0, 0, "x"))
    for _ in range(2):
        jan.sharing.sync()
    assert len(jan.context.said) == 1
    assert jan.present == tr("sharing.disconnected", press="F10")
    (tmp_path / "elsewhere").rename(shared)
    jan.sharing.sync()
    assert jan.context.said[1:] == [tr("sharing.reconnected")]
    jan.hers.sync()
    assert jan.anna.notes.text.startswith("x"), "what could not be sent is sent then"


def test_the_sign_tells_with_whom_it_is_shared_and_whether_it_lives(
    jan: Sharing, tmp_path: Path
) -> None:
    jan.begin()
    jan.sharing.sync()
    assert (jan.sign, jan.fails) == ("shared with AV", False)
    jan.hers.announce(Presence(Login(""), MANAGER, "notes"))  # as another window of his would
    jan.sharing.sync()
    assert (jan.sign, jan.fails) == ("shared with AV", False)
    jan.be_seen("notes")
    assert (jan.sign, jan.fails) == ("shared, AV is here", False)
    jan.hers.close()
    jan.sharing.sync()
    assert (jan.sign, jan.fails) == ("shared with AV", False)
    (tmp_path / "shared").rename(tmp_path / "elsewhere")
    jan.sharing.sync()
    assert (jan.sign, jan.fails) == ("not shared now", True)
    jan.context.show_status("Something else")
    assert jan.fails, "no other sentence takes it away"


def test_a_key_tells_place_command_and_state(jan: Sharing, tmp_path: Path) -> None:
    jan.begin()
    jan.sharing.share()
    told = shown(jan.context.answer(None))
    assert told[0] == "Shared with Anna de Vries"
    labels = [line[:20].strip() for line in told[1:] if line[:1] != " "]
    assert labels == ["Where", "To join, they type", "Now", "Since", "Last received"]
    assert f"afspraak join {login_name()}" in "\n".join(told)
    assert "connected, Anna de Vries is not here" in "\n".join(told)
    jan.be_seen("notes")
    jan.anna.apply(Write(0, 0, "from Anna "))
    jan.sharing.sync()
    jan.sharing.share()
    told = shown(jan.context.answer(None))
    here = f"connected, Anna de Vries ({login_name()}) is here"  # the system has no such name
    assert here in " ".join(" ".join(told).split())
    assert "nothing yet" not in "\n".join(told)
    (tmp_path / "shared").rename(tmp_path / "elsewhere")
    jan.sharing.sync()
    jan.sharing.share()
    asked = jan.context.answer(True)
    assert "not shared: It is not shared any more" in " ".join("\n".join(shown(asked)).split())
    assert isinstance(jan.context.answer(None), ShareForm), "it can be shared again"


def end_elsewhere(session: Session) -> None:
    """End the share as `afspraak unshare --here` does while the session is open."""
    session.save()
    with closing(Session.open(session.path)) as other:
        other.sync.set_remote_address(None)


def test_what_is_typed_after_the_share_was_ended_elsewhere_stays_here(jan: Sharing) -> None:
    jan.begin()
    jan.be_seen("notes")
    jan.session.apply(Write(0, 0, "before "))
    end_elsewhere(jan.session)
    # Before this window has looked at its files, too.
    jan.session.apply(Write(0, 0, "after "))
    jan.sharing.announce()
    jan.sharing.sync()
    jan.hers.sync()
    assert jan.anna.notes.text.startswith("before ")
    jan.session.autosave.read_disk()
    jan.context.tick()
    assert jan.sharing.sync_client is None
    assert (jan.sign, jan.fails, jan.present) == ("", False, "")
    assert list(jan.alert) == [tr("sharing.ended.elsewhere")]
    jan.session.apply(Write(0, 0, "later "))
    jan.hers.sync()
    assert jan.anna.notes.text.startswith("before ") and jan.hers.others == []
    jan.sharing.share()
    asked = jan.context.answer(True)
    assert "unshare" in " ".join(shown(asked)) and not list(jan.alert)
    assert isinstance(jan.context.answer(None), ShareForm), "it can be shared again"


def test_a_share_that_was_begun_elsewhere_is_taken_up(jan: Sharing, tmp_path: Path) -> None:
    jan.begin()
    end_elsewhere(jan.session)
    jan.session.autosave.read_disk()
    jan.context.tick()
    with closing(Session.open(jan.session.path)) as other:
        other.sync.set_remote_address(LocalFolder(str(tmp_path / "shared")))
    jan.session.autosave.read_disk()
    jan.context.tick()
    assert jan.sign == "shared with AV"
    jan.session.apply(Write(0, 0, "again "))
    jan.hers.sync()
    assert jan.anna.notes.text.startswith("again ")


def shown(dialog: object) -> list[str]:
    """The title and the lines of a notice or a question."""
    if isinstance(dialog, Notice):
        return [dialog.heading, *dialog.text.split("\n")]
    assert isinstance(dialog, Confirm)
    return [dialog.question, *dialog.detail.split("\n")]


def test_a_guest_shares_nothing(jan: Sharing) -> None:
    jan.session.writer = EMPLOYEE
    jan.sharing.share()
    assert jan.context.dialogs == [] and len(jan.context.said) == 1
    jan.session.writer = MANAGER


def test_the_share_form_asks_for_the_login(jan: Sharing) -> None:
    jan.sharing.share()
    assert isinstance(jan.context.answer(None), ShareForm)
    assert jan.session.sync.remote_address is None


def test_receiving_that_paused_goes_on_at_the_next_interval(
    jan: Sharing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jan.begin()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", str(tmp_path / "gone"))
        jan.anna.apply(Write(0, 0, "from Anna "))
        jan.sharing.sync()
        assert not jan.session.notes.text.startswith("from Anna ")
        assert "cannot be tried first (it is not there)" in jan.context.said[-1]
    end = time.monotonic() + PATIENCE
    while not jan.session.notes.text.startswith("from Anna "):
        assert time.monotonic() < end
        jan.sharing.announce()
    assert jan.context.said[-1] == tr("sharing.reconnected")
