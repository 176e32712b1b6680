"""The first row of the screen: title, note, clock, state of the share and save status."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from ...data.lazy_dataclass import dataclass, field
from ...data.storage.saving.status import Saving
from ..language import tr
from .bars import bar_pieces
from .roles import Role
from .wrapping import Line, Piece, fit, line_width

_GAP: Piece = ("  ", Role.PLAIN)
_TITLE_ROOM = 20
"""The fewest cells of the title beside a note, so that the conversation is recognisable."""
_DOT = "●"
_SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class ClockFace:
    """The clock: its words, and how much of the planned time is over (None: no bar)."""

    words: str = ""
    share: float | None = None
    is_late: bool = False
    """Whether the last tenth of the planned time has begun."""

    def line(self, cells: int) -> Line:
        """Return the words, behind a bar of so many cells if `cells` is not 0."""
        words: Piece = (self.words, Role.CLOCK_LATE if self.is_late else Role.PLAIN)
        if not self.words:
            return ()
        if self.share is None or not cells:
            return (words,)
        return (*bar_pieces(self.share, cells, Role.BAR), (" ", Role.PLAIN), words)


@dataclass(frozen=True, slots=True)
class HeaderParts:
    """What the header says. Texts that have several forms begin with the longest."""

    titles: Sequence[str] = ("",)
    note: Sequence[str] = ()
    clock: ClockFace = field(default_factory=ClockFace)
    share: Sequence[str] = ()
    share_fails: bool = False
    saving: Saving = Saving.SAVED
    saved_at: str = ""
    """When the last save was, in words; "" for none."""
    facts: Sequence[Line] = ()
    """What there is to know at a glance, in forms."""


def header_line(parts: HeaderParts, width: int) -> Line:
    """Return the line of exactly `width` cells, with a blank at either side.

    The save status always fits, and then the state of the share in its shortest form.
    """
    inner = width - 2
    if inner < 1:
        return ()
    right = [_cut(_status(parts), inner)] if _status(parts) else []
    room = inner - (_with_gap(right[0]) if right else 0)
    share = _share(parts, room)
    if share:
        right.insert(0, share)
        room -= _with_gap(share)
    whole = cell_len(parts.titles[0])
    reserve = min(whole, _TITLE_ROOM) if parts.note or share else 0
    note = _first(parts.note, room - reserve)
    note_line: Line = ((note, Role.NEWS),) if note else ()
    room -= _with_gap(note_line)
    facts = _facts(parts, room)
    room -= _with_gap(facts)
    clock = _clock(parts, room, reserve if note or share else 0)
    room -= _with_gap(clock)
    title = _title(parts.titles, room)
    tail: list[Piece] = []
    for part in (note_line, facts, clock, *right):
        if part:
            tail += [*([_GAP] if tail else []), *part]
    blanks = inner - line_width(tuple(title)) - line_width(tuple(tail))
    edge: Piece = (" ", Role.PLAIN)
    return (edge, *title, (" " * blanks, Role.PLAIN), *tail, edge)


def _facts(parts: HeaderParts, room: int) -> Line:
    """Return the longest form that leaves the shortest title whole, or else the shortest one."""
    beside = cell_len(parts.titles[-1])
    fitting = (form for form in parts.facts if _with_gap(form) + beside <= room)
    shortest = parts.facts[-1] if parts.facts else ()
    return next(fitting, shortest if _with_gap(shortest) <= room else ())


def _clock(parts: HeaderParts, room: int, reserve: int) -> Line:
    """Return the clock with the longest bar that leaves the title whole; without one, or none."""
    shortest = cell_len(parts.titles[-1] if len(parts.titles) > 1 else parts.titles[0])
    for cells, beside in ((20, cell_len(parts.titles[0])), (8, shortest), (0, reserve)):
        line = parts.clock.line(cells)
        if _with_gap(line) + beside <= room:
            return line
    return ()


def _status(parts: HeaderParts) -> Line:
    match parts.saving:
        case Saving.READ_ONLY:
            return ((f" {tr('pane.read_only')} ", Role.READ_ONLY),)
        case Saving.FAILED:
            return ((f" {tr('pane.unsaved')} ", Role.ALARM),)
        case Saving.SAVED | Saving.DIRTY:  # an edit in a journal is safe
            if not parts.saved_at:
                return ()
            return ((f"{_DOT} ", Role.SAVED), (tr("pane.saved", time=parts.saved_at), Role.DIM))


def _share(parts: HeaderParts, room: int) -> Line:
    """Return the longest form with which title, note and clock fit, or else the shortest."""
    beside = min(cell_len(parts.titles[0]), _TITLE_ROOM)
    for part in (parts.clock.words, *parts.note[-1:]):
        beside += cell_len(part) + (len(_GAP[0]) if part else 0)
    form = _first(parts.share, room - beside) or _first(parts.share[-1:], room)
    return ((form, Role.DISCONNECTED if parts.share_fails else Role.SHARED),) if form else ()


def _title(forms: Sequence[str], room: int) -> list[Piece]:
    """Return the first form that fits, or the last one cut: a name, and the rest dim."""
    text = next((form for form in forms if cell_len(form) <= room), forms[-1])
    name, separator, rest = fit(text, room).partition(_SEPARATOR)
    return [(name, Role.BOLD), *([(f"{separator}{rest}", Role.DIM)] if separator else [])]


def _first(forms: Sequence[str], room: int) -> str:
    return next((form for form in forms if cell_len(form) + len(_GAP[0]) <= room), "")


def _with_gap(line: Line) -> int:
    return line_width(line) + len(_GAP[0]) if line else 0


def _cut(line: Line, width: int) -> Line:
    """Return a line in at most `width` cells."""
    if line_width(line) <= width:
        return line
    *_, (text, role) = line
    return ((fit(text.strip(), width), role),)
