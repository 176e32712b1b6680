"""A meeting of one hour, typed without its pauses: bytes, processor seconds and energy."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ...support.terminal.terminal import key, sequence
from ..bench import Bench, visible
from ..figures import Measure
from ..program import Program, Stuck
from ..script import keys, topics
from ..subjects import AFSPRAAK, BARE, VIM, Subject
from .typing import go_to_text

GROUP = "A meeting of one hour"
BYTES, CPU, JOULES = "bytes", "processor seconds", "joules of the whole machine"
DIRECT, TMUX = "direct", "in tmux"
NOTES, FORMS, TICKS, PANES, SEARCH, CLOCK, ALL = (
    "notes", "agreements by form", "ticks", "panes", "search", "clock and silence", "all",
)  # fmt: skip
PARTS = (NOTES, FORMS, TICKS, PANES, SEARCH, CLOCK)
_KILOBYTES = 2
"""What the notes contain at the beginning: the preparation."""
_HOUR = 3_600.0
_PRESSED = 0.05
"""Seconds after which a key that shows nothing counts as visible."""
_SETTLED = 8.0
"""Seconds after the last key until everything is saved and every transient message is gone."""
_ENERGY = Path("/sys/class/powercap")
_TAB, _DOWN, _ENTER, _ESCAPE = b"\t", b"\x1b[B", b"\r", b"\x1b"
_FORM = "( ) development"
"""Visible as soon as the form of an agreement is."""


def case(part: str, through: str, screen: tuple[int, int]) -> str:
    """The description of a case."""
    return f"{part}, {through}, {screen[0]}x{screen[1]}"


def once(bench: Bench, number: int) -> None:
    """Hold the meeting in every program, once in a run: the bytes are the same each time."""
    if number:
        return
    for screen in bench.screens:
        for through in (DIRECT, TMUX):
            if through == TMUX and shutil.which("tmux") is None:
                continue
            for subject in bench.subjects:
                if subject.name in {AFSPRAAK, BARE, VIM}:
                    told = f"{through}, {screen[0]}x{screen[1]}"
                    with bench.tried(f"a meeting in {subject.name}: {told}"):
                        _hold(bench, subject, through, screen)


@dataclass
class _Meeting:
    """A program in a meeting, and what each part of it cost so far."""

    program: Program
    spent: dict[str, Counter[str]] = field(default_factory=dict)

    def press(self, part: str, pressed: Iterable[bytes]) -> None:
        """Press keys, each as soon as the one before is visible, and wait for silence."""
        with self.counted(part):
            for data in pressed:
                before = self.program.received
                self.program.send(data)
                self.until(partial(self._sent_more, before), _PRESSED)
            self.program.quiet()

    def _sent_more(self, before: int) -> bool:
        return self.program.received > before

    def until(self, seen: Callable[[], bool], patience: float) -> None:
        """Wait until something is visible; some keys show nothing."""
        try:
            self.program.until(seen, patience)
        except Stuck:
            if self.program.process.poll() is not None:
                raise

    @contextmanager
    def counted(self, part: str, times: float = 1.0) -> Iterator[None]:
        """Count what happens meanwhile for a part, so many times."""
        program = self.program
        before = program.received, program.cpu_seconds(), _joules()
        yield
        after = program.received, program.cpu_seconds(), _joules()
        spent = self.spent.setdefault(part, Counter())
        for name, one, other in zip((BYTES, CPU, JOULES), before, after, strict=True):
            spent[name] += (other - one) * times  # type: ignore[assignment]


def _hold(bench: Bench, subject: Subject, through: str, screen: tuple[int, int]) -> None:
    with _terminal(bench, through) as command:
        place = bench.document(_KILOBYTES).end
        with bench.start(subject, _KILOBYTES, screen, place, through=command) as program:
            go_to_text(program, subject, "end")
            meeting = _Meeting(program)
            _talk(meeting, subject, bench.quick)
            if not bench.quick:
                program.quiet(_SETTLED)
                with meeting.counted(CLOCK, _HOUR / bench.idle_seconds):
                    program.listen(bench.idle_seconds)
            _add(bench, meeting, subject, through, screen)


def _talk(meeting: _Meeting, subject: Subject, quick: bool) -> None:
    """All that is done in the hour: after each topic the rest, where the program has it."""
    is_ours = subject.name == AFSPRAAK
    for number, topic in enumerate(topics(quick)):
        meeting.press(NOTES, keys(topic, continues_lists=is_ours))
        if not is_ours:
            continue
        meeting.press(NOTES, [sequence(key("desk.switch_writer")).encode()])
        doing = _DOINGS.get(number)
        if doing is not None:
            doing(meeting)


def _agree_from_notes(meeting: _Meeting) -> None:
    """Write two agreements in the notes, and make them agreements of the conversation."""
    for what in (b"We get a second pair of hands on support", b"The planning of May is redone"):
        meeting.press(NOTES, [_ENTER, *_letters(what)])
        _agree(meeting, sequence(key("notes.agree")).encode(), b"")


def _agree_in_list(meeting: _Meeting) -> None:
    """Begin four agreements in their pane."""
    meeting.press(PANES, [sequence("f4").encode()])
    for what in (b"Course in writing", b"Present the results", b"Read on", b"A day at the desk"):
        _agree(meeting, sequence(key("list.add")).encode(), what)
    meeting.press(PANES, [sequence("f3").encode()])


def _agree(meeting: _Meeting, opens: bytes, what: bytes) -> None:
    """Fill what, who and when of an agreement in its form, and keep it."""
    program = meeting.program
    with meeting.counted(FORMS):
        program.send(opens)
        program.until(lambda: visible(program, (_FORM,)))
        program.quiet()
    past_kind, past_measure = [_TAB, _TAB], [_TAB, _TAB]
    fields = [*_letters(what), *past_kind, *_letters(b"Anna"), *past_measure]
    meeting.press(FORMS, [*fields, *_letters(b"in 3 weeks")])
    with meeting.counted(FORMS):
        program.send(sequence(key("form.accept")).encode())
        program.until(lambda: not visible(program, (_FORM,)))
        program.quiet()


def _tick(meeting: _Meeting) -> None:
    """Tick ten items of the checklist."""
    meeting.press(PANES, [sequence("f2").encode()])
    for _ in range(10):
        meeting.press(TICKS, [sequence("space").encode()])
        meeting.press(TICKS, [_DOWN])
    meeting.press(PANES, [sequence("f3").encode()])


def _find(meeting: _Meeting) -> None:
    """Find a word, and go back to the end of the notes."""
    find = sequence(key("desk.search")).encode()
    meeting.press(SEARCH, [find, *_letters(b"course"), _ENTER])
    meeting.press(SEARCH, [_ESCAPE])
    meeting.program.quiet(0.5)
    meeting.press(SEARCH, [sequence("f3").encode(), sequence(key("notes.last")).encode()])


_DOINGS: dict[int, Callable[[_Meeting], None]] = {
    1: _tick, 3: _agree_from_notes, 4: _find, 6: _agree_in_list, 8: _tick, 9: _find,
    10: _agree_from_notes,
}  # fmt: skip
"""What is done after a topic, by its number."""


def _letters(text: bytes) -> Sequence[bytes]:
    return [text[at : at + 1] for at in range(len(text))]


def _add(
    bench: Bench, meeting: _Meeting, subject: Subject, through: str, screen: tuple[int, int]
) -> None:
    total: Counter[str] = Counter()
    for spent in meeting.spent.values():
        total.update(spent)
    parts = {**meeting.spent, ALL: total} if subject.name == AFSPRAAK else meeting.spent
    for part in (*PARTS, ALL):
        for name, unit in ((BYTES, "B"), (CPU, "s"), (JOULES, "J")):
            # Inside tmux the measured process is tmux, not the program.
            counts = name == BYTES or (through == DIRECT and (name == CPU or _has_energy()))
            if part in parts and counts:
                measure = Measure(GROUP, name, unit, case(part, through, screen))
                bench.figures.add(measure, subject.name, parts[part][name])


@contextmanager
def _terminal(bench: Bench, through: str) -> Iterator[Sequence[str]]:
    """Yield the command that runs a program: nothing, or a tmux without its status line."""
    if through == DIRECT:
        yield ()
        return
    socket = bench.folder / "tmux"
    settings = bench.folder / "tmux.conf"
    settings.write_text(
        "set -g status off\nset -g default-terminal tmux-256color\nset -s escape-time 10\n",
        encoding="ascii",
    )
    tmux = ["tmux", "-S", str(socket), "-f", str(settings)]
    try:
        yield [*tmux, "-u", "new-session"]
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


def _energy() -> list[Path]:
    """The counters of the processor packages, in microjoules; readable by root alone."""
    counters = _ENERGY.glob("intel-rapl:?/energy_uj") if _ENERGY.is_dir() else ()
    return [counter for counter in counters if _microjoules(counter) is not None]


def _microjoules(counter: Path) -> int | None:
    try:
        return int(counter.read_text("ascii"))
    except (OSError, ValueError):
        return None


def _has_energy() -> bool:
    return bool(_energy())


def _joules() -> float:
    return sum(_microjoules(counter) or 0 for counter in _energy()) / 1e6
