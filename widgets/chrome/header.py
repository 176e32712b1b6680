"""The first row of the screen: title, state of the share, clock and save status."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from ...data.storage.saving.status import Saving
from ...data.text.sanitize import clean_line
from ..language import tr
from ..primitives.line_widget import LineWidget
from ..primitives.wrapping import Line, fit

_GAP = "  "
_TITLE_ROOM = 20
"""The fewest cells of the title beside a note, so that the conversation is recognisable."""


class Header(LineWidget):
    """Title at the left; state of the share, clock and save status at the right.

    The save status always fits, and then the state of the share in its shortest form.
    """

    def __init__(self) -> None:
        super().__init__()
        self._titles: Sequence[str] = ("",)
        self._clock = ""
        self._note: Sequence[str] = ()
        self._share: Sequence[str] = ()
        self._share_fails = False
        self._save_status = ""
        self._alarm = False

    def show_title(self, *forms: str) -> None:
        """Show a title at the left: the first of `forms` that fits, or the last one cut."""
        self._titles = tuple(map(clean_line, forms))
        self.lay_out()

    def show_clock(self, clock: str) -> None:
        """Show the clock before the save status, such as `00:12 / 01:00`; "" for none."""
        self._clock = clock
        self.lay_out()

    def show_note(self, forms: Sequence[str]) -> None:
        """Show a note before the clock: the first of `forms` that fits; none if empty."""
        self._note = tuple(clean_line(form) for form in forms)
        self.lay_out()

    def show_share(self, forms: Sequence[str], *, fails: bool) -> None:
        """Show the state of the share: a form that fits, the longest first; none if empty.

        `fails` says that the connection does not live.
        """
        share = tuple(clean_line(form) for form in forms)
        if (share, fails) != (self._share, self._share_fails):
            self._share, self._share_fails = share, fails
            self.lay_out()

    def show_save_status(self, state: Saving, time: str = "") -> None:
        """Show whether edits are safe, and the `time` of the last save; "" for none."""
        match state:
            case Saving.READ_ONLY:
                self._save_status = tr("pane.read_only")
            case Saving.FAILED:
                self._save_status = tr("pane.unsaved")
            case Saving.SAVED | Saving.DIRTY:  # an edit in a journal is safe
                self._save_status = tr("pane.saved", time=time) if time else ""
        self._alarm = state is Saving.FAILED
        self.lay_out()

    def lay_out(self) -> None:
        """Lay out the text again."""
        width = self.size.width - 2  # a blank at either side
        if width < 1:
            return
        status = fit(self._save_status, width)
        room = max(0, width - cell_len(status) - (len(_GAP) if status else 0))
        share = self._share_that_fits(room)
        room -= cell_len(share) + (len(_GAP) if share else 0)
        title_room = min(cell_len(self._titles[0]), _TITLE_ROOM) if self._note or share else 0
        note = self._first_that_fits(self._note, room - title_room)
        room -= cell_len(note) + (len(_GAP) if note else 0)
        clock = self._first_that_fits([self._clock], room - (title_room if note or share else 0))
        room -= cell_len(clock) + (len(_GAP) if clock else 0)
        title = next((form for form in self._titles if cell_len(form) <= room), self._titles[-1])
        title = fit(title, room)
        blanks = " " * max(0, room - cell_len(title))
        line: Line = ((" ", ""), (title, "bold"), (blanks, ""))
        if note:
            line += ((_GAP, ""), (note, ""))
        if clock:
            line += ((_GAP, ""), (clock, ""))
        if share:
            line += ((_GAP, ""), (share, "bold" if self._share_fails else ""))
        if status:
            gap = _GAP if room or clock or note or share else " " * (width - cell_len(status))
            line += ((gap, ""), (status, "alarm" if self._alarm else ""))
        self.set_lines([line])

    def _share_that_fits(self, room: int) -> str:
        """Return the longest form with which title, note and clock fit, or else the shortest."""
        beside = min(cell_len(self._titles[0]), _TITLE_ROOM)
        for part in (self._clock, *self._note[-1:]):
            beside += cell_len(part) + (len(_GAP) if part else 0)
        form = self._first_that_fits(self._share, room - beside)
        return form or self._first_that_fits(self._share[-1:], room)

    @staticmethod
    def _first_that_fits(forms: Sequence[str], room: int) -> str:
        return next((form for form in forms if cell_len(form) + len(_GAP) <= room), "")
