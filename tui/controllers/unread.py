"""What the other did since this user last looked: the desk's end of telling it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from textual.screen import Screen

from ...data.i18n.catalogue import plural, tr
from ...data.model.changes import Changes, shift
from ...data.model.fields import field_key
from ...data.session.session import Session
from ...widgets.chrome.footer import Footer
from ...widgets.notes.pane import NotesPane
from ...widgets.primitives.pane import ListPane, Pane
from ...widgets.views.agreements import AgreementsPane
from ...widgets.views.checklist import ChecklistPane
from ..formatting.clock import say_when
from ..keys.table import first_key
from .shared_keyboard import SharedKeyboard

if TYPE_CHECKING:
    from ...data.session.unread import UnreadChanges

_TOLD_SECONDS = 20.0
"""How long the line about what is new stays, where nobody asks for it sooner."""
_AWAY_SECONDS = 300.0
"""Who touched no key for so long does not see what happens on the screen."""

_Row = tuple[ListPane, str]


class UnreadController(Screen[None]):
    """The part of the desk that marks what the other changed, and goes through it.

    The marks stay until the desk is left or the user says that they have seen it. What the other
    does while the user looks on is no news, unless it happens where they cannot see it.
    """

    session: Session
    keyboard: SharedKeyboard
    active_pane: Pane
    _checklist: ChecklistPane
    _notes: NotesPane
    _agreements: AgreementsPane
    _hints: Footer
    _news: UnreadChanges | None = None
    _looked_at: datetime | None = None
    _begun = False
    _receiving = False
    _live = False
    _missed = False
    _told_until = 0.0
    _last_key = 0.0

    def tell(self, text: str) -> None:
        """A word about what just happened; the desk knows where to put it."""
        raise NotImplementedError

    def action_pane(self, name: str) -> None:
        """Go to a pane, by its id; the desk knows how."""
        raise NotImplementedError

    # What happens

    def begin_news(self) -> None:
        """Tell what is new, once everything is shown: the first picture need not wait for it."""
        looked = self.session.read_marker
        self._looked_at = looked.at if looked else None
        self._last_key = time.monotonic()
        self._begun = True
        self._news = self.session.unread_changes()
        if self._news is not None:
            self._notes.show_news(self._is_new)
            self._mark_rows()
            self._tell_news()

    def keys_settled(self) -> None:
        """The user is here."""
        self._last_key = time.monotonic()
        self._missed = False

    def keep_looked(self) -> None:
        """Remember that the user saw everything, unless they were away or a guest writes."""
        if not self._missed and not self.session.has_guest:
            self.session.mark_read()

    @contextmanager
    def receiving(self, *, live: bool) -> Iterator[None]:
        """What changes within this is the other's doing; `live` while they are here too."""
        if self._news is None and self._begun:
            from ...data.session.unread import UnreadChanges

            session = self.session
            self._news = UnreadChanges(session.notes.note_lines(), session.fields, session.me)
            self._looked_at = self._looked_at or datetime.now().astimezone()
            self._notes.show_news(self._is_new)
        before = self._news.told() if self._news and not live else None
        self._receiving, self._live = True, live
        try:
            yield
        finally:
            self._receiving = False
        if self._news and not live and self._news.told() != before:
            self._tell_news()

    @contextmanager
    def following_news(self, changes: Changes) -> Iterator[None]:
        """Keep up with a change, which the panes show within this."""
        news = self._news
        if news is None:
            yield
            return
        watched = self._receiving and self._live and self._is_watching()
        self._missed = self._missed or (self._receiving and self._is_away())
        splices = changes.splices
        seen = [
            number
            for number, splice in enumerate(splices if watched and self._notes.display else ())
            if self._notes.in_view(shift(splice.start, splices[number + 1 :]))
        ]
        rows = self._rows_of(changes) if watched else {}
        in_view = {row for row in rows.values() if _is_in_view(row)}
        marked = news.marked if watched and changes.rows else frozenset()
        news.take_in(changes, self.session.fields, others=self._receiving, seen=seen)
        yield
        if not changes.rows:
            return
        for key in changes.rows if watched else ():
            row = rows.get(key)
            if row is None or (row[1] not in marked and (row in in_view or _is_in_view(row))):
                news.see_row(*key)
        self._mark_rows()

    def look_at_news(self) -> None:
        """The line about what is new goes after a while."""
        if self._told_until and time.monotonic() > self._told_until:
            self._end_telling()

    # What the keys do

    def action_next_news(self) -> None:
        """To the next change, over all three panes, and round."""
        self._end_telling()
        stops = list(self._stops())
        if not stops:
            self.action_news()
            return
        here = self._here()
        self._go_to_news(*next((stop for stop in stops if stop[:2] > here), stops[0]))

    def action_news(self) -> None:
        """Tell in words all that the other changed, and ask whether the marks may go."""
        if self.keyboard.refuses():
            return
        self._end_telling()
        news = self._news
        if not news:
            when = say_when(self._looked_at)
            self.tell(tr("unread.none.since", when=when) if when else tr("unread.none"))
            return
        from ...data.sync.merge_report import came_in
        from ..forms.confirm import Confirm

        conversation = self.session.conversation
        lines = came_in(news.told(), conversation)
        if news.stances:
            from ...data.approval.status import approval_statuses, standing_lines

            fields, notes = self.session.fields, self.session.notes.note_lines()
            lines += standing_lines(approval_statuses(conversation, fields, notes))

        def answered(seen: bool | None) -> None:
            if seen:
                self._seen()

        title = tr("unread.title", when=say_when(self._looked_at), name=self._called())
        form = Confirm(title, "\n".join(lines), yes=tr("unread.seen"), no=tr("unread.keep_marks"))
        self.app.push_screen(form, answered)

    def _seen(self) -> None:
        if self._news is not None:
            self._news.seen()
            self._looked_at = datetime.now().astimezone()
            self._notes.show_news(self._is_new)
            self._mark_rows()
            self.tell(tr("unread.cleared"))

    # Where the changes are

    def _stops(self) -> Iterator[tuple[int, int, str]]:
        """All places to go to: the number of the pane, the place in it, and which row that is."""
        if not self._news:
            return
        marked, conversation = self._news.marked, self.session.conversation
        for place, item in enumerate(conversation.checklist):
            if item.id in marked:
                yield 0, place, item.id
        before = -1
        for line in self._news.lines:
            if line != before + 1 or before < 0:  # of lines that follow each other the first one
                yield 1, line, ""
            before = line
        for place, (_, agreement) in enumerate(conversation.numbered()):
            if agreement.id in marked:
                yield 2, place, agreement.id

    def _here(self) -> tuple[int, int]:
        """Where the user is, as in `_stops`."""
        pane, conversation = self.active_pane, self.session.conversation
        if pane is self._notes:
            return 1, self._notes.body.selection.end[0]
        number = 0 if pane is self._checklist else 2
        agreements = [agreement for _, agreement in conversation.numbered()]
        rows = [row.id for row in (agreements if number else conversation.checklist)]
        key = self._agreements.key if number else self._checklist.key
        return number, rows.index(key) if key in rows else -1

    def _go_to_news(self, pane: int, place: int, row: str) -> None:
        shown = (self._checklist, self._notes, self._agreements)[pane]
        self.action_pane(str(shown.id))
        if shown is self._notes:
            self._notes.body.move_cursor((place, 0))
        elif isinstance(shown, ListPane) and not shown.select(row):
            self._checklist.view = "all"  # an item of the other's alone
            shown.select(row)

    def _rows_of(self, changes: Changes) -> dict[tuple[str, str], _Row]:
        """The rows of the lists that changed, by table and id; others stand in no list."""
        found: dict[tuple[str, str], _Row] = {}
        for table, row_id in changes.rows:
            if table == "item":
                found[table, row_id] = self._checklist, row_id
            elif table == "agreement":
                found[table, row_id] = self._agreements, row_id
            elif table == "progress":
                agreement = self.session.fields.get(field_key(table, row_id, "agreement"), "")
                found[table, row_id] = self._agreements, str(agreement)
        return found

    def _is_watching(self) -> bool:
        """Whether the user sees what happens on the desk."""
        return self.app.screen is self and not self._is_away()

    def _is_away(self) -> bool:
        return time.monotonic() - self._last_key > _AWAY_SECONDS

    # Showing

    def _is_new(self, line: int) -> bool:
        return self._news is not None and self._news.is_new(line)

    def _mark_rows(self) -> None:
        marked = self._news.marked if self._news is not None else frozenset()
        self._checklist.show_news(marked)
        self._agreements.show_news(marked)

    def _tell_news(self) -> None:
        """One quiet line on how much is new, and how to go through it."""
        news = self._news
        if not news:
            return
        agreements = {agreement.id for agreement in self.session.conversation.agreements}
        items = sum(row.table == "item" and row.how != "removed" for row in news.rows)
        counts = {
            "line": len(news.lines),
            "item": items,
            "agreement": len(agreements & news.marked),
        }
        parts = [plural(f"unread.{name}", count) for name, count in counts.items() if count]
        rows_removed = sum(row.how == "removed" and row.table != "progress" for row in news.rows)
        if removed := news.removed_lines + rows_removed:
            parts.append(tr("unread.removed", count=removed))
        if (
            news.stances
            or not parts
            or any(row.table in ("header", "partner") for row in news.rows)
        ):
            parts.append(tr("unread.more"))
        told = {
            "when": say_when(self._looked_at),
            "name": self._called(),
            "what": ", ".join(parts),
            "press": first_key("desk.next_news"),
        }
        forms = ("changed", "changed.press", "changed.short", "changed.key")
        self._hints.show_news(*(tr(f"unread.{form}", **told) for form in forms))
        self._told_until = time.monotonic() + _TOLD_SECONDS

    def _end_telling(self) -> None:
        self._told_until = 0.0
        self._hints.show_news()

    def _called(self) -> str:
        """What to call the other."""
        partner = self.session.conversation.partner(self.session.other)
        return partner.name.split()[0] if partner and partner.name.strip() else tr("unread.other")


def _is_in_view(row: _Row) -> bool:
    pane, row_id = row
    return pane.display and pane.in_view(row_id)
