"""An app that holds the widgets under test, records their messages, and reads the screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId
from afspraak.data.model.changes import Changes
from afspraak.data.model.conversation import Agreement, ChecklistItem, Conversation, Header, Partner
from afspraak.data.model.edits import Write
from afspraak.data.model.fractional_index import evenly_spaced_keys
from afspraak.data.model.notes import Notes
from afspraak.data.text.splice import Splice
from afspraak.widgets.messages import (
    AgreementFormRequested,
    AnswerFormRequested,
    EditRequested,
    FindRequested,
    ItemFormRequested,
    NoteRequested,
    PasteTruncated,
    RedoRequested,
    SearchBarClosed,
    SearchRequested,
    UndoRequested,
)
from afspraak.widgets.notes.pane import NotesPane

JAN = Partner(MANAGER, "Jan Bakker", "manager")
ANNA = Partner(EMPLOYEE, "Anna de Vries", "employee")
PARTNERS = (JAN, ANNA)
TODAY = date(2026, 12, 3)


class Holder(App[None]):
    """Shows the widgets one below the other; collects every message in `told`."""

    CSS = "Screen { layout: vertical; }"

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self._widgets = widgets
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self._widgets

    @on(EditRequested)
    @on(ItemFormRequested)
    @on(AnswerFormRequested)
    @on(AgreementFormRequested)
    @on(NoteRequested)
    @on(UndoRequested)
    @on(RedoRequested)
    @on(SearchRequested)
    @on(FindRequested)
    @on(SearchBarClosed)
    @on(PasteTruncated)
    def hear(self, message: Message) -> None:
        self.told.append(message)


class Writing(Holder):
    """Holds a `NotesPane` and applies its edits to notes, like a session."""

    def __init__(self, *runs: tuple[str, PartnerId], now: datetime | None = None) -> None:
        self.pane = NotesPane(self._write)
        if now is not None:
            self.pane = NotesPane(self._write, now=lambda: now)
        super().__init__(self.pane)
        self.notes = Notes(runs)
        self.writes: list[Write] = []

    def on_mount(self) -> None:
        self.pane.show(conversation(), MANAGER)
        self.pane.load(self.notes)
        self.pane.focus()

    def _write(self, write: Write) -> None:
        self.writes.append(write)
        self.change(Splice(write.start, write.deleted, write.text, MANAGER), written=True)

    def change(self, *splices: Splice, written: bool = False, follow: bool = False) -> None:
        for splice in splices:
            self.notes.splice(splice)
        self.pane.apply(Changes(splices, written=written), self.notes, follow=follow)


def strips(app: App[Any]) -> list[Strip]:
    """The drawn rows of the screen, from the top."""
    return app.screen._compositor.render_strips()


def screen_lines(app: App[Any]) -> list[str]:
    """The visible lines without trailing spaces."""
    return [strip.text.rstrip() for strip in strips(app)]


def screen_text(app: App[Any]) -> str:
    """The visible text."""
    return "\n".join(screen_lines(app))


def styles_at(app: App[None], words: str) -> list[str]:
    """The styles of the first segment with these words."""
    for strip in strips(app):
        for segment in strip:
            if words in segment.text and segment.style is not None:
                style = segment.style
                names = ("bold", "dim", "reverse", "strike")
                return [name for name in names if getattr(style, name)]
    raise AssertionError(f"{words!r} is not on the screen")


def items(*rows: tuple[str, str, str]) -> tuple[ChecklistItem, ...]:
    """Checklist items from (section, text, belongs); their id is their text."""
    return tuple(
        ChecklistItem(text, section, text, belongs=belongs, order=order)  # type: ignore[arg-type]
        for (section, text, belongs), order in zip(rows, evenly_spaced_keys(len(rows)), strict=True)
    )


def conversation(
    checklist: tuple[ChecklistItem, ...] = (), agreements: tuple[Agreement, ...] = ()
) -> Conversation:
    """A conversation between Jan and Anna."""
    return Conversation(Header(next_on=date(2027, 6, 1)), (JAN, ANNA), checklist, (), agreements)


def marked(app: App[None]) -> dict[tuple[int, int], str]:
    """The drawn remote carets: (x, y) -> text."""
    found = {}
    for y, strip in enumerate(strips(app)):
        x = 0
        for segment in strip:
            if segment.style and segment.style.reverse and segment.style.underline:
                found[x, y] = segment.text
            x += cell_len(segment.text)
    return found


def row_with(app: App[Any], words: str) -> int:
    """The number of the row with these words; fails if they are not on the screen."""
    rows = screen_lines(app)
    found = [number for number, row in enumerate(rows) if words in row]
    assert found, "\n".join(rows)
    return found[0]
