"""Where both stand, what is still missing, and what a stance holds for: in the lines there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len

from ....data.approval.status import ApprovalStatus, describe_changes, format_moment
from ....data.ids import PartnerId
from ....data.model.agreement_label import number_in
from ....data.text.sanitize import clean_line
from ...language import spoken, tr
from ..desk.detail import Paragraph
from ..roles import Role
from ..wrapping import Line, Piece, fit, wrap_pieces

_GROUP, _GROUPS = 4, 3
"""The digits of a group of a digest, and how many groups are shown."""
_FEW_GAPS = 4
"""As many lines of gaps go before the words on the digest."""
_SIGN = {"agreed": "●", "seen": "●", "disagreed": "!"}
_ROLE = {"agreed": Role.ALL_DONE, "seen": Role.PLAIN, "disagreed": Role.MISSING}
_BLANK: Line = ((" ", Role.PLAIN),)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a partner sees beside the choice of a stance."""

    writer: PartnerId
    statuses: Sequence[ApprovalStatus] = ()
    missing: Sequence[str] = ()
    """The gaps, in words."""
    note: str = ""
    """A warning, for example that a stance entered here is not the partner's own."""
    digest: str = ""
    """The digest of the content that a stance would be about."""

    def lines(self, width: int, height: int, today: date) -> list[Line]:
        """Return at most `height` lines of at most `width` cells.

        The statuses and the note stay longest, then as many gaps as fit, then the digest.
        """
        first = self._first(width, today)
        for digest in self._digests(width):
            room = height - len(first) - len(digest)
            wanted = 1 + min(_FEW_GAPS, len(self.missing) + 1)
            if room >= wanted + (2 if digest else 0):
                break
        gaps = self._gaps(width, room - (2 if digest else 0))
        return _spaced((first, gaps, digest), height)

    def least_rows(self, width: int, today: date) -> int:
        """Return the height for both statuses, the note and one line of what is missing."""
        return len(self._first(width, today)) + 1

    def _first(self, width: int, today: date) -> list[Line]:
        lines = [line for row in self._statuses(width, today) for line in row.lines(width)]
        return lines + (wrap_pieces([(self.note, Role.NEWS)], width) if self.note else [])

    def _statuses(self, width: int, today: date) -> Iterator[Paragraph]:
        names = self._names(width)
        column = max(map(cell_len, names), default=0) + 2
        for number, (name, status) in enumerate(zip(names, self.statuses, strict=True)):
            role = Role.PLAIN if status.partner.id == self.writer else Role.OTHER
            blanks = " " * (column - cell_len(name))
            mark: Line = ((name, role), (blanks, Role.PLAIN))
            earlier = self.statuses[:number]
            again = any(status.changed == other.changed for other in earlier)
            *told, (last, style) = _status(status, today, again=again)
            yield Paragraph([*((f"{text},", role) for text, role in told), (last, style)], mark)

    def _names(self, width: int) -> list[str]:
        """Return the names whole, or else the first ones where these differ."""
        whole = [clean_line(each.partner.name or each.role_in(spoken())) for each in self.statuses]
        first = [name.split(" ")[0] for name in whole]
        is_long = max(map(cell_len, whole), default=0) > width // 3
        names = first if is_long and len(set(first)) == len(first) else whole
        return [fit(name, max(6, width * 2 // 5)) for name in names]

    def _gaps(self, width: int, room: int) -> list[Line]:
        """Return what is missing in `room` lines: whole, else one line each, else the first."""
        if not self.missing:
            return wrap_pieces([(tr("approval.form.complete"), Role.DIM)], width)[: max(0, room)]
        anyway = wrap_pieces([(tr("approval.form.anyway"), Role.HINT)], width)
        head: Line = ((tr("approval.form.missing"), Role.MISSING),)
        gaps = [_gap(gap) for gap in self.missing]
        whole = [line for pieces in gaps for line in wrap_pieces(pieces, width)]
        short = [_cut(pieces, width) for pieces in gaps]
        for lines in ([head, *whole, *anyway], [head, *short, *anyway], [head, *short]):
            if len(lines) <= room:
                return lines
        if room < 2:
            more = tr("approval.form.missing_count", count=len(short))
            return [((fit(more, width), Role.MISSING),)]
        left = len(short) - (room - 2)
        more = tr("approval.form.missing_more", count=left)
        return [head, *short[: room - 2], ((fit(more, width), Role.DIM),)]

    def _digests(self, width: int) -> list[list[Line]]:
        """Return the forms of the words on the digest, the longest first."""
        if not self.digest:
            return [[]]
        groups = [
            self.digest[begin : begin + _GROUP] for begin in range(0, _GROUP * _GROUPS, _GROUP)
        ]
        holds = wrap_pieces([(tr("approval.form.holds"), Role.DIM)], width)
        digest: Line = ((" ".join(groups), Role.ACCENT), (" …", Role.DIM))
        later = wrap_pieces([(tr("approval.form.later"), Role.DIM)], width)
        return [[*holds, digest, *later], [*holds, digest], []]


def _status(status: ApprovalStatus, today: date, *, again: bool) -> Iterator[Piece]:
    """Yield a partner's stance with its time, and what became of it."""
    words, approval = spoken(), status.approval
    if approval is None:
        yield tr("approval.standing.none"), Role.DIM
        return
    time = format_moment(words, approval.at, today, omit_today=True)
    role = _ROLE[approval.stance] if status.is_valid else Role.DIM
    stance = tr(f"approval.standing.{approval.stance}")
    yield f"{_SIGN[approval.stance]} {stance} {time}".rstrip(), role
    if status.entered_for:
        login = clean_line(status.entered_for)
        yield tr("approval.standing.entered", login=login), Role.MISSING
    if status.changed and again:
        yield tr("approval.standing.void_too"), Role.MISSING
    elif status.changed:
        what = describe_changes(status.changed, full=True)
        yield tr("approval.standing.void", what=what), Role.MISSING


def _gap(text: str) -> list[Piece]:
    """Return a gap with the label of its agreement in a role of its own."""
    text = clean_line(text)
    label, colon, rest = text.partition(":")
    if colon and number_in(text):
        return [(label, Role.BOLD), (rest.strip(), Role.PLAIN)]
    return [(text, Role.PLAIN)]


def _cut(pieces: Sequence[Piece], width: int) -> Line:
    """Return pieces in one line, with blanks between them; the last is cut."""
    *first, (text, role) = pieces
    head = [(f"{words} ", style) for words, style in first]
    used = sum(cell_len(words) for words, _ in head)
    return (*head, (fit(text, width - used), role))


def _spaced(blocks: Sequence[Sequence[Line]], height: int) -> list[Line]:
    """Return the blocks below each other, with an empty line between them while there is room."""
    shown = [block for block in blocks if block]
    blanks = max(0, height - sum(map(len, shown)))
    lines: list[Line] = []
    for number, block in enumerate(shown):
        if number and number <= blanks:
            lines.append(_BLANK)
        lines += block
    return lines[: max(0, height)]
