"""What each command does. A command gets a `Request` and returns the exit status."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any

from ..data.errors import UsageError
from ..data.language import say, spoken
from ..data.notebook import Notebook, Summary
from ..data.settings import Settings
from .clock import today


@dataclass(frozen=True, slots=True)
class Request:
    """One call of `afspraak`: where the notebook is, the settings, and the parsed options."""

    folder: Path
    settings: Settings
    options: argparse.Namespace

    @property
    def notebook(self) -> Notebook:
        """The notebook this call is about."""
        return Notebook(self.folder)


Command = Callable[[Request], int]


def kinds() -> tuple[str, ...]:
    """The kinds of conversation that can be begun."""
    return ("planning",)


def choose(request: Request) -> int:
    """No command: the notebook screen."""
    return _screens(request, None)


def open_conversation(request: Request) -> int:
    """`open`: the desk with one conversation."""
    return _screens(request, request.notebook.find(request.options.reference))


def new(request: Request) -> int:
    """`new`: begin a conversation, and open it where there is a terminal."""
    from ..data.beginning import Beginning, begin
    from ..data.checklists import read_template
    from ..data.dates import parse_due
    from ..data.identity import full_name, login_name
    from ..data.session import Session

    options = request.options
    day = parse_due(options.date, today()) if options.date else None
    check_time(options.time)
    if not 0 <= options.minutes <= 24 * 60:
        raise UsageError(say("cli.minutes", minutes=options.minutes))
    if not options.name.strip():
        raise UsageError(say("cli.no_name"))
    templates = [read_template(Path(name)) for name in options.template]
    conversation = begin(
        Beginning(
            me=options.role,
            my_name=options.my_name or request.settings.name or full_name() or login_name(),
            other_name=options.name,
            kind=options.kind,
            language=options.lang or spoken(),
            date=day,
            time=options.time,
            minutes=options.minutes,
            title=options.title,
            place=options.place,
        ),
        templates,
    )
    path = request.notebook.new_path(conversation, options.role)
    Session.begin(path, conversation, me=options.role).close()
    if options.json:
        _print_json({"slug": path.stem, "path": path})
        return 0
    if options.no_open or not has_terminal():
        _print(say("cli.begun", slug=path.stem, path=path))
        return 0
    return _screens(request, path)


def list_conversations(request: Request) -> int:
    """`list`: the conversations, one a line."""
    summaries = list(request.notebook.summaries())
    if request.options.json:
        _print_json(summaries)
        return 0 if summaries else 1
    if not summaries:
        _print(say("cli.empty", folder=request.folder))
        return 1
    for row in _columns([_row(summary) for summary in summaries]):
        _print(row)
    return 3 if any(summary.fault for summary in summaries) else 0


def export(request: Request) -> int:
    """`export`: the minutes, to a file or to standard output."""
    from ..data.exporting import export_minutes, minutes_of

    options = request.options
    path = request.notebook.find(options.reference)
    choices = {"authors": not options.no_authors, "front_matter": options.front_matter}
    if options.output == "-":
        sys.stdout.buffer.write(minutes_of(path, **choices).encode())
        return 0
    target = Path(options.output) if options.output else Path.cwd() / f"{path.stem}.md"
    export_minutes(path, target, **choices)
    _print(say("cli.exported", path=target))
    return 0


def check(request: Request) -> int:
    """`check`: whether every file is whole, and what can be done where one is not."""
    from ..data.checking import check_file, restore

    options = request.options
    notebook = request.notebook
    paths = [notebook.find(options.reference)] if options.reference else notebook.paths()
    if options.restore:
        if not options.reference:
            raise UsageError(say("cli.restore_which"))
        _print(restore(paths[0]))
    reports = [check_file(path) for path in paths]
    if options.json:
        _print_json(reports)
    elif not reports:
        _print(say("cli.empty", folder=request.folder))
    else:
        for report in reports:
            for line in report.lines():
                _print(line)
    if not reports:
        return 1
    return 0 if all(report.whole for report in reports) else 3


def check_time(text: str) -> None:
    """Raise UsageError unless `text` is a time of day like 10:00, or empty."""
    hours, colon, minutes = text.partition(":")
    sound = (
        len(text) == 5
        and colon
        and hours.isdecimal()
        and minutes.isdecimal()
        and int(hours) < 24
        and int(minutes) < 60
    )
    if text and not sound:
        raise UsageError(say("cli.time", time=text))


def has_terminal() -> bool:
    """Whether there is a terminal to type on (0) and to draw on (2, where Textual draws)."""
    return os.isatty(0) and os.isatty(2)


def _screens(request: Request, path: Path | None) -> int:
    if not has_terminal():
        raise UsageError(say("cli.no_terminal"))
    from .app import run

    return run(request.notebook, request.settings, path)


def _row(summary: Summary) -> tuple[str, ...]:
    if summary.fault:
        return (summary.slug, "!", summary.fault)
    return (
        summary.slug,
        summary.date.isoformat() if summary.date else "-",
        summary.partner or "-",
        f"{summary.done}/{summary.items}",
        say("cli.open_agreements", count=summary.open_agreements),
    )


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    """The rows with their columns under each other; the last column is as long as it is."""
    widths: dict[int, int] = {}
    for row in rows:
        for number, cell in enumerate(row[:-1]):
            if len(row) > 3 or number == 0:
                widths[number] = max(widths.get(number, 0), len(cell))
    return [
        "  ".join(
            [cell.ljust(widths.get(number, 0)) for number, cell in enumerate(row[:-1])] + [row[-1]]
        )
        for row in rows
    ]


def _print(line: str) -> None:
    print(line)  # noqa: T201 - the command line speaks


def _print_json(value: object) -> None:
    _print(json.dumps(value, default=_plain, ensure_ascii=False, indent=2))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)
