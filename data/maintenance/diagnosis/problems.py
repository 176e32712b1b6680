"""What is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...i18n.catalogue import Message
from ...settings.settings import Settings
from ...system.hooks.hook_file import NAMES, HookRefused, has_hook, hook_program
from ...system.paths import home_relative, shell_words
from ...text.sanitize import clean_line
from .counts import Counts
from .libraries import Library
from .places import Place
from .terminal import Terminal

LEAST_FREE = 10_000_000
"""Bytes below which the disk counts as full: a save writes a file anew beside the one before."""

_FOLDERS = ("notebook", "hooks", "state", "cache", "shared")
_OTHERS = 0o077


class Problem(NamedTuple):
    """One thing that is wrong; `id` names it for programs, and the message what to do."""

    id: str
    message: Message


def find_problems(
    places: Sequence[Place],
    counts: Counts,
    libraries: Iterable[Library],
    terminal: Terminal,
    settings: Settings,
    *,
    draws: bool,
) -> list[Problem]:
    """Return what is wrong, the worst first; `draws` is whether the screens can be drawn."""
    missing = {library.extra: library.command for library in libraries if library.command}
    return [
        *_of_places(places),
        *_of_notebook(counts, missing),
        *_of_settings(settings, missing),
        *_of_terminal(terminal, draws=draws),
    ]


def _of_places(places: Sequence[Place]) -> Iterator[Problem]:
    full = False
    for place in places:
        yield from _of_place(place)
        if 0 <= place.free < LEAST_FREE and not full:
            full = True  # most of them are on one disk
            yield _problem("full", place, free=place.free // 1_000_000)


def _of_place(place: Place) -> Iterator[Problem]:
    is_folder = place.name in _FOLDERS
    if place.kind == "unknown":
        yield _problem("unknown", place)
    elif place.kind not in ("absent", "folder" if is_folder else "file"):
        yield _problem("not_folder" if is_folder else "not_file", place)
    elif not place.readable and place.kind != "absent":
        yield _problem("other_user" if not place.own else "unreadable", place)
    elif not place.writable and is_folder and place.name != "hooks":
        if place.kind == "absent":
            yield _problem("cannot_make", place)
        else:
            own = place.own or place.name == "shared"
            yield _problem("unwritable" if own else "other_user", place)
    if place.name == "notebook" and place.kind == "folder" and int(place.mode, 8) & _OTHERS:
        yield _problem("others", place)


def _of_notebook(counts: Counts, missing: dict[str, str]) -> Iterator[Problem]:
    if counts.damaged:
        yield Problem("damaged", Message.counted("diagnose.problem.damaged", counts.damaged))
    if counts.locked and "lock" in missing:
        yield Problem("lock", Message("lock.not_installed", command=missing["lock"]))


def _of_settings(settings: Settings, missing: dict[str, str]) -> Iterator[Problem]:
    if settings.faults:
        faults = len(settings.faults)
        path = clean_line(home_relative(settings.path))
        yield Problem("settings", Message.counted("diagnose.problem.settings", faults, path=path))
    for name in filter(has_hook, NAMES):
        try:
            hook_program(name)
        except HookRefused as refused:
            yield Problem(f"hooks.{name}", refused.message)
    if settings.sharing_url and "postgres" in missing:
        message = Message("sharing.database.not_installed", command=missing["postgres"])
        yield Problem("postgres", message)


def _of_terminal(terminal: Terminal, *, draws: bool) -> Iterator[Problem]:
    if terminal.columns and not draws:
        yield Problem("terminal", Message("diagnose.problem.terminal", type=terminal.type or "-"))
    if terminal.encoding.replace("-", "").lower() != "utf8":
        message = Message("diagnose.problem.encoding", encoding=terminal.encoding)
        yield Problem("encoding", message)


def _problem(name: str, place: Place, **values: object) -> Problem:
    shown = clean_line(home_relative(place.path))
    word = clean_line(shell_words([str(place.path)]))
    message = Message(f"diagnose.problem.{name}", path=shown, word=word, mode=place.mode, **values)
    return Problem(f"{place.name}.{name}", message)
