"""The year of the team: a row for each person, a sign for each talk, and a line for today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rich.cells import cell_len

from ....data.i18n.relative_days import relative_day
from ....data.lazy_dataclass import dataclass
from ....data.model.conversation import CONVERSATION_KINDS
from ....data.notebook.agenda.agenda import WEEK, Agenda, Section, Talk, person_of
from ...language import tr
from ..roles import Role
from ..timeline import BLANK, TODAY
from ..title_rule import Title
from ..wrapping import Line, Piece, fit
from .words import kind_letter, kind_name, name_of, talk_role

HELD, PLANNED, LATE, UNDATED = "●", "○", "!", "?"
_BEFORE = 5
"""The months before that of today; `_MONTHS` are shown."""
_MONTHS = 12
_AT = 22
"""The first column of the track."""
_NAME = 19
_LATER = timedelta(days=152)
"""How long after a talk the next one is expected that has no date."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A talk in the year."""

    day: date
    sign: str
    letter: str
    words: str = ""
    role: Role = Role.PLAIN


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the year."""

    key: str
    name: str
    marks: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """The rows by name, and the letters of the kinds with their names."""

    people: Sequence[Person] = ()
    letters: Sequence[tuple[str, str]] = ()


def year_of(agenda: Agenda, today: date) -> Year:
    """Return the year around today."""
    people: dict[str, tuple[str, list[Mark]]] = {}
    letters: dict[str, str] = {}
    begins, ends = _month(today, -_BEFORE), _month(today, _MONTHS - _BEFORE)
    for talk in agenda.talks:
        key = person_of(talk.summary)
        if not key or talk.section is Section.CLOSED:
            continue
        _, marks = people.setdefault(key, (name_of(talk.summary), []))
        for mark in _marks(talk, today):
            if begins <= mark.day < ends:
                marks.append(mark)
        letters.setdefault(
            kind_letter(talk.summary.kind, kind_name(talk.summary)), kind_name(talk.summary)
        )
    rows = [Person(key, name, tuple(marks)) for key, (name, marks) in people.items()]
    order = {tr(f"notebook.letter.{kind}"): at for at, kind in enumerate(CONVERSATION_KINDS)}
    return Year(
        sorted(rows, key=lambda row: row.name.casefold()),
        sorted(letters.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[1])),
    )


def _marks(talk: Talk, today: date) -> Iterable[Mark]:
    """Yield the mark of a talk, and that of the one that is to follow it."""
    summary = talk.summary
    letter = kind_letter(summary.kind, kind_name(summary))
    if talk.section is not Section.HELD:
        if summary.date is None:
            yield Mark(today, UNDATED, letter, tr("notebook.undated"), Role.MISSING)
        else:
            yield _planned(talk, summary.date, letter, today)
        return
    if summary.date is None:
        return
    yield Mark(summary.date, HELD, letter, "", Role.ALL_DONE)
    following = _following(summary.kind)
    if talk.lacks_day:
        day = max(summary.date + _LATER, today)
        yield Mark(day, UNDATED, following, tr("notebook.undated"), Role.MISSING)
    elif talk.next_day is not None:
        yield _planned(talk, talk.next_day, following, today)


def _planned(talk: Talk, day: date, letter: str, today: date) -> Mark:
    near = (day - today).days <= WEEK
    words = tr(relative_day(day, today)) if near else ""
    return Mark(day, LATE if day < today else PLANNED, letter, words, talk_role(talk, today))


def _following(kind: str) -> str:
    """Return the letter of the kind that follows in the round of the year."""
    if kind not in CONVERSATION_KINDS:
        return ""
    number = CONVERSATION_KINDS.index(kind) + 1
    return tr(f"notebook.letter.{CONVERSATION_KINDS[number % len(CONVERSATION_KINDS)]}")


def year_title(year: Year, width: int) -> Title:
    """Return the title of the year, with what its signs mean as far as there is room."""
    signs: list[Piece] = []
    room = width - cell_len(tr("notebook.year")) - 12
    meanings: list[Piece] = [
        (f"{HELD} {tr('notebook.sign.held')}", Role.COUNT),
        (f"{PLANNED} {tr('notebook.sign.planned')}", Role.COUNT),
        (f"{LATE} {tr('notebook.sign.late')}", Role.LATE_DATE),
    ]
    needed = sum(cell_len(text) + 2 for text, _ in meanings)
    for letter, name in year.letters:
        text = f"{letter} {fit(name, 12)}"
        if needed + cell_len(text) + 2 > room:
            break
        needed += cell_len(text) + 2
        signs += [(text, Role.COUNT), ("  ", Role.PLAIN)]
    for meaning in meanings:
        signs += [meaning, ("  ", Role.PLAIN)]
    return Title((tr("notebook.year"),), (tuple(signs[:-1]),))


def year_lines(
    year: Year, first: int, height: int, selected: str, today: date, width: int
) -> list[Line]:
    """Return the months, and `height` rows from person number `first` on."""
    lines = [_months(today, width)]
    lines += [
        _row(person, today, width, bold=person.key == selected)
        for person in year.people[first : first + height]
    ]
    return lines


def first_shown(year: Year, selected: str, before: int, height: int) -> int:
    """Return the number of the first row: `before`, or what brings the selected one into view."""
    last = max(0, len(year.people) - height)
    at = next((n for n, person in enumerate(year.people) if person.key == selected), before)
    return min(last, max(min(before, at), at - height + 1))


def _step(width: int) -> int:
    """Return the cells of a month."""
    return max(1, (width - _AT - 2) // _MONTHS)


def _months(today: date, width: int) -> Line:
    names = tr("dates.months.short").split()
    line: list[Piece] = [(" " * _AT, Role.PLAIN)]
    for number in range(_MONTHS):
        name = names[(today.month - 1 - _BEFORE + number) % _MONTHS]
        role = Role.TODAY if number == _BEFORE else Role.DIM
        line.append((name.ljust(_step(width)), role))
    return tuple(line)


def _row(person: Person, today: date, width: int, *, bold: bool) -> Line:
    length = _MONTHS * _step(width)
    cells: list[Piece] = [(BLANK, Role.DIM)] * length
    now = _column(today, today, width)
    cells[now] = (TODAY, Role.ACCENT)
    taken: set[int] = set()
    rank = {LATE: 0, PLANNED: 1, UNDATED: 2, HELD: 3}
    for mark in sorted(person.marks, key=lambda mark: (rank[mark.sign], abs(mark.day - today))):
        at = _column(mark.day, today, width)
        if mark.day > today or mark.sign == UNDATED:
            at = max(at, now + 1)
        elif mark.day < today:
            at = max(0, min(at, now - 2))
        sign = f"{mark.sign}{mark.letter}"
        for text in (f"{sign} {mark.words}" if mark.words else sign, sign):
            begins = min(at, length - len(text))
            span = range(begins, begins + len(text))
            crosses = mark.day < today and text != sign and mark.sign == HELD
            if not crosses and taken.isdisjoint(span):
                taken.update(span)
                for column, letter in zip(span, text, strict=True):
                    cells[column] = (letter, mark.role)
                break
    name = fit(person.name, _NAME)
    return (
        (" ", Role.PLAIN),
        (name, Role.BOLD if bold else Role.PLAIN),
        (" " * (_AT - 1 - cell_len(name)), Role.PLAIN),
        *_runs(cells),
    )


def _runs(cells: Sequence[Piece]) -> list[Piece]:
    """Return neighbouring cells with the same role as one piece."""
    runs: list[Piece] = []
    for text, role in cells:
        if runs and runs[-1][1] == role:
            runs[-1] = (runs[-1][0] + text, role)
        else:
            runs.append((text, role))
    return runs


def _column(day: date, today: date, width: int) -> int:
    """Return the column of a day in the track; days outside are clamped."""
    months = (day.year - today.year) * 12 + day.month - today.month + _BEFORE
    step = _step(width)
    column = months * step + (day.day - 1) * step // 31
    return min(_MONTHS * step - 1, max(0, column))


def _month(day: date, months: int) -> date:
    """Return the first day of the month that is so many months after that of `day`."""
    number = day.year * 12 + day.month - 1 + months
    return date(min(9999, max(1, number // 12)), number % 12 + 1, 1)
